"""Fit the models that judge what a question is: its kind, and whether it is to be declined.

    python training/questions.py [--write]

Data: training/routing/*.jsonl (questions with the reason for declining, or "ordinary"), and the
questions of training/collections/, of which e and f are kept out. About a minute on two cores.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression

from askreviews.indexing.embedding import Encoder
from askreviews.retrieval.question_model import question_features

ROOT = Path(__file__).parent
MODEL = ROOT.parent / "src/askreviews/retrieval/data/question_model.npz"
HELD_OUT = ("e", "f")
# Ordinary questions of the collections teach little each; together they outnumber the rest.
ORDINARY_WEIGHT = 0.25
STRENGTH = 10.0
KINDS = {"agency": "theme"}
Row = tuple[str, str, bool, float]  # question, label, whether to fit on it, weight


def main() -> None:
    """Fit both heads, print their figures on what was kept out, and write if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    encoder = Encoder()
    stored: dict[str, np.ndarray] = {}
    for head, rows in (("route", list(routes())), ("kind", list(kinds()))):
        features = np.stack([question_features(encoder, row[0]) for row in rows])
        labels = np.array([row[1] for row in rows])
        fitted = np.array([row[2] for row in rows])
        weights = np.array([row[3] for row in rows])
        model = LogisticRegression(C=STRENGTH, max_iter=3000)
        model.fit(features[fitted], labels[fitted], sample_weight=weights[fitted])
        tell(head, labels[~fitted], model.predict(features[~fitted]))
        stored[f"{head}_classes"] = model.classes_
        stored[f"{head}_weights"] = model.coef_.astype(np.float16)
        stored[f"{head}_intercept"] = model.intercept_.astype(np.float32)
    if given.write:
        np.savez_compressed(MODEL, **stored)


def routes() -> Iterator[Row]:
    """Questions with the reason for declining them, or "ordinary"."""
    for path in sorted((ROOT / "routing").glob("*.jsonl")):
        for row in read(path):
            yield row["question"], row["label"], row["split"] == "train", 1.0
    for name, row in collected():
        yield row["question"], "ordinary", name not in HELD_OUT, ORDINARY_WEIGHT


def kinds() -> Iterator[Row]:
    """Questions with their kind; follow-ups have whichever kind they follow."""
    for name, row in collected():
        if row["kind"] != "follow_up":
            yield row["question"], KINDS.get(row["kind"], row["kind"]), name not in HELD_OUT, 1.0


def collected() -> Iterator[tuple[str, dict[str, str]]]:
    """Every question of the collections with the collection's name."""
    for path in sorted((ROOT / "collections").glob("*/questions.jsonl")):
        for row in read(path):
            yield path.parent.name, row


def read(path: Path) -> Iterable[dict[str, str]]:
    """The objects of a JSON Lines file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def tell(head: str, labels: np.ndarray, found: np.ndarray) -> None:
    """Print how many of each label were found."""
    for label in sorted(set(labels)):
        of_it = labels == label
        share = (found[of_it] == label).mean()
        print(f"{head} {label}: {share:.3f} of {of_it.sum()} kept out")


if __name__ == "__main__":
    main()
