"""How much of what a document says was read rightly."""

from __future__ import annotations

import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, field
from itertools import pairwise, zip_longest
from pathlib import Path

import pypdfium2 as pdfium

from askreviews.reading import read
from askreviews.types import Box, SourceDocument, age_text
from layouts.content import RUNNING_HEAD, Content, Mark

_PROBE = 10  # letters that tell a piece's page
FIELDS = ("text", "catalogue", "heading path", "facet", "page", "review", "boxes", "boxes alone")


@dataclass
class Score:
    """Of how many marks each field is right, and what was wrong, in words."""

    right: Counter[str] = field(default_factory=Counter)
    scored: Counter[str] = field(default_factory=Counter)
    in_order: bool = True
    wrong: list[str] = field(default_factory=list)

    def add(self, name: str, ok: bool, what: str) -> None:
        self.scored[name] += 1
        self.right[name] += ok
        if not ok:
            self.wrong.append(f"{name}: {what}")


def score(content: Content, path: Path) -> Score:
    """Read a laid-out document and compare it with what is true of it."""
    document = read(path, path.name, 100_000_000)
    result = Score()
    places = [document.text.find(mark.text) for mark in content.marks]
    pages = _pages(path) if path.suffix == ".pdf" else []
    shown = TextLayer(path) if pages else None
    for mark, place in zip(content.marks, places, strict=True):
        result.add("text", place >= 0, repr(mark.text[:70]))
        if place >= 0:
            _add_fields(result, mark, place, document, pages)
        if place >= 0 and shown:
            _add_boxes(result, document, shown, (place, place + len(mark.text)))
    found = [place for place in places if place >= 0]
    result.in_order = len(found) == len(places) and all(a < b for a, b in pairwise(found))
    if not result.in_order:
        turned = next((i for i, (a, b) in enumerate(pairwise(found)) if a >= b), 0)
        result.wrong.append(f"order: {content.marks[turned].text[:60]!r} before the next")
    _add_furniture(result, document)
    _add_cases(result, content, document)
    return result


def _add_cases(result: Score, content: Content, document: SourceDocument) -> None:
    """What the catalogue holds of each entry of a list, in the list's order."""
    held = [review for review in document.reviews if review.summary_only]
    for case, review in zip_longest(content.cases, held):
        told = review and (
            review.label, age_text(review.child_age_months), review.outcome, review.recommendations
        )  # fmt: skip
        result.add("catalogue", case is not None and told == astuple(case), f"{told} for {case}")


def _add_fields(
    result: Score, mark: Mark, place: int, document: SourceDocument, pages: list[str]
) -> None:
    block = next(b for b in document.blocks if b.start <= place < b.end)
    headings = tuple(re.sub(r"^\d+\. ", "", name) for name in block.headings)
    about = repr(mark.text[:50])
    result.add("heading path", headings == mark.headings, f"{about} under {headings}")
    if mark.facet:
        result.add("facet", block.facet == mark.facet, f"{about} is {block.facet}")
    if mark.review:
        result.add("review", block.review == mark.review, f"{about} is of {block.review}")
    if pages:
        page = document.layout.page(place, place + len(mark.text))
        probe = letters(mark.text)[:_PROBE]
        truth = [number for number, text in enumerate(pages, 1) if probe in text]
        result.add("page", page in truth, f"{about} is on {page}, not {truth}")


def _add_boxes(
    result: Score, document: SourceDocument, shown: TextLayer, span: tuple[int, int]
) -> None:
    """Read the text layer back inside the boxes of a span: its words, and no others."""
    found = shown.inside(document.layout.boxes(*span))
    quote = document.text[slice(*span)]
    about = f"{quote[:40]!r} reads {found[:60]!r}"
    result.add("boxes", letters(quote) in letters(found), about)
    result.add("boxes alone", letters(quote) == letters(found), about)


class TextLayer:
    """The text layer of a PDF, page by page, as PDFium has it."""

    def __init__(self, path: Path) -> None:
        self._document = pdfium.PdfDocument(path)
        self._pages: dict[int, pdfium.PdfTextPage] = {}

    def inside(self, boxes: Iterable[Box]) -> str:
        """What it says inside boxes, in their order."""
        return "".join(
            self._page(b.page).get_text_bounded(b.left, b.bottom, b.right, b.top) for b in boxes
        )

    def _page(self, number: int) -> pdfium.PdfTextPage:
        if number not in self._pages:
            self._pages[number] = self._document[number - 1].get_textpage()
        return self._pages[number]


def _pages(path: Path) -> list[str]:
    """The letters of each page, as poppler reads them: another reader than ours."""
    read_twice = [
        subprocess.run(["pdftotext", *how, str(path), "-"], capture_output=True, check=True)
        .stdout.decode()
        .split("\f")[:-1]
        for how in ((), ("-raw",))
    ]
    return ["|".join(map(letters, both)) for both in zip(*read_twice, strict=True)]


def letters(text: str) -> str:
    """The letters of a text, small: what no break, hyphen or ligature changes."""
    for ligature, letters in (("ﬁ", "fi"), ("ﬂ", "fl"), ("ﬃ", "ffi"), ("ﬄ", "ffl")):
        text = text.replace(ligature, letters)
    return "".join(re.findall(r"[^\W\d_]", text)).lower()


def _add_furniture(result: Score, document: SourceDocument) -> None:
    """Running heads, page numbers and the site around a page are no text of the document."""
    for word in (RUNNING_HEAD, "Page 1", "Learning hub", "cookies", "Latest news"):
        result.add("furniture", word not in document.text, f"{word!r} was kept")


def total(scores: list[Score]) -> Iterator[str]:
    """The figures over many documents, a line each."""
    for name in (*FIELDS, "furniture"):
        right, scored = (
            sum(getattr(s, part)[name] for s in scores) for part in ("right", "scored")
        )
        yield f"{name:14} {right}/{scored} = {right / scored:.1%}" if scored else f"{name:14} none"
    ordered = sum(score.in_order for score in scores)
    yield f"{'reading order':14} {ordered}/{len(scores)} documents"
