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
from functools import cache
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any

from askreviews.indexing.embedding import PACKAGED_SHA256, Encoder
from askreviews.types import Evidence, Span

WEIGHTS = "data/evidence_model.safetensors"
SENTENCES = 10
_TOKENS = 192
_QUESTION_TOKENS = 48
_SENTENCE_TOKENS = 64
_CONTEXT_WORDS = 14
_PASSES = 2


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
    import torch

    network, tokenizer = _loaded(encoder.folder)
    sentences = [in_context(e) for e in evidence[:SENTENCES]]
    pages = list(pages_of(tokenizer, question, sentences))
    with torch.inference_mode():
        logits, settled = network(pages)
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
    tokenizer: Any, question: str, sentences: Sequence[str], passes: int = _PASSES
) -> list[Page]:
    """Pack a question with as many sentences as fit, at most ``passes`` times."""

    def tokens(text: str, most: int) -> list[int]:
        return list(tokenizer(text, add_special_tokens=False)["input_ids"][:most])

    opening = [tokenizer.cls_token_id, *tokens(question, _QUESTION_TOKENS), tokenizer.sep_token_id]
    pages: list[Page] = []
    ids, spans, places = list(opening), list[Span](), list[int]()
    for place, sentence in enumerate(sentences):
        own = tokens(sentence, _SENTENCE_TOKENS) or [tokenizer.unk_token_id]
        if spans and len(ids) + len(own) + 1 > _TOKENS:
            pages.append(Page(tuple(ids), tuple(spans), tuple(places)))
            ids, spans, places = list(opening), [], []
            if len(pages) == passes:
                return pages
        spans.append((len(ids), len(ids) + len(own)))
        places.append(place)
        ids += [*own, tokenizer.sep_token_id]
    return [*pages, Page(tuple(ids), tuple(spans), tuple(places))]


@cache
def _loaded(folder: Path) -> tuple[Any, Any]:
    """The network with its trained layers, and the tokenizer."""
    from safetensors.torch import load_file
    from transformers import AutoTokenizer
    from transformers.utils import logging

    from askreviews.retrieval.evidence_network import EvidenceNetwork

    logging.set_verbosity_error()  # type: ignore[no-untyped-call]
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    network = EvidenceNetwork(folder)
    with as_file(files("askreviews.retrieval").joinpath(WEIGHTS)) as path:
        network.load_trained({k: v.float() for k, v in load_file(path).items()})
    network.only_read()
    return network, AutoTokenizer.from_pretrained(str(folder), local_files_only=True)
