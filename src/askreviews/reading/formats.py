"""One way in for every format."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from askreviews.errors import ReadingError
from askreviews.reading.common import fault
from askreviews.reading.detect import Format, detect
from askreviews.reading.raw import RawDocument


def read_raw(path: Path, max_bytes: int) -> RawDocument:
    """Read a file of any format that there is a reader for.

    Args:
        path: the file.
        max_bytes: the largest size read, in bytes.

    Returns:
        Its blocks in reading order, at least one of them with text.

    Raises:
        ReadingError: the file cannot be read; the message says why and what to do.
    """
    read = _reader(detect(path, max_bytes))
    try:
        document = read(path)
    except (ReadingError, MemoryError):
        raise
    except Exception as error:  # a parser may raise anything at all on a broken file
        raise fault(
            path, "it is damaged and cannot be read", "save or download it again"
        ) from error
    if not any(block.text.strip() for block in document.blocks):
        raise fault(path, "it holds no text of its own", "check that it is the whole document")
    return document


def _reader(named: Format) -> Callable[[Path], RawDocument]:
    """Return the reader of a format, importing only the libraries that it needs."""
    if named is Format.PDF:
        from askreviews.reading.pdf import read_pdf

        return read_pdf
    if named is Format.DOCX:
        from askreviews.reading.docx import read_docx

        return read_docx
    if named is Format.ODT:
        from askreviews.reading.odt import read_odt

        return read_odt
    if named is Format.RTF:
        from askreviews.reading.rtf import read_rtf

        return read_rtf
    if named is Format.PPTX:
        from askreviews.reading.pptx import read_pptx

        return read_pptx
    if named is Format.MAIL:
        from askreviews.reading.eml import read_eml

        return read_eml
    if named is Format.HTML:
        from askreviews.reading.html import read_html

        return read_html
    if named is Format.MARKDOWN:
        from askreviews.reading.markdown import read_markdown

        return read_markdown
    from askreviews.reading.plain import read_plain

    return read_plain
