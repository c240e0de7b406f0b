"""What each paragraph of a PDF is: a heading, a list item or plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from askreviews.reading.pdf_lines import Line
from askreviews.reading.pdf_paragraphs import Paragraph, Typesetting
from askreviews.reading.pdf_tables import Row
from askreviews.reading.raw import RawBlock
from askreviews.reading.traced import Traced, joined

_LONGEST_HEADING = 150
_DEEPEST_HEADING = 6
_SAME_PLACE = 3.0  # points


class Classifier:
    """Makes blocks of a document's paragraphs.

    Args:
        parts: the paragraphs and table rows of the whole document, in reading order.
        typesetting: what is usual in it.
        join: what makes one text of lines.
    """

    def __init__(
        self,
        parts: Sequence[Paragraph | Row],
        typesetting: Typesetting,
        join: Callable[[Sequence[Traced]], Traced],
    ) -> None:
        self._typesetting = typesetting
        self._join = join
        self._parts = parts
        paragraphs = list(_paragraphs(parts))
        # Where most of the text is bold, bold tells nothing.
        bold = sum(_length(paragraph) for paragraph in paragraphs if _is_bold(paragraph))
        self._bold_tells = bold * 2 < sum(_length(paragraph) for paragraph in paragraphs)
        sizes = {
            _size(paragraph.first)
            for paragraph in paragraphs
            if typesetting.is_large(paragraph.first)
            and self._is_heading(paragraph, self._text(paragraph).text)
        }
        self._levels = {size: level for level, size in enumerate(sorted(sizes, reverse=True), 1)}
        self._indents: list[float] = []  # of the list items that are open, outermost first

    def blocks(self) -> list[RawBlock]:
        """Return the blocks, each with the page that it starts on."""
        return [block for part in self._parts for block in self._blocks_of(part)]

    def _blocks_of(self, part: Paragraph | Row) -> Iterator[RawBlock]:
        if isinstance(part, Paragraph):
            yield self._block(part)
        elif part.is_data:
            yield self._row(part)
        else:
            yield from (self._block(paragraph) for cell in part.cells for paragraph in cell)

    def _text(self, paragraph: Paragraph) -> Traced:
        return self._join([line.traced for line in paragraph.lines])

    def _row(self, row: Row) -> RawBlock:
        self._indents.clear()
        cells = (
            joined((self._text(each)[len(each.marker) :] for each in paragraphs), " ")
            for paragraphs in row.cells
        )
        said = joined(cells, "\t")
        whole = said[: len(said.text.rstrip("\t"))]
        return RawBlock(whole.text, "table_row", page=row.page, places=whole.places)

    def _block(self, paragraph: Paragraph) -> RawBlock:
        said, page = self._text(paragraph), paragraph.first.page
        if self._is_heading(paragraph, said.text):
            self._indents.clear()
            level = self._levels.get(_size(paragraph.first), len(self._levels) + 1)
            return RawBlock(said.text, "heading", min(level, _DEEPEST_HEADING), page, said.places)
        if paragraph.marker:
            level = self._list_level(paragraph.first.x0)
            item = said[len(paragraph.marker) :]
            return RawBlock(item.text, "list_item", level, page, item.places)
        self._indents.clear()
        return RawBlock(said.text, "paragraph", page=page, places=said.places)

    def _is_heading(self, paragraph: Paragraph, text: str) -> bool:
        if len(text) > _LONGEST_HEADING or text.endswith((".", ";", ",")) or paragraph.first.turned:
            return False
        if paragraph.marker and not _is_numbered(paragraph):
            return False
        stands_out = self._typesetting.is_large(paragraph.first) or (
            self._bold_tells and _is_bold(paragraph)
        )
        return stands_out and any(map(str.isalpha, text))

    def _list_level(self, indent: float) -> int:
        while self._indents and self._indents[-1] > indent + _SAME_PLACE:
            self._indents.pop()
        if not self._indents or self._indents[-1] < indent - _SAME_PLACE:
            self._indents.append(indent)
        return len(self._indents)


def _paragraphs(parts: Sequence[Paragraph | Row]) -> Iterator[Paragraph]:
    """Yield the paragraphs that are no cells of data."""
    for part in parts:
        if isinstance(part, Paragraph):
            yield part
        elif not part.is_data:
            yield from (paragraph for cell in part.cells for paragraph in cell)


def _length(paragraph: Paragraph) -> int:
    return sum(len(line.text) for line in paragraph.lines)


def _is_bold(paragraph: Paragraph) -> bool:
    return all(line.bold for line in paragraph.lines)


def _is_numbered(paragraph: Paragraph) -> bool:
    return any(map(str.isalnum, paragraph.marker)) and paragraph.marker != "o "


def _size(line: Line) -> float:
    return round(line.size * 2) / 2
