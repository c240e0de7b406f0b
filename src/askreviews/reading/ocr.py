"""Text for pages that are pictures, by programs for OCR where the machine has them.

ocrmypdf if it is there, since it leaves pages with text as they are; else tesseract alone,
over every page of a document that has no text at all.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from askreviews.reading.common import fault
from askreviews.reading.limits import MORE_TIME
from askreviews.reading.pdfium import PDFIUM
from askreviews.reading.raw import RawDocument

_DPI = 300
_POINTS = 72
# A page of A0 at 300 dots an inch; a larger one is rendered more coarsely.
_MOST_PIXELS = 140_000_000
_STARTING = 60  # seconds
_A_PAGE = 60
_MOST_NAMED = 12  # pages in a note
_TO_OCR = "run OCR (`ocrmypdf in.pdf out.pdf`) and add the result"


def read_with_ocr(path: Path, read: Callable[[Path], RawDocument]) -> RawDocument:
    """Read a PDF, the pages that are pictures too where a program for OCR is there.

    Args:
        path: the file.
        read: reads the text that a PDF has.

    Returns:
        What was read, with notes on the pages that had no text.

    Raises:
        ReadingError: as ``read`` does on the file itself; or OCR found no word in it.
    """
    bare, worded = _bare(path)
    if not bare:
        return read(path)
    document = _read_searchable(path, bare, worded, read)
    if document is None:
        document = read(path)
        return replace(document, notes=(*document.notes, _not_read(bare)))
    return document


def _read_searchable(
    path: Path, bare: list[int], worded: int, read: Callable[[Path], RawDocument]
) -> RawDocument | None:
    """Read a PDF by way of OCR; ``None`` if that cannot be done here."""
    with tempfile.TemporaryDirectory(prefix="askreviews-ocr-") as folder:
        made = searchable(path, Path(folder))
        if made is None:
            return None
        left = [number for number in _bare(made)[0] if number in bare]
        if left == bare and not worded:
            told = "its pages are pictures, in which OCR found no words"
            raise fault(path, told, "check that it is the right file, or scan it more sharply")
        document = read(made)
    if left == bare:
        return document  # what is still without text after OCR is a photograph
    return replace(document, notes=(*document.notes, _read_by_ocr(bare, left, worded)))


def searchable(path: Path, folder: Path) -> Path | None:
    """Make a copy of a PDF in which pages that are pictures have a text layer.

    Args:
        path: the file.
        folder: where to write.

    Returns:
        The copy, its pages as large as the file's; ``None`` if there is no program for it,
        or none that could.
    """
    bare, worded = _bare(path)
    source, made = path.resolve(), folder / "searchable.pdf"
    limit = _STARTING + _A_PAGE * len(bare)
    if program := shutil.which("ocrmypdf"):
        options = "--skip-text --quiet --language eng --output-type pdf --optimize 0".split()
        if _run([program, *options, str(source), str(made)], folder, limit) and made.is_file():
            return made
    program = shutil.which("tesseract")
    if program and not worded:
        pictures = folder / "pages.txt"
        pictures.write_text("\n".join(map(str, _pictures(source, folder))), "utf-8")
        command = [program, str(pictures), str(made.with_suffix("")), "-l", "eng", "pdf"]
        if _run(command, folder, limit) and made.is_file():
            return made
    return None


def _run(command: Sequence[str], folder: Path, seconds: float) -> bool:
    """Run a program and tell whether it did its work in time; what it says is not shown."""
    MORE_TIME.get()(seconds)
    settings = {"OMP_THREAD_LIMIT": "1", "TMPDIR": str(folder)}
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True, env={**os.environ, **settings},
    )  # fmt: skip
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        return False
    finally:
        _end(process)
    return process.returncode == 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that is still running, with those that it started itself."""
    if process.poll() is None:
        with contextlib.suppress(ProcessLookupError):
            if os.name == "posix":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.communicate()


def _bare(path: Path) -> tuple[list[int], int]:
    """Return the pages that show something but have no text, from 1, and how many have text.

    A file that cannot be opened has none of either: whoever reads it says why.
    """
    bare: list[int] = []
    worded = 0
    with PDFIUM:
        try:
            document = pdfium.PdfDocument(path)
        except pdfium.PdfiumError:
            return [], 0
        try:
            for number in range(len(document)):
                if _has_text(document, number):
                    worded += 1
                elif _shows_something(document, number):
                    bare.append(number + 1)
        finally:
            document.close()
    return bare, worded


def _has_text(document: pdfium.PdfDocument, number: int) -> bool:
    with (
        contextlib.suppress(pdfium.PdfiumError),
        contextlib.closing(document[number]) as page,
        contextlib.closing(page.get_textpage()) as text,
    ):
        return bool(str(text.get_text_bounded()).strip())
    return False


def _shows_something(document: pdfium.PdfDocument, number: int) -> bool:
    with contextlib.suppress(pdfium.PdfiumError), contextlib.closing(document[number]) as page:
        return bool(pdfium_c.FPDFPage_CountObjects(page))
    return False


def _pictures(path: Path, folder: Path) -> list[Path]:
    """Render every page into a folder, marked with how many dots it has to the inch."""
    made = []
    with PDFIUM, contextlib.closing(pdfium.PdfDocument(path)) as document:
        for number in range(len(document)):
            with contextlib.closing(document[number]) as page:
                width, height = page.get_size()
                scale = min(_DPI / _POINTS, (_MOST_PIXELS / max(width * height, 1)) ** 0.5)
                rendered = page.render(scale=scale, grayscale=True).to_pil()
            made.append(folder / f"{number + 1}.png")
            rendered.save(made[-1], dpi=(scale * _POINTS, scale * _POINTS))
    return made


def _read_by_ocr(bare: list[int], left: list[int], worded: int) -> str:
    if not worded:
        return "Its pages are scans; the text was read by OCR and may hold mistakes."
    read = [number for number in bare if number not in left]
    return f"{_named(read)} no text layer; the text was read by OCR and may hold mistakes."


def _not_read(bare: list[int]) -> str:
    they = "it is a scan" if len(bare) == 1 else "they are scans"
    return f"{_named(bare)} no text; if {they}, {_TO_OCR}."


def _named(numbers: list[int]) -> str:
    if len(numbers) == 1:
        return f"Page {numbers[0]} has"
    shown, more = numbers[:_MOST_NAMED], len(numbers) - _MOST_NAMED
    *others, last = [*map(str, shown), f"{more} more"] if more > 0 else map(str, shown)
    return f"Pages {', '.join(others)} and {last} have"
