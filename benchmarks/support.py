"""Measure the support checker, or fit its weights: how well does it tell what is not supported?

    python benchmarks/support.py [--fit] [--split test] [--wice FILE] [--fit-long FILE]

Without ``--fit``, the packaged model is measured on the split named: AUROC and balanced
accuracy with 95% intervals (bootstrap over documents), the paired difference from token
precision, each kind apart, pairs written by hand apart from those made by rule, documents whose
verdicts were never read apart, a reliability table. The kind "elsewhere" (a true sentence beside
other passages) is easy and left out of the totals. With ``--fit`` the weights are fitted on
``dev`` and the documents looked at, and measured there by five-fold cross-validation over
documents: a logistic regression in which a sign of doubt may not weigh for a sentence, nor
likeness against it. Pairs made by rule count half. For ``--wice`` and ``--fit-long`` see
``wice.py``.
"""

from __future__ import annotations

import argparse
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import wice
from looked_at import LOOKED_AT
from numpy.typing import NDArray
from scipy.optimize import minimize
from sklearn.model_selection import GroupKFold

from askreviews.answering.language_model.remembering import RememberingEncoder
from askreviews.answering.support.likeness import AGAINST, FOR
from askreviews.answering.support.meaning import Passages, pair
from askreviews.answering.support.score import (
    CLOSELY,
    SIGNS,
    doubts_of,
    features_of,
    packaged_model,
    token_precision,
)
from askreviews.evaluation.bootstrap import RankStatistic, draw_weights, estimate, interval
from askreviews.indexing.embedding import Encoder

ROOT = Path(__file__).parents[1]
SETS = [ROOT / "evals/support" / name for name in ("by_hand.jsonl", "by_rule.jsonl")]
FURTHER = ROOT / "evals/leash/by_hand.jsonl"  # its development half is fitted on too
MODEL = ROOT / "src/askreviews/answering/data/support.json"
FEATURES = (*SIGNS, *(sign + CLOSELY for sign in SIGNS), *AGAINST, *FOR)
STRENGTH = 0.02  # C of the regression
CAP = 0.05  # what is left of a score after a hard doubt
KEPT = 0.90  # of the supported pairs written by hand, at the threshold
WITHHELD = 0.97  # of the unsupported ones, at the strict threshold
LEFT_OUT = "elsewhere"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Scored:
    """Pairs with what the checker makes of them; arrays of one length."""

    pairs: list[dict[str, str]]
    values: Floats
    hard: NDArray[np.bool_]
    precision: Floats
    supported: NDArray[np.bool_]

    def where(self, **fields: str) -> NDArray[np.bool_]:
        """The pairs whose fields have these values."""
        return np.array([all(p[k] == v for k, v in fields.items()) for p in self.pairs])


