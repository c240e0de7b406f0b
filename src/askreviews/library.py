"""The writing door: index, add, remove, backup, restore. Reading goes by ``Assistant``."""

from __future__ import annotations

from collections.abc import Collection, Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from askreviews.backup.archive import Listing
from askreviews.backup.back_up import back_up
from askreviews.backup.places import Places
from askreviews.backup.restore import restore
from askreviews.errors import AskReviewsError, IndexingError, ReadingError
from askreviews.indexing.builder import IndexReport, Told, build
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.chunking import chunk
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.files import check_new_name, files_of
from askreviews.indexing.generations import current_name
from askreviews.indexing.likeness import SAME, alike, marks_of
from askreviews.indexing.merging import marks_held, merge_what_is_due, sources_held
from askreviews.indexing.page_cache import sweep_pages
from askreviews.indexing.sharing import fill, tidy, writing
from askreviews.indexing.shelf import REMOVED, Shelf, finish_changes
from askreviews.reading import SUFFIXES, fingerprint
from askreviews.reading.common import fault
from askreviews.reading.corrected import corrected
from askreviews.reading.isolated import Reader, workbook_rows
from askreviews.reading.limits import Limits
from askreviews.reading.sidecar import own_sidecar, sidecar_path, text_of, values_in
from askreviews.reading.stated import choices, field_of, values_of
from askreviews.settings import Settings, load_settings
from askreviews.types import Look, SourceDocument

__all__ = ["SUFFIXES", "IndexReport", "Library", "choices", "fault_in", "workbook_rows"]
_ADDED = "added"


