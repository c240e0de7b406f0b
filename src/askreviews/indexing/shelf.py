"""What is written to a corpus folder: whole or not at all, undone where more than that fails."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from askreviews.indexing.generations import new_name
from askreviews.reading.common import fault

REMOVED = ".removed"


class Shelf:
    """Puts files into a corpus folder and sets others aside, and can take all of that back."""

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self._steps: list[Callable[[], object]] = []

    def put(self, target: Path, given: Path | str) -> None:
        """Copy a file there, or write a text; what stood there is set aside first.

        Raises:
            ReadingError: it cannot be written.
        """
        fresh = target.with_name(f".{new_name()}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(given, Path):
                shutil.copyfile(given, fresh)
            else:
                fresh.write_text(given, encoding="utf-8")
            if target.exists():
                self.set_aside(target)
            fresh.replace(target)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            happened = f"it cannot be copied to {target.parent} ({error.strerror})"
            remedy = "make room or allow writing there, and try again"
            raise fault(target, happened, remedy) from error
        self._steps.append(target.unlink)

    def set_aside(self, path: Path) -> None:
        """Nothing that somebody added is deleted: it moves where indexing does not look.

        Raises:
            OSError: it cannot be moved.
        """
        target = self.corpus / REMOVED / path.relative_to(self.corpus)
        if target.exists():
            target = target.with_name(f"{target.stem}.{new_name()}{target.suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
        self._steps.append(lambda: target.rename(path))

    def undo(self) -> None:
        """Leave the folder as it was."""
        while self._steps:
            self._steps.pop()()
