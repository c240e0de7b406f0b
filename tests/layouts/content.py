"""What each laid-out document says, and what is true of every piece of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import yaml

CORPUS = Path(__file__).parents[2] / "corpus"
# The facets that headings of the digests announce, written down by hand. Others aren't scored.
FACETS = {
    "Recommendations": "recommendation",
    "What to do": "recommendation",
    "If you do one thing": "recommendation",
    "Questions to consider": "question",
    "Background": "background",
    "The incident": "background",
    "What happened": "background",
    "Learning": "finding",
    "Key findings": "finding",
    "Key findings and learning": "finding",
    "Key learning": "finding",
    "Local findings": "finding",
    "Further reading": "resource",
    "Good practice": "good_practice",
    "Strengths": "good_practice",
    "Action plan": "action",
    "What it is": "definition",
}
ACTIONS = (
    ("What will be done?", "Who leads on it?", "By which date?"),
    ("Share this summary in the team meeting", "Team manager", "End of June"),
    ("Check how handovers are recorded", "Practice lead", "End of July"),
    ("Agree who keeps the chronology", "Lead professional", "September"),
)
NOTES = (
    "Written for this collection; the original is named at the head of the digest.",
    "Dates are those of the list in which the review appeared.",
)
_ANNOUNCED = {"Learning includes": "finding", "Recommendations include": "recommendation"}
_TELLS = ("What happened", "The incident", "Background", "Why it was reviewed")
RUNNING_HEAD = "Safeguarding learning digests"
TYPES = {
    "LCSPR": "Local Child Safeguarding Practice Review",
    "SCR (England, before 2019)": "Serious Case Review",
}


@dataclass(frozen=True)
class Piece:
    """One paragraph, list item, row of a table or heading; ``note`` follows its last word."""

    kind: Literal["heading", "paragraph", "list_item", "table_row"]
    text: str
    level: int = 0
    note: str | None = None

    @property
    def cells(self) -> list[str]:
        return self.text.split("\t")


@dataclass(frozen=True)
class Mark:
    """A piece that is to be found: what it says, where it belongs."""

    text: str
    headings: tuple[str, ...]
    facet: str | None
    review: int | None


@dataclass(frozen=True)
class Case:
    """What the catalogue must say of an entry of the list, as its digest's front matter does."""

    label: str
    child_age: str
    outcome: str
    recommendations: str


@dataclass(frozen=True)
class Content:
    """A document to lay out: its pieces in reading order, the notes at its foot, its truth."""

    name: str
    title: str
    pieces: tuple[Piece, ...]
    marks: tuple[Mark, ...]
    label: str | None = None
    cases: tuple[Case, ...] = ()

    @property
    def notes(self) -> list[str]:
        return [p.note for p in self.pieces if p.note]

    def without_notes(self) -> Content:
        """The same with nothing at the foot."""
        return replace(self, pieces=tuple(replace(p, note=None) for p in self.pieces))

    @property
    def sections(self) -> list[list[Piece]]:
        """The pieces by section: a heading and what stands under it; the title apart."""
        parts: list[list[Piece]] = []
        for piece in self.pieces:
            if piece.kind == "heading" or not parts:
                parts.append([])
            parts[-1].append(piece)
        return parts


def digest(path: Path) -> Content:
    """One digest of the starter corpus with an action-plan table and two footnotes added."""
    front, body = _parted(path)
    pieces = list(_pieces(body))
    pieces.append(Piece("heading", "Action plan", 2))
    pieces += [Piece("table_row", "\t".join(row)) for row in ACTIONS]
    pieces = _with_notes(pieces)
    label = front["review"]
    title = pieces[0].text
    marks = tuple(_marks(pieces, lambda _: 1 if label else None))
    return Content(path.stem, title, tuple(pieces), marks, label)


