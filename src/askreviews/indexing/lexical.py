"""Words as BM25 sees them, the same when an index is built and when it is asked."""

from __future__ import annotations

import re

import Stemmer
from bm25s.stopwords import STOPWORDS_EN

# Single letters count: they tell Child R from Child P.
TOKEN_PATTERN = r"(?u)\b\w+\b"
_TOKEN = re.compile(TOKEN_PATTERN)
_STEMMER = Stemmer.Stemmer("english")
STOPWORDS = frozenset(STOPWORDS_EN) | frozenset(
    "what which who whom whose when where why how do does did is are was were has have had can "
    "could should would may might must about any some there their them they this these those s "
    "review reviews say says said tell me i we you my our your its it us he she his her".split()
)


def terms(text: str) -> list[str]:
    """Stems of the words of a text that carry meaning, in order, repeats kept."""
    words = _TOKEN.findall(text.lower().replace("’", "'"))
    return list(_STEMMER.stemWords([w for w in words if w not in STOPWORDS]))
