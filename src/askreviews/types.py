"""What flows through the house.

Frozen dataclasses are what passes between rooms; pydantic models are what crosses a
boundary (the command line, the browser, a file), and their fields are the contract.
Offsets are characters into a document's stored text, half open: ``text[start:end]``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, Literal, Protocol

from pydantic import BaseModel, ConfigDict, Field

from askreviews.roles import Role as Role  # noqa: PLC0414 - it is a type like the others here

Facet = Literal[
    "background", "finding", "recommendation", "good_practice",
    "question", "resource", "definition", "action",
]  # fmt: skip
Provenance = Literal["local", "national"]
Audience = Literal["practitioner", "manager", "system"]
BlockKind = Literal["heading", "paragraph", "list_item", "table_row", "footnote"]
UnitKind = Literal["sentence", "point", "table_row", "lead_in"]
StatementKind = Literal["quote", "computed", "generated", "glossary", "notice"]
Status = Literal["answered", "partial", "not_found", "declined"]
Reason = Literal[
    "no_evidence", "personal_data", "distress", "live_case", "reidentification", "off_topic"
]
Span = tuple[int, int]
_TOLD_IN_WEEKS = 2  # months


# --- inside the house ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """One heading, paragraph, list item or table row of a document, where it stands.

    ``headings`` is the path of headings above it, outermost first; ``lead_in`` the span
    that introduces it ("Learning includes:"), which is needed to understand it.
    """

    start: int
    end: int
    kind: BlockKind
    level: int = 0
    page: int | None = None
    headings: tuple[str, ...] = ()
    lead_in: Span | None = None
    facet: Facet | None = None
    audience: Audience | None = None
    provenance: Provenance | None = None
    review: int | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """The least that is quoted: a sentence, a list point or a table row of one block."""

    start: int
    end: int
    kind: UnitKind
    block: int


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A file as read: the stored text that all offsets refer to, and its structure.

    ``removed`` counts what cleaning took out, by kind; the values are not kept. ``layout`` is
    there where the format has pages that can be drawn on; ``notes`` are sentences for whoever
    added the file, on what was not read in it. ``sidecar_sha256`` is empty where nothing lies
    beside the file. ``stated`` are the keys that front matter or the side-car states.
    """

    document_id: str
    title: str
    text: str
    source_sha256: str
    blocks: tuple[Block, ...]
    units: tuple[Unit, ...]
    reviews: tuple[Review, ...]
    digest: bool = False
    publisher: str | None = None
    published: str | None = None
    removed: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    layout: PageLayout | None = None
    sidecar_sha256: str = ""
    stated: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """A file that was looked at before it is kept.

    Either ``document`` is what it was read as, and ``values`` what of that can be corrected, by
    key and in the form that a side-car takes; or ``problem`` says in one sentence why it can't be
    read. ``passages`` is how many it would be cut into. ``same_as`` is a document held that says
    the same, or where ``nearly`` nearly the same.
    """

    path: Path
    document: SourceDocument | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    passages: int = 0
    problem: str = ""
    same_as: str | None = None
    nearly: bool = False


