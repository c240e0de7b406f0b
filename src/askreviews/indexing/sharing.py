"""An index that several machines read: what a new generation replaces stays for a while.

A reader notices a new generation at its next question; one at work on the former still needs its
files, which a network share deletes under it, and its collections in the Chroma server. The former
manifests say what is still needed, from when they were replaced (the time of the file).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, suppress
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from askreviews.errors import IndexingError
from askreviews.indexing import generations
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.contexts import is_on_server
from askreviews.indexing.disk import remove_tree
from askreviews.indexing.generations import (
    FORMAT,
    Manifest,
    current_name,
    read_manifest,
    segment_folder,
    segments_besides,
    swap,
)
from askreviews.indexing.segment import Segment

# Longer than any answer takes, a language model's too.
GRACE_S = 600


def writing(index: Path, server: ChromaServer | None) -> AbstractContextManager[None]:
    """Hold the one writer's lock, see ``generations.writing``; what is still read stays.

    Raises:
        IndexingError: another process holds it, or the folder cannot be written or locked.
    """
    if server is None:
        return generations.writing(index)
    return generations.writing(index, partial(_sweep, server=server))


def publish(index: Path, manifest: Manifest, server: ChromaServer | None) -> None:
    """Swap a written generation in, then delete what nobody needs any longer.

    Without a server that is all but the new generation, at once.
    """
    if server is None:
        generations.publish(index, manifest)
        return
    former = current_name(index)
    if former and former != manifest.generation:
        with suppress(OSError):  # a rebuild of what was damaged
            os.utime(index / "generations" / f"{former}.json")
    swap(index, manifest)
    with suppress(OSError):  # the new one is served already; this is tidying up
        _sweep(index, manifest, server)


def tidy(index: Path, server: ChromaServer) -> None:
    """Delete what nobody needs any longer, where there is something and nobody is writing."""
    with suppress(IndexingError):
        if any(_replaced(index, read_manifest(index))):
            with writing(index, server):
                pass


def fill(index: Path, server: ChromaServer) -> None:
    """Give the server what it lacks of the generation served, from what the segments keep.

    Raises:
        IndexingError: the server cannot be written to, or the index is damaged.
    """
    if current_name(index) is None:
        return
    manifest = read_manifest(index)
    for name in lacking_of(index, manifest, server) if manifest.format == FORMAT else ():
        fill_segment(segment_folder(index, name), server)


def fill_segment(folder: Path, server: ChromaServer) -> None:
    """Give the server a segment that it is to search; nothing where it has a store of its own.

    Raises:
        IndexingError: the server cannot be written to, or the segment is damaged.
    """
    if is_on_server(folder):
        server.put(folder.name, _vectors(folder))


def lacking_of(index: Path, manifest: Manifest, server: ChromaServer) -> list[str]:
    """The segments that the server should search and has not, or not whole.

    Raises:
        IndexingError: it does not answer, or a segment is damaged.
    """
    folders = [segment_folder(index, name) for name in manifest.segments]
    held = [folder for folder in folders if is_on_server(folder)]
    return [f.name for f in held if not server.holds(f.name, len(_vectors(f)))]


def discard(folder: Path, server: ChromaServer | None) -> None:
    """Delete a segment that is not served, its collection first.

    Where the server is away both stay: the next to write deletes them.
    """
    with suppress(IndexingError):
        _delete(folder, server)


def _delete(folder: Path, server: ChromaServer | None) -> None:
    if server and is_on_server(folder):
        server.drop(folder.name)
    remove_tree(folder)


def _vectors(folder: Path) -> NDArray[np.float16]:
    return Segment(folder).passage_vectors


def _sweep(index: Path, manifest: Manifest | None, server: ChromaServer) -> None:
    """Delete what the generation served does not need, nor a question under way elsewhere."""
    unneeded = segments_besides(index, _still_needed(index, manifest) if manifest else None)
    # Those with a store of their own first: with the server away nobody waits for it twice.
    with suppress(IndexingError):
        for folder in sorted(unneeded, key=is_on_server):
            _delete(folder, server)


def _still_needed(index: Path, manifest: Manifest) -> set[str]:
    """The segments that are served, or were until lately; older manifests are deleted."""
    for path in _replaced(index, manifest):
        with suppress(OSError):
            path.unlink()
    needed = set(manifest.segments)
    for path in (index / "generations").glob("*.json"):
        with suppress(OSError, ValueError):
            needed |= set(Manifest.model_validate_json(path.read_text("utf-8")).segments)
    return needed


def _replaced(index: Path, manifest: Manifest) -> Iterator[Path]:
    """The manifests that were replaced so long ago that nobody reads by them; or long to come."""
    now = time.time()
    for path in list((index / "generations").glob("*")):
        with suppress(OSError):
            old = abs(now - path.stat().st_mtime) >= GRACE_S or path.suffix != ".json"
            if old and path.stem != manifest.generation:
                yield path
