"""The evaluator's commands: run a set, check it, make one, compare runs, trade with RAGAS."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from askreviews.commands import IndexOption, LlmOption, open_assistant, write_lines

if TYPE_CHECKING:
    from askreviews.evaluation.comparison import Comparison
    from askreviews.evaluation.gate import Judgement
    from askreviews.evaluation.questions import QuestionSet
    from askreviews.evaluation.run import Run

commands = typer.Typer()

SetArgument = Annotated[Path, typer.Argument(metavar="SET", help="Questions as JSONL.")]
AnyCorpus = Annotated[
    bool, typer.Option("--any-corpus", help="Compare although the documents differ.")
]


@commands.command("eval")
def eval_command(
    question_set: SetArgument,
    *,
    index: IndexOption = None,
    answers: Annotated[
        Path | None, typer.Option("--answers", help="Score these answers instead of asking.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the run here.")] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", help="Write the report here, Markdown and JSON beside it."),
    ] = None,
    gate: Annotated[
        Path | None, typer.Option("--gate", help="Exit 1 unless these floors are reached.")
    ] = None,
    baseline: Annotated[
        Path | None, typer.Option("--baseline", help="Compare with this saved run.")
    ] = None,
    any_corpus: AnyCorpus = False,
    llm: LlmOption = None,
) -> None:
    """Run a question set and print how well the answers are grounded."""
    from askreviews.evaluation import report
    from askreviews.evaluation.comparison import compare
    from askreviews.evaluation.gate import judge, load_gate
    from askreviews.evaluation.questions import load_questions
    from askreviews.evaluation.run import load_run

    # Read whatever can be at fault before the minutes of asking.
    rules = load_gate(gate) if gate else None
    former = load_run(baseline) if baseline else None
    questions = load_questions(question_set)
    _warn(questions)
    result = _score(questions, answers, index) if answers else _ask(questions, index, llm)
    comparison = compare(former, result, any_corpus=any_corpus) if former else None
    judgement = judge(rules, result, comparison) if rules else None
    print(report.render_table(result))
    if comparison:
        print(report.render_comparison(comparison))
    if judgement:
        print(report.render_judgement(judgement))
    _save(result, json_file, html, comparison, judgement)
    if judgement and not judgement.passed:
        raise typer.Exit(1)


@commands.command("compare")
def compare_command(
    before: Annotated[Path, typer.Argument(help="The former run, as 'eval --json' saves it.")],
    after: Annotated[Path, typer.Argument(help="The run that is judged.")],
    any_corpus: AnyCorpus = False,
) -> None:
    """Compare two saved runs, question by question."""
    from askreviews.evaluation import report
    from askreviews.evaluation.comparison import compare
    from askreviews.evaluation.run import load_run

    comparison = compare(load_run(before), load_run(after), any_corpus=any_corpus)
    print(report.render_comparison(comparison))


@commands.command("check-set")
def check_set_command(question_set: SetArgument, *, index: IndexOption = None) -> None:
    """Show gold that no longer stands in the documents, and questions asked twice."""
    from askreviews.evaluation.checking import check_set
    from askreviews.evaluation.questions import load_questions
    from askreviews.evaluation.run import gather

    questions = load_questions(question_set)
    checked = check_set(questions, gather(open_assistant(index), questions))
    for sentence in (*questions.warnings, *checked.lost, *checked.alike):
        print(sentence)
    print(
        f"{len(questions.questions)} questions; {len(checked.lost)} gold spans no longer stand, "
        f"{len(checked.alike)} questions are asked nearly twice."
    )
    if checked.lost:
        raise typer.Exit(1)


@commands.command("make-set")
def make_set_command(
    source: Annotated[
        Path, typer.Argument(help="A spreadsheet (.csv, .xlsx), or feedback from the app (.jsonl).")
    ],
    out: Annotated[Path, typer.Option("--out", help="The question set to write, as JSONL.")],
) -> None:
    """Make a question set of a spreadsheet, or drafts of readers' feedback."""
    from askreviews.evaluation.feedback import draft_questions, load_feedback
    from askreviews.evaluation.spreadsheets import read_spreadsheet

    if source.suffix.lower() in (".csv", ".xlsx"):
        questions, warnings = read_spreadsheet(source)
    else:
        questions, warnings = draft_questions(load_feedback(source)), []
    for warning in warnings:
        print(f"askreviews: {warning}", file=sys.stderr)
    write_lines(out, (question.as_line() for question in questions))
    print(f"{out}: {len(questions)} questions.")


