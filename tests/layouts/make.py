"""Lay documents out in every format and layout."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from layouts import office, press, web, word
from layouts.content import Content

_Writer = Callable[[Content, Path], None]
WORD: dict[str, _Writer] = {
    "styled": word.styled,
    "by-look": word.by_look,
    "columns": word.in_columns,
    "table": word.in_table,
    "boxes": word.in_boxes,
}
PRESS: dict[str, _Writer] = {
    "columns-drawn-across": press.in_columns,
    "columns-shuffled": press.shuffled,
    "boxes-shuffled": press.in_boxes,
    "table-unruled": press.unruled,
}
WEB: dict[str, _Writer] = {"article": web.article, "divisions": web.plain_divisions}


def lay_out(contents: list[Content], folder: Path) -> list[tuple[str, Content, Path]]:
    """Write each content in each layout; gives the layout, the content and the file."""
    made = []
    for content in contents:
        for kind, suffix, writers in (
            ("docx", "docx", WORD),
            ("pdf", "pdf", PRESS),
            ("html", "html", WEB),
        ):
            for name, write in writers.items():
                path = folder / f"{content.name}.{name}.{suffix}"
                write(content, path)
                made.append((f"{kind} {name}", content, path))
    word_files = [entry for entry in made if entry[2].suffix == ".docx"]
    printed = folder / "printed"
    printed.mkdir()
    pdfs = office.to_pdf([path for _, _, path in word_files], printed)
    for (layout, content, _), pdf in zip(word_files, pdfs, strict=True):
        made.append((layout.replace("docx", "pdf of docx"), content, pdf))
    return made
