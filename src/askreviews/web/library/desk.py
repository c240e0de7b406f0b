"""What one visitor is about to add: files uploaded, what was read, what became of them."""

from __future__ import annotations

import shutil
import tempfile
import threading
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from askreviews.errors import AskReviewsError
from askreviews.library import Library
from askreviews.types import Look
from askreviews.web.ask.asking import log_failure
from askreviews.web.markup import counted
from askreviews.web.received import take

State = Literal["waiting", "reading", "open", "chosen", "kept", "failed", "left", "removed"]
# The queue that adding and removing share: one at a time.
WRITING = "library-writing"
WENT_WRONG = (
    "Something went wrong on our side; nothing of what is held was changed. Please try again; if "
    "it happens again, tell whoever looks after this tool."
)


@dataclass(slots=True)
class Slot:
    """One file, from its arrival on.

    ``look`` is there while it is open. ``problem`` says why it failed, or why it could not be
    kept; ``entered`` is what was last sent of its form, and ``faults`` what is wrong with that,
    by key.
    """

    number: int
    name: str
    sent_as: str
    state: State
    look: Look | None = None
    document_id: str = ""
    read_as: str = ""
    problem: str = ""
    entered: dict[str, Any] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What its document is called: as it was corrected, else as it was read."""
        return str(self.entered.get("title") or self.read_as)


class Desk:
    """A visitor's own; ``said`` is what they were told last. Its files lie in its own folder."""

    def __init__(self) -> None:
        self.slots: list[Slot] = []
        self.said = ""
        self.reading = False
        self.writing: Writing | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def path(self, slot: Slot) -> Path:
        """Where its file lies."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="askreviews-adding-")
        return Path(self._folder.name, str(slot.number), slot.name)

    def of_state(self, *states: State) -> list[Slot]:
        """The files of which this is so."""
        return [slot for slot in self.slots if slot.state in states]

    def receive(self, sent: Sequence[Mapping[str, Any]], library: Library) -> None:
        """Take files that were sent: ``name``, ``size`` in bytes, and ``path`` if it arrived."""
        if not self.of_state("waiting", "reading", "open", "chosen"):
            self.slots.clear()
        for file in sent:
            self.slots.append(self._slot(file, library))

    def _slot(self, file: Mapping[str, Any], library: Library) -> Slot:
        received = str(file.get("path") or "")
        # The name as Gradio made it safe; a Mac sends "ü" as two characters.
        sent_as = unicodedata.normalize("NFC", Path(received).name) or str(file.get("name"))
        taken = [slot.name for slot in self.of_state("waiting", "reading", "open", "chosen")]
        name = library.free_name(sent_as, taken) if received else sent_as
        slot = Slot(len(self.slots) + 1, name, sent_as, "waiting")
        problem = _refused(file, name, library.max_bytes)
        if problem is None:
            self.path(slot).parent.mkdir(parents=True)
            try:
                take(received, self.path(slot))
            except AskReviewsError as error:
                problem = str(error)
        if problem:
            self.drop(slot, "failed", problem)
        return slot

    def read(self, library: Library) -> Iterator[Slot]:
        """Read what waits, yielding each file before its turn."""
        self.reading = True
        for slot in self.of_state("reading"):  # when the page was cut off
            slot.state = "waiting"
        try:
            while waiting := self.of_state("waiting"):
                yield from self._read(waiting, library)
        finally:
            self.reading = False

    def _read(self, waiting: Sequence[Slot], library: Library) -> Iterator[Slot]:
        looks = library.look([self.path(slot) for slot in waiting])
        try:
            for slot in waiting:
                slot.state = "reading"
                yield slot
                self._looked_at(slot, next(looks))
        except AskReviewsError as error:
            self._give_up(waiting, str(error))
        except Exception as error:  # the page must outlive any defect behind it
            self._give_up(waiting, WENT_WRONG)
            log_failure("Files were not read", error)
        finally:
            looks.close()

    def _looked_at(self, slot: Slot, look: Look) -> None:
        slot.look = look
        if look.document:
            slot.state = "open"
            slot.document_id, slot.read_as = look.document.document_id, look.document.title
        else:
            self.drop(slot, "failed", look.problem)

    def _give_up(self, slots: Sequence[Slot], sentence: str) -> None:
        for slot in slots:
            if slot.state in ("waiting", "reading"):
                self.drop(slot, "failed", f"{slot.name}: {sentence}")

    def drop(self, slot: Slot, state: State, problem: str = "") -> None:
        """Delete a visitor's copy of a file, which was kept or is not to be."""
        slot.state, slot.problem, slot.look = state, problem, None
        shutil.rmtree(self.path(slot).parent, ignore_errors=True)
        if not self.of_state("waiting", "reading", "open", "chosen"):
            self.close()

    def close(self) -> None:
        """Leave nothing."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None


def _refused(file: Mapping[str, Any], name: str, most: int) -> str | None:
    """Why the browser did not send a file; None where it did."""
    size = int(file.get("size") or 0)
    if file.get("folder"):
        return f"{name}: it is a folder; open it, and choose the files in it."
    if size > most:
        told = f"{name}: it is {size / 1e6:.3g} MB, over the limit of {most / 1e6:.3g} MB"
        return f"{told}; split it, or ask whoever looks after this tool to add it."
    return None if file.get("path") else f"{name}: it did not arrive; choose it again."


class Writing:
    """Files on their way into the index, in a thread: a page that is closed stops none of it.

    ``done`` of ``total`` documents are indexed; ``generation`` is empty where nothing was kept.
    """

    def __init__(
        self, desk: Desk, library: Library, corrections: Mapping[int, Mapping[str, Any]]
    ) -> None:
        self.slots = desk.of_state("chosen")
        self.done, self.total = 0, len(self.slots)
        self.generation = ""
        self.notes: list[str] = []
        self._desk, self._library = desk, library
        self._corrections = {slot.name: corrections[slot.number] for slot in self.slots}
        self._thread = threading.Thread(target=self._run)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wait(self, seconds: float) -> bool:
        """Wait a while for the end; whether it has come."""
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _told(self, done: int, total: int) -> None:
        self.done, self.total = done, total

    def _run(self) -> None:
        looks = [slot.look for slot in self.slots if slot.look]
        problems: Sequence[str] = ()
        otherwise = ""
        try:
            report = self._library.add(looks, self._corrections, cautious=True, told=self._told)
            problems = report.failed
            self.generation = report.generation
            self.notes = report.notes
        except AskReviewsError as error:
            otherwise = str(error)
        except Exception as error:  # the page must outlive any defect behind it
            otherwise = WENT_WRONG
            log_failure("Documents were not added", error)
        for slot in self.slots:
            names = (f"{slot.name}: ", f"{slot.name}.")  # its own, or its side-car's
            own = next((told for told in problems if told.startswith(names)), otherwise)
            if own:
                slot.state, slot.problem = "open", own
            else:
                self._desk.drop(slot, "kept")

    @property
    def kept(self) -> list[Slot]:
        """Those that are held now."""
        return [slot for slot in self.slots if slot.state == "kept"]

    def outcome(self, reviews: int) -> str:
        """What came of it, in words."""
        left = len(self.slots) - len(self.kept)
        words = f"{counted(left, 'document')} could not be added; the reason stands below."
        if self.kept:
            named = "; ".join(slot.title for slot in self.kept)
            added = f"{counted(len(self.kept), 'document')} added: {named}. "
            words = added + f"{counted(reviews, 'review')} held now. " + (words if left else "")
        return words.strip()
