"""The writing door: index, add, remove. Reading goes by ``Assistant``."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from askreviews.errors import AskReviewsError, IndexingError, ReadingError
from askreviews.indexing.builder import IndexReport, build
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.files import check_name, files_of
from askreviews.indexing.generations import current_name, new_name, writing
from askreviews.indexing.merging import merge_what_is_due, sources_held
from askreviews.indexing.page_cache import sweep_pages
from askreviews.reading.common import fault
from askreviews.reading.isolated import Reader
from askreviews.reading.limits import Limits
from askreviews.reading.sidecar import ENDING, sidecar_path
from askreviews.settings import Settings, load_settings
from askreviews.types import SourceDocument

_ADDED = "added"
_REMOVED = ".removed"


class Library:
    """A corpus folder and the index derived from it."""

    def __init__(self, corpus: Path, index: Path, settings: Settings) -> None:
        self.corpus = corpus
        self.folder = index
        self._encoder = Encoder(settings.embedding_model)
        self._limits = Limits.of(settings)

    @classmethod
    def open(
        cls, corpus: Path | str, index: Path | str, settings: Settings | None = None
    ) -> Library:
        """Open a corpus and its index, neither of which need be there yet."""
        return cls(Path(corpus), Path(index), settings or load_settings())

    def index(self, *, rebuild: bool = False, progress: bool = False) -> IndexReport:
        """Bring the index up to date: files that did not change are not read again.

        Args:
            rebuild: start afresh, whatever stands there.
            progress: show a progress bar on stderr.

        Raises:
            IndexingError: nothing could be indexed, another process is writing, the disk is
                full, or the index is another model's or a newer version's.
        """
        if not self.corpus.is_dir():
            raise IndexingError(
                f"There is no folder {self.corpus}; make it, or name another with --corpus."
            )
        with writing(self.folder), Reader(self._limits) as reader:
            return self._build(reader, rebuild=rebuild, progress=progress)

    def _build(
        self,
        reader: Reader,
        known: Mapping[str, SourceDocument] | None = None,
        *,
        rebuild: bool = False,
        progress: bool = False,
    ) -> IndexReport:
        report = build(
            self.corpus, self.folder, self._encoder, reader,
            known=known, rebuild=rebuild, progress=progress,
        )  # fmt: skip
        try:
            report.generation = merge_what_is_due(self.folder).generation
        except IndexingError as error:
            report.notes.append(f"What changed is held, but segments could not be merged: {error}")
        sweep_pages(self.folder, sources_held(self.folder))
        return report

    def add(self, files: Sequence[Path | str], *, progress: bool = False) -> IndexReport:
        """Copy files into ``corpus/added/`` and index them; the files given stay as they are.

        The side-car that lies beside a file is copied with it.

        A file that cannot be read is not copied, and the others go on. A name already there
        is replaced: the former file moves to ``corpus/.removed/``.

        Raises:
            ReadingError: none of the files could be read.
            IndexingError: as ``index``.
        """
        with writing(self.folder), Reader(self._limits) as reader:
            failed: list[str] = []
            kept: dict[str, SourceDocument] = {}
            for path in map(Path, files):
                try:
                    self._keep(path, kept, reader)
                except ReadingError as error:
                    failed.append(str(error))
            if len(failed) == len(files):
                raise ReadingError(" ".join(failed))
            report = self._build(reader, kept, progress=progress)
        report.failed[:0] = failed
        return report

    def _keep(self, path: Path, kept: dict[str, SourceDocument], reader: Reader) -> None:
        """Copy one file that can be read; ``kept`` are those copied before it, by their ids."""
        document_id = f"{_ADDED}/{path.name}"
        document = reader.read(path, document_id)
        check_name(path)
        if document_id in kept:
            raise fault(path, "two of the files given have this name", "rename one of them")
        target = self.corpus / _ADDED / path.name
        if not (target.exists() and path.samefile(target)):
            beside = sidecar_path(path)
            self._copy(path, target)
            if beside:
                self._copy(beside, _own_sidecar(target))
        kept[document_id] = document

    def _copy(self, path: Path, target: Path) -> None:
        """Copy whole or not at all; what stood at the target is set aside first."""
        fresh = target.with_name(f".{new_name()}")
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, fresh)
            if target.exists():
                self._set_aside(target)
            fresh.replace(target)
        except OSError as error:
            fresh.unlink(missing_ok=True)
            happened = f"it cannot be copied to {target.parent} ({error.strerror})"
            remedy = "make room or allow writing there, and try again"
            raise fault(path, happened, remedy) from error

    def remove(self, document_ids: Sequence[str], *, progress: bool = False) -> IndexReport:
        """Move documents to ``corpus/.removed/`` and take them out of the index.

        Raises:
            AskReviewsError: a document is not there, or none would be left; nothing is moved.
            IndexingError: as ``index``.
        """
        with writing(self.folder), Reader(self._limits) as reader:
            files, _ = files_of(self.corpus)
            paths = {d: self._path(files, d) for d in document_ids}
            if not set(files) - set(paths):
                raise AskReviewsError(
                    "These are the last documents held, and an index cannot be empty; add "
                    "another document first."
                )
            moved: list[tuple[Path, Path]] = []
            try:
                for path in paths.values():
                    moved.append((self._set_aside(path), path))
                    beside = _own_sidecar(path)
                    if beside.is_file():
                        moved.append((self._set_aside(beside), beside))
                return self._build(reader, progress=progress)
            except (AskReviewsError, OSError) as error:
                for aside, path in moved:
                    aside.rename(path)
                if isinstance(error, AskReviewsError):
                    raise
                raise AskReviewsError(
                    f"The documents cannot be moved to {self.corpus / _REMOVED} "
                    f"({error.strerror}); allow writing there."
                ) from error

    def _path(self, files: Mapping[str, Path], document_id: str) -> Path:
        if document_id not in files:
            raise AskReviewsError(
                f"There is no document {document_id!r} in {self.corpus}; "
                "'askreviews reviews' lists what is held."
            )
        return files[document_id]

    def _set_aside(self, path: Path) -> Path:
        """Nothing that somebody added is deleted: it moves where indexing does not look."""
        target = self.corpus / _REMOVED / path.relative_to(self.corpus)
        if target.exists():
            target = target.with_name(f"{target.stem}.{new_name()}{target.suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        return path.rename(target)

    @property
    def has_index(self) -> bool:
        """Whether there is a generation to serve."""
        return current_name(self.folder) is not None


def _own_sidecar(path: Path) -> Path:
    """Where the side-car of this file alone stands, by the file's whole name."""
    return path.with_name(path.name + ENDING)
