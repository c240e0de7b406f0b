"""Which format a file is, from its name and its content together."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from askreviews.reading.common import fault
from askreviews.reading.sniff import content, is_blank


class Format(StrEnum):
    """A format that there is a reader for."""

    MARKDOWN = "markdown"
    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    ODT = "odt"
    RTF = "rtf"
    PPTX = "pptx"
    MAIL = "mail"
    HTML = "html"


_FORMATS = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".odt": Format.ODT,
    ".rtf": Format.RTF,
    ".pptx": Format.PPTX,
    ".eml": Format.MAIL,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
}
_TYPES = "askreviews reads .md, .txt, .pdf, .docx, .odt, .rtf, .pptx, .eml and .html"
# Types that are not read, and how a document of theirs becomes one that is.
_SAVE_AS = {
    **dict.fromkeys(
        (".doc", ".docm", ".dot", ".dotx", ".dotm", ".wps", ".wpd"),
        "open it in Word and save it as .docx",
    ),
    ".pages": "open it in Pages and export it to Word (.docx)",
    **dict.fromkeys((".ott", ".fodt", ".sxw"), "open it in LibreOffice and save it as .odt"),
    **dict.fromkeys(
        (".ppt", ".pptm", ".pps", ".ppsx", ".ppsm", ".pot", ".potx", ".odp"),
        "open it in PowerPoint and save it as .pptx",
    ),
    ".key": "open it in Keynote and export it to PowerPoint (.pptx)",
    **dict.fromkeys((".msg", ".oft"), "open it in Outlook and save it as .eml or .html"),
}

# What a file turns out to hold, and what to do when its name says something else.
_HELD = {
    "pdf": ("a PDF", "rename it so that it ends in .pdf"),
    "docx": ("a Word document", "rename it so that it ends in .docx"),
    "pptx": ("a PowerPoint presentation", "rename it so that it ends in .pptx"),
    "odt": ("an OpenDocument text", "rename it so that it ends in .odt"),
    "rtf": ("rich text (RTF)", "rename it so that it ends in .rtf"),
    "mail": ("an e-mail", "rename it so that it ends in .eml"),
    "html": ("a web page", "download the document itself, or rename it to end in .html"),
    "protected": ("protected with a password", "save it without one and add it again"),
    "old Office": ("in an old Office format", "open it in Office and save it as .docx or .pptx"),
    "zip": ("a zip archive", "unpack it and add the documents in it"),
    "broken zip": ("a damaged zip archive", "fetch the document again from where it came"),
    "text": ("plain text", "rename it so that it ends in .txt"),
    "tagged text": ("text with tags in it", "rename it so that it ends in .html or .md"),
    "binary": ("binary data, not text", "fetch the document again from where it came"),
}


def detect(path: Path, max_bytes: int) -> Format:
    """Tell the format of a file.

    Args:
        path: the file.
        max_bytes: the largest size read, in bytes; a larger file is not opened.

    Raises:
        ReadingError: the file is missing, a folder, empty, too large, of a type that is
            not read, or not what its name says.
    """
    try:
        _check_size(path, max_bytes)
        named = _named_format(path)
        held = content(path)
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise fault(path, f"it cannot be opened ({reason})", "check that it may be read") from error
    if not _agree(named, held):
        what, remedy = _HELD[held]
        said = "" if held == "protected" else f", though its name ends in {path.suffix}"
        raise fault(path, f"it is {what}{said}", remedy)
    return named


def _check_size(path: Path, max_bytes: int) -> None:
    try:
        size = path.stat().st_size
    except FileNotFoundError as error:
        raise fault(path, "there is no such file", "check its name and folder") from error
    if path.is_dir():
        raise fault(path, "it is a folder", "give the files in it")
    if not path.is_file():
        raise fault(path, "it is not an ordinary file", f"give a document ({_TYPES})")
    if size > max_bytes:
        told = f"it is {size / 1e6:.3g} MB, over the limit of {max_bytes / 1e6:.3g} MB"
        raise fault(path, told, "split it, or raise ASKREVIEWS_MAX_FILE_MB")
    if is_blank(path):
        raise fault(path, "it is empty", "save or download it again")


def _named_format(path: Path) -> Format:
    suffix = path.suffix.lower()
    if suffix in _FORMATS:
        return _FORMATS[suffix]
    if suffix in _SAVE_AS:
        raise fault(path, f"{suffix} files are not read", _SAVE_AS[suffix])
    told = f"{suffix} files are not read" if suffix else "its name has no ending such as .pdf"
    raise fault(path, told, f"save or rename it as a type that is ({_TYPES})")


def _agree(named: Format, held: str) -> bool:
    if named in (Format.DOCX, Format.ODT, Format.PPTX):
        return held in (named, "broken zip")  # the reader says that it is damaged
    if named in (Format.PDF, Format.RTF, Format.MAIL):
        return held == named
    if named is Format.HTML:
        return held in ("html", "tagged text")
    return held in ("text", "tagged text")
