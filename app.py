"""The browser app: ``python app.py`` brings the index up to date and serves the page.

``demo`` is the page for Gradio's own tools. It is made when it is asked for, from the index
that is there, so that importing this file is cheap and works before there is an index.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from askreviews.errors import AskReviewsError
from askreviews.settings import load_settings

if TYPE_CHECKING:
    import gradio as gr


def main() -> int:
    """Serve until interrupted; 2 where that can't be, said in one sentence."""
    from askreviews.audit import kept_for_days
    from askreviews.starting import offers_of
    from askreviews.web.without_mcp import load_gradio

    load_gradio()  # takes seconds
    from askreviews.web.server import serve

    try:
        settings = load_settings()
        with kept_for_days(settings):
            serve(settings, offers_of)
    except AskReviewsError as error:
        print(f"askreviews: {error}", file=sys.stderr)
        return 2
    return 0


def __getattr__(name: str) -> gr.Blocks:
    """Make ``demo``, which asks nobody who they are: there must be no accounts.

    Raises:
        AskReviewsError: people have to sign in, which only ``python app.py`` asks of them; or there
            is no usable index yet, which it makes.
    """
    if name != "demo":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from askreviews.assistant import Assistant
    from askreviews.starting import offers_of
    from askreviews.web.access.entrances import Open, entrance_of
    from askreviews.web.page import build
    from askreviews.web.work.workers import Workers

    settings = load_settings()
    if not isinstance(entrance_of(settings, "127.0.0.1"), Open):
        raise AskReviewsError("People have to sign in here; serve it by 'python app.py'.")
    assistant = Assistant.open(settings.index, settings)
    return build(assistant, offers_of(assistant, settings), workers=Workers(settings))


if __name__ == "__main__":
    sys.exit(main())
