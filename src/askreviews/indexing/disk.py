"""Writing a segment whole or not at all, and saying so when the disk is full."""

from __future__ import annotations

import errno
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from askreviews.errors import IndexingError

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_HARDLY_ANY_ROOM = 16_000_000
_DISK_FULL_WORDS = ("disk is full", "No space left", "disk I/O error")  # the last: over quota


def remove_tree(folder: Path) -> None:
    """Delete a folder as far as it can be deleted."""
    shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def whole_or_not_at_all(
    index: Path, folder: Path, discard: Callable[[Path], None] = remove_tree
) -> Iterator[None]:
    """Delete a segment's folder, by ``discard``, where writing it fails.

    Raises:
        IndexingError: the disk is full, or does not let itself be written.
    """
    try:
        yield
    except Exception as error:
        full = _disk_is_full(error, index)
        discard(folder)
        if full:
            raise IndexingError(
                f"The disk is full or failing: the new index could not be written to {index}; make "
                "room and try again (the index there before is untouched)."
            ) from error
        if is_of_the_disk(error):
            raise IndexingError(
                f"The new index could not be written to {index} ({error_words(error)}); see that "
                "this disk can be written, or put the index on another with --index (the index "
                "there before is untouched)."
            ) from error
        raise


def is_of_the_disk(error: BaseException) -> bool:
    """Whether an error comes from files or from a store in them, and not from a mistake of ours."""
    stores = (sqlite3.Error, OSError)
    return isinstance(error, stores) or type(error).__module__.startswith("chromadb")


def error_words(error: BaseException) -> str:
    """What a system or a store says of an error, on one line."""
    words = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return " ".join(words.split()).rstrip(".")


def _disk_is_full(error: BaseException | None, index: Path) -> bool:
    """Whether an error, or one that caused it, says so, or there is hardly any room left.

    SQLite says it in words, and Chroma sometimes says no more than that writing failed.
    """
    if shutil.disk_usage(index).free < _HARDLY_ANY_ROOM:
        return True
    while error is not None:
        if isinstance(error, OSError) and error.errno in _DISK_FULL:
            return True
        if any(words in str(error) for words in _DISK_FULL_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
