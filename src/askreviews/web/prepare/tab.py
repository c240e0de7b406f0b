"""The Prepare tab, and what keeps quotations for it wherever in the page they stand."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

import gradio as gr

from askreviews.errors import AskReviewsError
from askreviews.web.access.roles import person_of
from askreviews.web.ask.asking import log_failure
from askreviews.web.ask.visits import Visits
from askreviews.web.markup import plain
from askreviews.web.parts import QUIET, Updates, fault, html, said
from askreviews.web.prepare.acts import act, make
from askreviews.web.prepare.basket import standing
from askreviews.web.prepare.choosing import choosing
from askreviews.web.prepare.desk import Desk
from askreviews.web.prepare.kept import kept_html, marks
from askreviews.web.prepare.preparing import Preparing
from askreviews.web.prepare.shown import FORMS, pack_html, summary
from askreviews.web.theme import script

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

T = TypeVar("T")
_OFFICE = "application/vnd.openxmlformats-officedocument"
_TYPES = {
    ".docx": f"{_OFFICE}.wordprocessingml.document",
    ".pptx": f"{_OFFICE}.presentationml.presentation",
    ".xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    ".md": "text/markdown",
    ".csv": "text/csv",
    ".pdf": "application/pdf",
}
_MAKING = "Making the pack. This takes a few seconds."
_WRITING = "Writing the file …"
_NO_PACK = "There is no pack to download yet; make one first."
_WENT_WRONG = (
    "Something went wrong on our side and this was not done; please try again. "
    "If it happens again, tell whoever looks after this tool."
)
# Quick presses all count, one after the other: by default those before a reply are dropped.
_EACH: dict[str, Any] = {**QUIET, "trigger_mode": "multiple", "concurrency_limit": 1}


class PrepareTab:
    """The parts of the tab and what they do; all that is a visitor's lies on their desk."""

    def __init__(
        self, assistant: Assistant, preparing: Preparing, visits: Visits, tab: gr.Tab
    ) -> None:
        self.assistant = assistant
        self.preparing = preparing
        self.visits = visits
        self.tab = tab
        with gr.Row(elem_id="prepare"):
            with gr.Column(scale=2, elem_id="prep-from"):
                self.choosing = html(choosing(assistant.reviews()), "prep-choosing")
                self.basket = html("", "prep-basket")
            with gr.Column(scale=3, elem_id="prep-made"):
                self.said = html(said(""), "prep-said")
                self.pack = html("", "prep-pack")
        # What a function gives to a script must pass through a component.
        self.file = gr.JSON(visible=False)

    def hand(self) -> None:
        """Lay out, outside the tabs, what listens to the whole page."""
        self.marks = html("", "kept", "prepare.js")

    def wire(self, generation: gr.State) -> None:
        """Say what each control does.

        Args:
            generation: changes when this visitor adds or removes documents.
        """
        shown = [self.marks, self.said, self.basket, self.pack]
        self.marks.load(self.arrive, None, shown, **QUIET)
        self.marks.submit(self.act, None, shown, **_EACH)
        self.marks.apply(self.make, None, shown, **QUIET)
        written = self.marks.download(self.write, None, [self.said, self.file], **QUIET)
        written.then(None, self.file, self.file, js=script("save.js"), **QUIET)
        for event in (self.tab.select, generation.change):
            event(lambda: choosing(self.assistant.reviews()), None, self.choosing, **QUIET)

    def arrive(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Show a page that was opened what its visitor has on the desk."""
        return self._show(self._desk(event, request), sent_with(event)) | {self.said: said("")}

    def act(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Do what was pressed or typed."""
        sent, desk = sent_with(event), self._desk(event, request)
        words, problem = _tried(lambda: act(self.assistant, self.preparing, desk, sent))
        told = fault(problem) if problem else said(plain(words or ""))
        if sent.get("do") == "keep":  # said where the button stands
            return self._show(desk, sent, problem or words or "")
        return self._show(desk, sent) | {self.said: told}

    def make(self, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """Make a pack."""
        sent, desk = sent_with(event), self._desk(event, request)
        yield {self.said: said(_MAKING, seen=True)}
        _, problem = _tried(lambda: make(self.assistant, self.preparing, desk, sent))
        if problem or desk.prepared is None:
            yield self._show(desk, sent) | {self.said: fault(problem)}
        else:
            made = bool(desk.prepared.parts)  # without any, the heading below says the same
            yield self._show(desk, sent) | {self.said: said(summary(desk.prepared), seen=made)}

    def write(self, event: gr.EventData, request: gr.Request) -> Iterator[Updates]:
        """Write the pack as a file and hand it to the browser; nothing of it is left here."""
        form, desk = str(sent_with(event).get("form")), self._desk(event, request)
        yield {self.said: said(_WRITING, seen=True), self.file: None}
        file, problem = _tried(lambda: self._file(desk, form))
        if file is None:
            yield {self.said: fault(problem), self.file: None}
            return
        words = f"Saved as {file['name']}, where your browser saves files."
        yield {self.said: said(words, seen=True), self.file: file}

    def _file(self, desk: Desk, form: str) -> dict[str, str]:
        if desk.prepared is None or form not in self.preparing.forms() or form not in FORMS:
            raise AskReviewsError(_NO_PACK)
        data = base64.b64encode(desk.prepared.written(form)).decode()
        # No word of a topic in the name: it shows in lists of files and downloads.
        what = "action-plan" if form in (".csv", ".xlsx") else "session"
        today = datetime.now(UTC).astimezone().date()
        return {"name": f"{what}-{today}{form}", "type": _TYPES[form], "data": data}

    def _show(self, desk: Desk, sent: Mapping[str, object], words: str = "") -> Updates:
        stands = [standing(self.assistant, item) for item in desk.basket.items]
        return {
            self.marks: marks(desk, words, sent.get("n")),
            self.basket: kept_html(desk, stands, self.preparing.saved()),
            self.pack: pack_html(desk, self.preparing.forms()),
        }

    def _desk(self, event: gr.EventData, request: gr.Request) -> Desk:
        return self.visits.desk(sent_with(event).get("visit"), person_of(request).name)


def sent_with(event: gr.EventData) -> Mapping[str, object]:
    """What a script of the page sent with an event."""
    return event._data if isinstance(event._data, dict) else {}


def _tried(do: Callable[[], T]) -> tuple[T | None, str]:
    """What came of it, or None and the one sentence on why it was not done."""
    try:
        return do(), ""
    except AskReviewsError as error:
        return None, str(error)
    except Exception as error:  # the page must outlive any defect behind it
        log_failure("A session was not prepared", error)
        return None, _WENT_WRONG
