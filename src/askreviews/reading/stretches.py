"""The stretch of a document that tells of one review: all of it, or an entry of a list."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from askreviews.reading.ages import ages_of_children
from askreviews.reading.facets import facet_of
from askreviews.reading.facts import is_a_date, review_type_of, speaks_of_publication
from askreviews.reading.outcomes import outcome_of
from askreviews.reading.pseudonyms import pseudonym_alone, pseudonym_in_title
from askreviews.reading.structure import Structure
from askreviews.types import Block, Facet, Span, Unit

_MIN_LIST = 2
_OPENING = 3
_TITLE_WORDS = 14
_CITED = re.compile(
    r"\b(?:case (?:example|study|illustration)|example|vignette|scenario|appendix|see also)\b", re.I
)
_AFTER_THE_LIST = re.compile(
    r"^(?:conclusions?|references|further|about|contact|useful|resources|glossary|appendix|"
    r"acknowledgements?|what (?:next|to do)|next steps)\b",
    re.I,
)
# "The entry does not say who …", "a review is held when a child …": no part of the case.
_DISCLAIMS = re.compile(
    r"\b(?:does|do|did) not (?:say|state|name|give|report|tell|mention)\b|\bnot stated\b|"
    r"\bdigest\b.{0,20}\bour own words\b|"
    r"\b(?:when|where) an? (?:child|adult) (?:has|is|was|suffers|dies)\b",
    re.I,
)
_APART: tuple[Facet, ...] = ("resource", "definition", "question")
_INCIDENT = re.compile(r"\bincident\b|\bwhat happened\b|\bcircumstances\b", re.I)


@dataclass(frozen=True)
class Stretch:
    """The blocks of one review within a document."""

    structure: Structure
    first: int
    last: int
    title: str
    listed: bool

    @property
    def blocks(self) -> tuple[Block, ...]:
        """Its blocks."""
        return self.structure.blocks[self.first : self.last]

    @cached_property
    def units(self) -> list[Unit]:
        """What can be quoted of it, without the title of an entry."""
        first = self.first + self.listed
        return [u for u in self.structure.units if first <= u.block < self.last]

    @cached_property
    def head(self) -> Span | None:
        """Where its title stands, else the heading or block that opens it."""
        headings = [b for b in self.blocks if b.kind == "heading"]
        order = (*headings, *self.blocks)
        named = (b for b in order if self.title in self.words(b))
        found = next(named, next(iter(order), None))
        return (found.start, found.end) if found else None

    def words(self, part: Block | Unit) -> str:
        """The words of a block or unit."""
        return self.structure.text[part.start : part.end]

    def facet(self, unit: Unit) -> Facet | None:
        """The facet that a unit stands under."""
        return self.structure.blocks[unit.block].facet

    @cached_property
    def case_units(self) -> list[Unit]:
        """The sentences that tell the case: before an entry's first lead-in, else its background.

        What tells of publication, of national figures or of what is not said is left out.
        """
        told = [u for u in self.units if self._of_the_case(u)]
        if self.listed:
            opening = [u for u in told if self.facet(u) is None]
            return opening or told[:1]
        return [u for u in told if self.facet(u) == "background"] or told[:_OPENING]

    def _of_the_case(self, unit: Unit) -> bool:
        words = self.words(unit)
        national = self.structure.blocks[unit.block].provenance == "national"
        of_the_document = is_a_date(words) or speaks_of_publication(words)
        return not (national or of_the_document or _DISCLAIMS.search(words))

    def tells_the_incident(self, unit: Unit) -> bool:
        """Whether a unit says what became of the child, or stands under "The incident"."""
        if outcome_of(self.words(unit)):
            return True
        return any(_INCIDENT.search(h) for h in self.structure.blocks[unit.block].headings[-1:])

    @cached_property
    def own_units(self) -> list[Unit]:
        """What is said of this case, without what the document says of the world or asks."""
        units = [u for u in self.units if self.facet(u) not in _APART]
        return [
            u
            for u in units
            if not (_DISCLAIMS.search(self.words(u)) or speaks_of_publication(self.words(u)))
        ]

    @cached_property
    def own_headings(self) -> list[Block]:
        """The headings over what is said of this case."""
        return [b for b in self.blocks if b.kind == "heading" and b.facet not in _APART]


def stretches(title: str, structure: Structure) -> list[Stretch]:
    """One stretch for each entry of a list of cases, else one for the whole document."""
    for could_head in (_is_heading, _could_head):
        entries = list(_entries(structure, could_head))
        if len(entries) >= _MIN_LIST and len({name for _, name in entries}) >= _MIN_LIST:
            return [entry for entry, _ in entries]
    return [Stretch(structure, 0, len(structure.blocks), title, listed=False)]


def _is_heading(block: Block, words: str) -> bool:
    return block.kind == "heading" and bool(words)


def _could_head(block: Block, words: str) -> bool:
    """A heading, or a short line that ends without a stop, as one set in bold does."""
    short = len(words.split()) <= _TITLE_WORDS and words[-1:] not in (".", ",", ";", ":", "?")
    return block.kind == "heading" or (block.kind == "paragraph" and short)


def _entries(
    structure: Structure, could_head: Callable[[Block, str], bool]
) -> Iterator[tuple[Stretch, str]]:
    """The stretches under headings that name a case and are told as cases of a list are."""
    blocks = enumerate(structure.blocks)
    headings = [i for i, b in blocks if could_head(b, _words(structure, i))]
    named = [(i, name) for i in headings if (name := _case_named(_words(structure, i)))]
    for place, (index, name) in enumerate(named):
        limit = named[place + 1][0] if place + 1 < len(named) else len(structure.blocks)
        end = next((h for h in headings if index < h < limit and _ends(structure, index, h)), limit)
        entry = Stretch(structure, index, end, _words(structure, index), listed=True)
        if _is_an_entry(entry):
            yield entry, name


def _words(structure: Structure, index: int) -> str:
    block = structure.blocks[index]
    return structure.text[block.start : block.end]


def _case_named(heading: str) -> str | None:
    if _CITED.search(heading):
        return None
    return pseudonym_in_title(heading) or pseudonym_alone(heading)


def _ends(structure: Structure, entry: int, heading: int) -> bool:
    """Whether a heading after an entry's is of the document again."""
    level = structure.blocks[heading].level
    own = structure.blocks[entry].level
    return level < own or (level == own and bool(_AFTER_THE_LIST.match(_words(structure, heading))))


def _is_an_entry(entry: Stretch) -> bool:
    """A case of a list tells what happened and what was learnt, or names its kind of review."""
    opening = [entry.words(u) for u in entry.units[:_OPENING]]
    told = any(outcome_of(words) or list(ages_of_children(words)) for words in opening)
    announced = {facet_of(entry.words(b)) for b in entry.blocks[1:] if _announces(b, entry)}
    learnt = bool(announced & {"finding", "recommendation", "action"})
    if review_type_of(entry.title):
        return told or learnt
    return told and learnt


def _announces(block: Block, entry: Stretch) -> bool:
    """A heading, or a lead-in of its own; the first words of a paragraph may be one."""
    if block.kind == "heading":
        return True
    return block.kind == "paragraph" and ":" in entry.words(block)[:60]
