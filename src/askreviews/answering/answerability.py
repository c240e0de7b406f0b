"""How probable it is that the documents settle a question: calibrated, by kind of evidence.

A threshold on a similarity does not tell "the review says" from "the review does not say":
near misses share more words with their passage than paraphrases do. So several signs are
weighed by a logistic model fitted on the development questions
(``benchmarks/calibrate.py``): likeness, words of the question that nothing in reach says,
slots left open, better evidence in a review that was not asked about.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache

from askreviews.answering.logistic import Logistic, packaged
from askreviews.answering.ranking import disclaims
from askreviews.answering.slots import SURE, asks_who_did, fills, slots_asked
from askreviews.indexing.index import Index
from askreviews.indexing.lexical import stems, terms
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.evidence_model import Reading
from askreviews.retrieval.query import FILLER, Query
from askreviews.retrieval.words import SearchWords
from askreviews.types import Evidence

_TOP = 5
_LOGITS = 8.0
_FILLING = 3
_NEAR = 0.75
_INTRODUCTION = re.compile(
    r"^(?:\W*(?:hi|hello|sorry|please|hey)\b[^,.?!]{0,25}[,.!]?\s*)?"
    r"(?:(?:(?:i['’]?m|i am|we['’]?re|we are|as)(?: an?| the| from| with| in)|"
    r"i work (?:in|for|with|as)) [^.,?!–-]{2,60}[.,!–-]\s*)?",
    re.I,
)


@cache
def packaged_model(*, read: bool) -> Logistic:
    """The model as fitted: with what the evidence model makes of the question, or without."""
    return Logistic.of(packaged("answerability.json")["read" if read else "unread"])


def features(  # noqa: PLR0917
    index: Index,
    query: Query,
    words: SearchWords,
    ranked: Sequence[Evidence],
    elsewhere: Sequence[Evidence],
    reading: Reading | None = None,
) -> dict[str, float]:
    """Signs that the evidence settles the question, each about 0 to 1.

    Args:
        index: where document frequencies come from.
        query: the question understood.
        words: its words and what documents may call the same.
        ranked: evidence within reach of the question, best first.
        elsewhere: evidence in reviews that the question does not ask about, best first.
        reading: what the evidence model made of the first of ``ranked``; without it the signs
            that begin with "read" are missing.
    """
    content = _content_terms(query)
    top = [e for e in ranked[:_TOP] if not disclaims(e)]
    near = [e for e in top[:_FILLING] if e.score >= top[0].score * _NEAR]
    cover = _Coverage(content, index.idf(content), words)
    cover_top = cover.of(top)
    slots = slots_asked(query.text)
    open_slots = [s for s in slots if not any(fills(s, query.text, said_of(e)) for e in near)]
    cosine = max((e.cosine for e in top), default=0.0)
    theme = float(query.kind in ("theme", "comparison"))
    unseen_anywhere = cover.unknown(index)
    other = max((e.cosine for e in elsewhere[:_TOP]), default=0.0)
    return {
        "cosine": cosine,
        "cosine_mean": sum(e.cosine for e in top) / len(top) if top else 0.0,
        "cover_best": max((cover.of([e]) for e in top), default=0.0),
        "cover_top": cover_top,
        "unseen": 1 - cover.of(ranked),
        "unseen_anywhere": unseen_anywhere,
        "theme_gap": _theme_gap(query, top),
        "disclaimed": float(any(map(disclaims, ranked[:_FILLING]))),
        "slot_asked": float(bool(slots)),
        "slot_open": len(open_slots) / len(slots) if slots else 0.0,
        "sure_slot_open": float(any(s in SURE for s in open_slots)),
        "doer_open": float("who" in open_slots and asks_who_did(query.text)),
        "named": float(bool(query.reviews)),
        "better_elsewhere": max(0.0, other - cosine),
        "covered_elsewhere": max(0.0, cover.of(elsewhere[:_TOP]) - cover_top),
        "theme": theme,
        "theme_cosine": theme * cosine,
        "theme_unseen": theme * unseen_anywhere,
        "theme_cover": theme * cover_top,
        "quotation": float(query.kind in ("quotation", "term")),
        "facet_asked": float(bool(query.facets)),
        "length": min(len(content), 12) / 12,
        **(_as_read(reading, theme) if reading else {}),
    }


def _as_read(reading: Reading, theme: float) -> dict[str, float]:
    """The evidence model's logits: for the whole, the best sentence and the next."""
    best, second = [*sorted(reading.sentences, reverse=True), -_LOGITS][:2]
    settled = reading.settled / _LOGITS
    return {
        "read_settled": settled,
        "read_best": best / _LOGITS,
        "read_second": second / _LOGITS,
        "read_first": reading.sentences[0] / _LOGITS,
        "theme_read": theme * settled,
    }


def _theme_gap(query: Query, top: Sequence[Evidence]) -> float:
    """The share of the taxonomy's themes named in the question that the evidence never names."""
    text = asked_of(query)
    asked = [pattern for pattern in taxonomy().near_themes.values() if pattern.search(text)]
    silent = [p for p in asked if not any(p.search(said_of(e)) for e in top)]
    return len(silent) / len(asked) if asked else 0.0


def asked_of(query: Query) -> str:
    """A question without greetings and "I'm a school nurse", which ask for nothing."""
    return _INTRODUCTION.sub("", query.text, count=1) or query.text


def said_of(evidence: Evidence) -> str:
    """A sentence with the lead-in that it completes."""
    return f"{evidence.lead_in} {evidence.text}" if evidence.lead_in else evidence.text


def _content_terms(query: Query) -> list[str]:
    """Stems that say what is asked, without names, greetings and "I'm a school nurse"."""
    names = {t for review in query.reviews for t in terms(review.label)}
    return [t for t in dict.fromkeys(terms(asked_of(query))) if t not in FILLER and t not in names]


class _Coverage:
    """The idf-weighted share of a question's words that texts say, by these or other words."""

    def __init__(self, content: list[str], idf: Mapping[str, float], words: SearchWords) -> None:
        self.idf = idf
        self.total = sum(idf.values()) or 1.0
        self.ways = {t: {t} | words.alternatives.get(t, frozenset()) for t in content}

    def of(self, evidence: Sequence[Evidence]) -> float:
        """The share that these units, with their headings and lead-ins, say together."""
        said: set[str] = set()
        for e in evidence:
            said.update(*map(stems, (e.text, e.lead_in or "", *e.headings)))
        return sum(self.idf[t] for t, ways in self.ways.items() if ways & said) / self.total

    def unknown(self, index: Index) -> float:
        """The share that no document says at all."""
        every = sorted(set().union(*self.ways.values())) if self.ways else []
        held = index.document_frequency(every)
        missing = [t for t, ways in self.ways.items() if not any(held[w] for w in ways)]
        return sum(self.idf[t] for t in missing) / self.total
