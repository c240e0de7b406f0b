"""A run as plain text for the terminal, and as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from askreviews.evaluation.cases import Case
from askreviews.evaluation.comparison import Comparison
from askreviews.evaluation.gate import Judgement
from askreviews.evaluation.metrics import Metric
from askreviews.evaluation.run import Run
from askreviews.evaluation.wording import between, counted, figure, headline, status, summary

COLUMNS = ("metric", "value", "95% interval", "n", "undefined")
CHANGE_COLUMNS = ("metric", "before", "now", "difference", "95% interval", "verdict")


def render_table(run: Run) -> str:
    """The headline, a table of the metrics, and what was amiss with the set.

    Shares are shown in per cent, rounded; the exact values are in the run's JSON.
    """
    rows = [_row(metric) for metric in (*run.metrics, *run.latency_ms)]
    return "\n".join([headline(run), "", *_columns(COLUMNS, rows), *_notes(run)]) + "\n"


def render_comparison(comparison: Comparison) -> str:
    """What moved clearly, and the questions won and lost, for the terminal."""
    rows = [_change_row(comparison, name) for name in _clear(comparison)]
    table = _columns(CHANGE_COLUMNS, rows) if rows else ["No metric moved clearly."]
    lines = [comparison_headline(comparison), "", *table]
    for title, moved in (("Won", comparison.won), ("Lost", comparison.lost)):
        lines += ["", f"{title} ({len(moved)}):", *(f"- {m.id}: {m.why}" for m in moved)]
    return "\n".join(lines) + "\n"


def render_judgement(judgement: Judgement) -> str:
    """Whether the gate was passed, and the reasons if not."""
    if judgement.passed:
        return f"The gate is passed: all {judgement.checked} rules hold.\n"
    return "\n".join(["The gate is not passed:", *(f"- {r}" for r in judgement.reasons)]) + "\n"


def render_markdown(
    run: Run, comparison: Comparison | None = None, judgement: Judgement | None = None
) -> str:
    """The run as Markdown: headline, gate, metrics by group, comparison, what went wrong."""
    parts = [f"# {run.set_name}", " ".join(summary(run)) or headline(run)]
    if judgement:
        parts.append(render_judgement(judgement).rstrip())
    for group, metrics in groupby((*run.metrics, *run.latency_ms), key=lambda m: m.group):
        parts += [f"## {group.capitalize()}", _markdown_table(COLUMNS, map(_row, metrics))]
    if comparison:
        parts += ["## Against the former run", comparison_headline(comparison)]
        rows = (_change_row(comparison, change.name) for change in comparison.changes)
        parts.append(_markdown_table(CHANGE_COLUMNS, rows))
        for title, moved in (("Won", comparison.won), ("Lost", comparison.lost)):
            parts += [f"### {title}", _points(f"{m.id}: {m.question} ({m.why})" for m in moved)]
    wrong = [case for case in run.items if case.right is False or case.faults]
    parts += ["## Questions decided wrongly, or with a fault", _points(map(_wrong, wrong))]
    if run.notes:
        parts += ["## Notes", _points(run.notes)]
    parts += ["## What this rests on", _markdown_table(("what", "SHA-256"), _rests_on(run))]
    return "\n\n".join(parts) + "\n"


def comparison_headline(comparison: Comparison) -> str:
    """What the comparison found, in one sentence."""
    clear = {verdict: [c.title for c in comparison.changes if c.verdict == verdict]
             for verdict in ("better", "worse")}  # fmt: skip
    told = [
        f"clearly {verdict}: {', '.join(titles)}" for verdict, titles in clear.items() if titles
    ]
    apart = "" if comparison.same_corpus else " (over other documents)"
    return (
        f"{comparison.shared} questions compared with the former run{apart}: "
        f"{'; '.join(told) or 'no clear difference in any metric'}; "
        f"{len(comparison.won)} questions won, {len(comparison.lost)} lost."
    )


def _clear(comparison: Comparison) -> list[str]:
    return [c.name for c in comparison.changes if c.verdict in ("better", "worse")]


def _row(metric: Metric) -> tuple[str, ...]:
    title = f"{metric.title} (lower is better)" if metric.better == "lower" else metric.title
    return (
        title,
        figure(metric.value, metric.scale),
        between(metric.low, metric.high, metric.scale),
        counted(metric),
        str(metric.undefined),
    )


def _change_row(comparison: Comparison, name: str) -> tuple[str, ...]:
    change = comparison.change(name)
    return (
        change.title,
        figure(change.before, change.scale),
        figure(change.after, change.scale),
        figure(change.difference, change.scale, signed=True),
        between(change.low, change.high, change.scale, signed=True),
        change.verdict,
    )


def _columns(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    ruled = (head, ["-" * width for width in widths], *rows)
    return [
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip()
        for row in ruled
    ]


def _markdown_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (head, ["---"] * len(head), *rows)
    cells = ([cell.replace("|", "\\|") for cell in row] for row in lines)
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


def _points(sentences: Iterable[str]) -> str:
    return "\n".join(f"- {' '.join(sentence.split())}" for sentence in sentences) or "None."


def _wrong(case: Case) -> str:
    found = f"expected {status(case.expected)}, was {status(case.answer.status)}"
    return f"{case.id}: {case.question.question} ({'; '.join([found, *case.faults])})"


def _rests_on(run: Run) -> Iterator[tuple[str, str]]:
    for name, value in run.fingerprints.model_dump().items():
        yield name.replace("_", " "), value or "not known"


def _notes(run: Run) -> list[str]:
    return ["", "Notes:", *(f"- {note}" for note in run.notes)] if run.notes else []
