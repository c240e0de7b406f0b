"""Fit the answerability models and print how well they tell, on questions kept out of the fit.

    python benchmarks/calibrate.py --fit SET:CORPUS… [--report SET:CORPUS…] [--write]

Of the sets to fit on, questions of the split "test" are only scored, as are all of the sets to
report on. Two logistic regressions with an L2 penalty (scikit-learn), whose output is Platt's
calibration (Platt 1999): one with what the evidence model makes of a question, one without, for
other embedders. Figures on the fitted questions are by five-fold cross-validation grouped by
review; the threshold refuses as much as it can while at most ``MOST_REFUSED`` of the answerable
are refused, on those scores. ECE is over ten bins of equal count.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import StandardScaler
from tqdm import tqdm

from askreviews import Library, Settings
from askreviews.answering.finding import find
from askreviews.answering.parts import parts_of
from askreviews.evaluation.questions import Question, load_questions
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.index import Index
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.reranker import BundledReranker
from askreviews.retrieval.searches import Searches
from askreviews.retrieval.understanding import understand
from askreviews.types import Turn

MODEL = Path(__file__).parents[1] / "src/askreviews/answering/data/answerability.json"
MOST_REFUSED = 0.08
STRENGTH = 0.3
_BINS = 10
PLAIN = (
    "cosine", "cosine_mean", "cover_best", "cover_top", "unseen", "unseen_anywhere", "slot_asked",
    "slot_open", "sure_slot_open", "doer_open", "named", "better_elsewhere", "covered_elsewhere",
    "theme", "quotation", "facet_asked", "length", "disclaimed", "theme_cosine", "theme_unseen",
    "theme_cover", "theme_gap",
)  # fmt: skip
READ = (*PLAIN, "read_settled", "read_best", "read_second", "read_first", "theme_read")


@dataclass(frozen=True)
class Row:
    """The signs of one question, whether it is answerable, and where it belongs."""

    signs: dict[str, float]
    answerable: bool
    source: str
    fitted: bool
    group: str


def main() -> None:
    """Collect, fit, print, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--fit", nargs="+", required=True, metavar="SET:CORPUS")
    parser.add_argument("--report", nargs="*", default=[], metavar="SET:CORPUS")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    encoder = Encoder()
    rows = [row for spec in given.fit for row in collect(spec, encoder, fitted=True)]
    rows += [row for spec in given.report for row in collect(spec, encoder, fitted=False)]
    fitted = {
        "read": fit("with the evidence model", rows, READ),
        "unread": fit("without", rows, PLAIN),
    }
    if given.write:
        MODEL.write_text(json.dumps(fitted, indent=1) + "\n", "utf-8")


def collect(spec: str, encoder: Encoder, *, fitted: bool) -> list[Row]:
    """The rows of each question of a set that the model decides."""
    path, _, corpus = spec.partition(":")
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        Library.open(corpus, folder, Settings()).index()
        index = Index.open(Path(folder), encoder)
        for question in tqdm(load_questions(Path(path)).questions, path):
            signs = signs_of(index, question)
            if signs:
                group = f"{path}: {question.review or question.id}"
                source = f"{path} {question.split or ''}".strip()
                kept = fitted and question.split != "test"
                answerable = question.expected_status == "answered"
                rows.append(Row(signs, answerable, source, kept, group))
    return rows


def signs_of(index: Index, question: Question) -> dict[str, float] | None:
    """None for questions that a rule decides, that are half and half, or of several parts."""
    if question.expected_status not in ("answered", "not_found"):
        return None
    query = understand(index, question.question, [Turn(h) for h in question.history])
    if len(parts_of(query)) > 1:
        return None
    reads = BundledReranker(index.encoder)
    return dict(find(Searches(index, Filters()), query, 300, reads).signs) or None


def fit(name: str, rows: Sequence[Row], features: tuple[str, ...]) -> dict[str, object]:
    """Fit one model, tell its figures, and return it as it is stored."""
    model = make_pipeline(StandardScaler(), LogisticRegression(C=STRENGTH, max_iter=1000))
    own = [row for row in rows if row.fitted]
    x, y = matrix(own, features), labels(own)
    groups = [row.group for row in own]
    held_out = cross_val_predict(
        model, x, y, groups=groups, cv=GroupKFold(5), method="predict_proba"
    )[:, 1]
    threshold = best_threshold(y, held_out)
    tell(f"{name}: fitted, cross-validated", y, held_out, threshold)
    model.fit(x, y)
    for source in dict.fromkeys(row.source for row in rows if not row.fitted):
        kept_out = [row for row in rows if row.source == source]
        scores = model.predict_proba(matrix(kept_out, features))[:, 1]
        tell(f"{name}: {source}", labels(kept_out), scores, threshold)
    return stored(model, features, threshold)


def matrix(rows: Sequence[Row], features: tuple[str, ...]) -> np.ndarray:
    """Signs as an array, shape (questions, features)."""
    return np.array([[row.signs[name] for name in features] for row in rows])


def labels(rows: Sequence[Row]) -> np.ndarray:
    """1 answerable, 0 not, shape (questions,)."""
    return np.array([int(row.answerable) for row in rows])


def best_threshold(y: np.ndarray, p: np.ndarray) -> float:
    """The highest cut-off that refuses at most ``MOST_REFUSED`` of the answerable questions."""
    cuts = [cut for cut in np.linspace(0.1, 0.8, 71) if (p[y == 1] < cut).mean() <= MOST_REFUSED]
    return round(float(max(cuts, default=0.1)), 2)


def tell(name: str, y: np.ndarray, p: np.ndarray, threshold: float) -> None:
    """Print the figures of one set."""
    refused, kept = (p[y == 0] < threshold).mean(), (p[y == 1] < threshold).mean()
    bins = np.array_split(np.argsort(p), _BINS)
    error = sum(len(b) * abs(y[b].mean() - p[b].mean()) for b in bins if len(b)) / len(y)
    print(
        f"{name}: n {len(y)}, AUROC {roc_auc_score(y, p):.3f}, ECE {error:.3f}; at {threshold}: "
        f"over-refusal {kept:.3f}, unanswerable refused {refused:.3f}"
    )


def stored(model: Pipeline, features: tuple[str, ...], threshold: float) -> dict[str, object]:
    """The model as it is kept in JSON."""
    scaler, regression = model[0], model[1]
    return {
        "features": features,
        "means": scaler.mean_.round(5).tolist(),
        "scales": scaler.scale_.round(5).tolist(),
        "weights": regression.coef_[0].round(5).tolist(),
        "intercept": round(float(regression.intercept_[0]), 5),
        "threshold": threshold,
    }


if __name__ == "__main__":
    main()
