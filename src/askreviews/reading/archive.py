"""What documents that are zip archives have in common: how much they may unpack to."""

from __future__ import annotations

import zipfile
from pathlib import Path

from askreviews.reading.common import fault

_MOST_UNPACKED = 1_000_000_000
# Parsed, XML takes some ten times its size; a report of a thousand pages has 20 MB of it.
_MOST_XML = 100_000_000


def check_unpacked(path: Path) -> None:
    """See that a zipped document does not unpack to more than can be read.

    Raises:
        ReadingError: it does.
        zipfile.BadZipFile: it is no zip archive.
    """
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
    if sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise fault(path, "it unpacks to over a gigabyte", "save it again without its pictures")
    if sum(part.file_size for part in parts if part.filename.endswith(".xml")) > _MOST_XML:
        raise fault(path, "it unpacks to too much text", "split it, or fetch it again")
