"""The button that keeps a quotation, wherever in the page one stands."""

from __future__ import annotations

from html import escape

from askreviews.web.markup import plain
from askreviews.web.prepare.basket import Place


def keep_button(place: Place, about: str) -> str:
    """A button that ``prepare.js`` shows as pressed where the quotation is kept.

    Args:
        place: document, first character, and the one after the last.
        about: what tells it from other buttons, for a screen reader.
    """
    return (
        f'<button type="button" class="keep" aria-pressed="false" {of_place(place)}>'
        '<span class="keep-off">Keep</span><span class="keep-on">Kept</span>'
        f'<span class="ask-unseen"> {plain(about)}</span></button>'
    )


def of_place(place: Place) -> str:
    """A place as attributes of an element."""
    document_id, start, end = place
    return f'data-document="{escape(document_id)}" data-keep="{start}-{end}"'
