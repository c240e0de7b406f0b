"""Ages read from the words of a text, in months."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.types import Span

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS)}
_NUMBER = rf"\d{{1,2}}|{'|'.join(_WORDS[1:])}"
_N = rf"(?P<{{0}}>\d{{{{1,2}}}}|{'|'.join(_WORDS[1:])})"
_HALF = r"(?P<half>[\s-]+and[\s-]+a[\s-]+half|\s?½|\.5)?"
_UNIT = r"(?P<{0}>day|week|wk|month|mth|year|yr)s?"
_MORE = rf"(?:[\s,-]+(?:and[\s-]+)?{_N.format('n2')}[\s-]+{_UNIT.format('unit2')})?"
_AGE = re.compile(
    rf"\b{_N.format('n')}{_HALF}[\s-]*{_UNIT.format('unit')}{_MORE}"
    r"(?=[\s-]+old\b|[\s-]+of[\s-]+age\b|['’]s?[\s-]+old\b)",
    re.I,
)
_CHILD = r"(?:age|baby|child|infant|toddler|boy|girl|son|daughter|twins?|he|she)"
_ABOUT = r"(?:only\s+|just\s+|almost\s+|nearly\s+|about\s+|approximately\s+)?"
_GOES_ON = (
    r"(?=\s*[.,;)]|\s+(?:wh(?:en|o|ose)|was|had|with|at|in|by|from|died|suffered|presented|"
    r"following|after|living)\b|\s*$)"
)
# "Of" and "was" tell the age of a child or a pseudonym; not "a period of", "the delay was".
_AGED = re.compile(
    rf"\b(?:aged|turning|{_CHILD}\s+(?:of|was)|(?:child|baby)\s+(?-i:[A-Z]{{1,3}})\s+was|"
    rf"(?-i:(?!It|This|That|There)[A-Z]\w+)\s+was)\s+{_ABOUT}"
    rf"{_N.format('n')}{_HALF}[\s-]*{_UNIT.format('unit')}{_MORE}{_GOES_ON}",
    re.I,
)
# A bare number is of years: "aged five", "a girl of three and a half"; not "aged 5, 7 and 9".
_BARE = re.compile(
    rf"\b(?:aged|(?:boy|girl)\s+of)\s+{_ABOUT}{_N.format('n')}{_HALF}"
    rf"(?=\s*[.;)]|\s*,(?!\s*(?:{_NUMBER})\b)|"
    r"\s+(?:wh(?:en|o)|was|had|with|by|in|at)\b|\s*$)",
    re.I,
)
_MONTHS_IN = {"d": 12 / 365.25, "w": 12 * 7 / 365.25, "m": 1.0, "y": 12.0}
_NO_AGE = re.compile(r"(?:under|over|to|below|than|least)(?: the)?(?: age of)?\s+$")
_RELATIVE = (
    r"(?:mother|father|mum|dad|parent|partner|boyfriend|girlfriend|husband|wife|carer|brother|"
    r"sister|sibling|half-\w+|step-?\w+|grand\w+|uncle|aunt|cousin|nephew|niece|friend|neighbour|"
    r"man|woman|adult|offender|perpetrator)s?"
)
_OTHER_CHILD = r"(?:other|older|oldest|elder|eldest|younger|middle)"
# "Her mother, aged 19", "his brother was 9", "the oldest child was 9": of somebody else.
_BEFORE_OF_ANOTHER = re.compile(
    rf"\b(?:{_RELATIVE}|{_OTHER_CHILD} (?:child|one|boy|girl|twin)|another child)"
    r"(?:['’]s? \w+)?(?: \([^)]*|,? (?:was|is|who was|then|being)?| of)? ?(?:only |just )?$",
    re.I,
)
_NO_ADJECTIVE = r"(?:young|with|who|whose|and|by|to|of|in|was|had)"
_AFTER_OF_ANOTHER = re.compile(
    rf"^[\s-]*old,? (?:(?!{_NO_ADJECTIVE}\b)\w+[\s-]){{0,2}}{_RELATIVE}\b",
    re.I,
)
_AGED_HERE = re.compile(rf"\b(?:aged|turning)\s+{_ABOUT}$", re.I)
_ADULT_MONTHS = 19 * 12


def number_of(word: str) -> int:
    """The number that digits or an English number word up to twenty stand for."""
    return int(word) if word.isdigit() else NUMBER_WORDS[word.lower()]


def ages(text: str) -> Iterator[tuple[float, Span]]:
    """Ages in a text, in months, with the span each was read from.

    "4-week-old" is 0.92; "3-years-6-months-old" is 42; "almost 3 years old" is 36; "a girl
    of three and a half" is 42.
    """
    found = {m.start("n"): m for pattern in (_BARE, _AGED, _AGE) for m in pattern.finditer(text)}
    for _, match in sorted(found.items()):
        if _NO_AGE.search(text[max(0, match.start("n") - 24) : match.start("n")].lower()):
            continue
        told = match.groupdict()
        unit = _MONTHS_IN[(told.get("unit") or "year")[0].lower()]
        months = (number_of(match["n"]) + (0.5 if match["half"] else 0)) * unit
        if told.get("n2"):
            months += number_of(told["n2"]) * _MONTHS_IN[told["unit2"][0].lower()]
        yield round(months, 2), match.span()


def ages_of_children(text: str) -> Iterator[tuple[float, Span]]:
    """The ages in a text that are not said of a parent, a sibling or another adult."""
    for months, (start, end) in ages(text):
        opening = _AGED_HERE.sub("", text[: _number_at(text, start)])
        of_another = _BEFORE_OF_ANOTHER.search(opening) or _AFTER_OF_ANOTHER.match(text[end:])
        if months < _ADULT_MONTHS and not of_another:
            yield months, (start, end)


def _number_at(text: str, start: int) -> int:
    """Where the number of an age that was found at ``start`` begins."""
    number = re.compile(rf"\b(?:{_NUMBER})", re.I).search(text, start)
    return number.start() if number else start
