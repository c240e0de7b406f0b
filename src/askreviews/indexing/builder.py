"""Bring an index up to date with its corpus: read what changed, keep the rest, swap it in."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

from tqdm import tqdm

from askreviews.errors import IndexingError, ReadingError
from askreviews.indexing.changes import Changes, Fingerprint, changes_in
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.disk import whole_or_not_at_all
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.encoded import EncodedBefore
from askreviews.indexing.files import files_of
from askreviews.indexing.generations import (
    FORMAT,
    Manifest,
    check_model,
    current_name,
    new_name,
    read_manifest,
    segment_folder,
)  # fmt: skip
from askreviews.indexing.likeness import SAME, Likeness, Marks, marks_of
from askreviews.indexing.preparing import prepare, renamed
from askreviews.indexing.segment import (
    Prepared,
    Segment,
    check_segments,
    check_server,
    write_segment,
)
from askreviews.indexing.sharing import discard, publish
from askreviews.reading import READING_VERSION, SUFFIXES, fingerprint
from askreviews.reading.common import flat
from askreviews.reading.isolated import Reader
from askreviews.types import SourceDocument

Told = Callable[[int, int], object]


@dataclass
class IndexReport:
    """What a build did.

    ``failed`` holds one sentence for each file that could not be read, ``notes`` those on
    files of which a part was not, or was read by other means. ``renamed`` gives the former
    name by the new one; ``duplicates`` for a document that was read the one that says the same.
    """

    generation: str = ""
    documents: int = 0
    reviews: int = 0
    passages: int = 0
    read: list[str] = field(default_factory=list)
    unchanged: int = 0
    renamed: dict[str, str] = field(default_factory=dict)
    duplicates: dict[str, str] = field(default_factory=dict)
    removed: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    built: bool = False

    def sentence(self) -> str:
        """What was done, in a sentence."""
        done = f"{len(self.read)} read, {self.unchanged} unchanged, {len(self.removed)} taken out"
        done += f", {len(self.renamed)} renamed" if self.renamed else ""
        same = f", {len(self.duplicates)} the same as another" if self.duplicates else ""
        held = f"{self.documents} documents, {self.reviews} reviews, {self.passages} passages"
        what = "Index built" if self.built else "Index is up to date"
        return f"{what} ({done}{same}): {held}."


def build(
    corpus: Path,
    index: Path,
    encoder: Encoder,
    reader: Reader,
    *,
    rebuild: bool,
    progress: bool,
    known: Mapping[str, SourceDocument] | None = None,
    told: Told | None = None,
    server: ChromaServer | None = None,
) -> IndexReport:
    """Publish a new generation if anything changed; the caller holds the writer's lock.

    What changed is written as one new segment, and what it takes the place of is hidden.

    Args:
        corpus: the folder of documents.
        index: the folder of the index.
        encoder: the model.
        reader: reads what is new or changed.
        rebuild: start afresh, whatever stands there.
        progress: show progress on stderr.
        known: documents that have been read already, by id; one whose file is another by now
            is read again.
        told: called with how many documents are done and how many there are.
        server: the Chroma server that is to search new segments, where one is set.

    Raises:
        IndexingError: nothing could be indexed, the index is another model's or a newer
            version's, the disk is full, or the server cannot be written to. The generation
            being served stays as it is.
    """
    files, unknown = files_of(corpus)
    old = _Old.open(index, encoder, server, rebuild=rebuild)
    changes = changes_in(files, old.held, reader.limits.max_bytes)
    report = IndexReport(failed=[*unknown, *changes.unread.values()], removed=changes.gone)
    report.unchanged = len(changes.unchanged)
    if old.manifest and old.is_current and not changes.any:
        return _finished(report, old.manifest)
    work = _Build(index, encoder, old, changes, report, server=server)
    manifest = work.run(reader, known or {}, progress=progress, told=told)
    if manifest is None:
        raise IndexingError(_nothing(corpus, report))
    report.built = True
    return _finished(report, manifest)


@dataclass
class _Old:
    """The generation that is there, with what of it can be kept."""

    manifest: Manifest | None = None
    segments: dict[str, Segment] = field(default_factory=dict)
    held: dict[str, Fingerprint] = field(default_factory=dict)
    owner: dict[str, str] = field(default_factory=dict)
    duplicates: dict[str, str] = field(default_factory=dict)
    before: EncodedBefore = field(default_factory=EncodedBefore)
    is_current: bool = False

    @classmethod
    def open(
        cls, index: Path, encoder: Encoder, server: ChromaServer | None, *, rebuild: bool
    ) -> _Old:
        if current_name(index) is None:
            return cls()
        before = EncodedBefore(_encoded(index, encoder))
        if rebuild:
            return cls(before=before)
        manifest = read_manifest(index)
        if manifest.format < FORMAT:
            return cls()
        check_model(manifest, index, encoder.stamp.name, encoder.stamp.sha256)
        check_segments(index, manifest.segments)
        check_server(index, manifest.segments, server)
        if manifest.reading != READING_VERSION:
            return cls(manifest, before=before)
        old = cls(manifest, duplicates=manifest.duplicates, before=before, is_current=True)
        for name in manifest.segments:
            segment = Segment(segment_folder(index, name), manifest.dead(name))
            found = segment.catalogue.fingerprints()
            old.segments[name] = segment
            old.held |= found
            old.owner |= dict.fromkeys(found, name)
        return old


def _encoded(index: Path, encoder: Encoder) -> list[Segment]:
    """The segments that hold vectors of this model; none where that cannot be told."""
    try:
        manifest = read_manifest(index)
    except IndexingError:
        return []
    stamp = encoder.stamp
    own = (manifest.model, manifest.model_sha256) == (stamp.name, stamp.sha256)
    if not own or manifest.format != FORMAT:
        return []
    return [Segment(segment_folder(index, name)) for name in manifest.segments]


class _Build:
    """One build: what it reads, what it leaves out, what it hides."""

    def __init__(
        self,
        index: Path,
        encoder: Encoder,
        old: _Old,
        changes: Changes,
        report: IndexReport,
        *,
        server: ChromaServer | None,
    ) -> None:
        self.index, self.encoder, self.old = index, encoder, old
        self.changes, self.report, self.server = changes, report, server
        self.likeness = Likeness()
        self.duplicates: dict[str, str] = {}
        # Documents of the old generation that are not held any longer as they were.
        self.superseded = [*changes.gone, *changes.renamed.values()]

    def run(
        self,
        reader: Reader,
        known: Mapping[str, SourceDocument],
        *,
        progress: bool,
        told: Told | None,
    ) -> Manifest | None:
        """Write and publish; None where no document would be held."""
        name = new_name()
        folder = segment_folder(self.index, name)
        total = len(self.changes.to_read) + len(self.changes.renamed)
        with (
            whole_or_not_at_all(self.index, folder, partial(discard, server=self.server)),
            tqdm(total=total, desc="Indexing", unit="file", disable=not progress) as bar,
        ):
            documents = _told(told, total, _made_ahead(self._documents(reader, known, bar)))
            first = next(documents, None)
            if first:
                write_segment(folder, chain([first], documents), self.server)
            manifest = self._manifest(name if first else None)
            if manifest:
                publish(self.index, manifest, self.server)
        return manifest

    def _documents(
        self, reader: Reader, known: Mapping[str, SourceDocument], bar: Any
    ) -> Iterator[Prepared]:
        """Every document of the new segment, those renamed first."""
        if self.changes.any:
            self._know_what_is_kept()
        for document_id, former in self.changes.renamed.items():
            self.report.renamed[document_id] = former
            yield renamed(self._segment_of(former).prepared(former), document_id)
            bar.update()
        # PDFs first: of two that say the same, the one with pages to show is kept.
        order = sorted(self.changes.to_read, key=lambda name: (not name.endswith(".pdf"), name))
        for document_id, reading in _read_ahead(order, partial(self._read, reader, known)):
            document = self._taken(document_id, reading)
            if document:
                marks = marks_of(document)
                self._compare(document_id, marks)
                yield prepare(document, self.encoder, marks, self.old.before)
            bar.update()
        self.report.read.sort()

    def _segment_of(self, document_id: str) -> Segment:
        return self.old.segments[self.old.owner[document_id]]

    def _know_what_is_kept(self) -> None:
        """Take in the documents that stay, and which of them say the same as another."""
        now = dict.fromkeys(self.changes.unchanged, "")
        now |= {former: new for new, former in self.changes.renamed.items()}
        marks = {
            now[document_id] or document_id: found
            for segment in self.old.segments.values()
            for document_id, found in segment.catalogue.marks().items()
            if document_id in now
        }
        copies = {now[d] or d for d in self.old.duplicates if d in now}
        self.likeness.hold({name: found for name, found in marks.items() if name not in copies})
        for document_id in sorted(copies & set(marks)):
            self._note_same(document_id, marks[document_id])
            self.likeness.add(document_id, marks[document_id])

    def _read(
        self, reader: Reader, known: Mapping[str, SourceDocument], document_id: str
    ) -> SourceDocument:
        path = self.changes.to_read[document_id]
        given = known.get(document_id)
        if given and (given.source_sha256, given.sidecar_sha256) == fingerprint(path):
            return given
        return reader.read(path, document_id)

    def _taken(self, document_id: str, reading: Future[SourceDocument]) -> SourceDocument | None:
        """A file as read; one that cannot be read is named, and stays held as it was before."""
        held, path = document_id in self.old.held, self.changes.to_read[document_id]
        try:
            document = reading.result()
        except (ReadingError, OSError) as error:
            told = str(error) if isinstance(error, ReadingError) else f"{path.name}: {error}."
            kept = " What was indexed of it before is kept." if held else ""
            self.report.failed.append(told + kept)
            self.report.unchanged += held
            return None
        self.report.read.append(document_id)
        self.report.notes += (f"{flat(path.name)}: {note}" for note in document.notes)
        if held:
            self.superseded.append(document_id)
        return document

    def _compare(self, document_id: str, marks: Marks) -> None:
        """Name the document that says the same as one that was read, or nearly the same."""
        other = self._note_same(document_id, marks)
        near = next(self.likeness.like(marks), None)
        self.likeness.add(document_id, marks)
        if other:
            self.report.duplicates[document_id] = other
            self.report.notes.append(flat(f"{document_id}: it says the same as {other}."))
        elif near:
            self.report.notes.append(flat(f"{document_id}: it says nearly the same as {near[0]}."))

    def _note_same(self, document_id: str, marks: Marks) -> str | None:
        found = (name for name, share in self.likeness.like(marks) if share >= SAME)
        same = next((name for name in found if name not in self.duplicates), None)
        if same:
            self.duplicates[document_id] = same
        return same

    def _manifest(self, fresh: str | None) -> Manifest | None:
        old = self.old
        dead: dict[str, list[str]] = {}
        for name, segment in old.segments.items():
            gone = [d for d in self.superseded if old.owner.get(d) == name]
            dead[name] = sorted({*segment.dead, *gone})
        segments = [Segment(s.folder, frozenset(dead[name])) for name, s in old.segments.items()]
        alive = [segment for segment in segments if segment.catalogue.ids()]
        if fresh:
            alive.append(Segment(segment_folder(self.index, fresh)))
        if not alive:
            return None
        names = [segment.folder.name for segment in alive]
        counts = [segment.catalogue.counts() for segment in alive]
        for segment in [*old.segments.values(), *alive]:
            segment.close()
        stamp = self.encoder.stamp
        return Manifest(
            reading=READING_VERSION, generation=new_name(), created=datetime.now(UTC),
            model=stamp.name, model_sha256=stamp.sha256, segments=names,
            tombstones={name: dead[name] for name in names if dead.get(name)},
            duplicates=self.duplicates,
            documents=sum(c.documents for c in counts), reviews=sum(c.reviews for c in counts),
            passages=sum(c.passages for c in counts),
        )  # fmt: skip


def _read_ahead(
    names: Iterable[str], read: Callable[[str], SourceDocument]
) -> Iterator[tuple[str, Future[SourceDocument]]]:
    """Documents in order, one always being read by the process apart while another is encoded."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        waiting: deque[tuple[str, Future[SourceDocument]]] = deque()
        try:
            for name in names:
                waiting.append((name, thread.submit(read, name)))
                if len(waiting) > 1:
                    yield waiting.popleft()
            yield from waiting
        finally:
            thread.shutdown(wait=False, cancel_futures=True)


def _made_ahead(documents: Iterator[Prepared]) -> Iterator[Prepared]:
    """The same documents, one always being encoded while another is written."""
    with ThreadPoolExecutor(max_workers=1) as thread:
        waiting = thread.submit(next, documents, None)
        while (document := waiting.result()) is not None:
            waiting = thread.submit(next, documents, None)
            yield document


def _told(told: Told | None, total: int, documents: Iterator[Prepared]) -> Iterator[Prepared]:
    """The same documents; how many there were is told as each is asked for."""
    for done, document in enumerate(documents, 1):
        if told:
            told(done, total)
        yield document


def _nothing(corpus: Path, report: IndexReport) -> str:
    if not report.failed:
        return f"There is no document in {corpus}; put files there ({', '.join(SUFFIXES)})."
    return f"None of the files in {corpus} could be read: {' '.join(report.failed)}"


def _finished(report: IndexReport, manifest: Manifest) -> IndexReport:
    report.generation = manifest.generation
    report.documents, report.reviews = manifest.documents, manifest.reviews
    report.passages = manifest.passages
    return report
