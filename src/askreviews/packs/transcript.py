"""A conversation as it is taken away: what each form of it, Word or Markdown, lays out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

TITLE = "Answers from the reviews held"
NOT_A_DECISION_TOOL = (
    "This is not a decision tool. Quotations are the documents' own words, each checked against "
    "the document when it was shown. For a child you are worried about, follow your local "
    "procedure."
)
NEAREST = "Nearest passages (they do not answer the question)"
NOTHING = "No question with an answer stands in this conversation."


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of a document, the mark of their source, and who else says so with that mark."""

    words: str
    mark: str
    also: tuple[tuple[str, str], ...] = ()
    national: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Neighbouring quotations under one heading of a document, ``None`` where it has none."""

    heading: str | None
    quotations: tuple[Quotation, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring quotations of one review, or of a document that is of none."""

    name: str
    byline: str
    sections: tuple[Section, ...]


@dataclass(frozen=True, slots=True)
class OurWords:
    """A line of ours, labelled as such, with the marks of what it stands on."""

    label: str
    words: str
    marks: str = ""


@dataclass(frozen=True, slots=True)
class SourceLine:
    """An entry of the list of sources; ``quote`` where the words were not shown above."""

    mark: str
    name: str
    facts: tuple[str, ...]
    quote: str | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question and what came of it, in reading order. Marks count anew for each.

    ``scope`` says what it was asked of, where that is not the same for all.
    """

    number: int
    question: str
    status: str
    scope: tuple[str, ...]
    parts: tuple[Group | OurWords, ...]
    nearest: tuple[Group, ...]
    sources: tuple[SourceLine, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """A whole conversation; ``held`` says from which documents, ``version`` of which index."""

    made: date
    held: str
    version: str
    asked: tuple[Asked, ...]

    @property
    def origin(self) -> str:
        """When it was made and from what."""
        return f"Taken away on {self.made.day} {self.made:%B %Y}. {self.held}"
