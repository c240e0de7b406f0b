"""Who a visitor is."""

from __future__ import annotations

import gradio as gr

LOCAL = "local"


def name_of(request: gr.Request | None) -> str:  # noqa: ARG001
    """The name that whoever sends a request signed in with; ``local`` where nobody signs in."""
    return LOCAL
