"""Facts read from the words of a text: ages, dates, outcomes, kinds of review."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.types import Span

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty"
).split()
NUMBER_WORDS = {word: number for number, word in enumerate(_WORDS)}
_BEFORE = 20  # characters before an age or a date that are looked at
_N = rf"(?P<{{0}}>\d{{{{1,2}}}}|{'|'.join(_WORDS[1:])})"
_HALF = r"(?P<half>[\s-]+and[\s-]+a[\s-]+half)?"
_UNIT = r"(?P<{0}>day|week|month|year)s?"
_AGE = re.compile(
    rf"\b{_N.format('n')}{_HALF}[\s-]+{_UNIT.format('unit')}"
    rf"(?:[\s,-]+(?:and[\s-]+)?{_N.format('n2')}[\s-]+{_UNIT.format('unit2')})?"
    r"(?=[\s-]+old\b|[\s-]+of[\s-]+age\b|['’]s?[\s-]+old\b)",
    re.I,
)
_CHILD = r"(?:age|baby|child|infant|toddler|boy|girl|son|daughter|twins?|he|she)"
_ABOUT = r"(?:only\s+|just\s+|almost\s+|nearly\s+|about\s+)?"
# "Of" and "was" tell the age of a child or a pseudonym; not "a period of", "the delay was".
_AGED = re.compile(
    rf"\b(?:aged|turning|{_CHILD}\s+(?:of|was)|(?:child|baby)\s+(?-i:[A-Z]{{1,3}})\s+was|"
    rf"(?-i:(?!It|This|That|There)[A-Z]\w+)\s+was)\s+{_ABOUT}"
    rf"{_N.format('n')}{_HALF}\s+{_UNIT.format('unit')}"
    rf"(?:\s+(?:and\s+)?{_N.format('n2')}\s+{_UNIT.format('unit2')})?"
    r"(?=\s*[.,;)]|\s+(?:wh(?:en|o)|was|had|with)\b|\s*$)",
    re.I,
)
# A bare number is of years: "aged five", "a girl of three and a half"; not "aged 5, 7 and 9".
_BARE = re.compile(
    rf"\b(?:aged|(?:boy|girl)\s+of)\s+{_ABOUT}{_N.format('n')}{_HALF}"
    rf"(?=\s*[.;)]|\s*,(?!\s*(?:\d|{'|'.join(_WORDS[1:])}))|"
    r"\s+(?:wh(?:en|o)|was|had|with|by|in|at)\b|\s*$)",
    re.I,
)
_MONTHS_IN = {"day": 12 / 365.25, "week": 12 * 7 / 365.25, "month": 1.0, "year": 12.0}
MONTHS = (
    "january february march april may june july august september october november december"
).split()
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(MONTHS)})\s+"
    r"(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
_PUBLISHED = re.compile(r"\bpublish", re.I)
_DEATH = re.compile(
    r"\bdeath of\b|\b(?:child|baby|infant|boy|girl|he|she|they|who|sadly|tragically|later) died\b|"
    r"\b(?:was|were) (?:found dead|killed|murdered)\b|\b(?:his|her|their) death\b",
    re.I,
)
_GENERIC = re.compile(
    r"\bdie[sd]? or\b|\bor (?:has )?die[sd]?\b|\bwhen a child\b|\ba child has\b", re.I
)
_HARM = re.compile(
    r"\binjur(?:y|ies|ed)\b|\bserious(?:ly)? harm|\babuse of\b|\bfractures?\b|\bbruis|"
    r"\bsuffered by\b|\battempted murder\b|\bunresponsive\b",
    re.I,
)
REVIEW_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("child practice review (Wales)", r"\b(?:extended |concise )?child practice review\b"),
        ("case management review (NI)", r"\bcase management review\b"),
        ("DHR/DARDR", r"\bdomestic homicide review\b|domestic abuse related death review|\bDHR\b"),
        ("SAR", r"\bsafeguarding adults? review\b"),
        ("SCR (England, before 2019)", r"\bserious case review\b"),
        (
            "LCSPR",
            r"\b(?:local )?(?:child )?safeguarding (?:children )?practice review\b|\bLCSPR\b",
        ),
        ("7-minute briefing", r"\b(?:7|seven)[\s-]minute\b"),
        ("action plan", r"^(?:multi-agency )?action plan\b"),
        ("rapid review", r"\brapid review\b"),
        ("national review / thematic review", r"\b(?:national|thematic) review\b"),
        ("learning briefing / summary", r"\blearning (?:briefing|summary|note)\b|\bbriefing\b"),
        ("learning review / SCR (Scotland)", r"\blearning review\b"),
    )
)


def number_of(word: str) -> int:
    """The number that digits or an English number word up to twenty stand for."""
    return int(word) if word.isdigit() else NUMBER_WORDS[word.lower()]


def ages(text: str) -> Iterator[tuple[float, Span]]:
    """Ages in a text, in months, with the span each was read from.

    "4-week-old" is 0.92; "3-years-6-months-old" is 42; "almost 3 years old" is 36; "a girl
    of three and a half" is 42.
    """
    found = [m for pattern in (_AGE, _AGED, _BARE) for m in pattern.finditer(text)]
    for match in sorted(found, key=lambda m: m.start()):
        before = text[max(0, match.start() - _BEFORE) : match.start()].lower()
        if re.search(r"(?:under|over|to|below|than)(?: the)?(?: age of)?\s+$", before):
            continue
        told = match.groupdict()
        unit = _MONTHS_IN[(told.get("unit") or "year").lower()]
        months = (number_of(match["n"]) + (0.5 if match["half"] else 0)) * unit
        if told.get("n2"):
            months += number_of(told["n2"]) * _MONTHS_IN[told["unit2"].lower()]
        yield round(months, 2), match.span()


def dates(text: str) -> Iterator[tuple[str, Span]]:
    """Dates of a named month and a year, as YYYY-MM or YYYY-MM-DD, with their spans."""
    for match in _DATE.finditer(text):
        month = MONTHS.index(match["month"].lower()) + 1
        date = f"{match['year']}-{month:02d}"
        if re.search(
            rf"(?:{'|'.join(MONTHS)}) (?:and|to|or) $",
            text[max(0, match.start() - _BEFORE) : match.start()],
            re.I,
        ):
            yield match["year"], match.span()  # "March and May 2020" is no one month
            continue
        yield (f"{date}-{int(match['day']):02d}" if match["day"] else date), match.span()


def is_a_date(text: str) -> bool:
    """Whether a text is a date and nothing else, as a line under a title is."""
    return any(span == (0, len(text)) for _, span in dates(text))


def outcome_of(sentence: str) -> str | None:
    """ "death" or "serious harm", where this sentence about the case says so."""
    if _GENERIC.search(sentence):
        return None
    if _DEATH.search(sentence):
        return "death"
    return "serious harm" if _HARM.search(sentence) else None


def review_type_of(text: str) -> str | None:
    """The kind of review that a title or sentence names, by the taxonomy's names."""
    return next((name for name, pattern in REVIEW_TYPES if pattern.search(text)), None)


def speaks_of_publication(sentence: str) -> bool:
    """Whether a sentence says that something was published."""
    return bool(_PUBLISHED.search(sentence))
