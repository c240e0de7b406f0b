"""The numbers, ages, dates and times of a text, and when one of them bears out another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

_UNITS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_VALUES = {w: float(n) for n, w in enumerate(_UNITS)} | {
    w: 10.0 * n for n, w in enumerate(_TENS, 2)
}
_OTHERS = {
    "once": 1, "twice": 2, "thrice": 3, "dozen": 12, "hundred": 100, "thousand": 1000,
    "fortnight": 2, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7,
    "eighth": 8, "ninth": 9, "tenth": 10,
}  # fmt: skip
_VALUES |= {word: float(value) for word, value in _OTHERS.items()}
_WORDS = "|".join(sorted(_VALUES, key=len, reverse=True))
MONTHS = (
    "january february march april may june july august september october november december".split()
)
_MONTH = "|".join(MONTHS)
# "May" and "March" may be other words: their capital tells.
_DATE = re.compile(
    rf"\b(?:(?P<day>\d{{1,2}})(?:st|nd|rd|th)? )?(?P<month>{_MONTH.title()})"
    r"(?P<year> (?:of )?(?:19|20)\d\d)?\b|\b(?P<alone>(?:19|20)\d\d)\b"
)
_CLOCK = re.compile(r"\b(\d{1,2})(?:[.:](\d\d))?\s?([ap])\.?m\b\.?", re.I)
_SPOKEN_CLOCK = re.compile(
    rf"\b(?P<hour>\d{{1,2}}|{'|'.join(_UNITS[1:13])})(?: o['’]clock)? "
    r"(?:in the (?P<part>morning|afternoon|evening)|at (?P<night>night))\b",
    re.I,
)
_NUMBER = re.compile(
    rf"(?P<money>£)?(?<![\w.])(?P<number>\d[\d,]*(?:\.\d+)?|(?:{'|'.join(_TENS)})-(?:{'|'.join(_UNITS[1:10])})|"
    rf"{_WORDS})(?:st|nd|rd|th)?\b(?P<half>[ -]and[ -]a[ -]half)?[ -]?"
    r"(?:(?:working|calendar|school|consecutive|full|whole|more|further) )?"
    r"(?P<unit>%|per cent|years?|months?|weeks?|days?|hours?|minutes?|miles?)?",
    re.I,
)
_AGED = re.compile(
    r"\b(?:aged?|boy of|girl of|was|were|is|are|turning|almost|nearly|under)\s+$", re.I
)
# "Aged two, four and nine": each is an age.
_AGES = re.compile(
    r"\b(?:aged?|ages of|who (?:were|are)) "
    rf"(?:(?:\d+|{'|'.join(_UNITS)})(?:, and |, | and )?){{2,}}",
    re.I,
)
_COUNTED = re.compile(
    r"\s*(?!(?:and|or|when|in|at|on|by|who|with|to|of|months?|years?|old|but|as|then|he|she|they|"
    r"was|were|is|are|had|has|did|before|after|while|for|from|until|the|a|an|his|her)\b)[a-z]{3,}"
)
_OLD = re.compile(r"^[\s-]*(?:-?old\b|of age\b)", re.I)
_PRONOUN = re.compile(r"\s*(?:$|[.,;]|(?:was|were|are|had|have|of them|did|do)\b)")
_MORE = re.compile(r"\b(?:more than|over|at least|above|upwards of)\s+(?:a )?$", re.I)
_LESS = re.compile(r"\b(?:less than|fewer than|under|below|at most|almost|nearly)\s+(?:a )?$", re.I)
_MONTHS_IN = {"year": 12.0, "month": 1.0, "week": 12 * 7 / 365.25, "day": 12 / 365.25}
_NEAR = 0.06
_TWICE = 2.0
_PARTS = frozenset("third fourth fifth sixth seventh eighth ninth tenth dozen hundred".split())
_JOINED = re.compile(r"[ ,-]*(?:and)?[ -]*")
_LABEL = re.compile(r"(?:[A-Z][a-z]+ )?[A-Z]{1,3}\d+\b|\b\d+[A-Za-z]\w*")


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number and its unit, where it has one: "4 weeks"; ``counted`` is the word that follows."""

    value: float
    unit: str
    text: str
    start: int
    age: bool
    bound: int = 0
    counted: str = ""

    @property
    def months(self) -> float | None:
        """A length of time in months."""
        return self.value * _MONTHS_IN[self.unit] if self.unit in _MONTHS_IN else None


