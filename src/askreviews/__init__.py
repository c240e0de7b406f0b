"""Answers questions over reviews of serious child-safeguarding cases, in their own words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from askreviews.errors import AskReviewsError

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.library import Library
    from askreviews.retrieval.filters import Filters
    from askreviews.settings import Settings
    from askreviews.types import Answer, Citation, PageView, Passage, Review, Statement, Turn

__all__ = [
    "Answer",
    "AskReviewsError",
    "Assistant",
    "Citation",
    "Filters",
    "Library",
    "PageView",
    "Passage",
    "Review",
    "Settings",
    "Statement",
    "Turn",
]

# The two doors load seconds of libraries; they open when somebody knocks. Types load pydantic,
# which "askreviews --help" does without.
_LAZY = {
    **dict.fromkeys(
        ("Answer", "Citation", "PageView", "Passage", "Review", "Statement", "Turn"),
        "askreviews.types",
    ),
    "Assistant": "askreviews.assistant",
    "Library": "askreviews.library",
    "Filters": "askreviews.retrieval.filters",
    "Settings": "askreviews.settings",
}


def __getattr__(name: str) -> Any:
    """Import a public name at first use (PEP 562)."""
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(_LAZY[name]), name)
