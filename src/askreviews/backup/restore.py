"""Putting a backup back. The caller holds the index's lock."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Mapping
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from pydantic import ValidationError
from tqdm import tqdm

from askreviews.backup.archive import Item, Listing, check, opened, unpack
from askreviews.backup.places import Places
from askreviews.errors import AskReviewsError
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.disk import whole_or_not_at_all
from askreviews.indexing.durable import sync_file
from askreviews.indexing.generations import FORMAT, Manifest, new_name, segment_folder
from askreviews.indexing.sealed import sha256_of
from askreviews.indexing.segment import check_segments
from askreviews.indexing.sharing import discard, fill_segment, publish
from askreviews.indexing.shelf import REMOVED, Shelf, finish_changes

_NAMED_AT_MOST = 3


def restore(
    file: Path,
    places: Places,
    *,
    replace: bool,
    progress: bool = False,
    server: ChromaServer | None = None,
) -> tuple[Listing, list[str]]:
    """Put back what a backup holds, after all of it was checked.

    Files that are there already, to the byte, stay. Documents come in one step, then data, then
    the index: where this is interrupted, the same command brings it to its end.

    Args:
        file: the backup.
        places: where to.
        replace: set aside what is there and is not in the backup, in ``.removed/``.
        progress: show progress on stderr.
        server: the Chroma server that is set.

    Returns:
        What is in it, and a sentence for each thing that was not put back.

    Raises:
        AskReviewsError: the file is no whole backup, something else is there, or the disk
            cannot be written.
    """
    with opened(file) as (archive, listing):
        check(archive, listing, file)
        for folder in (places.corpus, places.data):
            finish_changes(folder)
        corpus, data = listing.of("corpus"), listing.of("data")
        there = {name: path for name, path in places.documents() if not _is_hidden(name)}
        own = dict(places.of_data())
        others = {
            places.corpus: _others(there, corpus),
            places.data: _others(own, data),
        }
        if not replace:
            _refuse_others(others)
        with tqdm(total=len(listing.items), desc="Restoring", disable=not progress) as bar:
            for folder, items in ((places.corpus, corpus), (places.data, data)):
                _put_back(archive, file, folder, items, others[folder])
                bar.update(len(items))
            not_put_back = _index(archive, file, listing, places.index, server)
            bar.update(len(listing.of("index")))
    return listing, not_put_back


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") for part in name.split("/"))


def _others(there: Mapping[str, Path], items: Mapping[str, Item]) -> dict[str, Path]:
    """Files that the backup does not hold, or not as they are."""
    return {
        name: path
        for name, path in there.items()
        if name not in items or not _same(path, items[name])
    }


def _same(path: Path, item: Item) -> bool:
    try:
        return path.stat().st_size == item.bytes and sha256_of(path) == item.sha256
    except OSError:
        return False


def _refuse_others(others: Mapping[Path, Mapping[str, Path]]) -> None:
    for folder, files in others.items():
        if files:
            named = ", ".join(sorted(files)[:_NAMED_AT_MOST])
            more = f" and {len(files) - _NAMED_AT_MOST} more" if len(files) > _NAMED_AT_MOST else ""
            raise AskReviewsError(
                f"{folder} holds files that are not so in the backup ({named}{more}); with "
                f"--replace they are set aside in {folder / REMOVED}, or name another folder."
            )


def _put_back(
    archive: zipfile.ZipFile,
    file: Path,
    folder: Path,
    items: Mapping[str, Item],
    others: Mapping[str, Path],
) -> None:
    """Put files into a folder, all of them or none, and set aside what else is there."""
    shelf = Shelf(folder)
    try:
        for name, item in items.items():
            if not _same(folder / name, item):
                shelf.place(folder / name, partial(_write, archive, item, file=file))
        for name, path in others.items():
            if name not in items:
                shelf.set_aside(path)
        shelf.carry_out()
    except OSError as error:
        shelf.undo()
        raise AskReviewsError(
            f"The backup cannot be put into {folder} ({error.strerror}); make room or allow "
            "writing there, and type the same command again."
        ) from error
    except AskReviewsError:
        shelf.undo()
        raise


def _write(archive: zipfile.ZipFile, item: Item, to: Path, file: Path) -> None:
    """Write a file as it was, with the moment it was changed; of data its owner's alone."""
    mode = 0o600 if item.part == "data" else 0o666
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(to, flags, mode), "wb") as written:
        unpack(archive, item, written, file)
    os.utime(to, (item.modified, item.modified))


def _index(
    archive: zipfile.ZipFile,
    file: Path,
    listing: Listing,
    index: Path,
    server: ChromaServer | None,
) -> list[str]:
    """Swap in the generation of a backup, its segments under new names."""
    items = listing.of("index")
    manifest = _manifest(archive, items)
    if manifest is None:
        told = "The index is not of this version" if items else "There is no index in the backup"
        return [f"{told}; make it with 'askreviews index --index {index}'."]
    fresh = {segment: new_name() for segment in manifest.segments}
    restored = manifest.model_copy(
        update={
            "segments": [*fresh.values()],
            "tombstones": {fresh[former]: gone for former, gone in manifest.tombstones.items()},
        }
    )
    with ExitStack() as stack:
        for former, name in fresh.items():
            folder = segment_folder(index, name)
            discarding = partial(discard, server=server)
            stack.enter_context(whole_or_not_at_all(index, folder, discarding))
            for path, item in items.items():
                if path.startswith(f"segments/{former}/"):
                    target = folder / path.split("/", 2)[2]
                    target.parent.mkdir(parents=True, exist_ok=True)
                    _write(archive, item, target, file)
                    sync_file(target)
        check_segments(index, restored.segments)
        if server:
            for name in restored.segments:
                fill_segment(segment_folder(index, name), server)
        publish(index, restored, server)
    return []


def _manifest(archive: zipfile.ZipFile, items: Mapping[str, Item]) -> Manifest | None:
    """The manifest of the generation in a backup, where there is one of this format."""
    named = next((item for name, item in items.items() if name.startswith("generations/")), None)
    if named is None:
        return None
    try:
        manifest = Manifest.model_validate_json(archive.read(named.path))
    except ValidationError:
        return None
    return manifest if manifest.format == FORMAT else None
