"""The vector that a question is searched by: of the packaged embedder, its upper layers trained on.

Documents keep the embedder's vectors, so no index is made again; only the question is read by
the layers trained to bring it near the sentences that answer it (``training/question_encoder.py``,
card in ``training/README.md``), as Lewis et al. 2020 ("Retrieval-augmented generation") train a
question encoder over an index that stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from askreviews.indexing.embedding import PACKAGED_SHA256, Encoder, Remembered, Vectors
from askreviews.indexing.once import Once

WEIGHTS = "data/question_encoder.safetensors"
# The upper layers that are trained and stored; the others are the embedder's.
TRAINED_LAYERS = 2
_TOKENS = 256


def reads_questions(encoder: Encoder) -> bool:
    """Whether the trained layers belong to this embedder."""
    return encoder.stamp.sha256 == PACKAGED_SHA256


def question_vectors(encoder: Encoder, texts: Sequence[str]) -> list[Vectors]:
    """Unit vectors to search by, shape (d,) each.

    Args:
        encoder: the embedder that made the index, to which the trained layers belong.
        texts: questions, or what is searched for in place of them.
    """
    return _trained(encoder.folder).of(texts)


def forget(encoder: Encoder) -> None:
    """Forget the last questions, so that what one costs can be measured."""
    _trained(encoder.folder).forget()


def _load(folder: Path) -> Remembered:
    from safetensors.torch import load_file

    from askreviews.indexing.bert import Bert

    with as_file(files("askreviews.retrieval").joinpath(WEIGHTS)) as path:
        bert = Bert(folder, load_file(path))

    def read(texts: list[str]) -> Vectors:
        ids = [encoding.ids[:_TOKENS] for encoding in bert.tokenizer.encode_batch(texts)]
        vectors = np.stack([row.mean(0).numpy() for row in bert.read(ids)])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    return Remembered(read)


_trained = Once(_load)
