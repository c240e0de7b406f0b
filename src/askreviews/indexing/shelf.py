"""What is written to a corpus folder: a document with its side-car, or neither, whatever happens.

    corpus/.askreviews-changing.json       moves that were decided on and not yet all made
    corpus/…/.askreviews-NAME.part         a file that is still being copied

Copies are made beside their places first; then the moves are written down, made, and forgotten.
A process that is ended in between leaves them written down, and the next one to write makes them.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import BaseModel, ValidationError

from askreviews.indexing.durable import sync_file, sync_folder, write_durably
from askreviews.indexing.generations import new_name
from askreviews.reading.common import fault

REMOVED = ".removed"
OURS = ".askreviews-"
_JOURNAL = f"{OURS}changing.json"
_PART = ".part"


class _Step(BaseModel):
    """``move`` renames; ``keep`` has the file stand in the second place too. Below the corpus."""

    kind: Literal["move", "keep"]
    given: str
    to: str


class _Journal(BaseModel):
    steps: list[_Step]


class Shelf:
    """Puts files into a corpus folder and sets others aside, and can take all of that back.

    ``put`` and ``set_aside`` decide, ``carry_out`` does it.
    """

    def __init__(self, corpus: Path) -> None:
        self.corpus = corpus
        self._steps: list[_Step] = []
        self._done: list[Callable[[], object]] = []

    def put(self, target: Path, given: Path | str) -> None:
        """Copy a file there, or write a text; what stands there is to be set aside.

        Raises:
            ReadingError: it cannot be written.
        """

        def write(part: Path) -> None:
            if isinstance(given, Path):
                shutil.copyfile(given, part)
            else:
                part.write_text(given, encoding="utf-8")

        self.place(target, write)

    def place(self, target: Path, write: Callable[[Path], None]) -> None:
        """Have a file written beside its place; what stands there is to be set aside.

        Raises:
            ReadingError: it cannot be written.
        """
        part = target.with_name(f"{OURS}{new_name()}{_PART}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write(part)
            sync_file(part)
        except OSError as error:
            part.unlink(missing_ok=True)
            raise _uncopied(target, error) from error
        if target.exists():
            self._plan("keep", target, self._aside(target))
        self._plan("move", part, target)

    def set_aside(self, path: Path) -> None:
        """Nothing that somebody added is deleted: it moves where indexing does not look."""
        self._plan("move", path, self._aside(path))

    def carry_out(self) -> None:
        """Do what was decided, all of it or nothing.

        Raises:
            OSError: a file cannot be moved.
        """
        if not self._steps:
            return
        journal = self.corpus / _JOURNAL
        try:
            write_durably(journal, _Journal(steps=self._steps).model_dump_json(indent=1))
            for step in self._steps:
                self._done += _made(self.corpus, step)
        except OSError:
            self.undo()
            journal.unlink(missing_ok=True)
            raise
        journal.unlink()

    def undo(self) -> None:
        """Leave the folder as it was."""
        while self._done:
            self._done.pop()()
        for step in self._steps:
            if step.given.endswith(_PART):
                (self.corpus / step.given).unlink(missing_ok=True)
        self._steps.clear()

    def _plan(self, kind: Literal["move", "keep"], given: Path, to: Path) -> None:
        names = (path.relative_to(self.corpus).as_posix() for path in (given, to))
        self._steps.append(_Step(kind=kind, given=next(names), to=next(names)))

    def _aside(self, path: Path) -> Path:
        target = self.corpus / REMOVED / path.relative_to(self.corpus)
        if target.exists():
            target = target.with_name(f"{target.stem}.{new_name()}{target.suffix}")
        return target


def finish_changes(corpus: Path) -> None:
    """Make the moves that a process decided on and was ended in; delete half-made copies.

    The caller holds the writer's lock.

    Raises:
        ReadingError: a file cannot be moved.
    """
    journal = corpus / _JOURNAL
    try:
        steps = _Journal.model_validate_json(journal.read_bytes()).steps
    except (FileNotFoundError, NotADirectoryError, ValidationError):
        steps = []
    except OSError as error:
        raise _unfinished(corpus, error) from error
    try:
        for step in steps:
            _made(corpus, step)
        journal.unlink(missing_ok=True)
    except OSError as error:
        if steps:
            raise _unfinished(corpus, error) from error
    for part in corpus.rglob(f"{OURS}*"):  # copies half made, and a list half written
        with suppress(OSError):  # on a disk that is only read it does no harm
            part.unlink()


def _made(corpus: Path, step: _Step) -> list[Callable[[], object]]:
    """Make a move unless it was made before; returns how to take it back."""
    given, to = (_below(corpus, name) for name in (step.given, step.to))
    if not os.path.lexists(given) or (step.kind == "keep" and to.exists()):
        return []
    to.parent.mkdir(parents=True, exist_ok=True)
    if step.kind == "keep":
        _keep(given, to)
        sync_folder(to.parent)
        return [lambda: to.replace(given)]
    is_new = not to.exists()
    given.replace(to)
    sync_folder(to.parent)
    # What was replaced is put back over it by the step before.
    return [lambda: to.replace(given)] if is_new else []


def _keep(given: Path, to: Path) -> None:
    """Have a file under a second name, by a link or, where a disk has none, by a copy."""
    try:
        os.link(given, to)
    except OSError:
        part = to.with_name(f"{OURS}{new_name()}{_PART}")
        shutil.copyfile(given, part)
        sync_file(part)
        part.replace(to)


def _below(corpus: Path, name: str) -> Path:
    parts = PurePosixPath(name).parts
    if not parts or name.startswith("/") or ".." in parts:
        raise PermissionError(f"{name} does not lie in {corpus}")
    return corpus / name


def _uncopied(target: Path, error: OSError) -> Exception:
    happened = f"it cannot be copied to {target.parent} ({error.strerror})"
    return fault(target, happened, "make room or allow writing there, and try again")


def _unfinished(corpus: Path, error: OSError) -> Exception:
    happened = f"what an earlier command began cannot be finished ({error.strerror or error})"
    return fault(corpus / _JOURNAL, happened, f"make room or allow writing in {corpus}")
