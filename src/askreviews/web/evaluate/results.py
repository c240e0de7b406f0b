"""What the Evaluate tab shows, as HTML: how far a run is, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

from askreviews.errors import AskReviewsError
from askreviews.web.evaluate.bench import Bench, ReadySet
from askreviews.web.evaluate.reports import address
from askreviews.web.evaluate.running import Going
from askreviews.web.markup import counted, plain

INTRODUCTION = (
    "<h2>Run a question set</h2>"
    "<p>Every question of the set is asked, and its answer held against what a right one looks "
    "like. The run is saved on this machine with the questions in it, for everyone who can open "
    "this page; a set that you upload is kept nowhere else.</p>"
)
NO_SETS = "There is no question set in the folder evals beside the documents; upload one."


def waiting(words: str) -> str:
    """Say why a run has not begun yet."""
    return f'<p class="ask-hint">{words}</p>'


def progress(going: Going) -> str:
    """Show how many questions are done."""
    size = going.ready.size
    last = "; working out the figures…" if going.done == size else ""
    return (
        f'<label for="eval-bar">{going.done} of {counted(size, "question")} done{last}</label>'
        f'<progress id="eval-bar" max="{size}" value="{going.done}"></progress>'
    )


def received(ready: ReadySet) -> str:
    """Say what was uploaded, and what is amiss with it."""
    words = f"{ready.name}: {counted(ready.size, 'question')}."
    return "<br>".join(plain(sentence) for sentence in (words, *ready.warnings))


def stopped(going: Going) -> str:
    """Say that a run was stopped, and what is left of it."""
    return (
        f"Stopped after {going.done} of {counted(going.ready.size, 'question')}; nothing was saved."
    )


def finished(going: Going) -> str:
    """Say that a run is done."""
    return (
        f"The run of {going.ready.name} is done: {counted(going.ready.size, 'question')}. "
        "Its result stands below."
    )


def result(bench: Bench, run_id: str, former_id: str, made: Mapping[str, str]) -> str:
    """Show what a run came to, and what moved since a former one if one is named.

    Args:
        bench: where the runs are.
        run_id: the run that is shown.
        former_id: the run that it is compared with; empty for none.
        made: when each run was made, by its id.
    """
    try:
        words, table = bench.result(run_id)
    except AskReviewsError as error:
        return _fault(error)
    if not former_id:
        return words + _link(run_id, None) + table
    try:
        compared, linked = bench.comparison(run_id, former_id), former_id
    except AskReviewsError as error:
        compared, linked = _fault(error), None
    title = f"<h3>Against the run of {plain(made[former_id])}</h3>"
    return words + _link(run_id, linked) + title + compared + table


def _link(run_id: str, former_id: str | None) -> str:
    return (
        f'<p><a href="{escape(address(run_id, former_id))}" target="_blank">Open the full report '
        "(in a new tab)</a></p>"
    )


def _fault(error: AskReviewsError) -> str:
    return f'<p class="ask-problem">{plain(str(error))}</p>'
