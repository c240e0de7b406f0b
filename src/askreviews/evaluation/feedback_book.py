"""The file that readers' feedback is kept in on this machine: a line for each word said."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from filelock import Timeout
from pydantic import ValidationError

from askreviews.errors import AskReviewsError, QuestionSetError
from askreviews.evaluation.feedback import Feedback, MarkedPassage, draft_questions
from askreviews.evaluation.questions import describe, read_objects
from askreviews.journal import Journal
from askreviews.types import Answer, Citation

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.settings import Settings

FILE_NAME = "feedback.jsonl"
LONGEST_COMMENT = 2000
# Control characters, marks of direction and the like, and halves of characters.
_UNSEEN = ("Cc", "Cf", "Cs")
# What a comment may not do, by the same check that questions pass.
_TELLS_OF_PEOPLE = ("personal_data", "reidentification")


class FeedbackBook:
    """Keeps what readers say of answers, and makes draft questions of it.

    Args:
        path: the file; it and its folder are made when there is something to keep.
        assistant: screens comments for personal data, as it does questions.
    """

    def __init__(self, path: Path, assistant: Assistant) -> None:
        self.path = path
        self._assistant = assistant

    @classmethod
    def of(cls, assistant: Assistant, settings: Settings) -> FeedbackBook:
        """Over an open index, in the data folder."""
        return cls(settings.data / FILE_NAME, assistant)

    def keep(
        self,
        answer: Answer,
        opinion: str,
        comment: str = "",
        *,
        history: Sequence[str] = (),
        filters: Mapping[str, object] | None = None,
        useful: Sequence[Citation] = (),
    ) -> None:
        """Keep one reader's word on one answer; it is on the disk when this returns.

        Args:
            answer: as it was shown.
            opinion: right, incomplete, wrong, should_answer or should_not_answer.
            comment: in the reader's words; control characters are taken out.
            history: the earlier questions of the conversation, oldest first.
            filters: what the question was asked within: a value or several, by key.
            useful: the passages of the answer that the reader marked as belonging in it.

        Raises:
            AskReviewsError: the question or the comment holds personal data, the comment is
                too long, the opinion is unknown, or the file can't be written. Nothing is kept.
        """
        said = self._screened(comment)
        if answer.question is None:
            raise AskReviewsError(
                "The question held personal details, so neither it nor a word on it is kept."
            )
        try:
            given = Feedback.model_validate(
                {
                    "id": _new_id(),
                    "given_at": datetime.now(UTC).replace(microsecond=0),
                    "question": answer.question,
                    "history": tuple(history),
                    "filters": {key: _listed(value) for key, value in (filters or {}).items()},
                    "status": answer.status,
                    "opinion": opinion,
                    "passages": tuple(_marked(citation) for citation in useful),
                    "comment": said or None,
                    "generation": answer.index.generation,
                    "model": answer.model,
                }
            )
        except ValidationError as error:
            raise AskReviewsError(
                f"This was not kept: {describe(error)}; choose one of the answers offered."
            ) from error
        self._append(given.model_dump_json(exclude_defaults=True))

    def count(self) -> int:
        """How many words on answers are kept and can be read."""
        return len(self._read()[0])

    def unreadable(self) -> int:
        """How many lines of the file are damaged, and left out of the drafts."""
        return self._read()[1]

    def drafts(self) -> str:
        """Draft questions made of it, as the lines of a question set.

        Raises:
            AskReviewsError: the file can't be read.
        """
        return "".join(f"{draft.as_line()}\n" for draft in draft_questions(self._read()[0]))

    def _screened(self, comment: str) -> str:
        shown = "".join(" " if _unseen(character) else character for character in comment)
        words = " ".join(shown.split())
        if len(words) > LONGEST_COMMENT:
            raise AskReviewsError(
                f"The comment has {len(words):,} characters and was not kept; please shorten it "
                f"to {LONGEST_COMMENT:,}."
            )
        if words and self._assistant.ask(words, quoted=True).reason in _TELLS_OF_PEOPLE:
            raise AskReviewsError(
                "The comment seems to hold details that could identify somebody, so it was not "
                "kept; please send it again without names, dates of birth, addresses or numbers."
            )
        return words

    def _append(self, line: str) -> None:
        try:
            Journal(self.path).append(line)
        except Timeout as error:
            raise AskReviewsError(
                f"Another program holds {self.path} just now; please send it again in a minute."
            ) from error
        except OSError as error:
            raise AskReviewsError(
                f"This could not be kept in {self.path} ({error.strerror}); tell whoever looks "
                "after this tool."
            ) from error

    def _read(self) -> tuple[list[Feedback], int]:
        """What can be read, and how many lines can't."""
        try:
            lines = Journal(self.path).lines()
        except OSError as error:
            raise AskReviewsError(
                f"{self.path} could not be read ({error.strerror}); allow reading it."
            ) from error
        read = {given.id: given for given in _readable(self.path, lines)}
        return list(read.values()), len(lines) - len(read)


def purge_feedback(path: Path, days: int) -> tuple[int, int]:
    """Delete what is older than so many days, and what is damaged; how many went and are left.

    Raises:
        AskReviewsError: the file cannot be written.
    """
    since = (datetime.now(UTC) - timedelta(days=days)).timestamp()

    def unwanted(line: str) -> bool:
        return not any(given.given_at.timestamp() > since for given in _readable(path, [line]))

    try:
        return Journal(path).take_out(unwanted)
    except OSError as error:
        raise AskReviewsError(
            f"{path} cannot be written ({error.strerror}); allow writing there."
        ) from error


def _readable(path: Path, lines: Sequence[str]) -> Iterator[Feedback]:
    for line in lines:
        try:
            for _, fields in read_objects(path, line):
                yield Feedback.model_validate(fields)
        except (QuestionSetError, ValidationError):
            continue


def _new_id() -> str:
    return f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(4)}"


def _listed(value: object) -> Any:
    """Several values as JSON has them."""
    return list(value) if isinstance(value, list | tuple) else value


def _marked(citation: Citation) -> MarkedPassage:
    return MarkedPassage(
        document_id=citation.document_id,
        start=citation.start,
        end=citation.end,
        quote=citation.quote,
        useful=True,
    )


def _unseen(character: str) -> bool:
    return unicodedata.category(character) in _UNSEEN
