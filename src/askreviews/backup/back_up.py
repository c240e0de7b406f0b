"""Making a backup. The caller holds the index's lock: nothing is added or removed meanwhile."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tqdm import tqdm

from askreviews.backup.archive import Listing, Part, Writer, new_archive
from askreviews.backup.places import Places
from askreviews.errors import AskReviewsError, IndexingError
from askreviews.indexing.chroma import copy_of_database
from askreviews.indexing.generations import current_name, read_manifest, segment_folder
from askreviews.indexing.sealed import changed
from askreviews.indexing.segment import CHROMA, check_segments


def back_up(places: Places, to: Path, *, progress: bool = False) -> tuple[Listing, list[str]]:
    """Write documents, index and data into one file, and check it.

    Returns:
        What is in it, and a sentence for each thing that was left out.

    Raises:
        AskReviewsError: something cannot be read, the file cannot be written, or it would lie
            in one of the folders that it is made of.
    """
    _refuse_inside(places, to)
    left_out: list[str] = []
    files: list[tuple[Part, str, Path]] = []
    with tempfile.TemporaryDirectory(prefix="askreviews-") as passing:
        files += (("corpus", name, path) for name, path in places.documents())
        files += (("data", name, path) for name, path in places.of_data())
        try:
            files += (("index", name, path) for name, path in _index(places.index, Path(passing)))
        except IndexingError as error:
            left_out.append(f"The index is not in the backup, all else is: {error}")
        with new_archive(to) as writer:
            for part, name, path in tqdm(files, "Backing up", unit="file", disable=not progress):
                _add(writer, part, name, path, left_out)
    return writer.listing, left_out


def _add(writer: Writer, part: Part, name: str, path: Path, left_out: list[str]) -> None:
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        shown = name.encode("utf-8", "replace").decode()
        left_out.append(f"{shown}: its name holds a character that is not Unicode; rename it.")
    else:
        writer.add(part, name, path)


def _index(index: Path, passing: Path) -> list[tuple[str, Path]]:
    """The files of the generation served, by their names below the index.

    Raises:
        IndexingError: there is none, or it is not as it was written.
    """
    manifest = read_manifest(index)
    check_segments(index, manifest.segments)
    name = f"generations/{current_name(index)}.json"
    files = [("CURRENT", index / "CURRENT"), (name, index / name)]
    for segment in manifest.segments:
        folder = segment_folder(index, segment)
        for wrong in changed(folder):
            raise IndexingError(
                f"{wrong} of segment {segment} is not what was written; "
                f"rebuild it with 'askreviews index --rebuild --index {index}'."
            )
        database = passing / f"{segment}.sqlite3"
        if (folder / CHROMA).is_dir():
            copy_of_database(folder / CHROMA, database)
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            living = path.name == "chroma.sqlite3"
            if not path.name.endswith("-journal"):
                files.append((path.relative_to(index).as_posix(), database if living else path))
    return files


def _refuse_inside(places: Places, to: Path) -> None:
    for folder in (places.corpus, places.index, places.data):
        if folder.resolve() in to.resolve().parents:
            raise AskReviewsError(
                f"{to} lies in {folder}, which is itself backed up; name a file elsewhere, best "
                "on another disk."
            )
