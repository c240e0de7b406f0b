"""Vectors in files: an array of which the number of rows is known only at the end."""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askreviews.indexing.embedding import Vectors

# A segment with this file is searched by a Chroma server; one without has a store of its own.
PASSAGES = "passages.npy"
_CONTEXTS = "contexts.jsonl"


class VectorFile:
    """Writes rows to an .npy file, as numbers of ``dtype``."""

    def __init__(self, path: Path, dtype: str = "<f2") -> None:
        self._path, self._dtype, self._rows, self._width = path, dtype, 0, 0
        self._raw = path.with_suffix(".raw")
        self._file = self._raw.open("wb")

    def add(self, vectors: Vectors) -> None:
        """Write vectors of shape (n, d)."""
        self._rows, self._width = self._rows + len(vectors), vectors.shape[1]
        self._file.write(vectors.astype(self._dtype).tobytes())

    def close(self) -> None:
        """Put the header before what was written."""
        self._file.close()
        shape = (self._rows, self._width)
        header = {"descr": self._dtype, "fortran_order": False, "shape": shape}
        with self._path.open("wb") as file, self._raw.open("rb") as raw:
            np.lib.format.write_array_header_1_0(file, header)
            shutil.copyfileobj(raw, file)
        self._raw.unlink()


class PassageFile:
    """Writes what a segment keeps of its passages where a Chroma server searches them.

    It is all that the server is filled from, so that nothing is lost with it and no passage is
    encoded twice.
    """

    def __init__(self, folder: Path) -> None:
        self._vectors = VectorFile(folder / PASSAGES, "<f4")
        self._contexts = (folder / _CONTEXTS).open("w", encoding="utf-8")

    def add(self, contexts: Sequence[str], vectors: Vectors) -> None:
        """Write the next passages: their contexts, and vectors of shape (n, d)."""
        if len(contexts):
            self._vectors.add(vectors)
        self._contexts.writelines(f"{json.dumps(context)}\n" for context in contexts)

    def close(self) -> None:
        """Write what is left."""
        self._contexts.close()
        self._vectors.close()


def passage_vectors(folder: Path) -> NDArray[np.float32]:
    """The vectors of a segment's passages by row, shape (passages, d), mapped rather than read."""
    loaded: NDArray[np.float32] = np.load(folder / PASSAGES, mmap_mode="r")
    return loaded


def passage_contexts(folder: Path) -> list[str]:
    """The contexts of a segment's passages by row."""
    with (folder / _CONTEXTS).open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]
