"""Tables as blocks: rows of data, or the text that a table only places on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askreviews.reading.common import cell
from askreviews.reading.raw import RawBlock

Cells = Sequence[Sequence[RawBlock]]


def blocks_of_table(rows: Sequence[Cells]) -> Iterator[RawBlock]:
    """Yield a row of text for each row, its footnotes after it.

    Args:
        rows: the blocks of each cell of each row; a cell that another covers has none.
    """
    if _is_layout(rows):
        for row in rows:
            for blocks in row:
                yield from blocks
        return
    for row in rows:
        texts = [cell(" ".join(block.text for block in _words(blocks))) for blocks in row]
        if any(texts):
            yield RawBlock("\t".join(texts).rstrip("\t"), "table_row")
        for blocks in row:
            yield from (block for block in blocks if block.kind == "footnote")


def _words(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    return [block for block in blocks if block.kind != "footnote"]


def _is_layout(rows: Sequence[Cells]) -> bool:
    """Tell a table that places boxes on a page (a heading and its text in a cell) from data."""
    if all(len(row) <= 1 for row in rows):
        return True
    cells = [_words(blocks) for row in rows for blocks in row]
    return any(block.kind == "heading" for blocks in cells for block in blocks[:-1])
