"""What a segment was when it was written: its files with their sizes and hashes, written last.

    index/segments/S/whole.json

Sizes are looked at whenever an index is opened, hashes by ``askreviews doctor``. A segment of a
former version has no such list, and is held by whether its parts are there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from pydantic import BaseModel, ValidationError

from askreviews.indexing.durable import sync_file, sync_folder, write_durably

_LIST = "whole.json"
# Chroma notes each opening in it: it grows, and its hash is never the same.
_LIVING = "chroma.sqlite3"


class _File(BaseModel):
    bytes: int
    sha256: str


class _List(BaseModel):
    files: dict[str, _File]


def seal_files(folder: Path) -> None:
    """Bring a segment to the disk and write down what it consists of.

    Raises:
        OSError: the disk is full or failing.
    """
    files = {}
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        sync_file(path)
        name = path.relative_to(folder).as_posix()
        files[name] = _File(bytes=path.stat().st_size, sha256=sha256_of(path))
    for inner in (p for p in folder.rglob("*") if p.is_dir()):
        sync_folder(inner)
    write_durably(folder / _LIST, _List(files=files).model_dump_json(indent=1))
    sync_folder(folder.parent)


def cut_short(folder: Path) -> str | None:
    """The first file of a segment that is gone or of another size than it was; None: none is."""
    for name, file in _listed(folder).items():
        try:
            size = (folder / name).stat().st_size
        except OSError:
            return name
        if size != file.bytes and not (name.endswith(_LIVING) and size > file.bytes):
            return name
    return None


def changed(folder: Path) -> Iterator[str]:
    """The files of a segment that are not, to the byte, what was written."""
    for name, file in _listed(folder).items():
        try:
            same = name.endswith(_LIVING) or sha256_of(folder / name) == file.sha256
        except OSError:
            same = False
        if not same:
            yield name


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file, as hexadecimal.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _listed(folder: Path) -> dict[str, _File]:
    path = folder / _LIST
    try:
        return _List.model_validate_json(path.read_bytes()).files
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError):
        return {_LIST: _File(bytes=-1, sha256="")}
