"""Who a visitor is, in what is kept of people's use."""

from __future__ import annotations

import gradio as gr

from askreviews.web.access.roles import person_of

LOCAL = "local"


def name_of(request: gr.Request | None) -> str:
    """The name that whoever sends a request signed in with; ``local`` where nobody signs in."""
    return (person_of(request).name if request else "") or LOCAL
