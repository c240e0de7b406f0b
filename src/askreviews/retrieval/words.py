"""The words a question is searched by: its own, and what documents may call the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

import yaml

from askreviews.indexing.lexical import terms
from askreviews.reading.taxonomy import taxonomy

_EXPANSION_WEIGHT = 0.5
_WORDLIKE = 3
_PLURAL = r"(?:s|es|['’]s)?"


@dataclass(frozen=True, slots=True)
class SearchWords:
    """Stems with weights (1 the question's own), and the text to encode.

    ``alternatives`` gives, for a stem of the question, stems that documents may use instead.
    """

    weights: dict[str, float]
    own: tuple[str, ...]
    alternatives: dict[str, frozenset[str]]
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
    flags = 0 if key.isupper() and len(key) <= _WORDLIKE else re.I
    return re.compile(rf"\b{body}{_PLURAL}\b", flags)


@lru_cache(256)
def search_words(question: str) -> SearchWords:
    """Expand a question for searching; nothing of this is ever shown."""
    own = terms(question)
    weights = dict.fromkeys(own, 1.0)
    alternatives: dict[str, set[str]] = {}
    added: list[str] = []
    for match, values in _matches(question):
        added += values
        stems = {stem for value in values for stem in terms(value)}
        for stem in stems:
            weights.setdefault(stem, _EXPANSION_WEIGHT)
        for stem in terms(match):
            alternatives.setdefault(stem, set()).update(stems)
    extra = " ".join(dict.fromkeys(added))
    text = f"{question} ({extra})" if extra else question
    return SearchWords(
        weights, tuple(own), {k: frozenset(v) for k, v in alternatives.items()}, text
    )


def _matches(question: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What in a question has other names, with these."""
    for pattern, values in _synonyms():
        match = pattern.search(question)
        if match:
            yield match.group(), values
    for agency, pattern in taxonomy().near_agencies.items():
        match = pattern.search(question)
        if match:
            yield match.group(), taxonomy().agency_words[agency]
