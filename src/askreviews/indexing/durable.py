"""Files that are on the disk, whole, once these functions return: a power cut tears nothing."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path


def write_durably(path: Path, text: str) -> None:
    """Replace a small file in whole.

    Raises:
        OSError: it cannot be written; what was there is untouched.
    """
    fresh = path.with_name(f"{path.name}.new")
    with fresh.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
    sync_folder(path.parent)


def sync_file(path: Path) -> None:
    """See that what was written to a file is on the disk.

    Raises:
        OSError: it cannot be written there.
    """
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk, on systems that tell folders apart."""
    with suppress(OSError):  # Windows opens no folder, and some shares know nothing of this
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)
