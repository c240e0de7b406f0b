"""Filters over the catalogue: values of one key are alternatives, keys must all hold."""

from __future__ import annotations

import fnmatch
import re
from collections.abc import Callable, Iterable, Mapping
from typing import get_args

from pydantic import BaseModel, ConfigDict, Field

from askreviews.errors import FilterError
from askreviews.reading.taxonomy import taxonomy
from askreviews.types import Facet, Provenance, Review

# Months: from, to (exclusive).
AGE_BANDS: dict[str, tuple[float, float]] = {
    "unborn": (-12, 0),
    "under 1": (0, 12),
    "1-5": (12, 72),
    "6-10": (72, 132),
    "11-15": (132, 192),
    "16-17": (192, 216),
}
_DATES = ("since", "until")
_DATE = re.compile(r"\d{4}(?:-\d\d){0,2}", re.ASCII)
_OF_PASSAGES = {"facet": get_args(Facet), "provenance": get_args(Provenance)}
_OF_REVIEWS = (
    "review", "document", "publisher", "type", "harm", "theme", "agency", "age", "outcome",
    "since", "until", "text",
)  # fmt: skip
KEYS = (*_OF_REVIEWS, *_OF_PASSAGES)


class Filters(BaseModel):
    """What to search in, by key; see ``KEYS``."""

    model_config = ConfigDict(frozen=True)

    values: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)

    def __bool__(self) -> bool:
        """Whether anything is filtered at all."""
        return bool(self.values)

    @classmethod
    def parse(cls, given: Iterable[str]) -> Filters:
        """From ``KEY=VALUE`` strings.

        Raises:
            FilterError: not of that form, or a key or value that is not known.
        """
        collected: dict[str, list[str]] = {}
        for item in given:
            key, equals, value = item.partition("=")
            if not equals:
                raise FilterError(f"The filter {item!r} is not of the form KEY=VALUE.")
            collected.setdefault(key.strip().lower(), []).append(value.strip())
        return cls.of(collected)

    @classmethod
    def of(cls, given: Mapping[str, object] | Filters | None) -> Filters:
        """From a mapping of keys to a value or a list of values.

        Raises:
            FilterError: a key or value is not known.
        """
        if given is None or isinstance(given, Filters):
            return given or cls()
        values: dict[str, tuple[str, ...]] = {}
        for key, value in given.items():
            listed = value if isinstance(value, list | tuple) else [value]
            values[key] = tuple(str(v).strip() for v in listed)
            _check(key, values[key])
        return cls(values=values)

    @property
    def on_reviews(self) -> dict[str, tuple[str, ...]]:
        """The part that reviews are chosen by."""
        return {k: v for k, v in self.values.items() if k in _OF_REVIEWS}

    @property
    def on_passages(self) -> dict[str, tuple[str, ...]]:
        """The part that passages are chosen by."""
        return {k: v for k, v in self.values.items() if k in _OF_PASSAGES}

    def admits(self, review: Review, text: Callable[[], str]) -> bool:
        """Whether a review passes. ``text`` gives the review's own text, where it is asked for."""
        return all(
            any(_holds(key, value, review, text) for value in values)
            for key, values in self.on_reviews.items()
        )


def _check(key: str, values: tuple[str, ...]) -> None:
    if key not in KEYS:
        raise FilterError(f"There is no filter {key!r}; the filters are {', '.join(KEYS)}.")
    undated = [v for v in values if key in _DATES and not _DATE.fullmatch(v)]
    if undated:
        raise FilterError(
            f"The filter {key!r} needs a date (YYYY, YYYY-MM or YYYY-MM-DD), not {undated[0]!r}."
        )
    known = _OF_PASSAGES.get(key) or (tuple(AGE_BANDS) if key == "age" else None)
    wrong = [v for v in values if known and _band(v) not in known and v not in known]
    if wrong:
        raise FilterError(
            f"The filter {key!r} has no value {wrong[0]!r}; it has {', '.join(known or ())}."
        )


def _band(value: str) -> str:
    """The age band that a value begins, so that the taxonomy's long names work too."""
    folded = value.lower().replace("–", "-")
    return next((band for band in AGE_BANDS if folded.startswith(band)), value)


def _holds(key: str, value: str, review: Review, text: Callable[[], str]) -> bool:
    wanted = value.casefold()
    if key == "review":
        return wanted in (review.review_id.casefold(), review.label.casefold())
    if key == "document":
        return fnmatch.fnmatchcase(review.document_id.casefold(), wanted)
    if key == "age":
        low, high = AGE_BANDS[_band(value)]
        return review.child_age_months is not None and low <= review.child_age_months < high
    if key == "since":
        return review.published is not None and review.published >= value
    if key == "until":
        return review.published is not None and review.published[: len(value)] <= value
    if key == "text":
        return wanted in text().casefold()
    return any(wanted in name.casefold() for name in _names(key, review))


def _names(key: str, review: Review) -> list[str]:
    """The names by which a review answers to a filter of words."""
    labels = taxonomy().theme_labels
    return {
        "publisher": [review.publisher or ""],
        "type": [review.review_type or ""],
        "outcome": [review.outcome or ""],
        "harm": list(review.harm),
        "agency": list(review.agencies),
        "theme": [name for tag in review.themes for name in (tag, labels.get(tag, tag))],
    }[key]
