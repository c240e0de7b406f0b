"""What a document says of one review: the fields of its entry in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from askreviews.reading.facts import (
    ages,
    dates,
    is_a_date,
    outcome_of,
    review_type_of,
    speaks_of_publication,
)
from askreviews.reading.pseudonyms import pseudonym_in_text, pseudonym_in_title
from askreviews.reading.structure import Structure
from askreviews.reading.taxonomy import taxonomy
from askreviews.types import Facet, Review, Span, Unit

_BRIEFING_HEADINGS = ("background", "safeguarding concerns", "incident", "review", "findings",
                      "recommendations", "implementing change")  # fmt: skip
_NO_RECOMMENDATIONS = re.compile(
    r"\b(?:makes?|made|contains?|there (?:are|were)) no recommendations", re.I
)
_PUBLISHER = re.compile(
    r"\b((?:[A-Z][\w’'-]+ (?:(?:and|&|of) )?){1,5}Safeguarding (?:Children|Adults|Child)(?:’s|'s)? "
    r"(?:Partnership|Board)|NSPCC)\b[^.]{0,40}\bpublish|"
    r"[Pp]ublished by (?:the )?([A-Z][^.,;()]{3,80})"
)
_SCHEMES = {
    "SAR": ("adults", "safeguarding adults review"),
    "DHR/DARDR": ("adults", "domestic homicide review"),
}
_NOT_OF_THE_CASE: tuple[Facet, ...] = ("resource", "definition", "question")
T = TypeVar("T", str, float)
_Read = Callable[[str], Iterator[tuple[T, Span]]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """The blocks of one review within a document."""

    first: int
    last: int
    title: str
    listed: bool


class EntryReader:
    """Reads the catalogue's fields out of one stretch of blocks, each with its span."""

    def __init__(self, structure: Structure, stretch: Stretch) -> None:
        self.text = structure.text
        self.stretch = stretch
        self.blocks = structure.blocks[stretch.first : stretch.last]
        self.all_units = structure.units
        self.units = [u for u in structure.units if stretch.first <= u.block < stretch.last]
        self.structure = structure
        self.sources: dict[str, Span] = {}

    def review(self, review_id: str, document_id: str) -> Review:
        """The review as read; a field that the text does not state is None."""
        pseudonym = self._pseudonym()
        review_type = self._review_type()
        population, scheme = _SCHEMES.get(
            review_type or "", ("children", "child safeguarding") if review_type else (None, None)
        )
        return Review(
            review_id=review_id,
            document_id=document_id,
            label=pseudonym or self.stretch.title,
            pseudonym=pseudonym,
            title=self.stretch.title,
            publisher=None if self.stretch.listed else self._publisher(),
            published=self._published(),
            review_type=review_type,
            incident_date=self._first("incident_date", self._case_units(), dates),
            child_age_months=self._age(),
            outcome=self._outcome(),
            harm=self._tags("harm", taxonomy().harm, self._case_units()),
            themes=self._tags("theme", taxonomy().themes, self._own_units()),
            agencies=self._tags("agency", taxonomy().agencies, self._own_units()),
            recommendations=self._recommendations(),
            summary_only=self.stretch.listed,
            population=population,
            scheme=scheme,
            start=self.blocks[0].start if self.blocks else 0,
            end=self.blocks[-1].end if self.blocks else 0,
            sources=self._sources(review_type),
        )

    def _sources(self, review_type: str | None) -> dict[str, Span]:
        """What each field was read from; the title, and the type that stands in it, too."""
        if not self.blocks:
            return self.sources
        head = next((b for b in self.blocks if b.kind == "heading"), self.blocks[0])
        self.sources["title"] = (head.start, head.end)
        if review_type and review_type_of(self.text[head.start : head.end]) == review_type:
            self.sources.setdefault("review_type", (head.start, head.end))
        return self.sources

    def _words(self, unit: Unit) -> str:
        return self.text[unit.start : unit.end]

    def _case_units(self) -> list[Unit]:
        """The sentences that tell the case: of a list entry its first, else its background.

        The date under a title and what tells of publication are of the document.
        """
        if self.stretch.listed:
            return self.units[:2]
        told = [u for u in self.units if not self._of_the_document(self._words(u))]
        return [u for u in told if self._facet(u) == "background"] or told[:3]

    @staticmethod
    def _of_the_document(words: str) -> bool:
        return is_a_date(words) or speaks_of_publication(words)

    def _facet(self, unit: Unit) -> Facet | None:
        return self.structure.blocks[unit.block].facet

    def _own_units(self) -> list[Unit]:
        """What is said of this case, without what the document says of the world."""
        return [u for u in self.units if self._facet(u) not in _NOT_OF_THE_CASE]

    def _age(self) -> float | None:
        """The child's age; None where the text tells of children of several ages."""
        units = self._case_units()
        told = {months for unit in units for months, _ in ages(self._words(unit))}
        return self._first("child_age_months", units, ages) if len(told) == 1 else None

    def _pseudonym(self) -> str | None:
        from_title = pseudonym_in_title(self.stretch.title)
        if from_title or self.stretch.listed:
            return from_title
        body = self.text[self.blocks[0].start : self.blocks[-1].end] if self.blocks else ""
        return pseudonym_in_text(body)

    def _review_type(self) -> str | None:
        headings = [b for b in self.blocks if b.kind == "heading"]
        names = [self.text[b.start : b.end].lower() for b in headings]
        boxed = sum(any(box in name for name in names) for box in _BRIEFING_HEADINGS)
        if boxed >= len(_BRIEFING_HEADINGS) - 1:
            return "7-minute briefing"
        from_title = review_type_of(self.stretch.title)
        if from_title or self.stretch.listed:
            return from_title
        opening = [self._words(u) for u in self.units]
        briefing = next(
            (s for s in opening if re.search(r"\bthis .{0,60}\bbriefing\b", s, re.I)), None
        )
        return "learning briefing / summary" if briefing else self._type_in(opening)

    @staticmethod
    def _type_in(sentences: Sequence[str]) -> str | None:
        return next((t for t in map(review_type_of, sentences[:10]) if t), None)

    def _published(self) -> str | None:
        for block in self.structure.blocks[:2]:
            words = self.text[block.start : block.end]
            for date, (start, end) in dates(words):
                if end - start == len(words) or self.stretch.listed:
                    self.sources["published"] = (block.start + start, block.start + end)
                    return date
        for unit in self.all_units[:3]:
            if speaks_of_publication(self._words(unit)):
                return self._first("published", [unit], dates)
        return None

    def _publisher(self) -> str | None:
        for unit in self.units:
            match = _PUBLISHER.search(self._words(unit))
            if match:
                self.sources["publisher"] = (unit.start, unit.end)
                return re.sub(r"^The ", "", (match[1] or match[2]).strip())
        return None

    def _outcome(self) -> str | None:
        found = [(outcome_of(self._words(u)), u) for u in self._case_units()]
        for wanted in ("death", "serious harm"):
            for outcome, unit in found:
                if outcome == wanted:
                    self.sources["outcome"] = (unit.start, unit.end)
                    return outcome
        return None

    def _recommendations(self) -> Literal["made", "none recorded"] | None:
        for unit in self.units:
            if _NO_RECOMMENDATIONS.search(self._words(unit)):
                self.sources["recommendations"] = (unit.start, unit.end)
                return "none recorded"
        for unit in self.units:
            if self._facet(unit) == "recommendation" and unit.kind != "lead_in":
                self.sources["recommendations"] = (unit.start, unit.end)
                return "made"
        return None

    def _first(self, name: str, units: Sequence[Unit], read: _Read[T]) -> T | None:
        for unit in units:
            value = next(iter(read(self._words(unit))), None)
            if value is not None:
                self.sources[name] = (unit.start, unit.end)
                return value[0]
        return None

    def _tags(
        self, prefix: str, patterns: Mapping[str, re.Pattern[str]], units: Sequence[Unit]
    ) -> tuple[str, ...]:
        return tuple(tag for tag in patterns if self._tagged(prefix, tag, patterns[tag], units))

    def _tagged(
        self, prefix: str, tag: str, pattern: re.Pattern[str], units: Sequence[Unit]
    ) -> bool:
        for unit in units:
            if pattern.search(self._words(unit)):
                self.sources[f"{prefix}:{tag}"] = (unit.start, unit.end)
                return True
        return False
