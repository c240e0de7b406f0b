"""The trainer's command: a pack from a topic, a review or a basket."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from askreviews.commands import IndexOption, open_assistant
from askreviews.errors import AskReviewsError

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.packs.basket import Basket
    from askreviews.packs.model import Key, Pack

commands = typer.Typer()


@commands.command("pack")
def pack_command(
    topic: Annotated[str | None, typer.Argument(help="What the session is about.")] = None,
    *,
    out: Annotated[
        Path, typer.Option("--out", help="File to write: .docx .pptx .md .csv .xlsx or .pdf.")
    ],
    index: IndexOption = None,
    review: Annotated[
        str | None, typer.Option("--review", metavar="ID", help="Of this review, not of a topic.")
    ] = None,
    basket: Annotated[
        Path | None, typer.Option("--basket", help="Of the quotations in this file, as JSON.")
    ] = None,
    parts: Annotated[
        str | None, typer.Option("--parts", help="Only these parts, for example briefing,quiz.")
    ] = None,
    template: Annotated[
        Path | None, typer.Option("--template", help="Folder with your pack.docx and pack.pptx.")
    ] = None,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="List every statement and citation here.")
    ] = None,
) -> None:
    """Make a session of the learning held: briefing, slides, questions, action plan, cited."""
    from askreviews.packs.basket import load_basket
    from askreviews.packs.export import check_path, pack_bytes, write_whole
    from askreviews.packs.make import verify
    from askreviews.packs.template import Template

    # Whatever can be at fault is looked at before the seconds of making.
    if sum(given is not None for given in (topic, review, basket)) != 1:
        raise AskReviewsError("Name one of a topic, --review ID and --basket FILE.")
    check_path(out)
    wanted = _keys(parts)
    look = Template.of(template)
    kept = load_basket(basket) if basket else None
    assistant = open_assistant(index)
    made = _make(assistant, topic, review, kept)
    made = made.only(wanted) if wanted else made
    verify(assistant, made)
    files = {out: pack_bytes(made, out.suffix, look)}
    if json_file:
        files[json_file] = made.model_dump_json(indent=1).encode()
    write_whole(files)
    print(_told(made, out))


def _make(
    assistant: Assistant, topic: str | None, review: str | None, basket: Basket | None
) -> Pack:
    from askreviews.packs import make

    if basket:
        return make.pack_from(assistant, basket)
    return make.pack_of(assistant, review) if review else make.pack_on(assistant, topic or "")


def _keys(parts: str | None) -> list[Key]:
    from askreviews.packs.model import PARTS

    if parts is None:
        return []
    asked = [name.strip() for name in parts.split(",")]
    wanted = [key for key in PARTS if key in asked]
    wrong = next((name for name in asked if name not in PARTS), None)
    if wrong is not None:
        raise AskReviewsError(f"There is no part {wrong!r}; the parts are {', '.join(PARTS)}.")
    return wanted


def _told(pack: Pack, out: Path) -> str:
    if pack.notices:
        return "\n".join((*pack.notices, f"{out} says so."))
    if out.suffix.lower() in (".csv", ".xlsx"):
        return f"{out}: the action plan, with each recommendation's source."
    quotes = sum(statement.kind == "quote" for statement in pack.statements)
    parts = ", ".join(part.title.lower() for part in pack.shown)
    return f"{out}: {quotes} quotations, each with its source ({parts})."
