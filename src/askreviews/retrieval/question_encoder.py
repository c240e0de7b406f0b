"""The vector that a question is searched by: of the packaged embedder, its upper layers trained on.

Documents keep the embedder's vectors, so no index is made again; only the question is read by
the layers trained to bring it near the sentences that answer it (``training/question_encoder.py``,
card in ``training/README.md``), as Lewis et al. 2020 ("Retrieval-augmented generation") train a
question encoder over an index that stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path

import numpy as np

from askreviews.indexing.embedding import PACKAGED_SHA256, Encoder, Remembered, Vectors

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


@cache
def _trained(folder: Path) -> Remembered:
    """What reads questions with the trained layers, and remembers the last."""
    import torch
    from safetensors.torch import load_file
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils import logging

    from askreviews.indexing.packed import read_together

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    bert = AutoModel.from_pretrained(str(folder), local_files_only=True, add_pooling_layer=False)
    with as_file(files("askreviews.retrieval").joinpath(WEIGHTS)) as path:
        trained = {name: value.float() for name, value in load_file(path).items()}
    bert.load_state_dict(bert.state_dict() | trained)
    bert.eval()
    tokenizer = AutoTokenizer.from_pretrained(str(folder), local_files_only=True)

    def read(texts: list[str]) -> Vectors:
        ids = tokenizer(texts, truncation=True, max_length=_TOKENS)["input_ids"]
        with torch.inference_mode():
            vectors = np.stack([row.mean(0).numpy() for row in read_together(bert, ids)])
        return np.asarray(vectors / np.linalg.norm(vectors, axis=1, keepdims=True), np.float32)

    return Remembered(read)
