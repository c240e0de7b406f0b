"""The bench for whoever works in the page: sets to run, runs saved, what they came to."""

from __future__ import annotations

import hashlib
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from askreviews.errors import QuestionSetError
from askreviews.evaluation.comparison import Comparison, compare
from askreviews.evaluation.html_report import (
    render_compared,
    render_html,
    render_measures,
    render_words,
)
from askreviews.evaluation.questions import QuestionSet, load_questions
from askreviews.evaluation.run import evaluate_stepwise
from askreviews.evaluation.saved import SavedRuns
from askreviews.evaluation.spreadsheets import read_spreadsheet

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.settings import Settings

_SPREADSHEETS = (".csv", ".xlsx")


@dataclass(frozen=True, slots=True)
class ReadySet:
    """A question set that was read without fault, to be run over the documents held."""

    questions: QuestionSet
    assistant: Assistant
    saved: SavedRuns

    @property
    def name(self) -> str:
        """The name of its file."""
        return self.questions.name

    @property
    def size(self) -> int:
        """How many questions it has."""
        return len(self.questions.questions)

    @property
    def warnings(self) -> tuple[str, ...]:
        """What is amiss with it, a sentence each."""
        return self.questions.warnings

    def run(self) -> Generator[int, None, str]:
        """Put it to the assistant, yielding how many questions are done; save and give its id.

        Whoever stops it closes it, and nothing is then saved.

        Raises:
            AskReviewsError: it was written for other documents, or the run can't be saved.
        """
        return self.saved.save((yield from evaluate_stepwise(self.assistant, self.questions)))


class Bench:
    """Question sets in a folder, and runs saved in another."""

    def __init__(self, assistant: Assistant, sets: Path, saved: SavedRuns) -> None:
        self.folder = sets
        self._assistant = assistant
        self._saved = saved

    @classmethod
    def of(cls, assistant: Assistant, settings: Settings) -> Bench:
        """Over an open index: sets in ``evals/`` beside the corpus, runs in the data folder."""
        return cls(assistant, settings.corpus.parent / "evals", SavedRuns(settings.data / "runs"))

    def sets(self) -> list[str]:
        """The names of the question sets in the folder."""
        return sorted(path.name for path in self.folder.glob("*.jsonl"))

    def open(self, name: str) -> ReadySet:
        """Read a question set of the folder.

        Raises:
            QuestionSetError: it is not there, or at fault; the line is named.
        """
        if name not in self.sets():
            raise QuestionSetError(f"{name} is no longer in {self.folder}; choose another set.")
        return self.read(self.folder / name)

    def read(self, path: Path) -> ReadySet:
        """Read a question set from anywhere: JSON Lines, or a spreadsheet (.csv, .xlsx).

        Raises:
            QuestionSetError: it is at fault; the line is named.
        """
        return ReadySet(_load(path), self._assistant, self._saved)

    def runs(self, set_name: str) -> list[tuple[str, str]]:
        """The saved runs of a set, newest first: when each was made, and its id."""
        told = ((run_id, moment.astimezone()) for run_id, moment in self._saved.of(set_name))
        return [(f"{at.day} {at:%B %Y, %H:%M:%S}", run_id) for run_id, at in told]

    def result(self, run_id: str) -> tuple[str, str]:
        """What a run came to, in words and as a table, each as a part of a page in HTML.

        Raises:
            AskReviewsError: it isn't there, or its file is damaged.
        """
        run = self._saved.load(run_id)
        return render_words(run), render_measures(run)

    def comparison(self, run_id: str, former_id: str) -> str:
        """What moved since a former run, as a part of a page in HTML.

        Raises:
            AskReviewsError: one of them isn't there or is damaged, or they can't be compared.
        """
        return render_compared(self._compare(run_id, former_id))

    def report(self, run_id: str, former_id: str | None) -> str:
        """The whole report as an HTML file that needs nothing else, compared with a former run.

        Raises:
            AskReviewsError: as ``comparison``.
        """
        comparison = self._compare(run_id, former_id) if former_id else None
        return render_html(self._saved.load(run_id), comparison)

    def _compare(self, run_id: str, former_id: str) -> Comparison:
        return compare(self._saved.load(former_id), self._saved.load(run_id))


def _load(path: Path) -> QuestionSet:
    if path.suffix.lower() not in _SPREADSHEETS:
        return load_questions(path)
    questions, warnings = read_spreadsheet(path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    return QuestionSet(path.name, digest, tuple(questions), tuple(warnings))
