"""A document as a person corrects it: what its side-car is to state besides what was read."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from askreviews.reading import restated
from askreviews.reading.isolated import Reader
from askreviews.reading.sidecar import own_sidecar, sidecar_of, text_of
from askreviews.types import SourceDocument


def corrected(
    document: SourceDocument, path: Path, values: Mapping[str, Any], reader: Reader
) -> SourceDocument:
    """The document with these values in its side-car, which is not written.

    The file, at ``path``, is read anew only where it, or a side-car of it, states something.

    Raises:
        ReadingError: a key or value is not known, or is of no review there is.
    """
    found = restated(document, sidecar_of(own_sidecar(path), values))
    if found is None:
        with TemporaryDirectory(prefix="askreviews-adding-") as folder:
            copy = Path(shutil.copyfile(path, Path(folder, path.name)))
            own_sidecar(copy).write_text(text_of(values), encoding="utf-8")
            found = reader.read(copy, document.document_id)
    return replace(found, sidecar_sha256=hashlib.sha256(text_of(values).encode()).hexdigest())
