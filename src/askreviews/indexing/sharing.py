"""An index that several machines read: what a new generation replaces stays for a while.

A reader notices a new generation at its next question; one at work on the former still needs its
files, which a network share deletes under it, and its collections in the Chroma server. The former
manifests say what is still needed, from when they were replaced (the time of the file).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import ValidationError

from askreviews.errors import IndexingError
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.disk import remove_tree
from askreviews.indexing.generations import (
    FORMAT,
    Manifest,
    current_name,
    read_manifest,
    segment_folder,
    swap,
    sweep,
    writing,
)
from askreviews.indexing.segment import is_on_server
from askreviews.indexing.vector_file import passage_vectors

# Longer than any answer takes, a language model's too.
GRACE_S = 600


def publish(
    index: Path, manifest: Manifest, server: ChromaServer | None, grace_s: float = GRACE_S
) -> None:
    """Swap a written generation in, then delete what nobody needs any longer.

    Without a server that is all but the new generation, at once.
    """
    former = current_name(index)
    swap(index, manifest)
    if server is None:
        sweep(index, manifest)
        return
    if former and former != manifest.generation:
        with suppress(OSError):  # a rebuild of what was damaged
            os.utime(_manifest_path(index, former))
    _sweep(index, manifest, server, grace_s)


def tidy(index: Path, server: ChromaServer, grace_s: float = GRACE_S) -> None:
    """Delete what nobody needs any longer, where there is something and nobody is writing."""
    with suppress(IndexingError):
        if any(_replaced(index, read_manifest(index), grace_s)):
            with writing(index):
                _sweep(index, read_manifest(index), server, grace_s)


def fill(index: Path, server: ChromaServer) -> list[str]:
    """Give the server what it lacks of the generation served, from what the segments keep.

    Returns:
        The segments that it lacked.

    Raises:
        IndexingError: the server cannot be written to, or the index is damaged.
    """
    server.check()
    if current_name(index) is None:
        return []
    manifest = read_manifest(index)
    lacking = lacking_of(index, manifest, server) if manifest.format == FORMAT else []
    for name in lacking:
        server.put(name, passage_vectors(segment_folder(index, name)))
    return lacking


def lacking_of(index: Path, manifest: Manifest, server: ChromaServer) -> list[str]:
    """The segments that the server should search and has not, or not whole.

    Raises:
        IndexingError: it does not answer.
    """
    folders = [segment_folder(index, name) for name in manifest.segments]
    held = [folder for folder in folders if is_on_server(folder)]
    return [f.name for f in held if not server.holds(f.name, len(passage_vectors(f)))]


def discard(folder: Path, server: ChromaServer | None) -> None:
    """Delete a segment's folder, and before it its collection.

    Where the server is away the folder stays: the next to tidy up deletes both.
    """
    if server and is_on_server(folder):
        try:
            server.drop(folder.name)
        except IndexingError:
            return
    remove_tree(folder)


def _sweep(index: Path, manifest: Manifest, server: ChromaServer, grace_s: float) -> None:
    for path in list(_replaced(index, manifest, grace_s)):
        with suppress(OSError):  # the new one is served already; this is tidying up
            path.unlink()
    needed = set(manifest.segments)
    for path in (index / "generations").glob("*.json"):
        with suppress(OSError, ValidationError):
            needed |= set(Manifest.model_validate_json(path.read_text("utf-8")).segments)
    for folder in (index / "segments").glob("*"):
        if folder.name not in needed:
            discard(folder, server)


def _replaced(index: Path, manifest: Manifest, grace_s: float) -> Iterator[Path]:
    """The manifests that were replaced so long ago that nobody reads by them; or long to come."""
    now = time.time()
    for path in (index / "generations").glob("*.json"):
        with suppress(OSError):
            old = abs(now - path.stat().st_mtime) >= grace_s
            if old and path.stem != manifest.generation:
                yield path


def _manifest_path(index: Path, generation: str) -> Path:
    return index / "generations" / f"{generation}.json"
