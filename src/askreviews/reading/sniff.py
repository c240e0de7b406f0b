"""What a file holds, told from its content alone."""

from __future__ import annotations

import mmap
import re
import zipfile
from pathlib import Path

_HEAD = 64 * 1024
_MOST_OF_A_PART = _HEAD * 16
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_WIDE_BOMS = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b"))
# Compressed data has some 10% of control bytes; text with a few strays stays text.
_MOST_CONTROLS = 0.03
_HTML_START = re.compile(
    rb"(?:\s|<\?xml[^>]*>|<!--.*?-->)*<(?:!doctype\s+html|html)\b", re.I | re.S
)
_TAG = re.compile(rb"</?[a-z][^<>]*>", re.I)
_OFFICE = {
    b"wordprocessingml.document.main": "docx",
    b"presentationml.presentation.main": "pptx",
}
_ODT = b"application/vnd.oasis.opendocument.text"
_HEADER = re.compile(rb"([!-9;-~]+):(?: |\t|$)")
# One of these besides another header tells a message from "Title: …" and "Date: …".
_MAIL_HEADERS = {b"from", b"received", b"return-path", b"message-id", b"mime-version"}
_FEWEST_HEADERS = 2


def is_blank(path: Path) -> bool:
    """Tell whether a file holds nothing but white space, reading no further than it must."""
    with path.open("rb") as file:
        while chunk := file.read(_HEAD):
            if chunk.strip(b" \t\r\n\v\f\0\xef\xbb\xbf\xfe\xff"):
                return False
    return True


def content(path: Path) -> str:
    """Tell what a file holds.

    Returns:
        "pdf", "docx", "pptx", "odt", "zip", "broken zip", "protected", "old Office", "rtf",
        "mail", "html", "tagged text", "text" or "binary".
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zip_content(path)
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
    head = head.removeprefix(b"\xef\xbb\xbf")
    if _is_mail(head):
        return "mail"
    if _HTML_START.match(head):
        return "html"
    return "tagged text" if _TAG.search(head) else "text"


def _is_mail(head: bytes) -> bool:
    """Tell whether a text opens with the headers of an e-mail."""
    lines = head.splitlines()
    names: set[bytes] = set()
    for line in lines[1:] if head.startswith(b"From ") else lines:
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif not line.startswith((b" ", b"\t")):
            break
    return len(names) >= _FEWEST_HEADERS and bool(names & _MAIL_HEADERS)


def _zip_content(path: Path) -> str:
    try:
        with zipfile.ZipFile(path) as archive:
            return _archive_content(archive)
    except (OSError, MemoryError):
        raise
    except Exception:  # zipfile and its decompressors have a dozen errors of their own
        return "broken zip"


def _archive_content(archive: zipfile.ZipFile) -> str:
    if _part(archive, "mimetype").strip() == _ODT:
        manifest = _part(archive, "META-INF/manifest.xml")
        return "protected" if b"encryption-data" in manifest else "odt"
    types = _part(archive, "[Content_Types].xml")
    return next((held for name, held in _OFFICE.items() if name in types), "zip")


def _part(archive: zipfile.ZipFile, name: str) -> bytes:
    try:
        with archive.open(name) as part:
            return part.read(_MOST_OF_A_PART)
    except KeyError:
        return b""


def _is_encrypted(path: Path) -> bool:
    """Tell whether an OLE container is an Office document under a password."""
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        return data.find("EncryptedPackage".encode("utf-16-le")) >= 0
