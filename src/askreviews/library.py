"""The writing door: index, add, remove. Reading goes by ``Assistant``."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from askreviews.errors import AskReviewsError, IndexingError, ReadingError
from askreviews.indexing.builder import IndexReport, build
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.generations import current_name, new_name, writing
from askreviews.reading import SUFFIXES, read
from askreviews.settings import Settings, load_settings

_ADDED = "added"
_REMOVED = ".removed"


class Library:
    """A corpus folder and the index derived from it."""

    def __init__(self, corpus: Path, index: Path, settings: Settings) -> None:
        self.corpus = corpus
        self.folder = index
        self._encoder = Encoder(settings.embedding_model)
        self._max_bytes = settings.max_file_mb * 1_000_000

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
        with writing(self.folder):
            return self._build(rebuild=rebuild, progress=progress)

    def _build(self, *, rebuild: bool = False, progress: bool = False) -> IndexReport:
        return build(
            self.corpus, self.folder, self._encoder, self._max_bytes,
            rebuild=rebuild, progress=progress,
        )  # fmt: skip

    def add(self, files: Sequence[Path | str], *, progress: bool = False) -> IndexReport:
        """Copy files into ``corpus/added/`` and index them; the files given stay as they are.

        A file that cannot be read is not copied, and the others go on. A name already there
        is replaced: the former file moves to ``corpus/.removed/``.

        Raises:
            ReadingError: none of the files could be read.
            IndexingError: as ``index``.
        """
        with writing(self.folder):
            failed: list[str] = []
            for path in map(Path, files):
                try:
                    read(path, path.name, self._max_bytes)
                except ReadingError as error:
                    failed.append(str(error))
                    continue
                self._keep(path)
            if len(failed) == len(files):
                raise ReadingError(" ".join(failed))
            report = self._build(progress=progress)
        report.failed[:0] = failed
        return report

    def _keep(self, path: Path) -> None:
        target = self.corpus / _ADDED / path.name
        if target.exists() and path.resolve() == target.resolve():
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        if target.exists():
            self._set_aside(target)
        shutil.copyfile(path, target)

    def remove(self, document_ids: Sequence[str], *, progress: bool = False) -> IndexReport:
        """Move documents to ``corpus/.removed/`` and take them out of the index.

        Raises:
            AskReviewsError: a document is not there, or none would be left; nothing is moved.
            IndexingError: as ``index``.
        """
        with writing(self.folder):
            paths = [self._path(document_id) for document_id in document_ids]
            left = [
                p for p in self.corpus.rglob("*")
                if p.suffix.lower() in SUFFIXES and p not in paths and _REMOVED not in p.parts
            ]  # fmt: skip
            if not left:
                raise AskReviewsError(
                    "These are the last documents held, and an index cannot be empty; add "
                    "another document first."
                )
            for path in paths:
                self._set_aside(path)
            return self._build(progress=progress)

    def _path(self, document_id: str) -> Path:
        path = (self.corpus / document_id).resolve()
        inside = path.is_relative_to(self.corpus.resolve())
        if not inside or not path.is_file() or _REMOVED in path.parts:
            raise AskReviewsError(
                f"There is no document {document_id!r} in {self.corpus}; "
                "'askreviews reviews' lists what is held."
            )
        return self.corpus / document_id

    def _set_aside(self, path: Path) -> None:
        """Nothing that somebody added is deleted: it moves where indexing does not look."""
        target = self.corpus / _REMOVED / path.relative_to(self.corpus)
        if target.exists():
            target = target.with_name(f"{target.stem}.{new_name()}{target.suffix}")
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)

    @property
    def has_index(self) -> bool:
        """Whether there is a generation to serve."""
        return current_name(self.folder) is not None
