"""The names that children have in reviews: "Child RS", "Baby ‘R’", a first name."""

from __future__ import annotations

import re
from collections import Counter

_TYPE_WORDS = re.compile(
    r"\b(?:local |extended |concise |full |executive )*(?:(?:child |children )?safeguarding "
    r"(?:children |adults? )?|serious case|child |case management|domestic homicide|learning|"
    r"rapid)\s*"
    r"(?:practice )?reviews?\b|\b(?:full )?overview report\b|\bexecutive summary\b|"
    r"\bfinal report\b",
    re.I,
)
_PSEUDONYM = re.compile(
    r"\b(Child(?:ren)?|Baby|Infant|Young Person|Adult|Family|Sibling|Mr|Mrs|Ms)\s+"
    r"[‘'“\"]?([A-Z]{1,3}\d{0,2})\b[’'”\"]?"
)
_FIRST_NAME = re.compile(r"^[‘'“\"]?[A-Z][a-z]{2,}(?: and [A-Z][a-z]+)?[’'”\"]?$")
_GENRE_WORDS = frozenset(
    "learning summary briefing report overview introduction findings recommendations lessons "
    "background analysis conclusion contents appendix".split()
)
_QUOTES = re.compile(r"[‘’'“”\"]")
_OFTEN = 2


def pseudonym_in_title(title: str) -> str | None:
    """ "Child RS" from "Local Child Safeguarding Practice Review: overview report: Child RS"."""
    named = _PSEUDONYM.search(title)
    if named:
        return f"{named[1]} {named[2]}"
    rest = re.sub(r"\([^)]*\)", "", _TYPE_WORDS.sub(" ", title))
    parts = [part.strip() for part in rest.split(":")]
    names = [p for p in parts if _FIRST_NAME.match(p) and p.lower() not in _GENRE_WORDS]
    return _QUOTES.sub("", names[0]) if names and len(parts) > 1 else None


def pseudonym_in_text(text: str) -> str | None:
    """The pseudonym that a text uses most, if it uses it more than once."""
    counts = Counter(f"{m[1]} {m[2]}" for m in _PSEUDONYM.finditer(text))
    best = counts.most_common(1)
    return best[0][0] if best and best[0][1] >= _OFTEN else None
