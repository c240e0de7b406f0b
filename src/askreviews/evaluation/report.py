"""A run as plain text for the terminal."""

from __future__ import annotations

from askreviews.evaluation.metrics import Metric
from askreviews.evaluation.run import Run

COLUMNS = ("metric", "value", "95% interval", "n", "undefined")


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
    """The result in one sentence."""
    verbatim, citations = run.metric("verbatim_integrity"), run.metric("citation_validity")
    recall, refusal = run.metric("evidence_recall"), run.metric("over_refusal")
    return (
        f"Of {len(run.items)} questions in {run.set_name}: "
        f"{_share(verbatim)} of the quotations are verbatim, "
        f"{_share(citations)} of the answers have valid citations, "
        f"{_share(recall)} of the evidence is in the first 300 words, "
        f"{_share(run.metric('abstention_recall'))} of what the documents cannot answer was "
        f'met with "not found", and {_share(refusal)} of what they can was refused.'
    )


def _row(metric: Metric) -> tuple[str, ...]:
    between = "none" if metric.low is None else f"{_percent(metric.low)} to {_percent(metric.high)}"
    title = f"{metric.title} (lower is better)" if metric.better == "lower" else metric.title
    return (
        title, _percent(metric.value), between, f"{metric.n} {metric.unit}", str(metric.undefined)
    )  # fmt: skip


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _percent(value: float | None) -> str:
    return "none" if value is None else f"{value:.1%}"


def _share(metric: Metric) -> str:
    if metric.value is None:
        return "none (nothing to measure)"
    return "all" if metric.value == 1 else _percent(metric.value)


def _notes(run: Run) -> list[str]:
    return ["", "Notes:", *(f"- {note}" for note in run.notes)] if run.notes else []
