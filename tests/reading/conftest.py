"""Makes the files that the readers are tried on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.platypus import Flowable, SimpleDocTemplate

from askreviews.reading import read
from askreviews.reading.pdf import read_pdf
from askreviews.reading.raw import RawDocument
from askreviews.types import Review, SourceDocument
from drawing import letters, letters_in_boxes, write_pdf

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


@pytest.fixture
def draw(tmp_path: Path) -> Callable[..., RawDocument]:
    """Draw a PDF by hand, as ``drawing.write_pdf`` does, and read its blocks."""

    def build(*pages: list, **options) -> RawDocument:
        return read_pdf(write_pdf(tmp_path / "drawn.pdf", *pages, **options))

    return build


@pytest.fixture
def typeset(tmp_path: Path) -> Callable[..., RawDocument]:
    """Lay out flowables as a PDF and read its blocks."""

    def build(*flowables: Flowable, **options) -> RawDocument:
        path = tmp_path / "a note – café 👶.pdf"
        SimpleDocTemplate(str(path), pagesize=A4, title="anonymous").build(
            list(flowables), **options
        )
        return read_pdf(path)

    return build


@pytest.fixture
def drawn(tmp_path: Path):
    """Draw a PDF by hand and read it as a whole; ``within`` tells what a text's boxes hold."""

    def build(*pages: list, **options) -> Drawn:
        path = write_pdf(tmp_path / "drawn.pdf", *pages, **options)
        return Drawn(path)

    return build


class Drawn:
    """A drawn PDF and the document that is read from it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.document = read(path, path.name, 100_000_000)

    def boxes(self, said: str):
        """The boxes of what the document says."""
        start = self.document.text.index(said)
        return self.document.layout.boxes(start, start + len(said))

    def holds_only(self, said: str) -> bool:
        """Tell whether the boxes of what is said hold its letters and no others."""
        start = self.document.text.index(said)
        found = letters_in_boxes(self.path, self.document, start, start + len(said))
        return found == letters(said)
