"""Numbers, dates and names that a sentence says, and whether what it cites says them too.

They are found by their form alone, without a model: a wrong figure in a fluent sentence is
the fault that readers miss most, and the easiest to check.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from askreviews.types import Citation

Kind = Literal["number", "date", "name"]

_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUE = {word: n for n, word in enumerate(_SMALL)}
_VALUE |= {word: 10 * n for n, word in enumerate(_TENS, 2)}
_MONTHS = (
    "january february march april may june july august september october november december"
).split()
_MONTH = "|".join((*(month.title() for month in _MONTHS), *(m[:3].title() for m in _MONTHS)))
_YEAR = r"(?:1[89]|20)\d\d"
_DATE = re.compile(
    rf"\b(?P<iso>{_YEAR}-\d\d(?:-\d\d)?)\b"
    rf"|\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?)?(?P<month>{_MONTH})\b\.?"
    rf"(?:,?\s+(?P<year>{_YEAR}))?"
    rf"|\b(?P<only>{_YEAR})\b"
)
# "one" is more often a pronoun than a figure.
_NUMBER = re.compile(
    rf"\b(?P<digits>\d[\d,]*(?:\.\d+)?)\b|\b(?P<tens>{'|'.join(_TENS)})"
    rf"(?:[- ](?P<ones>{'|'.join(_SMALL[1:10])}))?\b|\b(?P<small>{'|'.join(_SMALL[2:])})\b",
    re.I,
)
_CAPITAL = r"[A-Z][A-Za-z'’-]*"
_NAME = re.compile(rf"(?<![\w'’]){_CAPITAL}(?:\s+{_CAPITAL})*")
_OPENING = re.compile(r"(?:^|[.!?:;]\s+|[“\"‘'(]\s*)$")
_WORD = re.compile(r"[a-z0-9]+")


class Mention(BaseModel):
    """One number, date or name in a sentence."""

    model_config = ConfigDict(frozen=True)

    kind: Kind
    text: str = Field(description="as the sentence says it")
    grounded: bool = Field(description="what the sentence cites says it too")


def mentions_of(sentence: str, cited: Sequence[Citation]) -> tuple[Mention, ...]:
    """The numbers, dates and names of a sentence, each looked for in what it cites.

    A number is the same in figures and in words, a date in any order; a name may also stand
    in the citation's title, publisher or label.

    Args:
        sentence: as shown.
        cited: its citations.
    """
    said = [(kind, text, key) for kind, text, key in _found(sentence)]
    if not said:
        return ()
    quotes = "\n".join(citation.quote for citation in cited)
    about = "\n".join(
        part
        for citation in cited
        for part in (citation.document_title, citation.review, citation.publisher)
        if part
    )
    known = {(kind, key) for kind, _, key in _found(quotes)}
    words = set(_WORD.findall(f"{quotes}\n{about}".lower()))
    return tuple(
        Mention(kind=kind, text=text, grounded=_is_known(kind, key, known, words))
        for kind, text, key in said
    )


def _is_known(kind: Kind, key: str, known: set[tuple[Kind, str]], words: set[str]) -> bool:
    if kind == "name":
        return set(_WORD.findall(key)) <= words
    if kind == "date":
        # "in June 2019" is grounded by "on 3 June 2019".
        parts = key.split("-")
        return any(
            _agree(parts, other.split("-")) for other_kind, other in known if other_kind == "date"
        )
    return (kind, key) in known


def _agree(said: Sequence[str], other: Sequence[str]) -> bool:
    return all(part in ("", there) for part, there in zip(said, other, strict=True))


def _found(text: str) -> Iterator[tuple[Kind, str, str]]:
    """Kind, words and a form that is the same for the same thing."""
    taken: list[tuple[int, int]] = []
    for match in _DATE.finditer(text):
        if match["month"] and not (match["day"] or match["year"]):
            continue  # "May" and "March" alone are too often something else
        taken.append(match.span())
        yield "date", match.group(), _date_key(match)
    for match in _NUMBER.finditer(text):
        if not any(start < match.end() and match.start() < end for start, end in taken):
            taken.append(match.span())
            yield "number", match.group(), _number_key(match)
    for match in _NAME.finditer(text):
        name = _without_opening(text, match)
        if name and not any(a < match.end() and match.start() < b for a, b in taken):
            yield "name", name, name.lower()


def _without_opening(text: str, match: re.Match[str]) -> str:
    """The name, or nothing where its capital may only open a sentence."""
    words = match.group().split()
    if _OPENING.search(text[: match.start()]):
        words = words if len(words) > 1 and _is_titled(words) else words[1:]
    return " ".join(word for word in words if word != "I")


def _is_titled(words: Sequence[str]) -> bool:
    return words[0] in ("Child", "Baby", "Mr", "Mrs", "Ms", "Dr")


def _date_key(match: re.Match[str]) -> str:
    """Year, month and day with dashes between; what is not said is empty."""
    if match["iso"]:
        year, month, *day = match["iso"].split("-")
        return f"{year}-{int(month)}-{int(day[0]) if day else ''}"
    if match["only"]:
        return f"{match['only']}--"
    month_number = next(
        n for n, month in enumerate(_MONTHS, 1) if month.startswith(match["month"].lower())
    )
    return f"{match['year'] or ''}-{month_number}-{int(match['day']) if match['day'] else ''}"


def _number_key(match: re.Match[str]) -> str:
    if match["digits"]:
        return str(float(match["digits"].replace(",", "").rstrip(".")))
    if match["small"]:
        return str(float(_VALUE[match["small"].lower()]))
    return str(float(_VALUE[match["tens"].lower()] + _VALUE.get((match["ones"] or "").lower(), 0)))
