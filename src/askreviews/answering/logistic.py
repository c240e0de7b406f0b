"""A fitted logistic model as it is packaged: read from JSON, and put to use without a library."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from typing import Any


@dataclass(frozen=True, slots=True)
class Logistic:
    """Standardised features, their weights, the intercept, and the cut-off."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    scales: tuple[float, ...]
    weights: tuple[float, ...]
    intercept: float
    threshold: float

    @classmethod
    def of(cls, raw: Mapping[str, Any]) -> Logistic:
        """From its JSON form; other fields are ignored."""
        return cls(
            tuple(raw["features"]), tuple(raw["means"]), tuple(raw["scales"]),
            tuple(raw["weights"]), raw["intercept"], raw["threshold"],
        )  # fmt: skip

    def probability(self, values: Mapping[str, float]) -> float:
        """The calibrated probability of something with these features."""
        total = self.intercept
        for name, mean, scale, weight in zip(
            self.features, self.means, self.scales, self.weights, strict=True
        ):
            total += weight * (values[name] - mean) / scale
        return 1 / (1 + math.exp(-total))


def packaged(name: str) -> dict[str, Any]:
    """The JSON of ``answering/data``, by file name."""
    text = files("askreviews.answering").joinpath(f"data/{name}").read_text("utf-8")
    loaded: dict[str, Any] = json.loads(text)
    return loaded
