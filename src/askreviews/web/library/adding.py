"""Adding documents: files are chosen or dropped, read, looked over, and kept or left out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import gradio as gr

from askreviews.web.library.desk import WRITING, Desk, Slot, Writing
from askreviews.web.library.fields import corrections, entered
from askreviews.web.library.files import section
from askreviews.web.markup import counted
from askreviews.web.parts import QUIET, Updates, html

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.library import Library

# Each file is read by a process of its own, with memory of its own.
_READ_AT_A_TIME = 2
_SHOWN_EVERY_S = 0.25
_WAITING = "Adding. What another visitor has begun goes first."


class Adding:
    """The part and what it does; what is of one visitor lies on their desk.

    Args:
        assistant: the reading door.
        library: the writing door.
        generation: takes the name of the index that holds what was added.
    """

    def __init__(self, assistant: Assistant, library: Library, generation: gr.State) -> None:
        self.assistant = assistant
        self.library = library
        self.generation = generation
        self.desk = gr.State(Desk(), delete_callback=Desk.close)
        self.part = html(section(Desk(), library), "add", "adding.js")

    def wire(self) -> None:
        """Say what each control does."""
        shown = [self.desk, self.part]
        self.generation.change(self.refresh, self.desk, shown, **QUIET)
        received = self.part.upload(self.receive, self.desk, shown, **QUIET)
        received.then(self.read, self.desk, shown, concurrency_limit=_READ_AT_A_TIME, **QUIET)
        self.part.clear(self.leave, self.desk, shown, **QUIET)
        chosen = self.part.submit(self.choose, self.desk, shown, **QUIET)
        chosen.then(
            self.write, self.desk, [*shown, self.generation],
            concurrency_id=WRITING, concurrency_limit=1, **QUIET,
        )  # fmt: skip

    def receive(self, desk: Desk, sent: gr.EventData) -> Updates:
        """Take the files that arrived."""
        desk.receive(sent._data["files"], self.library)
        waiting = desk.of_state("waiting")
        return self._show(
            desk, f"Reading {counted(len(waiting), 'file')}." if waiting else _read(desk)
        )

    def read(self, desk: Desk) -> Iterator[Updates]:
        """Read the files that wait."""
        if desk.reading:  # what has begun goes on with what arrived since
            yield {self.desk: desk}
            return
        for _ in desk.read(self.library):
            yield self._show(desk, f"Reading {counted(len(desk.slots), 'file')}.")
        yield self._show(desk, _read(desk))

    def leave(self, desk: Desk, sent: gr.EventData) -> Updates:
        """Leave files out."""
        left = [s for s in desk.of_state("open") if s.number in sent._data["slots"]]
        for slot in left:
            desk.drop(slot, "left")
        return self._show(desk, f"{counted(len(left), 'file')} left out.")

    def choose(self, desk: Desk, sent: gr.EventData) -> Updates:
        """Take the forms of the files that are to be kept; where one is at fault, none is."""
        forms: dict[int, Any] = {form["slot"]: form["fields"] for form in sent._data["forms"]}
        slots = [slot for slot in desk.of_state("open") if slot.number in forms]
        for slot in slots:
            assert slot.look
            slot.problem = ""
            slot.entered = entered(slot.look, forms[slot.number])
            slot.faults = corrections(slot.look, slot.entered)[1]
        faults = sum(len(slot.faults) for slot in slots)
        if faults:
            wrong = f"Not kept yet: {counted(faults, 'field')} to correct, marked below."
            return self._show(desk, wrong)
        for slot in slots:
            slot.state = "chosen"
        return self._show(desk, _WAITING)

    def write(self, desk: Desk) -> Iterator[Updates]:
        """Keep what was chosen, and index it."""
        if desk.writing or not desk.of_state("chosen"):
            yield {self.desk: desk}
            return
        while slots := desk.of_state("chosen"):  # more may be chosen meanwhile
            changed = {slot.number: _changed(slot) for slot in slots}
            writing = desk.writing = Writing(desk, self.library, changed)
            try:
                writing.start()
                while not writing.wait(_SHOWN_EVERY_S):
                    yield self._show(desk, "Adding.")
            finally:
                desk.writing = None
            reviews = self.assistant.info.reviews  # opens the new index before a question does
            updates = self._show(desk, writing.outcome(reviews))
            yield updates | ({self.generation: writing.generation} if writing.generation else {})

    def refresh(self, desk: Desk) -> Updates:
        """Show which of the documents added here have been removed since."""
        held = self.assistant.documents()
        for slot in desk.of_state("kept"):
            if slot.document_id not in held:
                slot.state = "removed"
        return self._show(desk, desk.said)

    def _show(self, desk: Desk, said: str) -> Updates:
        desk.said = said
        return {self.desk: desk, self.part: section(desk, self.library)}


def _changed(slot: Slot) -> dict[str, Any]:
    assert slot.look
    return corrections(slot.look, slot.entered)[0]


def _read(desk: Desk) -> str:
    """What reading came to, in words."""
    ready, failed = len(desk.of_state("open")), len(desk.of_state("failed"))
    if not desk.slots:
        return ""
    words = f"{counted(ready, 'file')} read; look at what was read, and keep or leave out."
    if failed:
        words = f"{counted(failed, 'file')} could not be read; the reason stands below. " + (
            words if ready else ""
        )
    return words.strip()
