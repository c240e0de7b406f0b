"""Facts read from the words of a text: dates and kinds of review."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.types import Span

_BEFORE = 20  # characters before a date that are looked at
MONTHS = (
    "january february march april may june july august september october november december"
).split()
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+)?(?P<month>{'|'.join(MONTHS)})\s+"
    r"(?P<year>(?:19|20)\d\d)\b",
    re.I,
)
_PUBLISHED = re.compile(r"\bpublish", re.I)
# The form a document says it has comes before the scheme that it is of.
REVIEW_TYPES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.I))
    for name, pattern in (
        ("7-minute briefing", r"\b(?:7|seven)[\s-]minute\b"),
        ("action plan", r"^(?:multi-agency )?action plan\b"),
        (
            "national review / thematic review",
            r"\bnational (?:child safeguarding practice |thematic |learning )*review\b|"
            r"\bthematic (?:safeguarding |practice |case )*(?:review|report)\b",
        ),
        ("rapid review", r"\brapid review\b"),
        (
            "learning briefing / summary",
            r"\b(?:learning|practice|practitioner|review) (?:briefing|summary|note|bulletin)\b",
        ),
        ("child practice review (Wales)", r"\b(?:extended |concise )?child practice review\b"),
        ("case management review (NI)", r"\bcase management review\b"),
        (
            "DHR/DARDR",
            r"\bdomestic homicide (?:\w+ )?review\b|\bdomestic abuse related death review\b|"
            r"\b(?-i:DHR|DARDR)\b",
        ),
        ("SAR", r"\bsafeguarding adults? review\b"),
        ("learning review / SCR (Scotland)", r"\bsignificant case review\b"),
        ("SCR (England, before 2019)", r"\bserious case review\b"),
        (
            "LCSPR",
            r"\b(?:local )?(?:child )?safeguarding (?:children )?practice review\b(?! panel)|"
            r"\bLCSPR\b",
        ),
        ("learning briefing / summary", r"\bbriefing\b"),
    )
)
_MONTH_BEFORE = re.compile(rf"(?:{'|'.join(MONTHS)}) (?:and|to|or) $", re.I)


def dates(text: str) -> Iterator[tuple[str, Span]]:
    """Dates of a named month and a year, as YYYY-MM or YYYY-MM-DD, with their spans."""
    for match in _DATE.finditer(text):
        month = MONTHS.index(match["month"].lower()) + 1
        date = f"{match['year']}-{month:02d}"
        before = max(0, match.start() - _BEFORE)
        joined = _MONTH_BEFORE.search(text[before : match.start()])
        if joined:  # "March and May 2020" is no one month
            yield match["year"], (before + joined.start(), match.end())
            continue
        yield (f"{date}-{int(match['day']):02d}" if match["day"] else date), match.span()


def is_a_date(text: str) -> bool:
    """Whether a text is a date and nothing else, as a line under a title is."""
    return any(span == (0, len(text)) for _, span in dates(text))


def review_type_of(text: str) -> str | None:
    """The kind of review that a title or sentence names, by the taxonomy's names."""
    return next((name for name, pattern in REVIEW_TYPES if pattern.search(text)), None)


def speaks_of_publication(sentence: str) -> bool:
    """Whether a sentence says that something was published."""
    return bool(_PUBLISHED.search(sentence))