class PageLayout(Protocol):
    """Where on its pages each character of a text stands."""

    def page(self, start: int, end: int) -> int | None:
        """The page that the characters ``start:end`` begin on."""

    def boxes(self, start: int, end: int) -> tuple[Box, ...]:
        """The boxes that hold the characters ``start:end``, a line or part of one each."""

    def to_bytes(self) -> bytes:
        """The same, packed to be stored."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """A unit found for a question, with the passage and the review that it belongs to.

    ``score`` orders evidence within one question only; ``cosine`` and ``lexical`` are
    what it was made of, each between 0 and 1. ``before`` is the sentence that stands before
    it in the same paragraph, which a sentence that opens with "This" needs; ``introduces``
    the points that a sentence which ends in a colon announces.
    """

    unit: Unit
    text: str
    passage: Passage
    score: float
    cosine: float
    lexical: float
    lead_in: str | None = None
    headings: tuple[str, ...] = ()
    before: Unit | None = None
    introduces: tuple[Unit, ...] = ()

    def scored(self, score: float) -> Evidence:
        """The same with another score; ``dataclasses.replace`` takes four times as long."""
        return Evidence(
            self.unit, self.text, self.passage, score, self.cosine, self.lexical, self.lead_in,
            self.headings, self.before, self.introduces,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class OutlineItem:
    """A unit of a review where it stands: ``text`` is ``stored_text[start:end]``.

    ``headings`` is the path of headings above it, outermost first; units of one ``block`` are
    one paragraph, list item or table row. ``page`` counts from 1, ``None`` where the format has
    none.
    """

    start: int
    end: int
    text: str
    kind: UnitKind
    block: int
    headings: tuple[str, ...] = ()
    facet: Facet | None = None
    provenance: Provenance | None = None
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """An earlier question of a conversation, and the reviews its answer showed, in order."""

    question: str
    review_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Superseded:
    """Something that a quotation names and that has since been replaced, and by what.

    ``span`` is where in the text that was looked at; ``kind`` guidance, body or term.
    """

    span: Span
    term: str
    replaced_by: str
    since: str | None
    nation: str | None
    kind: str

    def sentence(self) -> str:
        """A line of ours on it, to stand apart from the quotation."""
        about = ", ".join(part for part in (self.since, self.nation) if part)
        when = f" ({about})" if about else ""
        if self.kind == "term":
            return f"“{self.term}” is now avoided; used instead: {self.replaced_by}{when}."
        return f"“{self.term}” has since been replaced by {self.replaced_by}{when}."


@dataclass(frozen=True, slots=True)
class Context:
    """A quotation in the passage around it: ``before + quote + after`` is stored text.

    ``superseded`` is what the quotation names and has since been replaced: of ours.
    """

    before: str
    quote: str
    after: str
    superseded: tuple[Superseded, ...] = ()


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A stretch of stored text that starts at ``start``, and whether it is to be marked."""

    start: int
    text: str
    marked: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A stretch of a line on a page's image, in parts of its width and height from the top left."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class PageView:
    """A page with quotations marked: as an image where it is a PDF's, always as stored text.

    ``page`` counts from 1, ``None`` where the format has no pages; ``spans`` are those of the
    spans asked for that stand on it, if only in part. ``image`` is a PNG of ``width`` by
    ``height`` pixels; where a PDF has none, ``reason`` says why. ``text`` leaves out what is far
    from any span. ``places`` says for each of ``spans`` where it stands on the image; ``pages``
    is how many pages the document has, ``None`` where it has none that can be drawn.
    """

    document_id: str
    page: int | None
    spans: tuple[Span, ...]
    image: bytes | None
    width: int
    height: int
    text: tuple[MarkedText, ...]
    reason: str | None = None
    places: tuple[tuple[Place, ...], ...] = ()
    pages: int | None = None


@dataclass(frozen=True, slots=True)
class FacetValue:
    """A value that reviews can be narrowed to, how it is shown, and how many reviews hold it."""

    value: str
    label: str
    reviews: int


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """The language model that writes answers, and where: ``host`` is a name and a port."""

    name: str
    host: str
    remote: bool


@dataclass(frozen=True, slots=True)
class VectorServer:
    """The Chroma server that holds vectors of passages, and where: a name and a port."""

    host: str
    remote: bool
    encrypted: bool


