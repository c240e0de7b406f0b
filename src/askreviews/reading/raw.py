"""What a format's reader hands on: blocks of text in reading order, before cleaning."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

RawKind = Literal["heading", "paragraph", "list_item", "table_row", "line", "blank"]


@dataclass(frozen=True, slots=True)
class RawBlock:
    """One block as the format gives it.

    ``line`` and ``blank`` come from formats without structure, where ``structure``
    works out what each line is. ``page`` counts from 1. ``level`` is the depth of a
    heading (1 the outermost) or of a list item. The cells of a table row are joined by
    tabs. ``text`` holds no line break.
    """

    text: str
    kind: RawKind
    level: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class RawDocument:
    """A file's blocks, with its title and front matter where the format has them."""

    blocks: tuple[RawBlock, ...]
    title: str | None = None
    metadata: Mapping[str, Any] = field(default_factory=dict)
