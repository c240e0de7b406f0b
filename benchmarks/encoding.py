"""Encoding alone, turn about: our passages with their sentences, sentence-transformers' passages.

    python benchmarks/encoding.py [--rounds 5]

The same texts by the same model; seconds are the processor's, which a busy machine changes least.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable

import numpy as np
import synthetic
from figures import machine
from sentence_transformers import SentenceTransformer

from askreviews.indexing.embedding import Encoder

_PASSAGES = 48


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    encoder = Encoder()
    plain = SentenceTransformer(str(encoder.folder), device="cpu", local_files_only=True)
    made = synthetic.review(synthetic.Pool(2000), 1, 60)
    texts, spans = [], []
    for section in made.sections:
        for paragraph in section.paragraphs:
            said = [sentence.text for sentence in paragraph[:5]]
            ends = np.cumsum([len(text) + 1 for text in said])
            texts.append(" ".join(said))
            spans.append(
                [(int(e) - len(t) - 1, int(e) - 1) for e, t in zip(ends, said, strict=True)]
            )
    texts, spans = texts[:_PASSAGES], spans[:_PASSAGES]
    contexts = [made.child] * len(texts)
    ours, theirs = [], []
    for number in range(given.rounds + 1):
        taken = (
            _timed(lambda: encoder.passages(contexts, texts, spans)),
            _timed(lambda: plain.encode(texts, batch_size=10, show_progress_bar=False)),
        )
        if number:  # the first is to warm up
            ours.append(taken[0])
            theirs.append(taken[1])
    print(machine())
    for name, rows in (("ours, with sentences", ours), ("sentence-transformers", theirs)):
        print(f"{name:24s}{len(texts) / np.median(rows):7.1f} passages/s of processor time")
    ratios = np.array(theirs) / np.array(ours)
    low, high = ratios.min(), ratios.max()
    print(f"ratio, median of pairs: {np.median(ratios):.2f} ({low:.2f} to {high:.2f})")


def _timed(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


if __name__ == "__main__":
    main()
