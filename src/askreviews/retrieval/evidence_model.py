"""A small model that reads a question beside the sentences found for it.

It has the packaged embedder's layers, the upper ones trained further (``training/evidence.py``,
card in ``training/README.md``), and reads the question and several sentences in one pass: each
sentence gets a score for "this answers it", all together one for "this is settled". Scoring the
sentences of a passage side by side rather than pair by pair follows Cohan et al. 2019
("Pretrained language models for sequential sentence classification").
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path
from typing import TYPE_CHECKING

from askreviews.indexing.embedding import PACKAGED_SHA256, Encoder
from askreviews.indexing.once import Once
from askreviews.types import Evidence, Span

if TYPE_CHECKING:
    from tokenizers import Tokenizer

    from askreviews.retrieval.evidence_network import EvidenceReader

WEIGHTS = "data/evidence_model.safetensors"
SENTENCES = 8
_TOKENS = 192
_QUESTION_TOKENS = 48
_SENTENCE_TOKENS = 64
_CONTEXT_WORDS = 14
_PASSES = 2
_SPECIAL = ("[CLS]", "[UNK]", "[SEP]")


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model makes of a question's sentences: logits, higher for more settled.

    ``sentences`` has one for each of the evidence read, in its order; ``settled`` is for all.
    """

    sentences: tuple[float, ...]
    settled: float


@dataclass(frozen=True, slots=True)
class Page:
    """Token ids that are read in one pass, where each sentence stands in them, and which it is."""

    ids: tuple[int, ...]
    spans: tuple[Span, ...]
    places: tuple[int, ...]


def read_evidence(encoder: Encoder, question: str, evidence: Sequence[Evidence]) -> Reading | None:
    """Read the first ``SENTENCES`` of the evidence; None with an embedder it wasn't grown from."""
    if encoder.stamp.sha256 != PACKAGED_SHA256 or not evidence:
        return None
    assert encoder.bert is not None  # the packaged embedder is read by ourselves
    sentences = [in_context(e) for e in evidence[:SENTENCES]]
    pages = pages_of(encoder.bert.tokenizer, question, sentences)
    logits, settled = _loaded(encoder.folder)(pages)
    scores = {
        place: float(score)
        for page, row in zip(pages, logits, strict=True)
        for place, score in zip(page.places, row, strict=True)
    }
    low = min(scores.values())
    return Reading(
        tuple(scores.get(place, low) for place in range(len(sentences))), float(settled.max())
    )


def warm_up(encoder: Encoder) -> None:
    """Load the model now rather than at the first question, where it can be used at all."""
    if encoder.stamp.sha256 == PACKAGED_SHA256:
        _loaded(encoder.folder)


def in_context(evidence: Evidence) -> str:
    """A sentence with the heading and lead-in that it stands under."""
    heading = evidence.headings[-1] if evidence.headings else ""
    above = " ".join(f"{heading} {evidence.lead_in or ''}".split()[:_CONTEXT_WORDS])
    return f"{above}: {evidence.text}" if above else evidence.text


def pages_of(
    tokenizer: Tokenizer, question: str, sentences: Sequence[str], passes: int = _PASSES
) -> list[Page]:
    """Pack a question with as many sentences as fit, at most ``passes`` times."""
    first, unknown, last = (tokenizer.token_to_id(name) or 0 for name in _SPECIAL)
    asked, *said = (
        encoding.ids
        for encoding in tokenizer.encode_batch([question, *sentences], add_special_tokens=False)
    )
    opening = [first, *asked[:_QUESTION_TOKENS], last]
    pages: list[Page] = []
    ids, spans, places = list(opening), list[Span](), list[int]()
    for place, read in enumerate(said):
        own = read[:_SENTENCE_TOKENS] or [unknown]
        if spans and len(ids) + len(own) + 1 > _TOKENS:
            pages.append(Page(tuple(ids), tuple(spans), tuple(places)))
            ids, spans, places = list(opening), [], []
            if len(pages) == passes:
                return pages
        spans.append((len(ids), len(ids) + len(own)))
        places.append(place)
        ids += [*own, last]
    return [*pages, Page(tuple(ids), tuple(spans), tuple(places))]


def _load(folder: Path) -> EvidenceReader:
    """The network with its trained layers."""
    from safetensors.torch import load_file

    from askreviews.retrieval.evidence_network import EvidenceReader

    with as_file(files("askreviews.retrieval").joinpath(WEIGHTS)) as path:
        return EvidenceReader(folder, load_file(path))


_loaded = Once(_load)
