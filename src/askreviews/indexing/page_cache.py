"""Images of pages, kept in the index folder so that each is drawn once.

    index/pages/SHA256/NAME.png     of the file with that SHA-256

They are derived: whatever is not there is drawn again, and where the folder cannot be
written, nothing is kept.
"""

from __future__ import annotations

import secrets
import shutil
from contextlib import suppress
from pathlib import Path

_FOLDER = "pages"
MOST_KEPT = 24  # images of one document


def kept_page(index_folder: Path, source_sha256: str, name: str) -> bytes | None:
    """The image kept under a name for a file, if there is one."""
    try:
        return _path(index_folder, source_sha256, name).read_bytes()
    except OSError:
        return None


def keep_page(index_folder: Path, source_sha256: str, name: str, image: bytes) -> None:
    """Keep an image, whole or not at all; the oldest of that file go when there are many."""
    path = _path(index_folder, source_sha256, name)
    fresh = path.with_name(f".{secrets.token_hex(8)}")
    with suppress(OSError):  # a full disk or one that is only read: it is drawn again
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            fresh.write_bytes(image)
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)
        _drop_oldest(path.parent)


def sweep_pages(index_folder: Path, keep: set[str]) -> None:
    """Delete the images of files that are held no more, and what was left half written.

    Args:
        index_folder: the index.
        keep: the SHA-256 of each file that is held.
    """
    for folder in (index_folder / _FOLDER).glob("*"):
        if folder.name not in keep:
            shutil.rmtree(folder, ignore_errors=True)
            continue
        for left in folder.glob(".*"):
            with suppress(OSError):
                left.unlink()


def _path(index_folder: Path, source_sha256: str, name: str) -> Path:
    return index_folder / _FOLDER / source_sha256 / f"{name}.png"


def _drop_oldest(folder: Path) -> None:
    kept = sorted(folder.glob("*.png"), key=lambda path: path.stat().st_mtime_ns)
    for path in kept[:-MOST_KEPT]:
        path.unlink()
