"""Bring an index up to date with its corpus: read what changed, keep the rest, swap it in."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from tqdm import tqdm

from askreviews.errors import IndexingError, ReadingError
from askreviews.indexing.catalogue import DocumentRecord, sha256_of_text
from askreviews.indexing.chunking import chunk, context_of
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.generations import (
    FORMAT,
    Manifest,
    check_model,
    current_name,
    new_name,
    publish,
    read_manifest,
    segment_folder,
)  # fmt: skip
from askreviews.indexing.lexical import proper_names
from askreviews.indexing.segment import Prepared, Segment, check_segments, write_segment
from askreviews.reading import READING_VERSION, SUFFIXES, sha256_of
from askreviews.reading.common import fault, flat
from askreviews.reading.isolated import Reader
from askreviews.types import SourceDocument

_DISK_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_HARDLY_ANY_ROOM = 16_000_000
_DISK_FULL_WORDS = ("disk is full", "No space left", "disk I/O error")  # the last: over quota
_HIDDEN = (".", "~$")


@dataclass
class IndexReport:
    """What a build did.

    ``failed`` holds one sentence for each file that could not be read, ``notes`` those on
    files of which a part was not, or was read by other means.
    """

    generation: str = ""
    documents: int = 0
    reviews: int = 0
    passages: int = 0
    read: list[str] = field(default_factory=list)
    unchanged: int = 0
    removed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    built: bool = False

    def sentence(self) -> str:
        """What was done, in a sentence."""
        done = f"{len(self.read)} read, {self.unchanged} unchanged, {len(self.removed)} taken out"
        held = f"{self.documents} documents, {self.reviews} reviews, {self.passages} passages"
        what = "Index built" if self.built else "Index is up to date"
        return f"{what} ({done}): {held}."


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
        if path.name.lower() == "license" or path.name.endswith(".meta.yaml"):
            continue
        try:
            check_name(relative)
        except ReadingError as error:
            unknown.append(str(error))
        else:
            found[relative.as_posix()] = path
    return found, unknown


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


def build(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    reader: Reader,
    *,
    rebuild: bool,
    progress: bool,
    known: Mapping[str, SourceDocument] | None = None,
) -> IndexReport:
    """Build a new generation if anything changed; the caller holds the writer's lock.

    Args:
        corpus: the folder of documents.
        index: the folder of the index.
        encoder: the model.
        reader: reads what is new or changed.
        rebuild: start afresh, whatever stands there.
        progress: show progress bars on stderr.
        known: documents that have been read already, by id; one whose file has changed since
            is read again.

    Raises:
        IndexingError: nothing could be indexed, the index is another model's or a newer
            version's, or the disk is full. The generation being served stays as it is.
    """
    files, unknown = files_of(corpus)
    old = None if rebuild else _old_manifest(index, encoder)
    segment = Segment(segment_folder(index, old.segments[0])) if old else None
    held = segment.catalogue.hashes() if segment and old and old.reading == READING_VERSION else {}
    report = IndexReport(failed=unknown)
    keep, fresh = _sort_out(files, held, reader, known or {}, report, progress)
    report.removed = sorted(set(held) - set(files))
    if old and not fresh and not report.removed and len(held) == len(keep):
        return _finished(report, old)
    if not keep and not fresh:
        raise IndexingError(_nothing(corpus, report))
    manifest = _write(index, encoder, segment, keep, fresh, progress)
    report.built = True
    return _finished(report, manifest)


def _old_manifest(index: Path, encoder: Encoder) -> Manifest | None:
    if current_name(index) is None:
        return None
    manifest = read_manifest(index)
    if manifest.format < FORMAT:
        return None
    check_model(manifest, index, encoder.stamp.name, encoder.stamp.sha256)
    check_segments(index, manifest.segments)
    return manifest


def _sort_out(  # noqa: PLR0917
    files: dict[str, Path],
    held: dict[str, str],
    reader: Reader,
    known: Mapping[str, SourceDocument],
    report: IndexReport,
    progress: bool,
) -> tuple[list[str], list[SourceDocument]]:
    """Ids of documents to keep as they are, and documents read anew."""
    keep: list[str] = []
    fresh: list[SourceDocument] = []
    for document_id, path in tqdm(files.items(), "Reading", unit="file", disable=not progress):
        try:
            small = path.stat().st_size <= reader.limits.max_bytes
            digest = sha256_of(path) if small else None
            if digest and held.get(document_id) == digest:
                keep.append(document_id)
                continue
            document = known.get(document_id)
            if document is None or document.source_sha256 != digest:
                document = reader.read(path, document_id)
            fresh.append(document)
            report.read.append(document_id)
            report.notes += (f"{flat(path.name)}: {note}" for note in document.notes)
        except (ReadingError, OSError) as error:
            sentence = str(error) if isinstance(error, ReadingError) else _unreadable(path, error)
            if document_id in held:
                keep.append(document_id)
                sentence += " What was indexed of it before is kept."
            report.failed.append(sentence)
    report.unchanged = len(keep)
    return keep, fresh


def _unreadable(path: Path, error: OSError) -> str:
    return f"{path.name}: it cannot be opened ({error.strerror}); check that you may read it."


def _write(  # noqa: PLR0917
    index: Path,
    encoder: Encoder,
    segment: Segment | None,
    keep: Sequence[str],
    fresh: Sequence[SourceDocument],
    progress: bool,
) -> Manifest:
    name = new_name()
    folder = segment_folder(index, name)
    written = _Counted(progress, len(keep) + len(fresh))
    kept = segment.all_prepared(keep) if segment else iter(())
    try:
        write_segment(folder, written.count(kept, (_prepare(d, encoder) for d in fresh)))
        manifest = Manifest(
            reading=READING_VERSION, generation=name, created=datetime.now(UTC),
            model=encoder.stamp.name, model_sha256=encoder.stamp.sha256, segments=[name],
            documents=written.documents, reviews=written.reviews, passages=written.passages,
        )  # fmt: skip
        publish(index, manifest)
    except Exception as error:
        full = _disk_is_full(error, index)
        shutil.rmtree(folder, ignore_errors=True)
        if full:
            raise IndexingError(
                f"The disk is full or failing: the new index could not be written to {index}; make "
                "room and try again (the index there before is untouched)."
            ) from error
        raise
    finally:
        written.close()
    return manifest


class _Counted:
    """Passes documents on, counting them and showing progress."""

    def __init__(self, progress: bool, total: int) -> None:
        self.documents = self.reviews = self.passages = 0
        self._bar = tqdm(total=total, desc="Indexing", unit="file", disable=not progress)

    def count(self, *sources: Iterator[Prepared]) -> Iterator[Prepared]:
        """Every document of the sources, in turn."""
        for source in sources:
            for document in source:
                self.documents += 1
                self.reviews += len(document.reviews)
                self.passages += len(document.chunks)
                yield document
                self._bar.update()

    def close(self) -> None:
        """End the line that the progress is shown on, so that a message can follow."""
        self._bar.close()


def _prepare(document: SourceDocument, encoder: Encoder) -> Prepared:
    chunks = list(chunk(document))
    contexts = [context_of(document, piece) for piece in chunks]
    texts = [document.text[piece.start : piece.end] for piece in chunks]
    spans = [[(u.start - c.start, u.end - c.start) for u in c.units] for c in chunks]
    passage_vectors, unit_vectors = encoder.passages(contexts, texts, spans)
    record = DocumentRecord(
        document.document_id, document.source_sha256, document.title, document.digest,
        document.publisher, document.published, document.text, sha256_of_text(document.text),
        dict(document.removed), proper_names(document.text),
    )  # fmt: skip
    layout = document.layout.to_bytes() if document.layout else None
    return Prepared(
        record, document.reviews, chunks, contexts, passage_vectors, unit_vectors, layout
    )


def _disk_is_full(error: BaseException | None, index: Path) -> bool:
    """Whether an error, or one that caused it, says so, or there is hardly any room left.

    SQLite says it in words, and Chroma sometimes says no more than that writing failed.
    """
    if shutil.disk_usage(index).free < _HARDLY_ANY_ROOM:
        return True
    while error is not None:
        if isinstance(error, OSError) and error.errno in _DISK_FULL:
            return True
        if any(words in str(error) for words in _DISK_FULL_WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False


def _nothing(corpus: Path, report: IndexReport) -> str:
    if not report.failed:
        return f"There is no document in {corpus}; put files there ({', '.join(SUFFIXES)})."
    return f"None of the files in {corpus} could be read: {' '.join(report.failed)}"


def _finished(report: IndexReport, manifest: Manifest) -> IndexReport:
    report.generation = manifest.generation
    report.documents, report.reviews = manifest.documents, manifest.reviews
    report.passages = manifest.passages
    return report
