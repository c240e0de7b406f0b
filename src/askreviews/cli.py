"""The command line: the contract of DESIGN.md section 4, one thin function a command."""

from __future__ import annotations

import dataclasses
import io
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from askreviews.backup_commands import commands as backup_commands
from askreviews.commands import (
    CorpusOption,
    IndexOption,
    LlmOption,
    load_settings,
    open_assistant,
    open_library,
    write_lines,
)
from askreviews.errors import AskReviewsError
from askreviews.evaluator_commands import commands as evaluator_commands
from askreviews.operator_commands import commands as operator_commands
from askreviews.privacy_commands import audit_commands
from askreviews.privacy_commands import commands as privacy_commands
from askreviews.trainer_commands import commands as trainer_commands

if TYPE_CHECKING:
    from askreviews.indexing.builder import IndexReport

app = typer.Typer(
    name="askreviews",
    help="Answers questions over reviews of serious child-safeguarding cases, in their own words.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,  # its boxes take as long to load as all the rest of the help
)

app.add_typer(evaluator_commands)
app.add_typer(trainer_commands)
app.add_typer(operator_commands, name="users", help="Add, remove and list who may sign in.")
app.add_typer(privacy_commands)
app.add_typer(backup_commands)
app.add_typer(audit_commands, name="audit", help="See the audit log, and delete from it.")

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON.")]
FilterOption = Annotated[
    list[str] | None,
    typer.Option("--filter", metavar="KEY=VALUE", help="A key twice means either; keys combine."),
]


def main() -> None:
    """Run a command. Exit 0 done, 1 a gate or check failed, 2 bad usage or input."""
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8")  # a pipe on Windows has not every character
    try:
        code = app(standalone_mode=False)
    except typer.TyperException as error:
        usage = error.format_message().rstrip(".")
        if "\n" in usage:  # the help itself, where a command was to be named
            print(usage)
        elif usage:
            print(f"askreviews: {usage}; 'askreviews --help' tells how.", file=sys.stderr)
        code = 2
    except (typer.Abort, KeyboardInterrupt):
        code = 130
    except AskReviewsError as error:
        print(f"askreviews: {error}", file=sys.stderr)
        code = 2
    except BrokenPipeError:
        sys.stderr.close()  # the reader of our output has gone, as `head` does
        code = 0
    sys.exit(code or 0)


