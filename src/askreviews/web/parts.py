"""Parts of the page that Gradio has no component for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from askreviews.web import theme
from askreviews.web.markup import plain

# What is pressed on the page is no public interface, and shows its own progress.
QUIET: dict[str, Any] = {"show_progress": "hidden", "api_visibility": "private"}
Updates = dict[Any, Any]


def html(
    value: str,
    elem_id: str | None = None,
    script: str | Sequence[str] = (),
    serves: Sequence[Callable[..., Any]] = (),
) -> gr.HTML:
    """HTML of ours, with the scripts of those names, and the functions that they may call."""
    names = [script] if isinstance(script, str) else script
    # Each in a block of its own, so that what one names is not the other's.
    code = "\n".join(f"{{\n{theme.script(name)}}}" for name in names)
    return gr.HTML(
        value,
        elem_id=elem_id,
        js_on_load=code or None,
        apply_default_css=False,
        server_functions=list(serves),
    )


def said(words: str, *, seen: bool = False) -> str:
    """Put words, as HTML, where a screen reader says them once, politely."""
    look = "ask-hint" if seen else "ask-unseen"
    return f'<p class="{look}" role="status" aria-live="polite">{words}</p>'


def fault(words: str) -> str:
    """Put words on what went wrong, as they are, where they are both seen and said."""
    return f'<p class="ask-problem" role="status" aria-live="polite">{plain(words)}</p>'
