"""A file of lines that any process adds to, and that old lines are taken out of."""

from __future__ import annotations

import errno
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from pathlib import Path

from filelock import FileLock

_WAIT_S = 10


class Journal:
    """A text file of one entry a line, which only its owner may read.

    Args:
        path: the file; it and its folder are made when there is something to write.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, line: str) -> None:
        """Add a line, all of it or nothing; it is on the disk when this returns.

        Raises:
            filelock.Timeout: another process holds the file for long.
            OSError: it cannot be written.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self._lock(), self._opened() as file:
            _write(file, line.encode() + b"\n")

    def check(self) -> None:
        """See that lines can be added.

        Raises:
            OSError: they cannot.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._opened().close()

    def lines(self) -> list[str]:
        """The lines there are, none where there is no file.

        Raises:
            OSError: it cannot be read.
        """
        try:
            text = self.path.read_text(encoding="utf-8", errors="replace")
        except FileNotFoundError:
            return []
        # Only newlines end a line: splitlines() would also break inside a quoted U+2028.
        return [line for line in text.split("\n") if line.strip()]

    def take_out(self, unwanted: Callable[[str], bool]) -> tuple[int, int]:
        """Take out lines for good; gives how many went and how many are left.

        Raises:
            filelock.Timeout: another process holds the file for long.
            OSError: it cannot be written.
        """
        if not self.path.exists():
            return 0, 0
        with self._lock():
            lines = self.lines()
            kept = [line for line in lines if not unwanted(line)]
            if len(kept) < len(lines):
                replace_privately(self.path, "".join(f"{line}\n" for line in kept))
        return len(lines) - len(kept), len(kept)

    def _lock(self) -> FileLock:
        return FileLock(f"{self.path}.lock", timeout=_WAIT_S)

    def _opened(self) -> FileIO:
        def private(path: str, flags: int) -> int:
            return os.open(path, flags, 0o600)

        return FileIO(self.path, "a+", opener=private)


def replace_privately(path: Path, text: str) -> None:
    """Replace a file in whole, readable by its owner alone (0600) from its first byte on.

    Raises:
        OSError: it can't be written; what was there is untouched.
    """
    number, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(number)
        Path(name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _write(file: FileIO, line: bytes) -> None:
    """Write a line at the end, on a line of its own whatever stands there; all of it or none."""
    size = file.seek(0, os.SEEK_END)
    if size:
        file.seek(-1, os.SEEK_END)
        line = line if file.read(1) == b"\n" else b"\n" + line
    whole = False
    try:
        whole = file.write(line) == len(line)
    finally:
        if not whole:
            file.truncate(size)
    if not whole:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    os.fsync(file.fileno())