@app.command("index")
def index_command(
    corpus: CorpusOption = None,
    index: IndexOption = None,
    rebuild: Annotated[bool, typer.Option("--rebuild", help="Start afresh.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Bring the index up to date with the corpus; only files that changed are read."""
    report = open_library(corpus, index).index(rebuild=rebuild, progress=True)
    _tell(report, as_json)


@app.command()
def ask(
    question: Annotated[str, typer.Argument(help="The question, in plain words.")],
    *,
    index: IndexOption = None,
    history: Annotated[
        list[str] | None, typer.Option("--history", help="An earlier question, oldest first.")
    ] = None,
    filters: FilterOption = None,
    as_json: JsonFlag = False,
    llm: LlmOption = None,
) -> None:
    """Answer a question from the documents held."""
    from askreviews.audit import AuditLog
    from askreviews.retrieval.filters import Filters

    parsed = Filters.parse(filters or ())
    log = AuditLog.of(load_settings(), "ask")
    answer = open_assistant(index, llm).ask(question, history=history or (), filters=parsed)
    if log:
        log.note(answer)
    if as_json:
        print(answer.model_dump_json(indent=1))
    else:
        from askreviews.terminal import answer_text

        print(answer_text(answer))


@app.command()
def batch(
    questions: Annotated[Path, typer.Argument(help="Questions, one JSON object a line.")],
    out: Annotated[Path, typer.Option("--out", help="Answers, one a line, in order.")],
    index: IndexOption = None,
    llm: LlmOption = None,
) -> None:
    """Answer a file of questions."""
    from askreviews.audit import AuditLog
    from askreviews.batch import answer_all, load_batch

    asked = load_batch(questions)
    log = AuditLog.of(load_settings(), "batch")
    assistant = open_assistant(index, llm)
    answers = answer_all(assistant, asked, log)
    from tqdm import tqdm

    with tqdm(answers, "Answering", total=len(asked), unit="question") as bar:
        write_lines(out, bar)


@app.command()
def search(
    query: Annotated[str, typer.Argument(help="What to look for.")],
    index: IndexOption = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="Passages at most.")] = 10,
    filters: FilterOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Show the passages nearest to a query."""
    from askreviews.retrieval.filters import Filters

    parsed = Filters.parse(filters or ())
    assistant = open_assistant(index)
    passages = assistant.search(query, limit=limit, filters=parsed)
    if why := assistant.by_words_alone():
        told = f"The Chroma server is away ({why}); passages were found by their words alone."
        print(f"askreviews: {told}", file=sys.stderr)
    if as_json:
        _print_json([p.model_dump() for p in passages])
    else:
        from askreviews.terminal import passage_text

        print("\n\n".join(map(passage_text, passages)) or "No passage was found.")


@app.command()
def reviews(
    index: IndexOption = None,
    filters: FilterOption = None,
    as_json: JsonFlag = False,
    sources: Annotated[
        bool, typer.Option("--sources", help="Each field with the sentence it was read from.")
    ] = False,
) -> None:
    """List the reviews held."""
    from askreviews.retrieval.filters import Filters

    assistant = open_assistant(index)
    held = assistant.reviews(Filters.parse(filters or ()))
    if sources:
        from askreviews.terminal import review_sources

        told = (review_sources(r, assistant.text(r.document_id).text) for r in held)
        print("\n\n".join(told))
    elif as_json:
        _print_json([review.model_dump() for review in held])
    else:
        from askreviews.terminal import review_table

        print(review_table(held))


@app.command()
def text(
    document_id: Annotated[str, typer.Argument(help="A document, as 'reviews' names it.")],
    index: IndexOption = None,
    as_json: JsonFlag = False,
) -> None:
    """Print the stored text of a document, which all offsets refer to."""
    stored = open_assistant(index).text(document_id)
    print(stored.model_dump_json(indent=1) if as_json else stored.text)


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Documents to add.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Copy documents into corpus/added/ and index them."""
    _tell(open_library(corpus, index).add(files, progress=True), as_json=False)


@app.command()
def remove(
    document_ids: Annotated[list[str], typer.Argument(help="Documents, as 'reviews' names them.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Move documents to corpus/.removed/ and take them out of the index."""
    _tell(open_library(corpus, index).remove(document_ids, progress=True), as_json=False)


@app.command()
def check(
    pairs: Annotated[Path, typer.Argument(help="Sentences with passages, as JSONL.")],
    out: Annotated[Path, typer.Option("--out", help="Scores, one a line, in order.")],
) -> None:
    """Score how well passages support sentences, and say what they don't bear out."""
    from askreviews.answering.support.pairs import check_all, load_pairs
    from askreviews.indexing.embedding import Encoder

    given = load_pairs(pairs)
    scores = check_all(given, Encoder(load_settings().embedding_model))
    from tqdm import tqdm

    with tqdm(scores, "Checking", total=len(given), unit="sentence") as bar:
        write_lines(out, bar)


@app.command()
def serve(  # noqa: PLR0917 - each is an option of the command
    host: Annotated[str | None, typer.Option("--host", help="Address to serve on.")] = None,
    port: Annotated[
        int | None, typer.Option("--port", min=1, max=65535, help="Port to serve on.")
    ] = None,
    llm: LlmOption = None,
    auth_proxy: Annotated[
        str | None,
        typer.Option(
            "--auth-proxy",
            metavar="HEADER=ADDRESS",
            help="Take people's names from this header of the proxy at this address.",
        ),
    ] = None,
    tls_cert: Annotated[
        str | None, typer.Option("--tls-cert", metavar="FILE", help="Certificate, to serve https.")
    ] = None,
    tls_key: Annotated[
        str | None, typer.Option("--tls-key", metavar="FILE", help="Its private key.")
    ] = None,
) -> None:
    """Bring the index up to date and serve the page."""
    from askreviews.audit import kept_for_days
    from askreviews.starting import offers_of
    from askreviews.web.without_mcp import load_gradio

    load_gradio()
    from askreviews.web.server import serve as serve_page

    given = {
        "host": host,
        "port": port,
        "auth_proxy": auth_proxy,
        "tls_cert": tls_cert,
        "tls_key": tls_key,
    }
    settings = load_settings().model_copy(update={k: v for k, v in given.items() if v is not None})
    settings = settings.without_model() if llm == "off" else settings
    with kept_for_days(settings):
        serve_page(settings, offers_of)


@app.command()
def mcp(index: IndexOption = None, llm: LlmOption = None) -> None:
    """Offer ask, search, reviews and text as tools to the program that starts this (MCP)."""
    from askreviews.starting import serve_tools

    serve_tools(open_assistant(index, llm), load_settings())


@app.command()
def doctor() -> None:
    """Check that everything is in place, and say what to do where it is not."""
    from askreviews.doctor import examine

    findings = examine(load_settings())
    for finding in findings:
        print(f"{'ok  ' if finding.ok else 'FAIL'} {finding.text}")
    if not all(finding.ok for finding in findings):
        raise typer.Exit(1)


def _tell(report: IndexReport, as_json: bool) -> None:
    """Say what was done; what failed or was not read in whole goes to stderr."""
    if as_json:
        _print_json(dataclasses.asdict(report))
    else:
        print(report.sentence())
    for sentence in (*report.failed, *report.notes):
        print(f"askreviews: {sentence}", file=sys.stderr)


def _print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
