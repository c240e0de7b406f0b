"""The file that a backup is: a ZIP with a list of what is in it, each file with its SHA-256.

corpus/…    the documents, with added/, .removed/ and side-cars
index/…     the generation that was served
data/…      accounts, feedback, baskets, saved runs, the audit log
askreviews-backup.json
"""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Literal, get_args

from pydantic import BaseModel, ValidationError

from askreviews.errors import AskReviewsError

FORMAT = 1
Part = Literal["corpus", "index", "data"]
_LIST = "askreviews-backup.json"
_PIECE = 1 << 20


class Item(BaseModel):
    """A file in a backup; ``modified`` is in seconds since the epoch."""

    part: Part
    name: str
    bytes: int
    sha256: str
    modified: float

    @property
    def path(self) -> str:
        """Where it stands in the archive."""
        return f"{self.part}/{self.name}"


class Listing(BaseModel):
    """What a backup holds."""

    format: int = FORMAT
    made: datetime
    items: list[Item]

    def of(self, part: Part) -> dict[str, Item]:
        """The files of one part, by their names below its folder."""
        return {item.name: item for item in self.items if item.part == part}

    def told(self) -> str:
        """What is in it, in words."""
        words = {"corpus": "documents", "index": "the index", "data": "data"}
        counts = (f"{len(self.of(part))} files of {words[part]}" for part in get_args(Part))
        return f"{', '.join(counts)}, {sum(item.bytes for item in self.items) / 1e6:.1f} MB"


class Writer:
    """Puts files into a new archive and lists them."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.listing = Listing(made=datetime.now(UTC), items=[])

    def add(self, part: Part, name: str, path: Path) -> None:
        """Add a file; what is listed is what was read.

        Raises:
            OSError: it cannot be read, or the archive not be written.
        """
        digest, size = hashlib.sha256(), 0
        entry = zipfile.ZipInfo(f"{part}/{name}")
        entry.compress_type = zipfile.ZIP_DEFLATED
        with path.open("rb") as file, self._archive.open(entry, "w", force_zip64=True) as written:
            while piece := file.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                written.write(piece)
            modified = os.fstat(file.fileno()).st_mtime
        self.listing.items.append(
            Item(part=part, name=name, bytes=size, sha256=digest.hexdigest(), modified=modified)
        )

    def finish(self) -> None:
        """Write the list."""
        self._archive.writestr(_LIST, self.listing.model_dump_json(indent=1))


@contextmanager
def new_archive(path: Path) -> Iterator[Writer]:
    """Write a backup: whole and checked, or not at all. Its owner alone may read it (0600).

    Raises:
        AskReviewsError: it cannot be written.
    """
    if path.exists():
        raise AskReviewsError(f"{path} is there already; name another file for the backup.")
    part = path.with_name(f"{path.name}.part")
    try:
        part.unlink(missing_ok=True)
        with _private(part) as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
                writer = Writer(archive)
                yield writer
                writer.finish()
            file.flush()
            os.fsync(file.fileno())
        with opened(part) as (archive, listing):
            check(archive, listing, path)
        part.rename(path)
    except OSError as error:
        at = Path(error.filename).name if error.filename else part.name
        raise AskReviewsError(
            f"The backup {path} could not be written ({at}: {error.strerror}); see that there is "
            "room and that you may read all that is to be in it."
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


def _private(path: Path) -> BinaryIO:
    number = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
    return os.fdopen(number, "w+b")


@contextmanager
def opened(path: Path) -> Iterator[tuple[zipfile.ZipFile, Listing]]:
    """Open a backup to read.

    Raises:
        AskReviewsError: it is no backup, is damaged, or a newer version made it.
    """
    try:
        archive = zipfile.ZipFile(path)
    except OSError as error:
        raise AskReviewsError(
            f"{path} cannot be opened ({error.strerror}); check its name and that you may read it."
        ) from error
    except zipfile.BadZipFile as error:
        raise AskReviewsError(_damaged(path, "it is no whole archive")) from error
    with archive:
        yield archive, _listing(archive, path)


def _listing(archive: zipfile.ZipFile, path: Path) -> Listing:
    try:
        listing = Listing.model_validate_json(archive.read(_LIST))
    except KeyError as error:
        raise AskReviewsError(
            f"{path} is not a backup made by 'askreviews backup'; name one that is."
        ) from error
    except (ValidationError, zipfile.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise AskReviewsError(_damaged(path, "its list cannot be read")) from error
    if listing.format > FORMAT:
        raise AskReviewsError(
            f"{path} was made by a newer version of askreviews; install that version to restore it."
        )
    for item in listing.items:
        name = PurePosixPath(item.name)
        if name.is_absolute() or ".." in name.parts or "\\" in item.name or not name.parts:
            raise AskReviewsError(_damaged(path, f"it names a file {item.name!r}"))
    return listing


def check(archive: zipfile.ZipFile, listing: Listing, path: Path) -> None:
    """See that everything listed is there, to the byte.

    Raises:
        AskReviewsError: something isn't; the message names it.
    """
    for item in listing.items:
        unpack(archive, item, io.BytesIO(), path, keep=False)


def unpack(
    archive: zipfile.ZipFile, item: Item, to: BinaryIO, path: Path, *, keep: bool = True
) -> None:
    """Write a file of an archive out, unless it is only to be looked at.

    Raises:
        AskReviewsError: it is not what was backed up.
        OSError: it cannot be written.
    """
    digest, size = hashlib.sha256(), 0
    try:
        with archive.open(item.path) as file:
            # Of a file that is longer than it was no more is read than shows it.
            while size <= item.bytes and (piece := file.read(_PIECE)):
                digest.update(piece)
                size += len(piece)
                if keep:
                    to.write(piece)
    except (KeyError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise AskReviewsError(_damaged(path, f"{item.path} cannot be read")) from error
    if (size, digest.hexdigest()) != (item.bytes, item.sha256):
        raise AskReviewsError(_damaged(path, f"{item.path} is not what was backed up"))


def _damaged(path: Path, what: str) -> str:
    return f"The backup {path} is damaged ({what}); take another one (nothing was changed)."
