"""Words as BM25 sees them, the same when an index is built and when it is asked."""

from __future__ import annotations

import re
from functools import lru_cache

import Stemmer
from bm25s.stopwords import STOPWORDS_EN

# Single letters count: they tell Child R from Child P.
TOKEN_PATTERN = r"(?u)\b\w+\b"
_TOKEN = re.compile(TOKEN_PATTERN)
_PLURAL_ACRONYM = re.compile(r"\b([A-Z][A-Z&]+)(?:s|'s)\b")
_CAPITAL_INSIDE = re.compile(r"(?<=[a-z,;)] )[A-Z][a-z]{3,}\b")
_SMALL = re.compile(r"\b[a-z]{4,}\b")
STEMMER = Stemmer.Stemmer("english")
STOPWORDS = frozenset(STOPWORDS_EN) | frozenset(
    "what which who whom whose when where why how do does did is are was were has have had can "
    "could should would may might must about any some there their them they this these those s "
    "review reviews say says said tell me i we you my our your its it us he she his her".split()
)


def normalise(text: str) -> str:
    """A text as its words are counted: "GPs" is "GP", and apostrophes are straight."""
    return _PLURAL_ACRONYM.sub(r"\1", text.replace("’", "'"))


def terms(text: str) -> list[str]:
    """Stems of the words of a text that carry meaning, in order, repeats kept."""
    words = _TOKEN.findall(normalise(text).lower())
    return list(STEMMER.stemWords([w for w in words if w not in STOPWORDS]))


@lru_cache(8192)
def stems(text: str) -> frozenset[str]:
    """The terms of a text as a set; the last ones are remembered."""
    return frozenset(terms(text))


def proper_names(text: str) -> tuple[str, ...]:
    """Words that a text writes with a capital inside its sentences, in lower case, sorted."""
    return tuple(sorted({w.lower() for w in _CAPITAL_INSIDE.findall(text)}))


def small_words(text: str) -> set[str]:
    """Stems of the words that a text writes in small letters: these are nobody's names."""
    return set(STEMMER.stemWords(list(set(_SMALL.findall(text)))))


def stem(word: str) -> str:
    """The stem of one word in lower case."""
    return str(STEMMER.stemWord(word))