@dataclass(frozen=True, slots=True)
class Date:
    """A date, or the part of one that is given."""

    day: int | None
    month: int | None
    year: int | None
    text: str

    def agrees(self, other: Date) -> bool:
        """Whether another date says all that this one says."""
        pairs = ((self.day, other.day), (self.month, other.month), (self.year, other.year))
        return all(mine is None or mine == theirs for mine, theirs in pairs)


@cache
def dates(text: str) -> tuple[Date, ...]:
    """The dates of a text; "March and May 2020" gives the year to both months."""
    found: list[Date] = []
    year: int | None = None
    for match in reversed(list(_DATE.finditer(text))):
        if match["alone"]:
            found.append(Date(None, None, int(match["alone"]), match[0]))
            continue
        if match["year"]:
            year = int(match["year"].split()[-1])
        elif year is not None and not re.match(
            r"\s*(?:and|to|or|until|,|–|-)", text[match.end() :]
        ):
            year = None
        found.append(
            Date(
                int(match["day"]) if match["day"] else None,
                MONTHS.index(match["month"].lower()) + 1,
                year,
                match[0].strip(),
            )
        )
    return tuple(reversed(found))


@cache
def clock_times(text: str) -> tuple[tuple[str, str], ...]:
    """Times of day, as minutes of a half day with its letter, and as written."""
    written = [
        (f"{int(h) % 12 * 60 + int(m or 0)}{half.lower()}", f"{h}.{m or '00'}{half}m")
        for h, m, half in _CLOCK.findall(text)
    ]
    for match in _SPOKEN_CLOCK.finditer(text):
        hour = int(_value(match["hour"].lower()))
        half = "a" if (match["part"] or "").lower() == "morning" else "p"
        written.append((f"{hour % 12 * 60}{half}", match[0]))
    return tuple(written)


@cache
def quantities(text: str) -> tuple[Quantity, ...]:
    """The numbers of a text that belong to no date, time of day or name; "one" is left out."""
    blank = text
    for pattern in (_DATE, _CLOCK, _SPOKEN_CLOCK, _LABEL):
        blank = pattern.sub(lambda m: " " * len(m[0]), blank)
    found: list[Quantity] = []
    for quantity in _quantities(blank):
        last = found[-1] if found else None
        if last and (last.unit, quantity.unit) == ("year", "month"):
            between = blank[last.start + len(last.text) : quantity.start]
            if _JOINED.fullmatch(between):
                found[-1] = _joined(last, quantity)
                continue
        found.append(quantity)
    return tuple(found)


_FIGURE = re.compile(r"[^\W_]*(?:\d|[¼-¾⅐-ↈ①-⓿²³¹⁰-₉])[^\W_]*")
_FRACTION = re.compile(
    r"(?<!and a )(?<!\w)(?:half(?! ?-?(?:brother|sister|sibling|term|hour|an hour))|"
    r"(?:a|one|two|three|four) (?:third|quarter|fifth|tenth)s?)\b",
    re.I,
)
_WEEKDAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?=s?\b)")
_SINGLE = re.compile(
    r"(?<!no )(?<!the )(?<!any )\b(?:one|once|single)\b(?! (?:of|another|or|to|day)\b)", re.I
)