class Keeping(Protocol):
    """A quotation that was kept: ``text[start:end] == quote``."""

    @property
    def document_id(self) -> str:
        """The document it is of."""

    @property
    def start(self) -> int:
        """Where it begins, in characters."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def quote(self) -> str:
        """Its words."""

    @property
    def note(self) -> str:
        """What was noted on it, or nothing."""


# --- across a boundary --------------------------------------------------------------


class Review(BaseModel):
    """One review (or digest of one) as the catalogue holds it; ``None``: not stated."""

    model_config = ConfigDict(frozen=True)

    review_id: str = Field(description="document_id#n, n from 1")
    case_id: str | None = Field(None, description="joins documents on one case, if declared")
    document_id: str
    label: str = Field(description="how the review is shown: its pseudonym, else its title")
    title: str
    publisher: str | None = None
    published: str | None = Field(None, description="YYYY, YYYY-MM or YYYY-MM-DD")
    review_type: str | None = None
    incident_date: str | None = None
    child_age_months: float | None = None
    outcome: str | None = None
    harm: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    recommendations: Literal["made", "none recorded"] | None = None
    summary_only: bool = False
    digest: bool = False
    population: str | None = None
    scheme: str | None = None
    start: int = 0
    end: int = 0
    pseudonym: str | None = Field(None, exclude=True)
    same_as: str | None = Field(
        None, exclude=True, description="the review that another document, the same text, holds"
    )
    nation: str | None = Field(
        None, exclude=True, description="England, Wales, Scotland or Northern Ireland"
    )
    sources: dict[str, Span] = Field(
        default_factory=dict, exclude=True, description="the span each field was read from"
    )

    @property
    def case_key(self) -> str:
        """What the review is counted as: its case where a file declares one, else itself.

        The same text in another format is the same review.
        """
        return self.case_id or self.same_as or self.review_id


def age_text(months: float | None) -> str | None:
    """ "4 weeks", "8 months", "3 years 6 months"; None where the age is not stated."""
    if months is None:
        return None
    if months < _TOLD_IN_WEEKS and months % 1:
        return _counted(round(months * 365.25 / 84), "week")
    years, rest = divmod(round(months), 12)
    parts = [_counted(years, "year")] if years else []
    parts += [_counted(rest, "month")] if rest or not years else []
    return " ".join(parts)


def _counted(number: int, unit: str) -> str:
    return f"{number} {unit}" if number == 1 else f"{number} {unit}s"


class Passage(BaseModel):
    """A stretch of one review under one heading, as ``search`` shows it."""

    model_config = ConfigDict(frozen=True)

    document_id: str
    review_id: str | None = Field(description="None: the document's own words, of no one review")
    review: str | None = Field(None, description="label of the review")
    section: str | None = None
    facet: Facet | None = None
    provenance: Provenance | None = None
    digest: bool = False
    page: int | None = Field(None, description="from 1; None where the format has no pages")
    start: int
    end: int
    text: str
    score: float = 0.0
    audience: Audience | None = Field(None, exclude=True)
    passage_id: str = Field("", exclude=True)


class Box(BaseModel):
    """A stretch of a line on a page of a PDF, in points.

    In the page's own coordinates, as PDF has them: x to the right and y upwards, before any
    turn of the page.
    """

    model_config = ConfigDict(frozen=True)

    page: int = Field(description="from 1")
    left: float
    bottom: float
    right: float
    top: float


class Citation(BaseModel):
    """The exact place of a quotation: ``text[start:end] == quote``."""

    number: int
    document_id: str
    document_title: str
    review_id: str | None
    review: str | None
    review_type: str | None = None
    publisher: str | None = None
    published: str | None = None
    section: str | None = None
    facet: Facet | None = None
    audience: Audience | None = None
    provenance: Provenance | None = None
    digest: bool = False
    page: int | None = None
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Quotable:
    """A stretch that can stand by itself, and what it needs to be understood.

    ``citation`` is not numbered; ``headings`` outermost first; ``lead_in`` announces it;
    ``themes`` are labels of those it names; ``score`` orders what was found on one topic;
    ``also`` are places that say the same.
    """

    citation: Citation
    kind: UnitKind
    headings: tuple[str, ...]
    lead_in: str | None
    themes: tuple[str, ...]
    score: float = 0.0
    also: tuple[Citation, ...] = ()


class Statement(BaseModel):
    """A line of an answer. ``quote``: its text is the quote of its first citation."""

    text: str
    kind: StatementKind
    citations: list[int] = Field(default_factory=list)


class Considered(BaseModel):
    """A unit that was read and not used, and why."""

    document_id: str
    start: int
    end: int
    score: float
    why_not: str


class IndexInfo(BaseModel):
    """Which index answered."""

    generation: str
    documents: int
    reviews: int
    created: datetime | None = Field(None, exclude=True, description="when it was published")
    passages: int = Field(0, exclude=True)
    segments: int = Field(0, exclude=True)


class Answer(BaseModel):
    """The answer to one question. Its JSON form is a contract (DESIGN.md section 4)."""

    id: str | None = None
    question: str | None = Field(description="None when declined for personal data")
    status: Status
    reason: Reason | None = None
    confidence: float | None = Field(
        None, description="probability that the documents settle the question; None: declined"
    )
    statements: list[Statement] = Field(default_factory=list)
    citations: list[Citation] = Field(default_factory=list)
    nearest: list[Citation] = Field(default_factory=list)
    considered: list[Considered] = Field(default_factory=list)
    withheld: int = 0
    model: str = "extractive"
    fallback: str | None = None
    index: IndexInfo
    timings_ms: dict[str, float] = Field(default_factory=dict)


class StoredText(BaseModel):
    """The stored text of a document, which all offsets refer to."""

    document_id: str
    text: str
    source_sha256: str


@dataclass(frozen=True, slots=True)
class StatementEvent:
    """One checked statement, as it is ready, with the citations it is the first to use."""

    statement: Statement
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerEvent:
    """The whole answer: always the last event of a stream."""

    answer: Answer


Event = StatementEvent | AnswerEvent