class Library:
    """A corpus folder and the index derived from it."""

    def __init__(self, corpus: Path, index: Path, settings: Settings) -> None:
        self.corpus = corpus
        self.folder = index
        self._encoder = Encoder(settings.embedding_model)
        self._limits = Limits.of(settings)
        self._places = Places(corpus, index, settings.data)
        self._server = ChromaServer.of(settings)

    @classmethod
    def open(
        cls, corpus: Path | str, index: Path | str, settings: Settings | None = None
    ) -> Library:
        """Open a corpus and its index, neither of which need be there yet.

        Raises:
            AskReviewsError: the Chroma server that is set can't be used as it is.
        """
        return cls(Path(corpus), Path(index), settings or load_settings())

    def index(self, *, rebuild: bool = False, progress: bool = False) -> IndexReport:
        """Bring the index up to date: files that did not change are not read again.

        Args:
            rebuild: start afresh, whatever stands there.
            progress: show a progress bar on stderr.

        Raises:
            IndexingError: nothing could be indexed, another process is writing, the disk is
                full, the index is another model's or a newer version's, or the Chroma server
                that is set is away.
        """
        if not self.corpus.is_dir():
            raise IndexingError(
                f"There is no folder {self.corpus}; make it, or name another with --corpus."
            )
        with self._writing(rebuild=rebuild) as reader:
            return self._build(reader, rebuild=rebuild, progress=progress)

    @contextmanager
    def _writing(self, *, rebuild: bool = False) -> Iterator[Reader]:
        """Hold the one writer's lock, with what an earlier process began brought to its end.

        Before anything is changed: see that the Chroma server is there, and has what it had.
        """
        with writing(self.folder, self._server), Reader(self._limits) as reader:
            if self._server:
                self._server.check()
                if not rebuild:
                    fill(self.folder, self._server)
            finish_changes(self.corpus)
            yield reader

    def tidy(self) -> None:
        """Where machines share the index, delete what nobody reads any longer."""
        if self._server:
            tidy(self.folder, self._server)

    def _build(
        self,
        reader: Reader,
        known: Mapping[str, SourceDocument] | None = None,
        *,
        rebuild: bool = False,
        progress: bool = False,
        told: Told | None = None,
    ) -> IndexReport:
        report = build(
            self.corpus, self.folder, self._encoder, reader,
            known=known, rebuild=rebuild, progress=progress, told=told, server=self._server,
        )  # fmt: skip
        try:
            report.generation = merge_what_is_due(self.folder, self._server).generation
        except IndexingError as error:
            report.notes.append(f"What changed is held, but segments could not be merged: {error}")
        sweep_pages(self.folder, sources_held(self.folder))
        return report

    def look(self, files: Sequence[Path | str]) -> Generator[Look]:
        """Read files, one after the other, to see what they would be; nothing is kept.

        What is given may be kept by ``add``, which then need not read them again.
        """
        held = marks_held(self.folder)
        with Reader(self._limits) as reader:
            for path in map(Path, files):
                try:
                    document = reader.read(path, _id_of(path))
                    check_new_name(path)
                except ReadingError as error:
                    yield Look(path, problem=str(error))
                except OSError as error:
                    yield Look(path, problem=str(_unopened(path, error)))
                else:
                    marks = marks_of(document)
                    same, share = alike(marks, held) or (None, 0.0)
                    yield Look(
                        path, document, values_of(document), len(list(chunk(document))),
                        same_as=same, nearly=share < SAME,
                    )  # fmt: skip
                    held[document.document_id] = marks

    def add(
        self,
        files: Sequence[Path | str | Look],
        corrections: Mapping[str, Mapping[str, Any]] | None = None,
        *,
        cautious: bool = False,
        progress: bool = False,
        told: Told | None = None,
    ) -> IndexReport:
        """Copy files into ``corpus/added/`` and index them; the files given stay as they are.

        The side-car that lies beside a file is copied with it. A file that cannot be read is
        not copied, and the others go on. A name already there is replaced: the former file
        moves to ``corpus/.removed/``. Where the index cannot be written, the files stay there
        for the next time it can.

        Args:
            files: the files, or what ``look`` gave of them.
            corrections: by a file's name, what its side-car is to state besides, by key.
            cautious: refuse a name that is there already, and leave no file there where the
                index cannot be written: for who holds on to the files until this is done.
            progress: show a progress bar on stderr.
            told: called with how many documents are indexed and how many there are.

        Raises:
            ReadingError: none of the files could be read, or what is stated of them is wrong.
            IndexingError: as ``index``.
        """
        with self._writing() as reader:
            failed: list[str] = []
            kept: dict[str, SourceDocument] = {}
            shelves: list[Shelf] = []
            for given in files:
                look = given if isinstance(given, Look) else Look(Path(given))
                shelves.append(Shelf(self.corpus))
                try:
                    if _id_of(look.path) in kept:
                        told_twice = "two of the files given have this name"
                        raise fault(look.path, told_twice, "rename one of them")
                    stated = (corrections or {}).get(look.path.name, {})
                    document = self._keep(look, stated, reader, shelves[-1], cautious=cautious)
                    _carry_out(shelves[-1], look.path)
                    kept[document.document_id] = document
                except ReadingError as error:
                    shelves.pop().undo()
                    failed.append(str(error))
            if len(failed) == len(files):
                raise ReadingError(" ".join(failed))
            try:
                report = self._build(reader, kept, progress=progress, told=told)
            except (AskReviewsError, OSError):
                for shelf in reversed(shelves) if cautious else ():
                    shelf.undo()
                raise
        report.failed[:0] = failed
        return report

    def _keep(
        self, look: Look, stated: Mapping[str, Any], reader: Reader, shelf: Shelf, *, cautious: bool
    ) -> SourceDocument:
        """Copy one file that can be read, with its side-car."""
        path = look.path
        target = self.corpus / _id_of(path)
        document = look.document
        if document is None or fingerprint(path) != _fingerprint_of(document):
            document = reader.read(path, _id_of(path))
        check_new_name(path)
        if cautious and target.exists():
            raise fault(path, "a document of this name is held already", "rename it")
        beside: Path | str | None = sidecar_path(path)
        if stated:
            former = sidecar_path(path) or sidecar_path(target)
            values = {**(values_in(former) if former else {}), **stated}
            document, beside = corrected(document, path, values, reader), text_of(values)
        if not (target.exists() and path.samefile(target)):
            shelf.put(target, path)
        elif not stated:
            return document
        if beside is not None:
            shelf.put(own_sidecar(target), beside)
        return document

    def free_name(self, name: str, taken: Collection[str] = ()) -> str:
        """A file's name, with a number in it where a file added, or one of these, has it."""
        path = Path(name)
        for number in count(2):
            target = self.corpus / _ADDED / name
            if not (name in taken or target.exists() or sidecar_path(target)):
                break
            name = f"{path.stem} ({number}){path.suffix}"
        return name

    def remove(self, document_ids: Sequence[str], *, progress: bool = False) -> IndexReport:
        """Move documents to ``corpus/.removed/`` and take them out of the index.

        Raises:
            AskReviewsError: a document is not there, or none would be left; nothing is moved.
            IndexingError: as ``index``.
        """
        with self._writing() as reader:
            files, _ = files_of(self.corpus)
            paths = {d: self._path(files, d) for d in document_ids}
            if not set(files) - set(paths):
                raise AskReviewsError(
                    "These are the last documents held, and an index cannot be empty; add "
                    "another document first."
                )
            shelf = Shelf(self.corpus)
            try:
                for path in paths.values():
                    shelf.set_aside(path)
                    if own_sidecar(path).is_file():
                        shelf.set_aside(own_sidecar(path))
                shelf.carry_out()
                return self._build(reader, progress=progress)
            except (AskReviewsError, OSError) as error:
                shelf.undo()
                if isinstance(error, AskReviewsError):
                    raise
                raise AskReviewsError(
                    f"The documents cannot be moved to {self.corpus / REMOVED} "
                    f"({error.strerror}); make room or allow writing there."
                ) from error

    def backup(self, to: Path | str, *, progress: bool = False) -> tuple[Listing, list[str]]:
        """Write documents, index and the folder of data into one file, and check it.

        Returns:
            What is in it, and a sentence for each thing that was left out.

        Raises:
            AskReviewsError: something cannot be read, or the file cannot be written.
            IndexingError: another process is writing to the index.
        """
        with writing(self.folder, self._server):
            if self.corpus.is_dir():
                finish_changes(self.corpus)
            return back_up(self._places, Path(to), progress=progress)

    def restore(
        self, file: Path | str, *, replace: bool = False, progress: bool = False
    ) -> tuple[Listing, list[str]]:
        """Put back what a backup holds, after all of it was checked.

        Args:
            file: the backup.
            replace: set aside, in ``.removed/``, documents and data that are not in it.
            progress: show progress on stderr.

        Returns:
            What is in it, and a sentence for each thing that was not put back.

        Raises:
            AskReviewsError: the file is no whole backup, something else is there, or the disk
                cannot be written.
            IndexingError: another process is writing to the index, or the Chroma server that is
                set is away.
        """
        if self._server:
            self._server.check()
        with writing(self.folder, self._server):
            return restore(
                Path(file), self._places, replace=replace, progress=progress, server=self._server
            )

    def _path(self, files: Mapping[str, Path], document_id: str) -> Path:
        if document_id not in files:
            raise AskReviewsError(
                f"There is no document {document_id!r} in {self.corpus}; "
                "'askreviews reviews' lists what is held."
            )
        return files[document_id]

    @property
    def max_bytes(self) -> int:
        """The largest file that is read."""
        return self._limits.max_bytes

    @property
    def has_index(self) -> bool:
        """Whether there is a generation to serve."""
        return current_name(self.folder) is not None


def fault_in(key: str, value: object) -> str | None:
    """What is wrong with what a correction states ("needs a date, as 2021"); None: nothing."""
    try:
        field_of(key, value)
    except ValueError as error:
        return str(error)
    return None


def _id_of(path: Path) -> str:
    """The id of the document that a file becomes when it is added."""
    return f"{_ADDED}/{path.name}"


def _fingerprint_of(document: SourceDocument) -> tuple[str, str]:
    return document.source_sha256, document.sidecar_sha256


def _carry_out(shelf: Shelf, path: Path) -> None:
    try:
        shelf.carry_out()
    except OSError as error:
        happened = f"it cannot be put into {shelf.corpus} ({error.strerror})"
        raise fault(path, happened, "make room or allow writing there, and try again") from error


def _unopened(path: Path, error: OSError) -> ReadingError:
    return fault(path, f"it cannot be opened ({error.strerror})", "check that you may read it")
