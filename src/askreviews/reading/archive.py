"""What documents that are zip archives have in common: how much they may hold, and what not."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from pathlib import Path

from askreviews.reading.common import fault

_MOST_UNPACKED = 1_000_000_000
# Parsed, XML takes some ten times its size; a report of a thousand pages has 20 MB of it.
_MOST_XML = 100_000_000
_MOST_PARTS = 20_000
# Text packs to a tenth, pictures hardly at all; what packs to so little was made to.
_MOST_RATIO = 200
_SMALL = 50_000_000
_XML = (".xml", ".rels")
_HEAD = 8192
_ENCRYPTED = 0x1
_AGAIN = "fetch the document again from where it came"


def check_archive(path: Path) -> None:
    """See that a zipped document unpacks to what can be read, and holds nothing made to harm.

    Raises:
        ReadingError: it does not; the message says what is wrong.
        zipfile.BadZipFile: it is no zip archive.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        _check_sizes(path, parts)
        _check_names(path, [part.filename for part in parts])
        for part in parts:
            if part.flag_bits & _ENCRYPTED:
                told = "it is protected with a password"
                raise fault(path, told, "save it without one and add it again")
            if part.filename.lower().endswith(_XML) and _declares(archive, part):
                told = (
                    f"its part {part.filename} declares entities, as no document of its kind does"
                )
                raise fault(path, told, _AGAIN)


def _check_sizes(path: Path, parts: Sequence[zipfile.ZipInfo]) -> None:
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _MOST_UNPACKED:
        raise fault(path, "it unpacks to over a gigabyte", "save it again without its pictures")
    if sum(part.file_size for part in parts if part.filename.lower().endswith(_XML)) > _MOST_XML:
        raise fault(path, "it unpacks to too much text", "split it, or fetch it again")
    if len(parts) > _MOST_PARTS:
        raise fault(path, f"it holds {len(parts):,} parts", _AGAIN)
    if unpacked > max(_SMALL, path.stat().st_size * _MOST_RATIO):
        told = f"it unpacks to {unpacked // max(1, path.stat().st_size):,} times its size"
        raise fault(path, told, _AGAIN)


def _check_names(path: Path, names: Sequence[str]) -> None:
    """No part is written anywhere by its name; one made to be shows what the file is for."""
    if any(".." in name.replace("\\", "/").split("/") for name in names):
        raise fault(path, "it holds a part whose name leads out of it", _AGAIN)
    read = [name.casefold() for name in names if name.lower().endswith(_XML)]
    if len(set(read)) < len(read):  # another program may show the other
        raise fault(path, "it holds two parts of one name", _AGAIN)


def _declares(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Whether XML opens with a document type, the only place that entities are declared in."""
    with archive.open(part) as opened:
        head = opened.read(_HEAD).replace(b"\0", b"")  # it may be UTF-16
    return b"<!DOCTYPE" in head or b"<!ENTITY" in head
