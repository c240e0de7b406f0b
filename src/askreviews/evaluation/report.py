"""A run as plain text for the terminal."""

from __future__ import annotations

from askreviews.evaluation.metrics import Metric
from askreviews.evaluation.run import Run

COLUMNS = ("metric", "value", "95% interval", "n", "undefined")
CLAUSES = {
    "verbatim_integrity": "{} of the quotations are verbatim",
    "citation_validity": "{} of the answers have valid citations",
    "evidence_recall": "{} of the evidence stands in the first 300 words",
    "abstention_recall": '{} of what the documents cannot answer was met with "not found"',
    "over_refusal": "{} of what they can answer was refused",
}


def render_table(run: Run) -> str:
    """The headline, a table of the metrics, and what was amiss with the set.

    Shares are shown in per cent, rounded; the exact values are in the run's JSON.
    """
    rows = [COLUMNS, *(_row(metric) for metric in run.metrics)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(COLUMNS))]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths))
    return "\n".join([headline(run), "", *lines, *_notes(run)]) + "\n"


def headline(run: Run) -> str:
    """The result in one sentence; what could not be measured is left out of it."""
    told = [
        clause.format(_share(metric.value))
        for name, clause in CLAUSES.items()
        if (metric := run.metric(name)).value is not None
    ]
    size = f"{len(run.items)} question{'s' if len(run.items) > 1 else ''} in {run.set_name}"
    return f"{size}: {'; '.join(told) or 'nothing could be measured'}."


def _row(metric: Metric) -> tuple[str, ...]:
    between = "none" if metric.low is None else f"{_percent(metric.low)} to {_percent(metric.high)}"
    title = f"{metric.title} (lower is better)" if metric.better == "lower" else metric.title
    return (
        title, _percent(metric.value), between, f"{metric.n} {metric.unit}", str(metric.undefined)
    )  # fmt: skip


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _percent(value: float | None) -> str:
    if value is None:
        return "none"
    # One false quotation among thousands must not be rounded to 100.0%.
    return f"{min(max(value, 0.001), 0.999) if 0 < value < 1 else value:.1%}"


def _share(value: float) -> str:
    return {0.0: "none", 1.0: "all"}.get(value, _percent(value))


def _notes(run: Run) -> list[str]:
    return ["", "Notes:", *(f"- {note}" for note in run.notes)] if run.notes else []
