"""What one visitor has on the bench: sets uploaded, and the run under way."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from askreviews.errors import AskReviewsError
from askreviews.web.ask.asking import log_failure
from askreviews.web.evaluate.bench import Bench, ReadySet
from askreviews.web.received import forget

# Often enough to be seen to go on; each showing costs the questions a few milliseconds.
_AT_MOST_EVERY_S = 0.25
WENT_WRONG = (
    "Something went wrong on our side and the run was ended; nothing was saved. Please run the "
    "set again; if it happens again, tell whoever looks after this tool."
)


@dataclass(slots=True)
class Going:
    """A run under way. ``saved`` is the id of the run once it is done; ``problem`` ends it too."""

    ready: ReadySet
    choice: str
    begun: bool = False
    done: int = 0
    saved: str | None = None
    problem: str | None = None

    @property
    def open(self) -> bool:
        """Whether more is to come."""
        return self.saved is None and self.problem is None


@dataclass(slots=True)
class Desk:
    """A visitor's own: the sets that they uploaded, held in memory alone, and their last run."""

    uploaded: dict[str, ReadySet] = field(default_factory=dict)
    going: Going | None = None

    @property
    def busy(self) -> bool:
        """Whether a run is under way."""
        return self.going is not None and self.going.open

    def choices(self, bench: Bench) -> list[str]:
        """The sets that there are to choose from."""
        return [*bench.sets(), *self.uploaded]

    def upload(self, file: Path, bench: Bench) -> str:
        """Read a file that Gradio has received, leave nothing of it, and give the choice it makes.

        Raises:
            AskReviewsError: it is at fault.
        """
        try:
            ready = bench.read(file)
        finally:
            forget(file)
        choice = f"{ready.name} (uploaded)"
        self.uploaded[choice] = ready
        return choice

    def open(self, choice: str, bench: Bench) -> ReadySet:
        """The set of a choice.

        Raises:
            AskReviewsError: it is no longer there, or at fault.
        """
        return self.uploaded[choice] if choice in self.uploaded else bench.open(choice)

    def name(self, choice: str) -> str:
        """The name of a choice's file."""
        return self.uploaded[choice].name if choice in self.uploaded else choice


def follow(going: Going) -> Iterator[Going]:
    """Run a set, yielding each time that there is more of it to show.

    A failure ends it with one sentence for the reader; it is never raised. Nothing more comes
    of a run that was given a ``problem`` in the meantime.
    """
    going.begun = True
    yield going
    steps = going.ready.run()
    shown = time.monotonic()
    try:
        while going.open:
            try:
                going.done = next(steps)
            except StopIteration as ended:
                going.saved = ended.value
                break
            # What comes after the last question takes a while, so that one is always shown.
            if going.done == going.ready.size or time.monotonic() - shown >= _AT_MOST_EVERY_S:
                yield going
                shown = time.monotonic()
    except AskReviewsError as error:
        going.problem = str(error)
    except Exception as error:  # the page must outlive any defect behind it
        going.problem = WENT_WRONG
        log_failure("A question set was not run", error)
    yield going