@cache
def marks(text: str) -> tuple[str, ...]:
    """Figures inside names ("A61"), fractions and weekdays: what is told by no other rule here."""
    blank = text
    for pattern in (_DATE, _CLOCK, _SPOKEN_CLOCK):
        blank = pattern.sub(lambda m: " " * len(m[0]), blank)
    for quantity in quantities(text):
        blank = blank[: quantity.start] + blank[quantity.start :].replace(quantity.text, " ", 1)
    figures = [f for f in _FIGURE.findall(blank) if not f.isdecimal() or f not in _plain(text)]
    return (*figures, *_FRACTION.findall(text), *_WEEKDAY.findall(text))


def _plain(text: str) -> set[str]:
    """The figures that count as numbers."""
    return {q.text for q in quantities(text)}


def singles(text: str) -> tuple[int, ...]:
    """Where a text says "one", "once" or "single" of something that others count."""
    return tuple(m.start() for m in _SINGLE.finditer(text))


def _joined(years: Quantity, months: Quantity) -> Quantity:
    """ "Three years and six months" as one length."""
    shown = f"{years.text} {months.text}"
    value = 12 * years.value + months.value
    return Quantity(value, "month", shown, years.start, years.age or months.age)


def _quantities(text: str) -> Iterator[Quantity]:
    lists = [m.span() for m in _AGES.finditer(text)]
    for match in _NUMBER.finditer(text):
        word = match["number"].lower()
        value = _value(word)
        unit = (match["unit"] or "").lower().rstrip("s")
        unit = {"per cent": "%"}.get(unit, unit)
        before, after = text[: match.start()], text[match.end() :]
        aged = bool(_AGED.search(before)) and not unit and value < 20  # noqa: PLR2004
        listed = any(a <= match.start() < b for a, b in lists)
        age = bool(_OLD.match(after)) or bool(re.search(r"\baged? \w*\s*$", before)) or aged
        age = age or listed
        if match["money"]:
            unit = "£"
        elif word == "fortnight":
            unit = "week"
        elif aged and re.search(r"\b(?:aged?|boy of|girl of)\s+$", before, re.I):
            unit = "year"
        if word == "two" and re.search(r"\bthe $", before, re.I) and _PRONOUN.match(after):
            continue  # "the two were related"
        if re.search(r"\ba $", before) and word in _PARTS:
            continue  # a fraction
        if word == "second" and not unit and not before.rstrip().lower().endswith("the"):
            continue
        if value == 1 and not unit and not word.isdigit():
            continue  # "one" is seldom a count
        value += 0.5 if match["half"] else 0
        bound = 1 if _MORE.search(before) else -1 if _LESS.search(before) else 0
        shown = match[0].strip(" -")
        counted = _COUNTED.match(after)
        noun = counted[0].strip().lower() if counted and not unit else ""
        yield Quantity(value, unit, shown, match.start("number"), age and not noun, bound, noun)


def _value(word: str) -> float:
    if word[0].isdigit():
        return float(word.replace(",", ""))
    return sum(_VALUES[part] for part in word.split("-"))


def meets(mine: Quantity, other: Quantity) -> bool:
    """Whether a number of the passages bears out one of the sentence."""
    bound = mine.bound if mine.bound > 0 or not other.bound else 0
    if mine.months is not None and other.months is not None:
        near = abs(mine.months - other.months) <= _NEAR * other.months
        return near or _bounded(bound, mine.months, other.months)
    if mine.unit and other.unit and mine.unit != other.unit:
        return False
    if mine.age and other.counted and not other.age:
        return False  # "aged three" is not met by "three children"
    if not mine.unit and other.months is not None:
        return mine.age and mine.value * 12 == other.months  # a count is not met by a length
    return mine.value == other.value or _bounded(bound, mine.value, other.value)


def _bounded(bound: int, value: float, held: float) -> bool:
    """ "More than 200" is borne out by 212, and not by 900."""
    if bound > 0:
        return value <= held <= _TWICE * value
    return bound < 0 and held <= value <= _TWICE * held
