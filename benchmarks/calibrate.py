"""Fit the answerability model on the development questions and print how well it tells.

    python benchmarks/calibrate.py --index INDEX [--write] SET.jsonl…

Only questions of the split "dev" (or without a split) are fitted; those of "test" are
scored with the fitted model and printed beside. Logistic regression with an L2 penalty
(scikit-learn), its figures on dev by five-fold cross-validation grouped by review. The
threshold refuses as much as it can while at most one answerable question in ten is refused,
on the cross-validated dev scores.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from askreviews.answering.finding import find
from askreviews.evaluation.questions import Question, load_questions
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.index import Index
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.understanding import understand
from askreviews.types import Turn

MODEL = Path(__file__).parents[1] / "src/askreviews/answering/data/answerability.json"
MOST_REFUSED = 0.10
FEATURES = (
    "cosine", "cosine_mean", "cover_best", "cover_top", "unseen", "unseen_anywhere", "slot_asked",
    "slot_open", "named", "better_elsewhere", "covered_elsewhere", "theme", "quotation",
    "facet_asked", "length", "disclaimed", "theme_cosine", "theme_unseen", "theme_cover",
    "theme_gap",
)  # fmt: skip


def main() -> None:
    """Collect, fit, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--index", type=Path, nargs="+", required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--strength", type=float, default=0.1, help="C of the regression")
    given = parser.parse_args()
    folders = given.index * len(given.sets) if len(given.index) == 1 else given.index
    rows = [r for s, i in zip(given.sets, folders, strict=True) for r in collect(s, i)]
    dev = [r for r in rows if r[2] != "test"]
    model = make_pipeline(StandardScaler(), LogisticRegression(C=given.strength, max_iter=1000))
    x, y = matrix(dev), np.array([r[1] for r in dev])
    groups = [r[3] for r in dev]
    held_out = cross_val_predict(
        model, x, y, groups=groups, cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    threshold = best_threshold(y, held_out)
    tell("dev, cross-validated", y, held_out, threshold)
    model.fit(x, y)
    test = [r for r in rows if r[2] == "test"]
    if test:
        y_test = np.array([r[1] for r in test])
        tell("test", y_test, model.predict_proba(matrix(test))[:, 1], threshold)
    scaler, regression = model[0], model[1]
    for name, weight in sorted(zip(FEATURES, regression.coef_[0], strict=True), key=lambda p: p[1]):
        print(f"  {weight:+.2f} {name}")
    if given.write:
        fitted = {
            "features": FEATURES,
            "means": scaler.mean_.round(5).tolist(),
            "scales": scaler.scale_.round(5).tolist(),
            "weights": regression.coef_[0].round(5).tolist(),
            "intercept": round(float(regression.intercept_[0]), 5),
            "threshold": threshold,
        }
        MODEL.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def collect(path: Path, folder: Path) -> list[tuple[dict[str, float], int, str, str]]:
    """Features, label, split and group of each question that the model decides."""
    index = Index.open(folder, Encoder())
    rows = []
    for question in load_questions(path).questions:
        label = label_of(question)
        if label is None:
            continue
        query = understand(index, question.question, [Turn(h) for h in question.history])
        part = find(index, query, Filters(), 300)
        if part.signs:
            group = question.review or question.id
            rows.append((dict(part.signs), label, question.split or "dev", group))
    return rows


def label_of(question: Question) -> int | None:
    """1 answerable, 0 not; None for questions that routing decides or that are half and half."""
    return {"answered": 1, "not_found": 0}.get(question.expected_status or "")


def matrix(rows: list[tuple[dict[str, float], int, str, str]]) -> np.ndarray:
    """Features as an array, shape (questions, features)."""
    return np.array([[r[0][name] for name in FEATURES] for r in rows])


def best_threshold(y: np.ndarray, p: np.ndarray) -> float:
    """The highest cut-off that refuses at most ``MOST_REFUSED`` of the answerable questions."""
    cuts = [cut for cut in np.linspace(0.2, 0.8, 61) if (p[y == 1] < cut).mean() <= MOST_REFUSED]
    return round(float(max(cuts, default=0.2)), 2)


def tell(name: str, y: np.ndarray, p: np.ndarray, threshold: float) -> None:
    """Print the figures of one split."""
    kept, refused = (p[y == 1] >= threshold).mean(), (p[y == 0] < threshold).mean()
    print(
        f"{name}: n {len(y)}, AUROC {roc_auc_score(y, p):.3f}; at {threshold}: "
        f"over-refusal {1 - kept:.3f}, unanswerable refused {refused:.3f}"
    )


if __name__ == "__main__":
    main()
