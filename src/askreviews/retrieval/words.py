"""The words a question is searched by: its own, and what documents may call the same."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from askreviews.indexing.lexical import terms
from askreviews.reading.taxonomy import taxonomy

_EXPANSION_WEIGHT = 0.5
_PLURAL = r"(?:s|es|['’]s)?"


@dataclass(frozen=True, slots=True)
class SearchWords:
    """Stems with weights (1 the question's own), and the text to encode."""

    weights: dict[str, float]
    own: tuple[str, ...]
    text: str


@cache
def _synonyms() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    raw = files("askreviews.retrieval").joinpath("data/synonyms.yaml").read_text("utf-8")
    pairs = [(str(k), tuple(map(str, v))) for k, v in yaml.safe_load(raw).items()]
    pairs += [(short, (_plain(long),)) for short, long in taxonomy().acronyms.items()]
    return tuple((_word(key), values) for key, values in pairs)


def _plain(expansion: str) -> str:
    """An acronym's expansion without remarks in brackets."""
    return re.sub(r"\s*\([^)]*\)", "", expansion)


def _word(key: str) -> re.Pattern[str]:
    """Acronyms of three letters or fewer match in capitals alone: "da" is also a word."""
    body = re.sub("['’]", "['’]?", re.escape(key))
    flags = 0 if key.isupper() and len(key) <= 3 else re.I
    return re.compile(rf"\b{body}{_PLURAL}\b", flags)


def search_words(question: str) -> SearchWords:
    """Expand a question for searching; nothing of this is ever shown."""
    own = terms(question)
    weights = dict.fromkeys(own, 1.0)
    added: list[str] = []
    for pattern, values in _synonyms():
        if pattern.search(question):
            added += values
    for agency, pattern in taxonomy().agencies.items():
        if pattern.search(question):
            added += taxonomy().agency_words[agency]
    for value in added:
        for term in terms(value):
            weights.setdefault(term, _EXPANSION_WEIGHT)
    extra = " ".join(dict.fromkeys(added))
    return SearchWords(weights, tuple(own), f"{question} ({extra})" if extra else question)
