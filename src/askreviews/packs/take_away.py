"""Conversations to take away, as the page offers them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from askreviews.errors import IndexingError
from askreviews.packs.transcript import Transcript
from askreviews.packs.transcript_arranging import arrange
from askreviews.packs.transcript_docx import docx
from askreviews.packs.transcript_markdown import markdown
from askreviews.types import Answer, Citation

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_GONE = "This document is no longer held."


class TakeAway:
    """Writes a conversation as a file; nothing of it is left on this machine."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def markdown(self, answers: Sequence[Answer], narrowed: Sequence[str] = ()) -> str:
        """Write it as Markdown.

        Args:
            answers: oldest first.
            narrowed: for each, in words, what the reviews were narrowed to; empty for nothing.
        """
        return markdown(self._arranged(answers, narrowed))

    def docx(self, answers: Sequence[Answer], narrowed: Sequence[str] = ()) -> bytes:
        """Write it as a Word document; see ``markdown``."""
        return docx(self._arranged(answers, narrowed))

    def _arranged(self, answers: Sequence[Answer], narrowed: Sequence[str]) -> Transcript:
        today = datetime.now(UTC).astimezone().date()
        return arrange(answers, self._assistant.info, today, self._notes, narrowed)

    def _notes(self, citation: Citation) -> list[str]:
        """What a quotation names that has since been replaced."""
        try:
            return [one.sentence() for one in self._assistant.context(citation).superseded]
        except IndexingError:
            return [_GONE]
