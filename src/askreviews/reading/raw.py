"""What a format's reader hands on: blocks of text in reading order, before cleaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

RawKind = Literal[
    "heading", "paragraph", "list_item", "table_row", "footnote", "line", "blank"
]


@dataclass(frozen=True, slots=True)
class RawBlock:
    """One block as the format gives it.

    ``line`` and ``blank`` come from formats without structure, where ``structure``
    works out what each line is. A ``footnote`` stands where its mark does, and is laid out
    after the text. ``page`` counts from 1. ``level`` is the depth of a
    heading (1 the outermost) or of a list item. The cells of a table row are joined by
    tabs. ``text`` holds no line break.
    """

    text: str
    kind: RawKind
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file's blocks, with its title and front matter where the format has them.

    ``notes`` are sentences for whoever added the file: what could not be read in it, or was
    read by other means ("Pages 3 and 4 have no text.").
    """

    blocks: tuple[RawBlock, ...]
    title: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
