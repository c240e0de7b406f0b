"""What a document says of one case: age, outcome, date of the incident, harm."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import TypeVar

from askreviews.reading.ages import ages_of_children
from askreviews.reading.facts import dates
from askreviews.reading.outcomes import leaves_open, names_one, outcome_of
from askreviews.reading.stretches import Stretch
from askreviews.reading.tags import tag_sentences
from askreviews.reading.taxonomy import taxonomy
from askreviews.types import Span, Unit

T = TypeVar("T")
Found = tuple[T, Span] | None
# A date after one of these words, in the same clause, is not of the incident.
_ANOTHER_DATE = re.compile(
    r"\b(?:born|birth|moved|arrived|joined|sentenced|convicted|charged|pleaded|inquest|trial|"
    r"commissioned|notified|referred|review|reviewed|published|report|panel|meeting|until|since|"
    r"between|from|arrested|married|closed|opened|assessed|assessment|plan)\b[^,;:.]*$",
    re.I,
)
_CLAUSE = 200  # characters before a date that are looked at
_SEVERAL = re.compile(
    r"\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|\d{1,2}) "
    r"(?:(?:further|significant|serious|such|similar|local|recent|reviewed) )*"
    r"(?:cases|incidents|babies|infants)\b",
    re.I,
)


class Case:
    """Reads the facts of a case out of the sentences that tell it."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch
        self.units = stretch.case_units
        self.several = not stretch.listed and any(map(self._is_of_several, self.units))
        self.incident = [u for u in self.units if stretch.tells_the_incident(u)]

    def _is_of_several(self, unit: Unit) -> bool:
        return bool(_SEVERAL.search(self._words(unit)))

    def age(self) -> Found[float]:
        """The child's age; None where the text tells of children of several ages."""
        for units in () if self.several else (self.units, self.incident):
            told = list(self._read(ages_of_children, units))
            if len({months for months, _ in told}) == 1:
                return self._at_the_incident(told)
        return None

    def _at_the_incident(self, told: list[tuple[float, Span]]) -> tuple[float, Span]:
        """Of sentences that tell the same, the one that tells the incident too."""
        incident = {(u.start, u.end) for u in self.incident}
        return next((t for t in told if t[1] in incident), told[0])

    def outcome(self) -> Found[str]:
        """What became of the child; a death outweighs what came before it."""
        told = [(o, (u.start, u.end)) for u in self.units if (o := outcome_of(self._words(u)))]
        head = self.stretch.head
        titled = self.stretch.structure.text[slice(*head)] if head else ""
        if head and not told and names_one(titled) and (stated := outcome_of(titled)):
            told = [(stated, head)]
        if self.several and len({outcome for outcome, _ in told}) > 1:
            return None
        death = next((t for t in told if t[0] == "death"), None)
        if death is None and leaves_open(map(self._words, self.units)):
            return None
        return death or next(iter(told), None)

    def incident_date(self) -> Found[str]:
        """The date of the incident; None for a document on several cases."""
        if self.several:
            return None
        told = self.incident or (self.units[:1] if self.stretch.listed else [])
        return next(self._read(_own_dates, told), None)

    def harm(self) -> list[tuple[str, Span]]:
        """Kinds of harm that the title or the sentences on the incident name."""
        units = [*self.incident, *(self.units[:1] if self.stretch.listed else [])]
        blocks = self.stretch.blocks if self.outcome() else ()
        title = [b for b in blocks if (b.start, b.end) == self.stretch.head]
        told = list(dict.fromkeys(units))
        return list(tag_sentences(self.stretch, taxonomy().harm, told, title))

    def _words(self, unit: Unit) -> str:
        return self.stretch.words(unit)

    def _read(
        self, read: Callable[[str], Iterator[tuple[T, Span]]], units: list[Unit]
    ) -> Iterator[tuple[T, Span]]:
        for unit in units:
            for value, _ in read(self._words(unit)):
                yield value, (unit.start, unit.end)


def _own_dates(sentence: str) -> Iterator[tuple[str, Span]]:
    for date, (start, end) in dates(sentence):
        if not _ANOTHER_DATE.search(sentence, max(0, start - _CLAUSE), start):
            yield date, (start, end)
