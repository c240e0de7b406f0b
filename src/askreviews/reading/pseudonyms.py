"""The names that children have in reviews: "Child RS", "Baby ‘R’", a first name."""

from __future__ import annotations

import re
from collections import Counter

_TYPE_WORDS = re.compile(
    r"\b(?:local |extended |concise |full |executive )*(?:(?:child |children )?safeguarding "
    r"(?:children |adults? )?|serious case|significant case|child |case management|"
    r"domestic homicide|learning|rapid)\s*"
    r"(?:practice )?reviews?\b|\b(?:full )?overview report\b|\bexecutive summary\b|"
    r"\bfinal report\b|\b(?:a )?review of the (?:death|case|care) of\b|\bthe (?:death|case) of\b",
    re.I,
)
_LETTERS = r"[A-Z]{1,3}\d{0,2}"
_KIND = r"Child(?:ren)?|Baby|Infant|Twin|Young Person|Adult|Family|Sibling|Mr|Mrs|Ms"
_NAMED = rf"[‘'“\"]?(?!SCR|SAR|DHR|CPR){_LETTERS}\b(?!\s?&)[’'”\"]?"
_PSEUDONYM = re.compile(
    rf"\b(?P<one>(?:{_KIND})\s+{_NAMED})(?:(?:,| and|, and| &)\s+(?:(?:{_KIND})\s+)?{_NAMED})*"
)
_FIRST_NAME = re.compile(r"^[‘'“\"]?[A-Z][a-z]{2,}(?:(?:,| and| &) [A-Z][a-z]+)*[’'”\"]?$")
# "Baby Wren", "Family Quill", "the Linden siblings": a word of its own for a child or a family.
_WITH_A_KIND = re.compile(
    rf"^(?:(?:{_KIND}) [‘'“\"]?(?P<name>[A-Z][a-z]{{2,}})[’'”\"]?|"
    r"(?:[Tt]he )?(?P<family>[A-Z][a-z]{2,}) (?:siblings|family|children|twins|brothers|sisters))$"
)
_GENRE_WORDS = frozenset(
    "learning summary briefing report overview introduction findings recommendations lessons "
    "background analysis conclusion conclusions contents appendix police housing health schools "
    "school education midwifery probation context methodology purpose scope terms key practice "
    "safeguarding themes actions agencies family parents mother father fathers children neglect "
    "protection abuse death deaths support services first sexual criminal mental poverty young "
    "resources references glossary questions strengths next february march april may june july "
    "august september october november december january early help escalation references".split()
)
_QUOTES = re.compile(r"[‘’'“”\"]")
_PARTS = re.compile(r":|\s[–—-]\s|\s\|\s")
_NUMBERED = re.compile(r"^\d{1,2}[.)]\s*")
_OFTEN = 2


def pseudonym_in_title(title: str) -> str | None:
    """ "Child RS" from "Local Child Safeguarding Practice Review: overview report: Child RS"."""
    named = _PSEUDONYM.search(title)
    if named:
        return _plain(named.group())
    title = _NUMBERED.sub("", title)
    rest = re.sub(r"\([^)]*\)", "", _TYPE_WORDS.sub(" : ", title))
    parts = [part.strip(" .,") for part in _PARTS.split(rest)]
    names = [p for p in parts if _is_a_name(p)]
    return _plain(names[0]) if names and len(parts) > 1 else None


def pseudonym_alone(heading: str) -> str | None:
    """ "Amber" where a heading is a first name and nothing else."""
    name = _NUMBERED.sub("", heading).strip()
    return _plain(name) if _is_a_name(name) else None


def pseudonym_in_text(text: str) -> str | None:
    """The pseudonym that a text uses most, if more than once and far more than any other."""
    counts = Counter(_plain(m["one"]) for m in _PSEUDONYM.finditer(text))
    (best, most), (_, next_most) = [*counts.most_common(2), ("", 0), ("", 0)][:2]
    return best if most >= max(_OFTEN, 2 * next_most) else None


def _is_a_name(words: str) -> bool:
    if _FIRST_NAME.match(words):
        return words.lower() not in _GENRE_WORDS
    of_a_kind = _WITH_A_KIND.match(words)
    named = of_a_kind and (of_a_kind["name"] or of_a_kind["family"])
    return bool(named) and str(named).lower() not in _GENRE_WORDS


def _plain(name: str) -> str:
    """A name without quotation marks, its words one space apart."""
    return " ".join(_QUOTES.sub("", name).split())
