"""The heading of the page: what this is, what it isn't, and what it holds."""

from __future__ import annotations

from askreviews.types import IndexInfo
from askreviews.web.markup import counted


def header(info: IndexInfo) -> str:
    """Say what this is, what it isn't, and what it holds."""
    held = f"{counted(info.documents, 'document')}, {counted(info.reviews, 'review')} held"
    return (
        '<header class="ask-header"><h1>Ask the reviews</h1>'
        "<p>Answers are sentences from the documents held, quoted word for word. It is not a "
        "decision tool: for a child you are worried about, follow your local procedure.</p>"
        f'<p class="ask-held">{held}</p></header>'
    )
