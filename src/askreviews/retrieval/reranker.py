"""What reads a question beside the evidence found for it: our own model, another, or none.

Our own (``evidence_model``) judges whether the question is settled and leaves the order as it
is: as a ranker it changed nothing in the evidence shown. A cross-encoder of the operator's
reranks, and judges nothing, since the refusal is fitted on our own.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from typing import Any

from askreviews.errors import IndexingError
from askreviews.indexing.embedding import Encoder
from askreviews.retrieval.evidence_model import Reading, in_context, read_evidence, warm_up
from askreviews.types import Evidence

BUNDLED = "bundled"
NONE = "none"
RERANKED = 30


class Reranker:
    """No model: evidence stays as it was ranked, and nothing more is made of it."""

    def warm_up(self) -> None:
        """Load now rather than at the first question what there is to load."""

    def rank(self, question: str, evidence: Sequence[Evidence]) -> list[Evidence]:  # noqa: ARG002
        """The evidence, best first."""
        return list(evidence)

    def read(self, question: str, evidence: Sequence[Evidence]) -> Reading | None:  # noqa: ARG002
        """Whether the evidence settles the question, if that can be judged."""
        return None


class BundledReranker(Reranker):
    """The evidence model that comes with the program."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder

    def warm_up(self) -> None:
        """Load the model."""
        warm_up(self._encoder)

    def read(self, question: str, evidence: Sequence[Evidence]) -> Reading | None:
        """See ``read_evidence``."""
        return read_evidence(self._encoder, question, evidence)


class CrossEncoderReranker(Reranker):
    """A sentence-transformers ``CrossEncoder`` with one output, from this machine alone.

    The first ``RERANKED`` pieces of evidence are put in its order. They take over the scores that
    stood in their places, since how much is shown depends on how scores fall off.

    Args:
        name: its folder, or its name in the local cache of models.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._loading = Lock()
        self._loaded: Any = None

    def warm_up(self) -> None:
        """Load the model.

        Raises:
            IndexingError: there is none of that name on this machine, or it has several outputs.
        """
        self._model()

    def rank(self, question: str, evidence: Sequence[Evidence]) -> list[Evidence]:
        """The evidence, best first."""
        first = list(evidence[:RERANKED])
        if not first:
            return []
        pairs = [(question, in_context(e)) for e in first]
        scores = self._model().predict(pairs, show_progress_bar=False)
        order = sorted(range(len(first)), key=lambda n: -float(scores[n]))
        placed = [first[n].scored(e.score) for n, e in zip(order, first, strict=True)]
        return placed + list(evidence[RERANKED:])

    def _model(self) -> Any:
        with self._loading:
            if self._loaded is None:
                self._loaded = _cross_encoder(self._name)
            return self._loaded


def reranker(name: str, encoder: Encoder) -> Reranker:
    """The reranker of a setting: ``bundled``, ``none``, or a cross-encoder's name or folder."""
    if name == NONE:
        return Reranker()
    return BundledReranker(encoder) if name == BUNDLED else CrossEncoderReranker(name)


def _cross_encoder(name: str) -> Any:
    from sentence_transformers import CrossEncoder  # seconds to import

    where = str(Path(name).resolve()) if Path(name).is_dir() else name
    try:
        model = CrossEncoder(where, device="cpu", local_files_only=True)
    except (OSError, ValueError, KeyError) as error:
        raise IndexingError(
            f"The reranker {name!r} is not on this machine, or is no cross-encoder; set "
            "ASKREVIEWS_RERANKER to a model's folder, 'bundled' or 'none' (nothing is downloaded)."
        ) from error
    if model.num_labels != 1:
        raise IndexingError(
            f"The reranker {name!r} has {model.num_labels} outputs, not the one score that is "
            "needed; set ASKREVIEWS_RERANKER to another, 'bundled' or 'none'."
        )
    return model
