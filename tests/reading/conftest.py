"""Makes the files that the readers are tried on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from askreviews.reading import read
from askreviews.types import Review, SourceDocument

MakeFile = Callable[[str, str | bytes], Path]
ReadText = Callable[[str, str], SourceDocument]


@pytest.fixture
def make(tmp_path: Path) -> MakeFile:
    """Write a file of the given name and content, and return its path."""

    def write(name: str, content: str | bytes) -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return write


@pytest.fixture
def read_text(make: MakeFile) -> ReadText:
    """Read a document of the given name and text."""
    return lambda name, text: read(make(name, text), name, 10**7)


@pytest.fixture
def only(read_text: ReadText) -> Callable[[str], Review]:
    """The only review of a plain text."""

    def review(text: str) -> Review:
        (found,) = read_text("one.txt", text).reviews
        return found

    return review
