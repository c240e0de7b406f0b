"""What a question may ask of reviews that is a field of the catalogue: read from its words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from askreviews.indexing.lexical import terms
from askreviews.reading.ages import NUMBER_WORDS, number_of
from askreviews.reading.facts import MONTHS
from askreviews.reading.stated import NATIONS
from askreviews.reading.taxonomy import taxonomy
from askreviews.types import Review, Span


@dataclass(frozen=True, slots=True)
class Condition:
    """One thing that a question asks of reviews: in words, by field, and where it is asked."""

    words: str
    source: str
    holds: Callable[[Review], bool]
    span: Span
    kind: str = "field"


_Rule = tuple[str, str, Callable[[Review], bool], str]


def _is(field: str, value: str) -> Callable[[Review], bool]:
    return lambda review: getattr(review, field) == value


def _has(field: str, value: str) -> Callable[[Review], bool]:
    return lambda review: value in getattr(review, field)


def _aged(low: float, high: float) -> Callable[[Review], bool]:
    def holds(review: Review) -> bool:
        months = review.child_age_months
        return months is not None and low <= months < high

    return holds


_TYPES = (
    ("serious case reviews", "SCR (England, before 2019)", r"\bserious case reviews?\b|\bSCRs?\b"),
    (
        "local child safeguarding practice reviews", "LCSPR",
        r"(?<!newer )(?<!rather than )\b(?:local )?(?:child )?(?:safeguarding )?"
        r"(?<!child )practice reviews?\b|\bL?CSPRs?\b",
    ),
    ("rapid reviews", "rapid review", r"\brapid reviews?\b"),
    ("seven-minute briefings", "7-minute briefing", r"\b(?:seven|7)[- ]minute(?: briefings?)?\b"),
    (
        "learning briefings or summaries", "learning briefing / summary",
        r"\blearning (?:briefings?|summar(?:y|ies))\b",
    ),
    (
        "national or thematic reviews", "national review / thematic review",
        r"\b(?:national|thematic) reviews?\b",
    ),
    (
        "child practice reviews", "child practice review (Wales)",
        r"(?<!local )\bchild practice reviews?\b",
    ),
    ("case management reviews", "case management review (NI)", r"\bcase management reviews?\b"),
    ("safeguarding adults reviews", "SAR", r"\bsafeguarding adults? reviews?\b|\bSARs?\b"),
    (
        "domestic homicide or domestic abuse related death reviews", "DHR/DARDR",
        r"\bdomestic homicide reviews?\b|\bdomestic abuse related death reviews?\b|\bDHRs?\b",
    ),
)  # fmt: skip
_UNDER_ONE = r"\bunder (?:one|1|a year|12 months)\b(?: year)?|\bbab(?:y|ies)\b|\binfants?\b"
# What is said of the reviews, the field it is read from, who meets it, how it is asked for.
_RULES: tuple[_Rule, ...] = (
    (
        "record a death", "outcome", _is("outcome", "death"),
        r"\b(?:deaths?|died|dies|die|fatal|killed)\b",
    ),
    (
        "record serious harm and no death", "outcome", _is("outcome", "serious harm"),
        r"\b(?:serious(?:ly)? (?:harm|injur)\w*|survived|non-fatal)\b",
    ),
    *((f"are {what}", "review_type", _is("review_type", of), said) for what, of, said in _TYPES),
    ("are of a child under one", "child_age_months", _aged(0, 12), _UNDER_ONE),
    (
        "are of a child of 13 or older", "child_age_months", _aged(13 * 12, 19 * 12),
        r"\bteenagers?\b|\badolescents?\b",
    ),
    (
        "make no recommendations", "recommendations", _is("recommendations", "none recorded"),
        r"\bno recommendations\b|\bwithout recommendations\b|\bnot make (?:any )?recommend\w*",
    ),
    ("are of adults", "population", _is("population", "adults"), r"\badults\b(?! review)"),
    *(
        (f"are of {nation}", "nation", _is("nation", nation), rf"\b(?:in|from|of) {nation}\b")
        for nation in NATIONS
    ),
    ("are of Wales", "nation", _is("nation", "Wales"), r"\bWelsh\b"),
    ("are of Scotland", "nation", _is("nation", "Scotland"), r"\bScottish\b"),
    ("are of England", "nation", _is("nation", "England"), r"\bEnglish (?=reviews?\b|cases?\b)"),
)  # fmt: skip
_N = rf"(\d{{1,2}}|{'|'.join(list(NUMBER_WORDS)[1:])})"
_UNDER = re.compile(rf"\b(?:under|younger than|below) (?:the age of )?{_N}\b(?: years?)?", re.I)
_OVER = re.compile(rf"\b(?:over|older than|above) (?:the age of )?{_N}\b(?: years?)?", re.I)
_AGED = re.compile(rf"\baged (?:between )?{_N} ?(?:to|and|-|–) ?{_N}\b(?: years?)?", re.I)
_WHEN = re.compile(
    rf"\b(published|issued|dated|incidents?|happened)\b(?: (?:in|during|from|for|was|were))*"
    rf"(?: (since|after|before|until))?(?: ({'|'.join(MONTHS)}))? ((?:19|20)\d\d)\b",
    re.I,
)
_BODY = frozenset(
    terms("safeguarding children child adults partnership board trust council of the and local")
)
_BY_AGENCY = re.compile(r"\binvolv|\brole\b|\bagenc|\bknown to\b|\bcontact with\b", re.I)
_BY_THEME = re.compile(r"\bmention|\btheme|\blearning\b|\babout\b|\bissues?\b|\bfeatur", re.I)
_A_YEAR = 12


def conditions_of(question: str, reviews: Sequence[Review]) -> tuple[Condition, ...]:
    """The conditions that a question sets, each once; of words read in two ways, one stands."""
    found = [*_of_rules(question), *_of_numbers(question), *_of_publishers(question, reviews)]
    tags = [c for c in _of_tags(question) if not any(_overlap(c, other) for other in found)]
    found += _one_reading(question, tags)
    return tuple({c.words: c for c in found}.values())


@cache
def _patterns() -> tuple[tuple[_Rule, re.Pattern[str]], ...]:
    return tuple((rule, re.compile(rule[3], re.I)) for rule in _RULES)


def _of_rules(question: str) -> Iterator[Condition]:
    for (words, source, holds, _), pattern in _patterns():
        for match in pattern.finditer(question):
            yield Condition(words, source, holds, match.span())


def _of_numbers(question: str) -> Iterator[Condition]:
    for match in _UNDER.finditer(question):
        years = number_of(match[1])
        if years > 1:
            words = f"are of a child under {years}"
            yield Condition(words, "child_age_months", _aged(0, years * _A_YEAR), match.span())
    for match in _OVER.finditer(question):
        words = f"are of a child over {match[1]}"
        low = number_of(match[1]) * _A_YEAR
        yield Condition(words, "child_age_months", _aged(low + 0.01, 999), match.span())
    for match in _AGED.finditer(question):
        low, high = number_of(match[1]), number_of(match[2])
        words = f"are of a child aged {low} to {high}"
        holds = _aged(low * _A_YEAR, (high + 1) * _A_YEAR)
        yield Condition(words, "child_age_months", holds, match.span())
    for match in _WHEN.finditer(question):
        yield _dated(match)


def _dated(match: re.Match[str]) -> Condition:
    """ "Published in 2022", "published since May 2020", "the incident was in 2019"."""
    verb, side, month, year = match.groups()
    of_incident = verb.lower().startswith(("incident", "happened"))
    field = "incident_date" if of_incident else "published"
    date = f"{year}-{MONTHS.index(month.lower()) + 1:02d}" if month else year
    side = (side or "in").lower()

    def holds(review: Review) -> bool:
        value: str | None = getattr(review, field)
        if value is None or len(value) < len(date):
            return False
        at = value[: len(date)]
        return {
            "in": at == date, "since": at >= date, "after": at > date,
            "before": at < date, "until": at <= date,
        }[side]  # fmt: skip

    told = " ".join(part for part in (side, month and month.capitalize(), year) if part)
    words = f"tell of an incident {told}" if of_incident else f"were published {told}"
    return Condition(words, field, holds, match.span())


def _of_publishers(question: str, reviews: Sequence[Review]) -> Iterator[Condition]:
    """A publisher named in full, or by its place ("East Sussex")."""
    for publisher in dict.fromkeys(r.publisher for r in reviews if r.publisher):
        place = " ".join(w for w in publisher.split() if not set(terms(w)) <= _BODY)
        match = re.search(rf"\b{re.escape(publisher)}\b", question, re.I)
        match = match or (re.search(rf"\b{re.escape(place)}\b", question, re.I) if place else None)
        if match:
            words = f"were published by {publisher}"
            yield Condition(words, "publisher", _is("publisher", publisher), match.span())


def _of_tags(question: str) -> Iterator[Condition]:
    known = taxonomy()
    for key, pattern in known.asked_themes.items():
        words = f"have the theme “{known.theme_labels[key]}”"
        for match in pattern.finditer(question):
            yield Condition(words, f"theme:{key}", _has("themes", key), match.span(), "theme")
    for name, pattern in known.asked_agencies.items():
        for match in pattern.finditer(question):
            words = f"involve or address the agency “{name}”"
            yield Condition(words, f"agency:{name}", _has("agencies", name), match.span(), "agency")
    for name, pattern in known.asked_harm.items():
        for match in pattern.finditer(question):
            words = f"record harm of the kind “{name}”"
            yield Condition(words, f"harm:{name}", _has("harm", name), match.span(), "harm")


def _one_reading(question: str, tags: Sequence[Condition]) -> list[Condition]:
    """ "Housing" is a theme and an agency, "neglect" a harm and a theme: the question decides."""
    first = "theme" if _BY_THEME.search(question) else "harm"
    order = ["agency", first] if _BY_AGENCY.search(question) else [first, "harm", "theme", "agency"]

    def rank(tag: Condition) -> tuple[int, int]:
        place = order.index(tag.kind) if tag.kind in order else len(order)
        return -(tag.span[1] - tag.span[0]), place

    kept: list[Condition] = []
    for tag in sorted(tags, key=rank):
        if not any(_overlap(tag, other) for other in kept):
            kept.append(tag)
    return sorted(kept, key=lambda tag: tag.span)


def _overlap(one: Condition, other: Condition) -> bool:
    return one.span[0] < other.span[1] and other.span[0] < one.span[1]