def case_list() -> Content:
    """The digests of single cases as the entries of one monthly list."""
    title = "Digests added in February 2022"
    pieces = [
        Piece("heading", title, 1),
        Piece("paragraph", "This month the collection gained digests of these case reviews."),
    ]
    cases: list[Case] = []
    for path in sorted(CORPUS.glob("*.md")):
        front, body = _parted(path)
        if front["review"] and front["review_type"] in TYPES:
            sections = _sections(list(_pieces(body)))
            cases.append(_case(front, sections))
            pieces += _entry(len(cases), front, sections)
    numbers = {p.text: n for n, p in enumerate((p for p in pieces if p.level == 2), 1)}
    marks = tuple(_marks(pieces, numbers.get))
    return Content("case-list", title, tuple(pieces), marks, cases=tuple(cases))


def _sections(pieces: list[Piece]) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    heading = ""
    for piece in pieces:
        if piece.kind == "heading":
            heading = piece.text
        else:
            sections.setdefault(heading, []).append(piece.text)
    return sections


def _case(front: dict[str, str], sections: dict[str, list[str]]) -> Case:
    made = "made" if "Recommendations" in sections else "none recorded"
    return Case(front["review"], front["child_age"], front["outcome"], made)


def _entry(number: int, front: dict[str, str], sections: dict[str, list[str]]) -> list[Piece]:
    told = next(said for heading, said in sections.items() if heading in _TELLS)
    learned = next(said for name, said in sections.items() if "earning" in name)
    paragraphs = [told[0], f"Learning includes: {_run(learned)}"]
    if "Recommendations" in sections:
        paragraphs.append(f"Recommendations include: {_run(sections['Recommendations'])}")
    else:
        paragraphs.append("Makes no recommendations, according to the list.")
    title = f"{TYPES[front['review_type']]}: {front['review']}"
    heading = Piece("heading", f"{number}. {title}", 2)
    return [heading, *(Piece("paragraph", text) for text in paragraphs)]


def _run(points: list[str]) -> str:
    said = [p.rstrip(".").replace(";", ",") for p in points if not p.endswith(":")]
    return "; ".join(said[:4]) + "."


def _parted(path: Path) -> tuple[dict[str, str], str]:
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def _pieces(body: str):
    for line in body.splitlines():
        text = re.sub(r"[*_]{1,2}(\S(?:.*?\S)?)[*_]{1,2}", r"\1", line.strip())
        if line.startswith("#"):
            yield Piece("heading", text.lstrip("# "), len(line) - len(line.lstrip("#")))
        elif line.startswith("- "):
            yield Piece("list_item", text[2:], 1)
        elif text:
            yield Piece("paragraph", text)


def _with_notes(pieces: list[Piece]) -> list[Piece]:
    """Hang the notes on the first two paragraphs after the opening one."""
    notes = iter(NOTES)
    hung, seen = [], 0
    for piece in pieces:
        is_body = piece.kind == "paragraph" and piece.text.endswith(".")
        seen += is_body
        note = next(notes, None) if is_body and seen > 1 else None
        hung.append(Piece(piece.kind, piece.text, piece.level, note))
    return hung


def _marks(pieces: list[Piece], review_of):
    """One mark for each paragraph, point and row, with the headings that it stands under."""
    path: list[tuple[int, str]] = []
    review = review_of("")
    for piece in pieces:
        if piece.kind == "heading":
            path = [(level, name) for level, name in path if level < piece.level]
            path.append((piece.level, piece.text))
            if piece.level == 2:
                review = review_of(piece.text)
            continue
        names = tuple(re.sub(r"^\d+\. ", "", name) for _, name in path)
        for text, facet in _said(piece, names):
            yield Mark(text, names, facet, review)


def _said(piece: Piece, names: tuple[str, ...]):
    """The piece whole, but each point of "Learning includes: a; b" by itself."""
    lead, colon, points = piece.text.partition(": ")
    if colon and lead in _ANNOUNCED:
        for point in points.split("; "):
            yield point, _ANNOUNCED[lead]
    else:
        yield piece.text, FACETS.get(names[-1])


def contents(names: list[str] | None = None) -> list[Content]:
    """The case list and the digests, all of them or those named."""
    paths = sorted(CORPUS.glob("*.md"))
    chosen = [digest(p) for p in paths if names is None or p.stem in names]
    return [case_list(), *chosen]
