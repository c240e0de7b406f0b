"""Figures and verdicts in words, the same in the terminal, the report and the gate."""

from __future__ import annotations

from askreviews.evaluation.metrics import Metric, Scale
from askreviews.evaluation.run import Run

CLAUSES = {
    "verbatim_integrity": "{} of the quotations are verbatim",
    "citation_validity": "{} of the answers have valid citations",
    "evidence_recall": "{} of the evidence stands in the first 300 words",
    "abstention_recall": '{} of what the documents cannot answer was met with "not found"',
    "over_refusal": "{} of what they can answer was refused",
}


def headline(run: Run) -> str:
    """The result in one sentence; what could not be measured is left out of it."""
    told = [
        clause.format(_share(metric.value))
        for name, clause in CLAUSES.items()
        if (metric := run.metric(name)).value is not None
    ]
    size = f"{len(run.items)} question{'s' if len(run.items) > 1 else ''} in {run.set_name}"
    return f"{size}: {'; '.join(told) or 'nothing could be measured'}."


def verdict(run: Run) -> str:
    """How many questions were met as they should be; the title of a report."""
    expecting = sum(case.right is not None for case in run.items)
    if not expecting:
        return f"{len(run.items)} question{'s were' if len(run.items) > 1 else ' was'} asked"
    right = sum(case.right is True for case in run.items)
    return f"{right} of {expecting} questions were answered, refused or declined as they should be"


def summary(run: Run) -> list[str]:
    """The result in a few sentences for whoever has no use for a table."""
    told = (_quotations(run), _evidence(run), _refusals(run), _needless(run))
    return [sentence for sentence in told if sentence]


def status(name: str | None) -> str:
    """A status as it is read; "no expectation" where there is none."""
    return name.replace("_", " ") if name else "no expectation"


def figure(value: float | None, scale: Scale, *, signed: bool = False) -> str:
    """A figure as it is shown: per cent for shares; "none" where there is none.

    A share that is neither 0 nor 1 is never rounded to look so.
    """
    if value is None:
        return "none"
    if scale == "milliseconds":
        return f"{value:,.0f} ms"
    if scale == "score":
        told = f"{value:+.2f}"
    elif signed:
        told = f"{100 * value:+.1f} points"
    else:
        # One false quotation among thousands must not be rounded to 100.0%.
        told = f"{min(max(value, 0.001), 0.999) if 0 < value < 1 else value:.1%}"
    return told.replace("-", "−")


def between(low: float | None, high: float | None, scale: Scale, *, signed: bool = False) -> str:
    """An interval as it is shown."""
    if low is None or high is None:
        return "none"
    return f"{figure(low, scale, signed=signed)} to {figure(high, scale, signed=signed)}"


def counted(metric: Metric) -> str:
    """How many things were counted, with their kind."""
    return f"{metric.n:,} {metric.unit}"


def _share(value: float) -> str:
    return {0.0: "none", 1.0: "all"}.get(value, figure(value, "share"))


def _quotations(run: Run) -> str | None:
    count = sum(case.quotations for case in run.items)
    if not count:
        return None
    false = count - sum(case.verbatim for case in run.items)
    at_fault = sum(bool(case.faults) for case in run.items)
    words = (
        f"All {count:,} quotations are word for word what the documents say"
        if not false
        else f"{false:,} of {count:,} quotations are not what the documents say"
    )
    places = (
        "every citation opens its place"
        if not at_fault
        else f"{at_fault} answers have a fault in their citations"
    )
    return f"{words}, and {places}."


def _evidence(run: Run) -> str | None:
    metric = run.metric("evidence_recall")
    if metric.value is None:
        return None
    return (
        f"Of the evidence that a full answer shows, {figure(metric.value, 'share')} was seen "
        f"within the first 300 words ({metric.n} questions)."
    )


def _refusals(run: Run) -> str | None:
    without = [case for case in run.items if case.unanswerable]
    if not without:
        return None
    wrong = sum(not case.refused for case in without)
    rest = f"; {wrong} {'was' if wrong == 1 else 'were'} answered all the same" if wrong else ""
    return (
        f"Of {len(without)} questions that the documents do not answer, {len(without) - wrong} "
        f"were refused, as they should be{rest}."
    )


def _needless(run: Run) -> str | None:
    answerable = [case for case in run.items if case.answerable]
    if not answerable:
        return None
    refused = sum(case.refused for case in answerable)
    return (
        f"Of {len(answerable)} questions that they do answer, {refused or 'none'} "
        f"{'was' if refused <= 1 else 'were'} refused."
    )
