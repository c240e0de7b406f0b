"""PDF documents: paragraphs, headings and lists worked out from how pages are set.

PDFium (through pypdfium2) rather than PyMuPDF, whose licence is AGPL.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from askreviews.reading.common import cell, fault
from askreviews.reading.layout import Glyphs
from askreviews.reading.ocr import read_with_ocr
from askreviews.reading.pdf_blocks import Classifier
from askreviews.reading.pdf_lines import Line, PageLines, lines_of_page
from askreviews.reading.pdf_notes import footnotes_of, notes
from askreviews.reading.pdf_order import laid_out
from askreviews.reading.pdf_paragraphs import Paragraph, Typesetting, is_same_size
from askreviews.reading.pdf_running import without_running
from askreviews.reading.pdf_tables import Row, with_rows
from askreviews.reading.pdf_text import Joiner
from askreviews.reading.pdfium import PDFIUM
from askreviews.reading.raw import RawBlock, RawDocument

_LOOK_BACK = 6  # paragraphs: past the footnotes of a page
_FEWEST_LETTERS = 0.3  # of the characters: below, the fonts do not say what they show


def read_pdf(path: Path) -> RawDocument:
    """Read a PDF: its text layer, or what OCR makes of pages that have none.

    Args:
        path: the file.

    Returns:
        Its paragraphs, headings and list items, each with the page it starts on. Running
        heads and feet, page numbers and footnote marks are left out. The title is the one
        in the file's properties where the first page shows it, else its largest heading
        where only one is as large.

    Raises:
        ReadingError: it is under a password, damaged, or has no text layer and there is no
            program for OCR.
    """
    return read_with_ocr(path, _read_text_layer)


def count_pages(path: Path) -> int:
    """How many pages a PDF has; 0 if it cannot be opened: whoever reads it says why."""
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError:
            return 0
        try:
            return len(document)
        finally:
            document.close()


def _read_text_layer(path: Path) -> RawDocument:
    glyphs = Glyphs()
    with PDFIUM:
        document = _opened(path)
        try:
            pages = [lines_of_page(document, page, glyphs) for page in range(len(document))]
            named = cell(document.get_metadata_dict().get("Title", ""))
        finally:
            document.close()
    lines = [line for page in pages for line in page.lines]
    _check_text(path, lines)
    kept = set(without_running(lines) or lines)
    shown = [page.only(kept) for page in pages]
    blocks = _blocks([page for page in shown if page.lines])
    return RawDocument(tuple(blocks), _title(named, blocks), glyphs=glyphs)


def _opened(path: Path) -> pdfium.PdfDocument:
    try:
        return pdfium.PdfDocument(path)
    except pdfium.PdfiumError as error:
        if error.err_code == pdfium_c.FPDF_ERR_PASSWORD:
            told = "it is protected with a password"
            raise fault(path, told, "save it without one and add it again") from error
        raise fault(path, "it is damaged", "save or download it again") from error


def _check_text(path: Path, lines: list[Line]) -> None:
    text = "".join(line.text for line in lines)
    if not text.strip():
        told = "it has no text layer, as scanned pages have none"
        raise fault(path, told, "add one by OCR (for example `ocrmypdf in.pdf out.pdf`)")
    if sum(map(str.isalnum, text)) < _FEWEST_LETTERS * len(text):
        told = "its fonts do not say which letters they show"
        raise fault(path, told, "add a text layer by OCR (`ocrmypdf --force-ocr in.pdf out.pdf`)")


def _blocks(drawn: Sequence[PageLines]) -> list[RawBlock]:
    small = footnotes_of(drawn)
    text = [page.only({line for line in page.lines if line not in small}) for page in drawn]
    join = Joiner(line.text for page in drawn for line in page.lines).join
    pages = laid_out([page for page in text if page.lines])
    typesetting = Typesetting(pages)
    parts: list[Paragraph | Row] = []
    for page in pages:
        _flow(parts, typesetting.paragraphs(page), typesetting)
    blocks = Classifier(parts, typesetting, join).blocks()
    for number, lines in notes(drawn, small):
        said = join(lines)
        note = RawBlock(said.text, "footnote", page=number, places=said.places)
        blocks.insert(_end_of_page(blocks, number), note)
    return blocks


def _end_of_page(blocks: Sequence[RawBlock], number: int) -> int:
    """Return where the blocks that start on a page, or before it, end."""
    upto = (place for place, block in enumerate(blocks, 1) if (block.page or 0) <= number)
    return max(upto, default=0)


def _flow(done: list[Paragraph | Row], page: list[Paragraph], typesetting: Typesetting) -> None:
    """Add a page's paragraphs and rows; one that a page or column parts is made whole."""
    last: Paragraph | None = None
    ends = done[-1] if done else None
    for part in with_rows(page, ends if isinstance(ends, Row) else None):
        if isinstance(part, Row):
            before = done[-1] if done else None
            if isinstance(before, Row) and before.goes_on_in(part, typesetting):
                before.add(part, typesetting)
            else:
                done.append(part)
            continue
        turns = last is None or part.first.y > last.last.y
        earlier = _unfinished(done, part, typesetting) if turns else None
        if earlier:
            earlier.lines += part.lines
        else:
            done.append(part)
        if not typesetting.is_large(part.first):
            last = part


def _unfinished(
    done: list[Paragraph | Row], paragraph: Paragraph, typesetting: Typesetting
) -> Paragraph | None:
    """Return the paragraph that this one goes on with, past the footnotes between them."""
    for earlier in reversed(done[-_LOOK_BACK:]):
        if isinstance(earlier, Row):
            return None
        if is_same_size(earlier.last, paragraph.first):
            goes_on = typesetting.goes_on(earlier.last, paragraph.first)
            return earlier if goes_on and not paragraph.marker else None
    return None


def _title(named: str, blocks: Sequence[RawBlock]) -> str | None:
    shown = " ".join(cell(block.text) for block in blocks if block.page == 1)
    if named and named.casefold() in shown.casefold():
        return named
    largest = [block.text for block in blocks if (block.kind, block.level) == ("heading", 1)]
    return largest[0] if len(largest) == 1 else None
