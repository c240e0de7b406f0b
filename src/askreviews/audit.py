"""The audit log, where the operator turns it on: who was answered, when, from which documents."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from askreviews.errors import AskReviewsError
from askreviews.journal import Journal
from askreviews.settings import Settings
from askreviews.types import Answer, Reason, Status

FILE_NAME = "audit.jsonl"
# Who asks where nobody signs in.
LOCAL = "local"
_DAY_S = 86_400
logger = logging.getLogger(__name__)

Way = Literal["page", "ask", "batch", "api", "mcp"]


class Entry(BaseModel):
    """One answer: a line of the log."""

    model_config = ConfigDict(frozen=True)

    at: datetime = Field(description="when it was given, in UTC")
    who: str = Field(description="name signed in with, or 'local'")
    way: Way = Field(description="through the page, by a program, or by which command")
    status: Status
    reason: Reason | None = None
    documents: tuple[str, ...] = Field((), description="those cited, each once")
    question: str | None = Field(None, description="only where the operator turned that on")


class AuditLog:
    """Notes answers.

    Args:
        journal: the file.
        way: how these are asked for.
        days: how long entries are kept.
        questions: whether the question is noted too; one with personal data never is.
    """

    def __init__(self, journal: Journal, way: Way, days: int, *, questions: bool) -> None:
        self._journal = journal
        self._way = way
        self._days = days
        self._questions = questions

    @classmethod
    def of(cls, settings: Settings, way: Way) -> AuditLog | None:
        """As the operator set it; None where no log is kept.

        Raises:
            AskReviewsError: one is to be kept and cannot be written.
        """
        if not settings.audit:
            return None
        journal = journal_of(settings)
        try:
            journal.check()
        except OSError as error:
            raise _unwritten(journal.path, error) from error
        return cls(journal, way, settings.audit_days, questions=settings.audit_questions)

    def note(self, answer: Answer, who: str = LOCAL, way: Way | None = None) -> None:
        """Note an answer.

        Args:
            answer: as it was given.
            who: the name that was signed in with.
            way: how it was asked for, where not as the others.

        Raises:
            AskReviewsError: it cannot be written.
        """
        entry = Entry(
            at=datetime.now(UTC).replace(microsecond=0),
            who=who,
            way=way or self._way,
            status=answer.status,
            reason=answer.reason,
            documents=tuple(dict.fromkeys(c.document_id for c in answer.citations)),
            question=answer.question if self._may_hold_question(answer) else None,
        )
        try:
            self._journal.append(entry.model_dump_json(exclude_none=True))
        except OSError as error:
            raise _unwritten(self._journal.path, error) from error

    def notice(self) -> str:
        """What whoever asks is told of it."""
        what = "Your question, who asks" if self._questions else "Who asks"
        return (
            f"{what}, when, and which documents an answer cites are kept on this machine for "
            f"{self._days} days, for the people who look after this tool."
        )

    def _may_hold_question(self, answer: Answer) -> bool:
        return self._questions and answer.reason != "personal_data"


def journal_of(settings: Settings) -> Journal:
    """The file of the log."""
    return Journal(settings.data / FILE_NAME)


def entries(journal: Journal) -> list[Entry]:
    """What is noted, oldest first; damaged lines are passed over.

    Raises:
        AskReviewsError: the file cannot be read.
    """
    try:
        lines = journal.lines()
    except OSError as error:
        raise AskReviewsError(
            f"{journal.path} could not be read ({error.strerror}); allow reading it."
        ) from error
    return [entry for entry in map(_entry, lines) if entry]


def purge(journal: Journal, days: int) -> tuple[int, int]:
    """Delete what is older than so many days, and what is damaged; how many went and are left.

    Raises:
        AskReviewsError: the file cannot be written.
    """
    since = datetime.now(UTC) - timedelta(days=days)

    def unwanted(line: str) -> bool:
        entry = _entry(line)
        return entry is None or entry.at <= since

    try:
        return journal.take_out(unwanted)
    except OSError as error:
        raise _unwritten(journal.path, error) from error


@contextmanager
def kept_for_days(settings: Settings) -> Iterator[None]:
    """Delete what is older than is set, now and each day as long as this lasts.

    So it is where no log is kept any more: what was noted before goes all the same.
    """
    ended = threading.Event()

    def each_day() -> None:
        while True:
            try:
                purge(journal_of(settings), settings.audit_days)
            except AskReviewsError as error:
                logger.error("%s", error)  # noqa: TRY400 - a sentence says it all
            if ended.wait(_DAY_S):
                return

    thread = threading.Thread(target=each_day, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()


def _entry(line: str) -> Entry | None:
    try:
        return Entry.model_validate_json(line)
    except ValidationError:
        return None


def _unwritten(path: Path, error: OSError) -> AskReviewsError:
    reason = error.strerror or "another program holds it"
    return AskReviewsError(
        f"The audit log {path} cannot be written ({reason}); allow writing there, or turn it off "
        "with ASKREVIEWS_AUDIT=false."
    )
