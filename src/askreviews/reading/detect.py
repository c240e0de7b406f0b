"""Which format a file is, from its name and its content together."""

from __future__ import annotations

import mmap
import re
import zipfile
from enum import StrEnum
from pathlib import Path

from askreviews.reading.common import fault


class Format(StrEnum):
    """A format that there is a reader for."""

    MARKDOWN = "markdown"
    TEXT = "text"
    PDF = "pdf"
    DOCX = "docx"
    HTML = "html"


_FORMATS = {
    ".md": Format.MARKDOWN,
    ".markdown": Format.MARKDOWN,
    ".txt": Format.TEXT,
    ".text": Format.TEXT,
    ".pdf": Format.PDF,
    ".docx": Format.DOCX,
    ".html": Format.HTML,
    ".htm": Format.HTML,
    ".xhtml": Format.HTML,
}
_TYPES = "askreviews reads .md, .txt, .pdf, .docx and .html"
_WORD_PROCESSED = {".doc", ".docm", ".dot", ".dotx", ".odt", ".rtf", ".pages"}

# What a file turns out to hold, and what to do when its name says something else.
_HELD = {
    "pdf": ("a PDF", "rename it so that it ends in .pdf"),
    "docx": ("a Word document", "rename it so that it ends in .docx"),
    "html": ("a web page", "download the document itself, or rename it to end in .html"),
    "protected": ("protected with a password", "save it without one and add it again"),
    "old Office": ("in an old Office format", "open it in Word and save it as .docx"),
    "rtf": ("rich text (RTF)", "open it in Word and save it as .docx"),
    "zip": ("a zip archive", "unpack it and add the documents in it"),
    "text": ("plain text", "rename it so that it ends in .txt"),
    "binary": ("binary data, not text", "fetch the document again from where it came"),
}
_HEAD = 64 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
# Compressed data has some 10% of control bytes; text with a few strays stays text.
_MOST_CONTROLS = 0.03
_HTML_START = re.compile(
    rb"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_TAG = re.compile(rb"</?[a-z][^<>]*>", re.I)


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
        held = _content(path)
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
    if _is_blank(path):
        raise fault(path, "it is empty", "save or download it again")


def _is_blank(path: Path) -> bool:
    """Tell whether a file holds nothing but white space, reading no further than it must."""
    with path.open("rb") as file:
        while chunk := file.read(_HEAD):
            if chunk.strip(b" \t\r\n\v\f\0\xef\xbb\xbf\xfe\xff"):
                return False
    return True


def _named_format(path: Path) -> Format:
    suffix = path.suffix.lower()
    if suffix in _FORMATS:
        return _FORMATS[suffix]
    if suffix in _WORD_PROCESSED:
        raise fault(path, f"{suffix} files are not read", "open it in Word and save it as .docx")
    told = f"{suffix} files are not read" if suffix else "its name has no ending such as .pdf"
    raise fault(path, told, f"save or rename it as a type that is ({_TYPES})")


def _agree(named: Format, held: str) -> bool:
    if named in (Format.PDF, Format.DOCX):
        return held == named
    if named is Format.HTML:
        return held in ("html", "tagged text")
    return held in ("text", "tagged text")


def _content(path: Path) -> str:
    """Tell what a file holds: a key of ``_HELD``, or text with tags in it."""
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return "docx" if _is_word(path) else "zip"
    if head.startswith(_OLE):
        return "protected" if _is_encrypted(path) else "old Office"
    if head.startswith(b"{\\rtf"):
        return "rtf"
    return _text_content(head)


def _text_content(head: bytes) -> str:
    for bom, encoding in _WIDE_BOMS.items():
        if head.startswith(bom):
            head = head.decode(encoding, "ignore").encode()
    if len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head):
        return "binary"
    if _HTML_START.match(head.removeprefix(b"\xef\xbb\xbf")):
        return "html"
    return "tagged text" if _TAG.search(head) else "text"


def _is_word(path: Path) -> bool:
    """Tell whether a zip is a Word document; one that is broken counts as what it claims."""
    try:
        with zipfile.ZipFile(path) as archive, archive.open("[Content_Types].xml") as types:
            return b"wordprocessingml.document.main" in types.read(_HEAD * 16)
    except KeyError:
        return False
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return True


def _is_encrypted(path: Path) -> bool:
    """Tell whether an OLE container is a Word document under a password."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find("EncryptedPackage".encode("utf-16-le")) >= 0
