"""Gradio loaded without the mcp package, which few ask for."""

from __future__ import annotations

import sys


def load_gradio() -> None:
    """Load Gradio, and not the mcp package with it.

    Gradio loads that wherever it is installed, for tools of its own, which are off: half a second
    of every start, for what few ask of us and then takes it once.
    """
    if "mcp" not in sys.modules:
        sys.modules["mcp"] = None  # type: ignore[assignment] # what the import system reads so
        try:
            import gradio  # noqa: F401
        finally:
            del sys.modules["mcp"]
