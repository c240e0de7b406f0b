"""What was kept, as HTML: ordered, noted, dropped, saved by name."""

from __future__ import annotations

import json
from collections.abc import Sequence
from html import escape

from askreviews.types import Citation
from askreviews.web.ask.sources import byline, name
from askreviews.web.markup import counted, plain
from askreviews.web.prepare.basket import LONGEST_NOTE, Basket, Kept
from askreviews.web.prepare.desk import Asked, Desk
from askreviews.web.prepare.keeping import of_place
from askreviews.web.viewer.links import view_address

LONGEST_NAME = 60
_BEGINNING = 60
_NOT_NOW = ' aria-disabled="true"'
_EMPTY = (
    '<p class="ask-hint">Nothing yet. Press “Keep” beside a source in the Ask tab, on the page of '
    "a review, or where a document is open.</p>"
)
_GONE = (
    "No longer held: its document has been removed or read anew since. It will be left out of "
    "the pack."
)
_SURE = {
    "overwrite": ("There is a saved basket called {} already.", "Overwrite it"),
    "load": ("Loading {} takes the place of what you kept here.", "Load it"),
    "delete": ("{} will be deleted, for everyone who uses this page.", "Delete it"),
}


def marks(desk: Desk, words: str, number: object) -> str:
    """What the buttons of the page need to know, and what is said when one was pressed.

    Args:
        desk: the visitor's.
        words: said to a screen reader.
        number: what the page counted its sending as, by which it knows the reply.
    """
    reply = number if isinstance(number, int) else 0
    places = [[i.document_id, f"{i.start}-{i.end}"] for i in desk.basket.items]
    return (
        f'<p class="ask-unseen" role="status" aria-live="polite">{plain(words)}</p>'
        f'<span hidden data-kept="{escape(json.dumps(places))}" data-reply="{reply}"></span>'
    )


def kept_html(desk: Desk, standing: Sequence[Citation | None], saved: Sequence[str]) -> str:
    """The basket, and the baskets that are saved.

    Args:
        desk: the visitor's.
        standing: for each quotation, where it stands now, None where it does no more.
        saved: the names of saved baskets.
    """
    items = desk.basket.items
    listed = "".join(
        _item(n, item, citation, len(items))
        for n, (item, citation) in enumerate(zip(items, standing, strict=True), 1)
    )
    title = f"What you kept ({len(items)})" if items else "What you kept"
    body = (
        f'<ol class="prep-plain prep-kept">{listed}</ol>{_save(desk.basket)}' if items else _EMPTY
    )
    return (
        '<section aria-labelledby="prep-kept-title">'
        f'<h2 id="prep-kept-title" tabindex="-1">{title}</h2>{body}'
        f"{_sure(desk.asked)}{_saved(saved)}</section>"
    )


def dropped(count: int) -> str:
    """Say how many are left."""
    return f"{counted(count, 'quotation')} kept." if count else "Nothing is kept now."


def _item(number: int, item: Kept, citation: Citation | None, of: int) -> str:
    start = plain(beginning(item.quote))
    if citation is None:
        source = f'<p class="ask-problem">{plain(item.document_id)}. {_GONE}</p>'
    else:
        view = escape(view_address(item.document_id, [(item.start, item.end)]))
        source = (
            f'<p class="ask-meta">{plain(name(citation))} · {byline(citation)} · '
            f'<a href="{view}">Open<span class="ask-unseen"> at: {start}</span></a></p>'
        )
    buttons = "".join(
        f'<button type="button" data-do="{do}"{"" if can else _NOT_NOW}>{word}'
        f'<span class="ask-unseen"> quotation {number}: {start}</span></button>'
        for do, word, can in (
            ("kept-up", "Up", number > 1),
            ("kept-down", "Down", number < of),
            ("drop", "Drop", True),
        )
    )
    field = f"prep-note-{number}"
    return (
        f'<li {of_place(item.place)} data-block="{escape(json.dumps(item.place))}">'
        f'<blockquote class="ask-quote"><p class="ask-words">{plain(item.quote)}</p></blockquote>'
        f'{source}<p class="prep-field"><label for="{field}">Note'
        f'<span class="ask-unseen"> on quotation {number}</span></label>'
        f'<input type="text" id="{field}" data-change="kept-note" maxlength="{LONGEST_NOTE}" '
        f'autocomplete="off" value="{escape(item.note)}"></p>'
        f'<p class="prep-buttons">{buttons}</p></li>'
    )


def beginning(words: str) -> str:
    """The first words of a quotation."""
    simple = " ".join(words.split())
    return simple if len(simple) <= _BEGINNING else simple[:_BEGINNING].rpartition(" ")[0] + " …"


def _save(basket: Basket) -> str:
    return (
        '<form method="dialog" class="prep-row" data-form="save"><p class="prep-field">'
        '<label for="prep-name">Save this basket as</label>'
        f'<input type="text" id="prep-name" name="name" maxlength="{LONGEST_NAME}" required '
        f'autocomplete="off" value="{escape(basket.name)}" aria-describedby="prep-name-hint"></p>'
        '<button type="submit">Save</button></form>'
        '<p class="ask-hint" id="prep-name-hint">Saved baskets are kept on this machine, where '
        "everyone who uses this page can load them. Leave out names of people.</p>"
    )


def _saved(saved: Sequence[str]) -> str:
    if not saved:
        return ""
    options = "".join(f'<option value="{escape(one)}">{plain(one)}</option>' for one in saved)
    return (
        '<form method="dialog" class="prep-row" data-form="load"><p class="prep-field">'
        '<label for="prep-saved">Saved baskets</label>'
        f'<select id="prep-saved" name="name">{options}</select></p>'
        '<button type="submit">Load</button>'
        '<button type="button" data-do="delete">Delete…</button></form>'
    )


def _sure(asked: Asked | None) -> str:
    """Ask once more before something is lost."""
    if asked is None:
        return ""
    words, button = _SURE[asked.what]
    called = f"“{plain(asked.name)}”"
    return (
        f'<div class="prep-sure" role="group" aria-labelledby="prep-sure-words"><p '
        f'id="prep-sure-words" tabindex="-1">{words.format(called)}</p><p class="prep-buttons">'
        f'<button type="button" data-do="sure">{button}</button>'
        '<button type="button" data-do="not-sure">Cancel</button></p></div>'
    )
