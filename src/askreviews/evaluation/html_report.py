"""A run as one HTML file that needs nothing else: for a manager to read, filter and print."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from typing import Literal

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from askreviews.evaluation.cases import Case, GoldOutcome
from askreviews.evaluation.comparison import Comparison
from askreviews.evaluation.gate import Judgement
from askreviews.evaluation.metrics import Metric
from askreviews.evaluation.plots import draw_plots
from askreviews.evaluation.report import comparison_headline
from askreviews.evaluation.run import Run
from askreviews.evaluation.wording import between, counted, figure, status, summary, verdict
from askreviews.types import Citation

Mark = Literal["good", "bad", "unjudged", "plain"]

TILES = (
    "verbatim_integrity", "citation_validity", "evidence_recall", "abstention_recall",
    "over_refusal", "reliable_answer_score",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A line of an answer or of gold as it is shown: its words, and how it is marked."""

    text: str
    mark: Mark
    why: str
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A question as it is shown. ``tags`` is what it can be filtered by."""

    case: Case
    expected: str
    given: str
    mark: Mark
    tags: str
    answer: tuple[Line, ...]
    gold: tuple[Line, ...]
    nearest: tuple[Line, ...]


def render_html(
    run: Run, comparison: Comparison | None = None, judgement: Judgement | None = None
) -> str:
    """The report as HTML, styles, plots and script inside; a browser asks for nothing else.

    Args:
        run: what is reported.
        comparison: with a former run, where there is one.
        judgement: the gate's, where there was one.
    """
    rows = [_row(case) for case in run.items]
    return _template("report.html.j2").render(
        run=run,
        verdict=verdict(run),
        sentences=summary(run),
        tiles=[run.metric(name) for name in TILES],
        groups=_groups(run),
        plots=draw_plots(run.items),
        rows=rows,
        kinds=sorted({case.question.kind for case in run.items if case.question.kind}),
        comparison=comparison,
        comparison_headline=comparison_headline(comparison) if comparison else "",
        judgement=judgement,
    )


def render_words(run: Run) -> str:
    """What a run came to in words, as a part of somebody else's page."""
    return _template("words.html.j2").render(
        verdict=verdict(run), sentences=summary(run), notes=run.notes
    )


def render_measures(run: Run) -> str:
    """The measures of a run as a table, as a part of somebody else's page."""
    return _template("measures.html.j2").render(groups=_groups(run))


def render_compared(comparison: Comparison) -> str:
    """What moved since a former run, as a part of somebody else's page."""
    return _template("compared.html.j2").render(
        comparison=comparison,
        headline=comparison_headline(comparison),
        moved=[change for change in comparison.changes if change.difference],
    )


def _groups(run: Run) -> list[tuple[str, list[Metric]]]:
    metrics = (*run.metrics, *run.latency_ms)
    return [(name, list(of)) for name, of in groupby(metrics, key=lambda m: m.group)]


@cache
def _template(name: str) -> Template:
    environment = Environment(
        loader=PackageLoader("askreviews.evaluation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals |= {"figure": figure, "between": between, "counted": counted, "bar": _bar}
    return environment.get_template(name)


def _row(case: Case) -> Row:
    given = case.answer.status
    missed = [gold for gold in case.standing if not gold.shown]
    tags = [
        "right" if case.right else "wrong" if case.right is False else "open",
        *(["fault"] if case.faults or case.verbatim < case.quotations else []),
        *(["missed"] if missed else []),
        f"given-{given}",
    ]
    return Row(
        case=case,
        expected=status(case.expected),
        given=status(given),
        mark="plain" if case.right is None else "good" if case.right else "bad",
        tags=" ".join(tags),
        answer=tuple(_answer_lines(case)),
        gold=tuple(_gold_line(gold) for gold in case.gold),
        nearest=tuple(
            Line(citation.quote, "plain", "", (_source(citation),))
            for citation in case.answer.nearest
        ),
    )


def _answer_lines(case: Case) -> Iterator[Line]:
    """Each statement: supported and cited rightly, not so, or nothing that is judged."""
    outcomes = {sentence.statement: sentence for sentence in case.sentences}
    cited = {citation.number: citation for citation in case.answer.citations}
    for number, statement in enumerate(case.answer.statements):
        sources = tuple(
            _source(cited[n]) if n in cited else f"[{n}] leads nowhere" for n in statement.citations
        )
        outcome = outcomes.get(number)
        if outcome is None:
            yield Line(statement.text, "plain", statement.kind, sources)
        elif outcome.supported is None:
            yield Line(statement.text, "unjudged", "not judged", sources)
        elif outcome.supported:
            wanted = "; evidence wanted" if outcome.in_gold else ""
            yield Line(statement.text, "good", f"stands in its source{wanted}", sources)
        else:
            yield Line(statement.text, "bad", "does not stand in what it cites", sources)


def _gold_line(gold: GoldOutcome) -> Line:
    if not gold.stands:
        return Line("(no longer in the document)", "unjudged", "not counted", (gold.document_id,))
    if gold.shown:
        why = f"seen within {gold.shown_within} words"
    elif gold.shown_within:
        why = f"seen only within {gold.shown_within} words"
    else:
        why = "not seen"
    return Line(gold.text or "", "good" if gold.shown else "bad", why, (gold.document_id,))


def _source(citation: Citation) -> str:
    """Where a quotation is from, as one reads it: number, review or title, section, page."""
    parts = (
        citation.review or citation.document_title,
        citation.section,
        f"page {citation.page}" if citation.page else None,
    )
    return f"[{citation.number}] {', '.join(part for part in parts if part)}"


def _bar(metric: Metric) -> dict[str, float] | None:
    """Where a share and its interval lie on a bar from 0 to 100; none for other scales."""
    if metric.value is None or metric.scale != "share":
        return None
    low = metric.value if metric.low is None else metric.low
    high = metric.value if metric.high is None else metric.high
    return {"value": 100 * metric.value, "low": 100 * low, "width": 100 * (high - low)}
