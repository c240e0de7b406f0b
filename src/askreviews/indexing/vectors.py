"""Arrays of vectors in files, mapped into memory where they are read."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askreviews.indexing.embedding import Vectors

_ROWS_AT_ONCE = 4096


class VectorFile:
    """Writes rows to an .npy file of which the number is known only at the end."""

    def __init__(self, path: Path) -> None:
        self._path, self._rows, self._width = path, 0, 0
        self._raw = path.with_suffix(".raw")
        self._file = self._raw.open("wb")

    def add(self, vectors: Vectors) -> None:
        """Write vectors of shape (n, d), as half floats."""
        self._rows, self._width = self._rows + len(vectors), vectors.shape[1]
        self._file.write(vectors.astype(np.float16).tobytes())

    def close(self) -> None:
        """Put the header before what was written."""
        self._file.close()
        header = {"descr": "<f2", "fortran_order": False, "shape": (self._rows, self._width)}
        with self._path.open("wb") as file, self._raw.open("rb") as raw:
            np.lib.format.write_array_header_1_0(file, header)
            shutil.copyfileobj(raw, file)
        self._raw.unlink()


def likeness(
    vectors: NDArray[np.float16], rows: NDArray[np.int64], question: Vectors
) -> NDArray[np.float32]:
    """Cosines of a question to some rows of unit vectors, in the order of ``rows``."""
    import torch  # it makes floats of half floats three times as fast as NumPy does

    asked = torch.from_numpy(question)
    found = np.empty(len(rows), np.float32)
    for first in range(0, len(rows), _ROWS_AT_ONCE):
        some = rows[first : first + _ROWS_AT_ONCE]
        halves = torch.from_numpy(np.asarray(vectors[some]))
        found[first : first + len(some)] = (halves.float() @ asked).numpy()
    return found
