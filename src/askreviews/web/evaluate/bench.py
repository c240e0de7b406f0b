"""What the Evaluate tab needs of the evaluator's bench; whoever starts the page hands it one."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Protocol


class ReadySet(Protocol):
    """A question set that was read without fault."""

    @property
    def name(self) -> str:
        """The name of its file."""

    @property
    def size(self) -> int:
        """How many questions it has."""

    @property
    def warnings(self) -> Sequence[str]:
        """What is amiss with it, a sentence each."""

    def run(self) -> Generator[int, None, str]:
        """Run it, yielding how many questions are done; the id of the saved run is returned.

        Raises:
            AskReviewsError: it can't be run over these documents, or not be saved.
        """


class Bench(Protocol):
    """Sets to run, and runs saved. What can't be done is an ``AskReviewsError``, one sentence."""

    def sets(self) -> list[str]:
        """The names of the sets to choose from."""

    def open(self, name: str) -> ReadySet:
        """One of those sets."""

    def read(self, path: Path) -> ReadySet:
        """A set in a file."""

    def runs(self, set_name: str) -> list[tuple[str, str]]:
        """The saved runs of a set, newest first: when each was made, and its id."""

    def result(self, run_id: str) -> tuple[str, str]:
        """What a run came to, in words and as a table: HTML that is part of a page."""

    def comparison(self, run_id: str, former_id: str) -> str:
        """What moved since a former run, in HTML that is part of a page."""

    def report(self, run_id: str, former_id: str | None) -> str:
        """The whole report, an HTML file that needs nothing else."""