def main() -> None:
    """Collect, fit if asked, print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fit", action="store_true")
    parser.add_argument("--split", default="test", choices=("dev", "test"))
    parser.add_argument("--wice", type=Path, help="WiCE's development claims; see wice.py")
    parser.add_argument("--fit-long", type=Path, help="WiCE's marked training claims; see wice.py")
    given = parser.parse_args()
    if given.fit_long:
        packed = json.loads(MODEL.read_text("utf-8")) | {"long": wice.fitted(given.fit_long)}
        MODEL.write_text(json.dumps(packed, indent=1) + "\n", "utf-8")
        packaged_model.cache_clear()
    scored = collect(given.split, fitting=given.fit)
    if given.fit:
        scores = held_out(scored)
        model = fit(scored, np.arange(len(scored.pairs))) | thresholds(scored, scores)
        model["long"] = json.loads(MODEL.read_text("utf-8"))["long"]
        MODEL.write_text(json.dumps(model, indent=1) + "\n", "utf-8")
        for name, weight in sorted(
            zip(FEATURES, model["weights"], strict=True), key=lambda x: x[1]
        ):
            print(f"  {weight:+.2f} {name}")
        packaged_model.cache_clear()
    else:
        rows = [dict(zip(FEATURES, map(float, v), strict=True)) for v in scored.values]
        scores = np.array([packaged_model().probability(row) for row in rows])
        scores = np.where(scored.hard, scores * CAP, scores)
    report(scored, scores)
    if given.wice:
        wice.report(given.wice)


def chosen(split: str, *, fitting: bool) -> list[dict[str, Any]]:
    """The pairs of a split, or all that may be fitted on."""
    sets = [*SETS, FURTHER] if fitting or split == "dev" else SETS
    lines = [line for path in sets for line in path.read_text("utf-8").splitlines()]
    pairs = [json.loads(line) for line in lines]
    if fitting:
        return [p for p in pairs if p["split"] == "dev" or p["source"] in LOOKED_AT]
    return [p for p in pairs if p["split"] == split]


def collect(split: str, *, fitting: bool = False) -> Scored:
    """Features of every pair of a split, or of all that may be fitted on."""
    encoder = RememberingEncoder(Encoder())
    pairs = chosen(split, fitting=fitting)
    values, hard, precision, took = [], [], [], 0.0
    for told in pairs:
        passages = Passages(told["passages"], encoder)
        pairing = pair(told["sentence"], passages, encoder)
        start = time.perf_counter()
        doubts = doubts_of(pairing)
        features = features_of(pairing, doubts)
        took += time.perf_counter() - start
        values.append([features[name] for name in FEATURES])
        hard.append(any(d.hard for d in doubts))
        precision.append(token_precision(pairing))
    named = "the fit" if fitting else split
    print(f"{len(pairs)} pairs of {named}; rules take {1000 * took / len(pairs):.1f} ms a pair")
    return Scored(
        pairs,
        np.array(values),
        np.array(hard),
        np.array(precision),
        np.array([p["supported"] for p in pairs]),
    )


def fit(scored: Scored, rows: NDArray[np.int64]) -> dict[str, object]:
    """Weights on standardised features, each of its sign, from the pairs without a hard doubt."""
    rows = rows[~scored.hard[rows]]
    x, y = scored.values[rows], scored.supported[rows].astype(float)
    importance = np.where(scored.where(made="by hand")[rows], 1.0, 0.5)
    means, scales = x.mean(axis=0), x.std(axis=0)
    scales[scales < 1e-9] = 1.0  # noqa: PLR2004
    z = (x - means) / scales

    def loss(b: Floats) -> tuple[float, Floats]:
        total = z @ b[:-1] + b[-1]
        error = importance * (1 / (1 + np.exp(-total)) - y)
        value = (importance * (np.logaddexp(0, total) - y * total)).sum()
        penalty = (b[:-1] ** 2).sum() / (2 * STRENGTH)
        return value + penalty, np.append(z.T @ error + b[:-1] / STRENGTH, error.sum())

    bounds = [(0.0, None) if name in FOR else (None, 0.0) for name in FEATURES] + [(None, None)]
    best = minimize(loss, np.zeros(x.shape[1] + 1), jac=True, bounds=bounds, method="L-BFGS-B").x
    return {
        "features": FEATURES,
        "means": means.round(5).tolist(),
        "scales": scales.round(5).tolist(),
        "weights": best[:-1].round(5).tolist(),
        "intercept": round(float(best[-1]), 5),
        "cap": CAP,
    }


def held_out(scored: Scored) -> Floats:
    """The score of each pair from weights fitted on other documents."""
    scores = np.zeros(len(scored.pairs))
    groups = [p["source"] for p in scored.pairs]
    for train, test in GroupKFold(5).split(scored.values, groups=groups):
        model = fit(scored, train)
        z = (scored.values[test] - model["means"]) / np.array(model["scales"])
        scores[test] = 1 / (1 + np.exp(-(z @ np.array(model["weights"]) + model["intercept"])))
    return np.where(scored.hard, scores * CAP, scores)


def thresholds(scored: Scored, scores: Floats) -> dict[str, float]:
    """Where ``KEPT`` of the supported are kept, and where ``WITHHELD`` of the others are not.

    ``shown`` keeps as many of a model's sentences, taken to be half in the passages' words and
    half in others.
    """
    hand = scored.where(made="by hand")
    near = scored.supported & (scored.where(kind="verbatim") | scored.where(kind="close"))
    far = scored.supported & hand & (scored.where(kind="distant") | scored.where(kind="fusion"))
    cuts = np.unique(scores[scored.supported])
    halves = [(scores[rows] >= cuts[:, None]).mean(axis=1) for rows in (near, far)]
    shown = cuts[(halves[0] + halves[1]) / 2 >= KEPT].max()
    kept = np.quantile(scores[hand & scored.supported], 1 - KEPT)
    strict = np.quantile(scores[hand & ~scored.supported], WITHHELD)
    return {
        "threshold": round(float(kept), 4),
        "shown_threshold": round(float(shown), 4),
        "strict_threshold": round(float(strict), 4),
    }


def report(scored: Scored, scores: Floats) -> None:
    """Print the tables."""
    model = json.loads(MODEL.read_text("utf-8"))
    main_kinds = ~scored.where(kind=LEFT_OUT)
    hand, rule = scored.where(made="by hand"), scored.where(made="by rule")
    kept_out = main_kinds & np.array([p["source"] not in LOOKED_AT for p in scored.pairs])
    for name, rows in (
        ("all", main_kinds), ("by hand", hand), ("by rule", rule & main_kinds),
        ("kept out", kept_out), ("kept out, by hand", kept_out & hand),
    ):  # fmt: skip
        totals(name, scored, scores, np.flatnonzero(rows), model)
    print("\nkind             pairs         AUROC by hand / rule    right at the threshold")
    for kind in sorted({p["kind"] for p in scored.pairs}):
        cells = []
        for made in (hand, rule):
            mine = made & scored.where(kind=kind)
            if not mine.any():
                cells.append("   –      –    ")
                continue
            truth = scored.supported[mine][0]
            others = made & main_kinds & (scored.supported != truth)
            area = auroc(scores, scored.supported, np.flatnonzero(mine | others))
            right = ((scores[mine] >= model["threshold"]) == truth).mean()
            cells.append(f"{mine.sum():4d} {area:.3f} {right:6.0%}")
        print(f"{kind:16s} by hand {cells[0]}   by rule {cells[1]}")
    print("\nscore        pairs  mean score  supported   (by hand)")
    for low in np.linspace(0, 0.8, 5):
        rows = hand & (scores >= low) & (scores < low + 0.2 + (low > 0.79))  # noqa: PLR2004
        if rows.any():
            said, true = scores[rows].mean(), scored.supported[rows].mean()
            print(
                f"{low:.1f} to {low + 0.2:.1f}   {rows.sum():5d}      {said:.2f}       {true:.2f}"
            )


def totals(
    name: str, scored: Scored, scores: Floats, rows: NDArray[np.int64], model: dict[str, float]
) -> None:
    """Print AUROC, its gain over token precision, and what each threshold does."""
    truth, mine, words = scored.supported[rows], scores[rows], scored.precision[rows]
    clusters = [scored.pairs[i]["source"] for i in rows]
    weights = draw_weights(clusters)
    ours, theirs = RankStatistic(mine, truth), RankStatistic(words, truth)
    gain = ours(weights) - theirs(weights)
    low, high = np.nanquantile(gain, [0.025, 0.975])
    print(
        f"\n{name}: {len(rows)} pairs, {truth.mean():.0%} supported, "
        f"{len(set(clusters))} documents\n"
        f"  AUROC {estimate(ours):.3f} {_shown(interval(ours, weights, clusters))}; "
        f"token precision {estimate(theirs):.3f}; gain {estimate(ours) - estimate(theirs):.3f} "
        f"({low:.3f} to {high:.3f})"
    )
    for label in ("threshold", "shown_threshold", "strict_threshold"):
        cut = model[label]
        kept, withheld = (mine[truth] >= cut).mean(), (mine[~truth] < cut).mean()
        spread = balanced(mine >= cut, truth, weights)
        print(
            f"  at {cut}: balanced accuracy {(kept + withheld) / 2:.3f} {_shown(spread)}, "
            f"supported kept {kept:.1%}, unsupported withheld {withheld:.1%}"
        )


def balanced(
    accepted: NDArray[np.bool_], truth: NDArray[np.bool_], weights: Floats
) -> tuple[float, float]:
    """The 95% interval of balanced accuracy."""
    right = accepted == truth
    halves = [(weights[:, s] @ right[s]) / weights[:, s].sum(axis=1) for s in (truth, ~truth)]
    low, high = np.nanquantile(sum(halves) / 2, [0.025, 0.975])
    return float(low), float(high)


def auroc(scores: Floats, truth: NDArray[np.bool_], rows: NDArray[np.int64]) -> float:
    """The area under the ROC curve of some pairs."""
    return estimate(RankStatistic(scores[rows], truth[rows])) or 0.0


def _shown(bounds: tuple[float, float] | None) -> str:
    return f"({bounds[0]:.3f} to {bounds[1]:.3f})" if bounds else ""


if __name__ == "__main__":
    main()
