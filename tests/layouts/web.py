"""The contents as web pages, two ways, with a site around them."""

from __future__ import annotations

from html import escape
from pathlib import Path

from layouts.content import RUNNING_HEAD, Content, Piece

_NAV = (
    '<nav><ul><li><a href="/">Home</a></li><li><a href="/learning">Learning hub</a></li></ul></nav>'
)


def article(content: Content, path: Path) -> None:
    """A page with real headings, lists, a table and footnotes in a ``main`` part."""
    notes = iter(range(1, len(content.notes) + 1))
    body = _body(content, notes, heading=lambda p: f"<h{p.level}>{escape(p.text)}</h{p.level}>")
    foot = "".join(
        f'<li id="fn{n}">{escape(note)} <a href="#r{n}" role="doc-backlink">↩</a></li>'
        for n, note in enumerate(content.notes, 1)
    )
    path.write_text(
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(content.title)}'
        f" – {RUNNING_HEAD}</title><style>p{{margin:0}}</style></head><body><header>"
        f"<p>{RUNNING_HEAD}</p>{_NAV}</header><main>{body}"
        f'<section role="doc-endnotes"><ol>{foot}</ol></section></main>'
        "<footer><p>Contact the web team. Privacy and cookies.</p></footer></body></html>",
        "utf-8",
    )


def plain_divisions(content: Content, path: Path) -> None:
    """A page of divisions: a cookie banner, a menu by class only, a side column of links."""
    content = content.without_notes()
    body = _body(
        content, iter(()), heading=lambda p: f"<h{p.level}><b>{escape(p.text)}</b></h{p.level}>"
    )
    path.write_text(
        f"<html><head><meta charset='utf-8'><title>{escape(content.title)}</title></head><body>"
        '<div class="cookie-banner">We use cookies. <button>Accept</button></div>'
        f'<div class="main-menu">{_NAV}</div><div id="content">{body}</div>'
        '<aside><p><a href="/a">Latest news</a></p><p><a href="/b">Events</a></p></aside>'
        '<div class="footer"><p>© The partnership</p></div></body></html>',
        "utf-8",
    )


def _body(content: Content, notes, heading) -> str:
    parts: list[str] = []
    opened = ""
    for piece in content.pieces:
        wanted = {"list_item": "ul", "table_row": "table"}.get(piece.kind, "")
        if opened != wanted:
            parts += [f"</{opened}>" if opened else "", f"<{wanted}>" if wanted else ""]
            opened = wanted
        parts.append(heading(piece) if piece.kind == "heading" else _block(piece, notes))
    return "\n".join([*parts, f"</{opened}>" if opened else ""])


def _block(piece: Piece, notes) -> str:
    if piece.kind == "list_item":
        return f"<li>{escape(piece.text)}</li>"
    if piece.kind == "table_row":
        return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in piece.cells) + "</tr>"
    mark = ""
    if piece.note:
        n = next(notes)
        mark = f'<sup><a id="r{n}" href="#fn{n}" role="doc-noteref">{n}</a></sup>'
    return f"<p>{escape(piece.text)}{mark}</p>"
