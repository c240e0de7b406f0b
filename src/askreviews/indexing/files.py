"""The files of a corpus folder that can be documents."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from askreviews.errors import IndexingError, ReadingError
from askreviews.reading import SUFFIXES
from askreviews.reading.common import fault
from askreviews.reading.sidecar import ENDING, is_beside_a_document

_HIDDEN = (".", "~$")
# Room for a number in the name, and for the ending of a side-car: a name may have 255 bytes.
_LONGEST_NAME = 200
_BEGINNING = 40
# Control characters, marks of direction and the like, halves of characters, private ones.
_UNSEEN = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")
# Devices on Windows, whatever the ending.
_RESERVED = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(?:\.|$)", re.I
)


def files_of(corpus: Path) -> tuple[dict[str, Path], list[str]]:
    """Files to index by document id, and a sentence for each that can't be one by its name.

    Hidden files and folders, which hold what was removed, are passed over.

    Raises:
        IndexingError: the folder is not there.
    """
    if not corpus.is_dir():
        raise IndexingError(f"There is no folder {corpus}; make it, or name another with --corpus.")
    found: dict[str, Path] = {}
    unknown: list[str] = []
    for path in sorted(corpus.rglob("*")):
        relative = path.relative_to(corpus)
        if any(part.startswith(_HIDDEN) for part in relative.parts) or not path.is_file():
            continue
        if path.name.lower() == "license":
            continue
        if path.name.endswith(ENDING):
            unknown += [_alone(path)] if not is_beside_a_document(path) else []
            continue
        try:
            check_name(relative)
        except ReadingError as error:
            unknown.append(str(error))
        else:
            found[relative.as_posix()] = path
    return found, unknown


def _alone(path: Path) -> str:
    happened = "there is no document beside it that it could be of"
    return str(fault(path, happened, f"name it as the document, with {ENDING} after that"))


def check_new_name(path: Path) -> None:
    """See that a file that somebody adds can be kept under its name, on any system.

    Raises:
        ReadingError: as ``check_name``; or its name is too long, holds what cannot be seen, or
            means something else to a system or a program.
    """
    check_name(path)
    name = path.name
    if len(name.encode()) > _LONGEST_NAME:
        raise fault(Path(f"{name[:_BEGINNING]}…"), "its name is too long", "give it a shorter one")
    if any(unicodedata.category(character) in _UNSEEN for character in name):
        raise fault(path, "its name holds characters that cannot be seen", "rename it")
    if "\\" in name or _RESERVED.match(name):
        raise fault(path, "its name means something else on other systems", "rename it")


def check_name(path: Path) -> None:
    """See that a file can be a document, by its name.

    Raises:
        ReadingError: it is hidden, of a type that is not read, or not Unicode.
    """
    if path.name.startswith(_HIDDEN):
        raise fault(path, "its name marks it as hidden", "rename it")
    if path.suffix.lower() not in SUFFIXES:
        kinds = ", ".join(SUFFIXES)
        raise fault(path, "this type of file is not read", f"save it as one of {kinds}")
    try:
        str(path).encode("utf-8")
    except UnicodeEncodeError as error:
        happened = "its name, or a folder's, holds a character that is not Unicode"
        raise fault(path, happened, "rename it") from error
