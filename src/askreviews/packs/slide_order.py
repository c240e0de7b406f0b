"""Which lines stand on which slide."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from askreviews.packs.model import Item, Part
from askreviews.packs.slide_text import Box, Line, height, paged


def sections(part: Part) -> Iterator[tuple[str, list[Item]]]:
    """The items under each heading, with what stands above them as a title."""
    path: list[str] = []
    items: list[Item] = []
    for item in part.shown:
        if item.kind == "heading":
            if items:
                yield _title(part, path), items
            path, items = [*path[: item.level - 1], item.text], []
        elif item.kind != "blank":
            items.append(item)
    if items:
        yield _title(part, path), items


def _title(part: Part, path: Sequence[str]) -> str:
    """A slide's title: two headings say enough without the part's name."""
    return ": ".join(path if len(path) > 1 else [part.title, *path])


def kept_together(items: Sequence[Item]) -> Iterator[list[Item]]:
    """Runs of items; a question written for the session is a slide with the line before it."""
    run: list[Item] = []
    for item in items:
        if item.kind == "session" and run and run[-1].kind == "quote":
            if run[:-1]:
                yield run[:-1]
            yield [run[-1], item]
            run = []
        else:
            run.append(item)
    if run:
        yield run


def rows_by_slide(lines: Sequence[Line], cell: Box, size: float) -> Iterator[list[Line]]:
    """Rows of a table, as many on a slide as its first column has room for."""
    rows: list[Line] = []
    for line in (x for page in paged(lines, cell, size, 1) for x in page):
        taken = sum(height(row, size, cell.width) for row in [*rows, line])
        if rows and taken > cell.height:
            yield rows
            rows = []
        rows.append(line)
    if rows:
        yield rows
