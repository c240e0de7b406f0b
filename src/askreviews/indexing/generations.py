"""Generations: a manifest names immutable segments; a pointer names the manifest served.

    index/CURRENT               the generation's name
    index/generations/G.json    its manifest
    index/segments/S/           a segment

A new generation is written beside the old and swapped in by replacing one small file, so
that a crash at any moment leaves the old generation or the new one, whole.
"""

from __future__ import annotations

import errno
import re
import secrets
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from askreviews.errors import IndexingError
from askreviews.indexing.disk import remove_tree
from askreviews.indexing.durable import sync_folder, write_durably

# Raised when an index written by this version cannot be read by the former one, or by this.
FORMAT = 6
_POINTER = "CURRENT"
_LOCK = ".lock"
_NAME = re.compile(r"[0-9]{8}T[0-9]{6}-[0-9a-f]{8}")
_NO_LOCKS = (errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP)
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


class Manifest(BaseModel):
    """What a generation is made of.

    ``tombstones`` names, by segment, the documents in it that are held no longer: they are
    hidden at once, and gone when the segment is next merged. ``duplicates`` gives, for a
    document that says the same as another (in another format), that other one.
    """

    format: int = FORMAT
    reading: int
    generation: str
    created: datetime
    model: str
    model_sha256: str
    segments: list[str]
    tombstones: dict[str, list[str]] = {}
    duplicates: dict[str, str] = {}
    documents: int
    reviews: int
    passages: int

    def dead(self, segment: str) -> frozenset[str]:
        """The documents of a segment that are held no longer."""
        return frozenset(self.tombstones.get(segment, ()))


Sweep = Callable[[Path, Manifest | None], None]


def new_name() -> str:
    """A name for a generation or segment: sortable by time, unique."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def current_name(index: Path) -> str | None:
    """The generation being served; None where there is none yet."""
    try:
        return (index / _POINTER).read_text("utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError, UnicodeDecodeError):
        return None


def segment_folder(index: Path, segment: str) -> Path:
    """Where a segment lies."""
    return index / "segments" / segment


def read_manifest(index: Path) -> Manifest:
    """The manifest of the generation being served.

    Raises:
        IndexingError: there is no index, it is damaged, or a newer version made it.
    """
    name = current_name(index)
    if name is None:
        raise IndexingError(
            f"There is no index in {index}; make one with 'askreviews index --index {index}'."
        )
    path = index / "generations" / f"{name}.json"
    try:
        text = path.read_text("utf-8")
        manifest = Manifest.model_validate_json(text)
    except (OSError, ValidationError) as error:
        raise IndexingError(
            f"The index in {index} is damaged (its manifest {path.name} cannot be read); "
            f"rebuild it with 'askreviews index --rebuild --index {index}'."
        ) from error
    if manifest.format > FORMAT:
        raise IndexingError(
            f"The index in {index} was made by a newer version of askreviews; install that "
            f"version, or rebuild with 'askreviews index --rebuild --index {index}'."
        )
    return manifest


def check_model(manifest: Manifest, index: Path, model: str, sha256: str) -> None:
    """Refuse an index made with another embedding model: its vectors mean something else.

    Raises:
        IndexingError: the models differ; the message names the command that rebuilds.
    """
    if (manifest.model, manifest.model_sha256) == (model, sha256):
        return
    which = "other weights of that name" if manifest.model == model else f"the model {model!r}"
    raise IndexingError(
        f"The index in {index} was made with the embedding model {manifest.model!r}, but {which} "
        f"is set; rebuild it with 'askreviews index --rebuild --index {index}'."
    )


def publish(index: Path, manifest: Manifest) -> None:
    """Swap a written generation in, then delete what it no longer needs."""
    swap(index, manifest)
    sweep(index, manifest)


def swap(index: Path, manifest: Manifest) -> None:
    """Make a written generation the one that is served."""
    folder = index / "generations"
    folder.mkdir(parents=True, exist_ok=True)
    write_durably(folder / f"{manifest.generation}.json", manifest.model_dump_json(indent=1))
    sync_folder(index)
    write_durably(index / _POINTER, manifest.generation)


def sweep(index: Path, manifest: Manifest | None) -> None:
    """Delete generations and segments that the manifest does not name, half-written ones too.

    Args:
        index: the folder of the index.
        manifest: of the generation served; ``None``: there is none yet.
    """
    for path in (index / "generations").glob("*") if manifest else ():
        if manifest and path.name != f"{manifest.generation}.json":
            with suppress(OSError):  # the new one is served already; this is tidying up
                path.unlink()
    for folder in segments_besides(index, manifest.segments if manifest else None):
        remove_tree(folder)


def segments_besides(index: Path, names: Collection[str] | None) -> list[Path]:
    """The folders of segments but these, half-written ones too.

    Args:
        index: the folder of the index.
        names: which to leave out; ``None``: nothing is served, and the folder may be anybody's,
            so that only what is named like a segment of ours counts.
    """
    folders = (index / "segments").glob("*")
    if names is None:
        return [folder for folder in folders if _NAME.fullmatch(folder.name)]
    return [folder for folder in folders if folder.name not in names]


def _tidy(index: Path, sweeping: Sweep) -> None:
    """Delete what a process left that was ended before it could swap in, or sweep.

    An index that cannot be made sense of is left as it is: what is wrong with it is told to
    whoever opens it, and a rebuild sweeps.
    """
    if current_name(index) is None:
        sweeping(index, None)
        return
    with suppress(IndexingError):
        sweeping(index, read_manifest(index))


@contextmanager
def writing(index: Path, sweeping: Sweep = sweep) -> Iterator[None]:
    """Hold the one writer's lock on an index, and see that nothing half written lies there.

    Args:
        index: the folder of the index.
        sweeping: deletes what the generation served does not need.

    Raises:
        IndexingError: another process holds it, or the folder cannot be written or locked.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        # Refused rather than replaced by a lock that outlives a process on another machine.
        lock = FileLock(index / _LOCK, fallback_to_soft=False)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexingError(
            f"Another process is writing to the index in {index}; wait until it has finished, "
            "then try again."
        ) from error
    except OSError as error:
        raise IndexingError(_unwritable(index, error)) from error
    try:
        _tidy(index, sweeping)
        yield
    finally:
        lock.release()


def _unwritable(index: Path, error: OSError) -> str:
    if error.errno in _NO_LOCKS:
        return (
            f"The disk or share that {index} lies on cannot lock files ({error.strerror}), so two "
            "programs could write there at once; put the index on a disk of this machine and "
            "name it with --index."
        )
    told = "make room there" if error.errno in _NO_ROOM else "allow writing there"
    return (
        f"The index folder {index} cannot be written ({error.strerror}); "
        f"choose another with --index, or {told}."
    )
