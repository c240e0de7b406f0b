"""Does bfloat16 change what is found? The same sets in float32 and as the processor has it.

    python benchmarks/precision.py evals/starter.jsonl:corpus [evals/real.jsonl:FOLDER]

Each corpus is indexed twice and each set answered twice; passages, questions and the evidence model
are read as named.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from askreviews import Assistant, Library, Settings
from askreviews.evaluation.questions import load_questions
from askreviews.evaluation.run import evaluate
from askreviews.indexing import bert, linear
from askreviews.retrieval import evidence_model, question_encoder

METRICS = ("ndcg_at_10", "recall_at_10", "evidence_recall")


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("sets", nargs="+", help="SET.jsonl:CORPUS")
    given = parser.parse_args()
    own = linear.computes_in_bfloat16()
    for pair in given.sets:
        questions, _, corpus = pair.partition(":")
        for name, halved in (("float32", False), ("bfloat16" if own else "float32", own)):
            found = _found(Path(questions), Path(corpus), halved=halved)
            print(f"{questions:28s}{name:10s}", *(f"{m} {v:.4f}" for m, v in found.items()))


def _found(questions: Path, corpus: Path, *, halved: bool) -> dict[str, float]:
    linear.computes_in_bfloat16 = lambda: halved
    bert.shared_bert.forget()
    evidence_model._loaded.forget()
    question_encoder._trained.forget()
    with tempfile.TemporaryDirectory() as folder:
        Library.open(corpus, folder, Settings()).index()
        run = evaluate(Assistant.open(folder, Settings()), load_questions(questions))
        return {name: run.metric(name).value for name in METRICS}


if __name__ == "__main__":
    main()
