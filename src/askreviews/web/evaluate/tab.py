"""The Evaluate tab: choose a question set, run it, read what it came to, compare two runs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import gradio as gr

from askreviews.errors import AskReviewsError
from askreviews.web.evaluate import results
from askreviews.web.evaluate.bench import Bench
from askreviews.web.evaluate.drafts import feedback_line
from askreviews.web.evaluate.running import Desk, Going, follow
from askreviews.web.markup import plain
from askreviews.web.offers import FeedbackBook
from askreviews.web.parts import QUIET, Updates, fault, html, said

_NO_RUN = ("no other run", "")
_CHOOSE = "Choose a question set first, or upload one."
_BUSY = "This page is running a set already; stop it first, or wait for its end."
_CHANGED = "The result below has changed."
_STARTING = "Starting. A run that another visitor has begun goes first."
# A button that goes away takes the focus with it.
_KEEP_FOCUS = """() => {
  if (document.activeElement === document.body) document.querySelector('#eval-run')?.focus();
}"""


class EvaluateTab:
    """The parts of the tab and what they do; it holds nothing of any one session."""

    def __init__(self, bench: Bench, tab: gr.Tab, book: FeedbackBook | None = None) -> None:
        self.bench = bench
        self.book = book
        self.tab = tab
        self.desk = gr.State(Desk())
        with gr.Row(elem_id="eval"):
            with gr.Column(scale=2, elem_id="eval-bench"):
                html(results.INTRODUCTION)
                self.sets = _choice("Question set")
                # Its own check of the type would leave a file of another type lying.
                self.upload = gr.UploadButton("Upload a set", min_width=0)
                with gr.Row(elem_id="eval-row"):
                    self.run = gr.Button("Run", variant="primary", min_width=0, elem_id="eval-run")
                    self.stop = gr.Button("Stop", visible=False, min_width=0)
                self.progress = html("", "eval-progress")
                self.said = html(said(""), "eval-said")
                self.feedback = html("", "eval-feedback")
            with gr.Column(scale=5, visible=False, elem_id="eval-results") as self.results:
                html("<h2>Result</h2>")
                with gr.Row(elem_id="eval-runs"):
                    self.shown = _choice("Run shown")
                    self.former = _choice("Compared with", [_NO_RUN])
                self.result = html("", "eval-result")

    def wire(self) -> None:
        """Say what each control does."""
        status = [self.desk, self.progress, self.said, self.stop]
        outcome = [self.results, self.shown, self.former, self.result]
        everything = [*status, self.sets, *outcome]
        chosen = [self.desk, self.sets]
        if self.book:
            self.tab.select(partial(feedback_line, self.book), None, self.feedback, **QUIET)
        picked = [*chosen, self.shown, self.former]
        self.tab.select(self.refresh, picked, everything, **QUIET)
        self.sets.input(self.choose, chosen, everything, **QUIET)
        self.upload.upload(self.receive, [self.desk, self.upload], everything, **QUIET)
        for run in (self.shown, self.former):
            run.input(self.show, picked, [self.said, *outcome], **QUIET)
        begun = self.run.click(self.begin, chosen, status, **QUIET)
        # One set at a time: each takes from the time of questions asked meanwhile.
        going = begun.then(self.go, self.desk, everything, concurrency_limit=1, **QUIET)
        going.then(js=_KEEP_FOCUS)
        stopped = self.stop.click(self.halt, self.desk, status, cancels=going, **QUIET)
        stopped.then(js=_KEEP_FOCUS)

    def refresh(self, desk: Desk, choice: str | None, shown: str | None, former: str) -> Updates:
        """Show the sets and runs that there are now: files come and go while the page stands."""
        choices = desk.choices(self.bench)
        if choice not in choices:
            choice, shown = (choices[0] if choices else None), None
        updates = {self.sets: gr.update(choices=choices, value=choice)}
        if choice is None:
            return updates | {self.said: fault(results.NO_SETS)}
        return updates | self._show(desk.name(choice), shown, former)

    def choose(self, desk: Desk, choice: str) -> Updates:
        """Show the newest run of a set that was chosen."""
        return {self.said: said("")} | self._show(desk.name(choice))

    def receive(self, desk: Desk, file: str) -> Updates:
        """Take a set that was uploaded, or say what is wrong with it."""
        try:
            choice = desk.upload(Path(file), self.bench)
        except AskReviewsError as error:
            return {self.said: fault(str(error))}
        words = results.received(desk.uploaded[choice])
        return {
            self.desk: desk,
            self.sets: gr.update(choices=desk.choices(self.bench), value=choice),
            self.said: said(words, seen=True),
        } | self._show(desk.name(choice))

    def begin(self, desk: Desk, choice: str | None) -> Updates:
        """Read the set before its turn comes, so that its faults are told at once."""
        if desk.busy or not choice:
            return {self.said: fault(_BUSY if choice else _CHOOSE)}
        try:
            desk.going = Going(desk.open(choice, self.bench), choice)
        except AskReviewsError as error:
            return {self.said: fault(str(error))}
        return {
            self.desk: desk,
            self.progress: results.waiting(_STARTING),
            self.said: said(""),
            self.stop: gr.update(visible=True),
        }

    def go(self, desk: Desk) -> Iterator[Updates]:
        """Run the set that was begun, if one was."""
        going = desk.going
        if going is None or going.begun or not going.open:
            yield {self.desk: desk}
            return
        for _ in follow(going):
            yield (
                self._ended(desk, going)
                if not going.open
                else {self.progress: results.progress(going)}
            )

    def halt(self, desk: Desk) -> Updates:
        """Stop the run that is under way."""
        words = ""
        if desk.going and desk.going.open:
            words = desk.going.problem = results.stopped(desk.going)
        return self._idle(desk, fault(words))

    def show(self, desk: Desk, choice: str, shown: str, former: str) -> Updates:
        """Show another run, or compare with another."""
        return {self.said: said(_CHANGED)} | self._show(desk.name(choice), shown, former)

    def _idle(self, desk: Desk, told: str) -> Updates:
        return {
            self.desk: desk,
            self.progress: "",
            self.said: told,
            self.stop: gr.update(visible=False),
        }

    def _ended(self, desk: Desk, going: Going) -> Updates:
        if going.saved is None:
            return self._idle(desk, fault(going.problem or ""))
        return (
            self._idle(desk, said(plain(results.finished(going)), seen=True))
            | {self.sets: gr.update(choices=desk.choices(self.bench), value=going.choice)}
            | self._show(going.ready.name, going.saved)
        )

    def _show(self, set_name: str, shown: str | None = None, former: str = "") -> Updates:
        """Show a run of a set, the newest one if none is named, and how it compares."""
        runs = self.bench.runs(set_name)
        ids = [run_id for _, run_id in runs]
        shown = shown if shown in ids else next(iter(ids), None)
        if shown is None:
            return {self.results: gr.update(visible=False)}
        earlier = [run for run in runs if run[1] < shown]
        former = former if former in [run_id for _, run_id in earlier] else ""
        return {
            self.results: gr.update(visible=True),
            self.shown: gr.update(choices=runs, value=shown),
            self.former: gr.update(choices=[_NO_RUN, *earlier], value=former),
            self.result: results.result(self.bench, shown, former, {i: at for at, i in runs}),
        }


def _choice(label: str, choices: Sequence[tuple[str, str]] = ()) -> gr.Dropdown:
    """One of several: ``gr.Radio`` has no name for the group, and each button is a group."""
    return gr.Dropdown(choices, label=label, filterable=False, min_width=0)
