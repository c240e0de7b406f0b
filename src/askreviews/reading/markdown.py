"""Markdown with YAML front matter."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml
from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.front_matter import front_matter_plugin

from askreviews.reading.common import cell, fault, flat, lines_of, split_at_breaks
from askreviews.reading.plain import decode
from askreviews.reading.plain_yaml import load_yaml
from askreviews.reading.raw import RawBlock, RawDocument, RawKind

_LISTS = ("bullet_list", "ordered_list")


def read_markdown(path: Path) -> RawDocument:
    """Read a Markdown file as the text that it renders to.

    Args:
        path: the file, CommonMark with tables.

    Returns:
        Its blocks without markup, its front matter, and as title that of the front
        matter or the first heading of level 1.

    Raises:
        ReadingError: the front matter is not YAML, or not a set of keys and values.
    """
    parser = MarkdownIt("commonmark", {"maxNesting": 100}).enable("table").use(front_matter_plugin)
    tokens = parser.parse(decode(path.read_bytes()).replace("\0", ""))
    metadata: Mapping[str, Any] = {}
    if tokens and tokens[0].type == "front_matter":
        metadata = _front_matter(path, tokens.pop(0).content)
    blocks = _Walk().blocks_of(tokens)
    first = next(
        (block.text for block in blocks if (block.kind, block.level) == ("heading", 1)), None
    )
    return RawDocument(tuple(blocks), str(metadata.get("title") or "") or first, metadata)


def _front_matter(path: Path, source: str) -> dict[str, Any]:
    try:
        values = load_yaml(source)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        where = f" at line {mark.line + 2}" if mark else ""  # from 1, and below the dashes
        raise fault(
            path, f"its front matter is not valid YAML{where}", "correct that line"
        ) from error
    except (yaml.YAMLError, ValueError) as error:  # a date such as 2024-02-30 is a ValueError
        told = "its front matter is not valid YAML"
        raise fault(path, told, "correct the lines between the dashes") from error
    if values is None:
        return {}
    if not isinstance(values, dict):
        told = "its front matter is not a set of `key: value` lines"
        raise fault(path, told, "correct the lines between the dashes")
    return {str(key): value for key, value in values.items()}


class _Walk:
    """Turns markdown-it's flat list of tokens into blocks."""

    def __init__(self) -> None:
        self._blocks: list[RawBlock] = []
        self._lists = 0
        self._kind: RawKind = "paragraph"
        self._level = 0
        self._cells: list[str] | None = None

    def blocks_of(self, tokens: list[Token]) -> list[RawBlock]:
        for token in tokens:
            name, _, edge = token.type.rpartition("_")
            if edge == "open":
                self._open(name, token)
            elif edge == "close":
                self._close(name)
            else:
                self._content(token)
        return self._blocks

    def _open(self, name: str, token: Token) -> None:
        if name in _LISTS:
            self._lists += 1
        elif name == "list_item":
            self._kind, self._level = "list_item", self._lists
        elif name == "heading":
            self._kind, self._level = "heading", int(token.tag[1])
        elif name == "tr":
            self._cells = []

    def _close(self, name: str) -> None:
        if name in _LISTS:
            self._lists -= 1
        if name in ("heading", "list_item"):
            self._kind, self._level = "paragraph", 0
        if name == "tr" and self._cells is not None:
            self._add("\t".join(self._cells), "table_row")
            self._cells = None

    def _content(self, token: Token) -> None:
        if token.type == "inline":
            self._inline(_text(token.children or []))
        elif token.type in ("fence", "code_block"):
            # Text pasted with an indent is "code" to Markdown, and still someone's words.
            for line in lines_of(token.content):
                self._add(line.strip(), "paragraph")
        elif token.type == "html_block":
            from askreviews.reading.html import blocks_of_html  # lxml only when it is needed

            self._blocks.extend(blocks_of_html(token.content))

    def _inline(self, text: str) -> None:
        if self._cells is not None:
            self._cells.append(cell(text))
        elif self._kind == "heading":
            self._add(flat(text), "heading", self._level)
        else:
            for piece in split_at_breaks(text):
                self._add(piece, self._kind, self._level)
                self._kind, self._level = "paragraph", 0

    def _add(self, text: str, kind: RawKind, level: int = 0) -> None:
        if text.strip():
            self._blocks.append(RawBlock(text.strip(), kind, level))


def _text(tokens: list[Token]) -> str:
    """Return what inline tokens render to; images and raw HTML render to nothing."""
    return "".join(_rendered(token) for token in tokens)


def _rendered(token: Token) -> str:
    if token.type == "softbreak":
        return " "
    typed_break = token.type == "html_inline" and token.content.lower().startswith("<br")
    if token.type == "hardbreak" or typed_break:
        return "\n"
    return token.content if token.type in ("text", "code_inline") else ""