@commands.command("to-ragas")
def to_ragas_command(
    run_file: Annotated[Path, typer.Argument(metavar="RUN", help="As 'eval --json' saves it.")],
    out: Annotated[Path, typer.Option("--out", help="The RAGAS data set to write, as JSONL.")],
) -> None:
    """Write a saved run in the columns of RAGAS."""
    from askreviews.evaluation.ragas import to_ragas
    from askreviews.evaluation.run import load_run

    rows = to_ragas(load_run(run_file))
    write_lines(out, (json.dumps(row, ensure_ascii=False) for row in rows))


@commands.command("from-ragas")
def from_ragas_command(
    source: Annotated[Path, typer.Argument(help="A RAGAS data set (.jsonl, .csv).")],
    question_set: Annotated[Path, typer.Option("--set", help="The question set to write.")],
    answers: Annotated[Path, typer.Option("--answers", help="The answers to write.")],
    *,
    index: IndexOption = None,
) -> None:
    """Make a question set and answers of a RAGAS data set, to be scored by 'eval --answers'."""
    from askreviews.evaluation.ragas import from_ragas, load_samples

    samples = load_samples(source)
    assistant = open_assistant(index)
    texts = {held: assistant.text(held).text for held in assistant.documents()}
    converted = from_ragas(samples, texts, assistant.info)
    write_lines(question_set, (question.as_line() for question in converted.questions))
    write_lines(answers, (answer.model_dump_json() for answer in converted.answers))
    print(
        f"{len(samples)} rows; {converted.lost} of {converted.contexts} retrieved contexts are in "
        "none of the documents held, so that nothing is cited for them."
    )


def _warn(questions: QuestionSet) -> None:
    for warning in questions.warnings:
        print(f"askreviews: {warning}", file=sys.stderr)


def _ask(questions: QuestionSet, index: Path | None, llm: Literal["off"] | None) -> Run:
    from askreviews.evaluation import run

    begun = time.perf_counter()
    # Questions are encoded one by one: more threads gain nothing, and on a busy machine wait.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    assistant = open_assistant(index, llm)
    from tqdm import tqdm

    with tqdm(total=len(questions.questions), desc="Asking", unit="question") as bar:
        result = run.evaluate(assistant, questions, lambda done, _: _step(bar, done))
    taken = time.perf_counter() - begun
    print(f"{len(questions.questions)} questions in {taken:.0f} s", file=sys.stderr)
    return result


def _score(questions: QuestionSet, answers: Path, index: Path | None) -> Run:
    from askreviews.evaluation import run

    given = run.load_answers(answers, questions)
    return run.score(questions, given, run.gather(open_assistant(index), questions, given))


def _save(
    result: Run,
    json_file: Path | None,
    html: Path | None,
    comparison: Comparison | None,
    judgement: Judgement | None,
) -> None:
    from askreviews.evaluation.html_report import render_html
    from askreviews.evaluation.report import render_markdown

    if html:
        write_lines(html, [render_html(result, comparison, judgement)])
        markdown = render_markdown(result, comparison, judgement)
        write_lines(html.with_suffix(".md"), [markdown.rstrip()])
        json_file = json_file or html.with_suffix(".json")
    if json_file:
        write_lines(json_file, [result.model_dump_json(indent=1)])


def _step(bar: Any, done: int) -> None:
    bar.update(done - bar.n)
