"""The folders that a backup is made of, and the files in each."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from askreviews.indexing.shelf import OURS


@dataclass(frozen=True, slots=True)
class Places:
    """Where documents, index and data lie."""

    corpus: Path
    index: Path
    data: Path

    def documents(self) -> Iterator[tuple[str, Path]]:
        """Every file of the corpus by its name below it, also those set aside."""
        return _files(self.corpus, (self.index, self.data))

    def of_data(self) -> Iterator[tuple[str, Path]]:
        """Every file of data; locks and what is being written are left out."""
        for name, path in _files(self.data, (self.corpus, self.index)):
            hidden = any(part.startswith(".") for part in name.split("/"))
            if not (hidden or name.endswith((".lock", ".part"))):
                yield name, path


def _files(folder: Path, others: tuple[Path, ...]) -> Iterator[tuple[str, Path]]:
    """The files below a folder, but those of other places that lie in it."""
    apart = {os.path.realpath(other) for other in others} - {os.path.realpath(folder)}
    for root, folders, names in os.walk(folder):
        folders[:] = sorted(f for f in folders if os.path.realpath(Path(root, f)) not in apart)
        for name in sorted(names):
            path = Path(root, name)
            if path.is_file() and not name.startswith(OURS):
                yield path.relative_to(folder).as_posix(), path
