"""Who a visitor is, in what is kept of people's use."""

from __future__ import annotations

from typing import TYPE_CHECKING

from askreviews.web.access.roles import person_of

if TYPE_CHECKING:
    import gradio as gr

LOCAL = "local"


def name_of(request: gr.Request | None) -> str:
    """The name that whoever sends a request signed in with; ``local`` where nobody signs in."""
    return (person_of(request).name if request else "") or LOCAL


def counted_as(request: gr.Request | None) -> str:
    """Whose a question counts as: the name's; where nobody signs in, the open page's."""
    name = person_of(request).name if request else ""
    return name or f"page {request.session_hash if request else ''}"
