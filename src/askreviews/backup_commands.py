"""The operator's commands that keep everything in one file, and put it back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from askreviews.commands import CorpusOption, IndexOption, open_library

commands = typer.Typer()


@commands.command("backup")
def backup_command(
    file: Annotated[Path, typer.Argument(help="The file to write; it must not be there yet.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
) -> None:
    """Write documents, index and data into one file, checked by hashes."""
    listing, left_out = open_library(corpus, index).backup(file, progress=True)
    print(f"{file} is written and checked: {listing.told()}.")
    _tell(left_out)


@commands.command("restore")
def restore_command(
    file: Annotated[Path, typer.Argument(help="What 'askreviews backup' wrote.")],
    corpus: CorpusOption = None,
    index: IndexOption = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Set aside files that are not in the backup.")
    ] = False,
) -> None:
    """Put back what a backup holds, after all of it was checked."""
    library = open_library(corpus, index)
    listing, not_put_back = library.restore(file, replace=replace, progress=True)
    print(f"{file} is checked and put back: {listing.told()}.")
    _tell(not_put_back)


def _tell(sentences: Iterable[str]) -> None:
    for sentence in sentences:
        print(f"askreviews: {sentence}", file=sys.stderr)
