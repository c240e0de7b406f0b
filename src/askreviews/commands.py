"""What the commands share: options, opening an index, writing a file."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from askreviews.errors import AskReviewsError

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.library import Library
    from askreviews.settings import Settings

LlmOption = Annotated[
    Literal["off"] | None, typer.Option("--llm", help="Off: quote, whatever model is configured.")
]
CorpusOption = Annotated[Path | None, typer.Option("--corpus", help="Folder of documents.")]
IndexOption = Annotated[Path | None, typer.Option("--index", help="Folder of the index.")]


def load_settings() -> Settings:
    """The settings, read with what takes time to load: not before a command needs them."""
    from askreviews.settings import load_settings as load

    return load()


def settings_with(**given: Path | None) -> Settings:
    """The settings, with what the command line gives over them."""
    return load_settings().model_copy(update={k: v for k, v in given.items() if v is not None})


def open_assistant(index: Path | None, llm: Literal["off"] | None = "off") -> Assistant:
    """An assistant over the index named, else the one that is set.

    Args:
        index: its folder.
        llm: "off" where no language model is to write, or nothing is to be answered.
    """
    from askreviews.assistant import Assistant

    settings = settings_with(index=index)
    if llm == "off":
        settings = settings.without_model()
    return Assistant.open(settings.index, settings)


def open_library(corpus: Path | None, index: Path | None) -> Library:
    """The library over the folders named, else over those that are set."""
    from askreviews.library import Library

    settings = settings_with(corpus=corpus, index=index)
    return Library.open(settings.corpus, settings.index, settings)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write lines to a file.

    Raises:
        AskReviewsError: the file cannot be written.
    """
    try:
        with path.open("w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
    except OSError as error:
        raise AskReviewsError(
            f"{path} cannot be written ({error.strerror}); name another file."
        ) from error
