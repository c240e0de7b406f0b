"""What passages are encoded with, of a segment that a Chroma server searches.

    index/segments/S/contexts.jsonl

A segment with this file is searched by a server; one without has a store of its own, which holds
the contexts too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

_CONTEXTS = "contexts.jsonl"


def is_on_server(folder: Path) -> bool:
    """Whether a segment's passages are searched by a Chroma server."""
    return (folder / _CONTEXTS).is_file()


class ContextFile:
    """Writes the contexts of a new segment's passages, in the order of their rows.

    It is there from the beginning: of a segment that is left half written the server may hold
    something too.
    """

    def __init__(self, folder: Path) -> None:
        self._file = (folder / _CONTEXTS).open("w", encoding="utf-8")

    def add(self, contexts: Iterable[str]) -> None:
        """Write those of the next passages."""
        self._file.writelines(f"{json.dumps(context)}\n" for context in contexts)

    def close(self) -> None:
        """Write what is left."""
        self._file.close()


def contexts_of(folder: Path) -> list[str]:
    """The contexts of a segment's passages by row."""
    with (folder / _CONTEXTS).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
