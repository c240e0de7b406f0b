"""The viewer: a page of a document, or its text, with quotations marked, over the page."""

from __future__ import annotations

from askreviews.web.parts import html
from askreviews.web.prepare.keeping import keep_button

_BUTTON = '<button type="button" class="view-button" data-do="{}">{}</button>'


class Viewer:
    """The dialog that opens at ``#view=document&spans=10-20,30-40&at=0``.

    Here stands only what surrounds a view; ``viewer.js`` fetches the view itself.
    """

    def __init__(self, *, keeps: bool = False) -> None:
        html(dialog(keeps=keeps), "viewer", "viewer.js")


def dialog(*, keeps: bool = False) -> str:
    """The dialog, with nothing in it yet; ``keeps``: with a button to keep a quotation."""
    return (
        '<dialog class="view" aria-labelledby="view-title"><div class="view-head"><div>'
        '<h2 id="view-title" tabindex="-1"></h2>'
        '<p class="view-meta" data-part="whose"></p><p class="view-meta" data-part="file"></p>'
        f"</div>{_button('close', 'Close')}</div>"
        f'<div class="view-tools" data-part="tools">{_steps()}{_pages()}'
        f"{_others(keeps=keeps)}</div>"
        '<div class="view-body" data-part="body" role="region" tabindex="0"></div>'
        '<p class="ask-unseen" role="status" data-part="said"></p></dialog>'
    )


def _steps() -> str:
    unseen = '<span class="ask-unseen"> quotation</span>'
    return (
        '<div class="view-group" role="group" aria-label="Quotations" data-part="steps">'
        f"{_button('before', f'Previous{unseen}')}"
        f'<span class="view-where" data-part="step"></span>{_button("after", f"Next{unseen}")}'
        f"{_button('back', 'Back to the quotation')}</div>"
    )


def _pages() -> str:
    return (
        '<div class="view-group" role="group" aria-label="Pages" data-part="turns">'
        f"{_button('page-before', 'Previous page')}"
        f'<span class="view-where" data-part="page"></span>{_button("page-after", "Next page")}'
        "</div>"
    )


def _others(*, keeps: bool) -> str:
    keep = keep_button(("", 0, 0), "this quotation") if keeps else ""
    return (
        f'<div class="view-group">{_button("zoom", "Larger")}{_button("copy", "Copy link")}{keep}'
        '<span class="view-where" role="status" data-part="copied"></span></div>'
    )


def _button(do: str, words: str) -> str:
    return _BUTTON.format(do, words)
