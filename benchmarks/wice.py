"""Claims against whole articles: WiCE (Kamoi et al. 2023), which is not part of the repository.

Its annotations are ODC-BY 1.0. What a long passage's score weighs is fitted on the claims whose
unsupported words are marked (``wice_non_supported_tokens_train.jsonl``): as they stand they are
not supported, and without the words marked they are. The development claims are kept out.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from askreviews.answering.support.evidence import units_of, words_of
from askreviews.answering.support.score import long_score
from askreviews.answering.support.searching import FEATURES, features_of_long
from askreviews.evaluation.bootstrap import RankStatistic, draw_weights, estimate

STRENGTH = 0.1  # C of the regression


def fitted(path: Path) -> dict[str, Any]:
    """The weights of a long passage's score."""
    values, supported = [], []
    for line in path.read_text("utf-8").splitlines():
        told = json.loads(line)
        units = units_of([article(told)])
        kept = zip(told["claim_tokens"], told["non_supported_spans"], strict=True)
        without = re.sub(r" ([.,;:!?])", r"\1", " ".join(t for t, wrong in kept if not wrong))
        for claim, truth in ((told["claim"], False), (without, True)):
            values.append([features_of_long(claim, units)[name] for name in FEATURES])
            supported.append(truth)
    scaler = StandardScaler().fit(values)
    model = LogisticRegression(C=STRENGTH).fit(scaler.transform(values), supported)
    return {
        "features": FEATURES,
        "means": scaler.mean_.round(5).tolist(),
        "scales": scaler.scale_.round(5).tolist(),
        "weights": model.coef_[0].round(5).tolist(),
        "intercept": round(float(model.intercept_[0]), 5),
        "threshold": 0.5,
    }


def report(path: Path) -> None:
    """Print the AUROC of supported against the rest, beside token precision."""
    if not path.is_file():
        print(f"{path} is not there: WiCE is left out (see the docstring of benchmarks/wice.py).")
        return
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    truth = np.array([row["label"] == "supported" for row in rows])
    ours, theirs = [], []
    for row in rows:
        units = units_of([article(row)])
        held = {w.key for u in units for w in u.words}
        words = [w.key in held for w in words_of(row["claim"]) if w.content]
        ours.append(long_score(row["claim"], units))
        theirs.append(sum(words) / len(words) if words else 0.0)
    clusters = [row["meta"]["claim_title"] for row in rows]
    weights = draw_weights(clusters)
    mine, precision = (RankStatistic(np.array(s), truth) for s in (ours, theirs))
    low, high = np.nanquantile(mine(weights) - precision(weights), [0.025, 0.975])
    gain = (estimate(mine) or 0) - (estimate(precision) or 0)
    print(
        f"\n{path.name}: {len(rows)} claims, {truth.mean():.0%} supported, one passage each"
        f"\n  AUROC {estimate(mine):.3f}; token precision {estimate(precision):.3f}; "
        f"gain {gain:.3f} ({low:.3f} to {high:.3f})"
    )


def article(told: dict[str, Any]) -> str:
    """The article that a claim cites, as one passage."""
    return "\n".join(line for line in told["evidence"] if line.strip())
