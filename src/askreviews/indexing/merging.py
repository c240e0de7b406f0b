"""Merging segments: small ones into larger ones, and what was removed out of all of them.

It runs after a generation is published and publishes one of its own, so that no question
waits for it. Sizes grow geometrically (O'Neil et al., "The log-structured merge-tree", 1996):
a segment is merged when the next larger one is less than four times its size, so that an
addition to a large index stays cheap and an index of n passages has about log n segments.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from askreviews.errors import IndexingError
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.contexts import is_on_server
from askreviews.indexing.disk import whole_or_not_at_all
from askreviews.indexing.generations import (
    Manifest,
    current_name,
    new_name,
    read_manifest,
    segment_folder,
)
from askreviews.indexing.likeness import Marks
from askreviews.indexing.segment import Segment, write_segment
from askreviews.indexing.sharing import discard, publish

_TIMES = 4


def merge_what_is_due(index: Path, server: ChromaServer | None = None) -> Manifest:
    """Merge until nothing is due; the caller holds the writer's lock.

    Where a Chroma server is set, segments that it does not search yet are due first: so a
    collection moves to it, and nothing is read or encoded again.

    Returns:
        The manifest of the generation that is served then.

    Raises:
        IndexingError: the disk is full, or the server cannot be written to; what was published
            before is served.
    """
    manifest = read_manifest(index)
    while names := _apart(index, manifest, server) or due(
        _sizes(index, manifest), manifest.tombstones
    ):
        manifest = _merge(index, manifest, names, server)
    return manifest


def _apart(index: Path, manifest: Manifest, server: ChromaServer | None) -> list[str]:
    """The segments that have a store of their own although a Chroma server is set."""
    if server is None:
        return []
    return [name for name in manifest.segments if not is_on_server(segment_folder(index, name))]


def sources_held(index: Path) -> set[str]:
    """The SHA-256 of the file of each document that is held."""
    manifest = read_manifest(index)
    held: set[str] = set()
    for name in manifest.segments:
        segment = Segment(segment_folder(index, name), manifest.dead(name))
        held |= {source for source, _ in segment.catalogue.fingerprints().values()}
        segment.close()
    return held


def marks_held(index: Path) -> dict[str, Marks]:
    """What each document that is held is known by; empty where there is no index to look into.

    No lock is needed, but a generation may be swapped in meanwhile: then the next is looked at.
    """
    name = current_name(index)
    while name is not None:
        try:
            manifest = read_manifest(index)
            found: dict[str, Marks] = {}
            for segment_name in manifest.segments:
                folder = segment_folder(index, segment_name)
                segment = Segment(folder, manifest.dead(segment_name))
                found |= segment.catalogue.marks()
                segment.close()
        except (IndexingError, sqlite3.Error, OSError):
            former, name = name, current_name(index)
            if former == name:
                return {}
        else:
            return found
    return {}


def due(sizes: Mapping[str, int], tombstones: Mapping[str, list[str]]) -> list[str]:
    """Which segments to merge into one.

    Args:
        sizes: passages by segment.
        tombstones: the documents held no longer, by segment: such a segment is always due.
    """
    buried = [name for name in sizes if tombstones.get(name)]
    if buried:
        return buried
    small, *larger = sorted(sizes, key=lambda name: sizes[name])
    if larger and sizes[small] * _TIMES > sizes[larger[0]]:
        return [small, larger[0]]
    return []


def _sizes(index: Path, manifest: Manifest) -> dict[str, int]:
    sizes = {}
    for name in manifest.segments:
        segment = Segment(segment_folder(index, name), manifest.dead(name))
        sizes[name] = segment.catalogue.count_passages()
        segment.close()
    return sizes


def _merge(
    index: Path, manifest: Manifest, names: list[str], server: ChromaServer | None
) -> Manifest:
    """Write the documents of some segments as one; those held no longer stay behind."""
    name = new_name()
    folder = segment_folder(index, name)
    segments = [Segment(segment_folder(index, old), manifest.dead(old)) for old in names]
    with whole_or_not_at_all(index, folder, partial(discard, server=server)):
        try:
            write_segment(
                folder,
                (s.prepared(document_id) for s in segments for document_id in s.catalogue.ids()),
                server,
            )
        finally:
            for segment in segments:
                segment.close()
        left = [old for old in manifest.segments if old not in names]
        merged = manifest.model_copy(
            update={
                "generation": name,
                "created": datetime.now(UTC),
                "segments": [*left, name],
                "tombstones": {old: manifest.tombstones.get(old, []) for old in left},
            }
        )
        publish(index, merged, server)
    return merged
