"""Generations: a manifest names immutable segments; a pointer names the manifest served.

    index/CURRENT               the generation's name
    index/generations/G.json    its manifest
    index/segments/S/           a segment

A new generation is written beside the old and swapped in by replacing one small file, so
that a crash at any moment leaves the old generation or the new one, whole.
"""

from __future__ import annotations

import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ValidationError

from askreviews.errors import IndexingError

# Raised when an index written by this version cannot be read by the former one, or by this.
FORMAT = 5
_POINTER = "CURRENT"
_LOCK = ".lock"


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


def new_name() -> str:
    """A name for a generation or segment: sortable by time, unique."""
    return f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}"


def current_name(index: Path) -> str | None:
    """The generation being served; None where there is none yet."""
    try:
        return (index / _POINTER).read_text("utf-8").strip() or None
    except (FileNotFoundError, NotADirectoryError):
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
    _write_durably(folder / f"{manifest.generation}.json", manifest.model_dump_json(indent=1))
    _write_durably(index / _POINTER, manifest.generation)


def sweep(index: Path, manifest: Manifest) -> None:
    """Delete generations and segments that the manifest does not name, half-written ones too."""
    for path in (index / "generations").glob("*.json"):
        if path.stem != manifest.generation:
            with suppress(OSError):  # the new one is served already; this is tidying up
                path.unlink()
    for folder in (index / "segments").glob("*"):
        if folder.name not in manifest.segments:
            shutil.rmtree(folder, ignore_errors=True)


def _write_durably(path: Path, text: str) -> None:
    temporary = path.with_name(path.name + ".new")
    with temporary.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)


@contextmanager
def writing(index: Path) -> Iterator[None]:
    """Hold the one writer's lock on an index.

    Raises:
        IndexingError: another process holds it, or the folder cannot be written.
    """
    try:
        index.mkdir(parents=True, exist_ok=True)
        lock = FileLock(index / _LOCK)
        lock.acquire(timeout=0)
    except Timeout as error:
        raise IndexingError(
            f"Another process is writing to the index in {index}; wait until it has finished, "
            "then try again."
        ) from error
    except OSError as error:
        raise IndexingError(
            f"The index folder {index} cannot be written ({error.strerror}); "
            "choose another with --index, or allow writing there."
        ) from error
    try:
        yield
    finally:
        lock.release()
