"""An index as it is read: one generation, its segments, and what they hold together."""

from __future__ import annotations

import math
from functools import cached_property, lru_cache
from pathlib import Path

from askreviews.errors import IndexingError
from askreviews.indexing.catalogue import DocumentRecord
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.generations import (
    FORMAT,
    Manifest,
    check_model,
    current_name,
    read_manifest,
    segment_folder,
)
from askreviews.indexing.lexical import stem
from askreviews.indexing.segment import Segment, check_segments, check_server
from askreviews.reading.layout import Layout
from askreviews.types import IndexInfo, Review

_DOCUMENTS_IN_MEMORY = 256


class Index:
    """One generation, open for reading. It never changes; a newer one is another ``Index``."""

    def __init__(
        self,
        folder: Path,
        manifest: Manifest,
        encoder: Encoder,
        former: Index | None = None,
        server: ChromaServer | None = None,
    ) -> None:
        self.folder = folder
        self.manifest = manifest
        self.encoder = encoder
        self.server = server
        kept = {(s.folder.name, s.dead): s for s in former.segments} if former else {}
        self.segments: list[Segment] = [
            kept.get((name, manifest.dead(name)))
            or Segment(segment_folder(folder, name), manifest.dead(name), server)
            for name in manifest.segments
        ]
        self.document = lru_cache(_DOCUMENTS_IN_MEMORY)(self._document)
        self.layout = lru_cache(_DOCUMENTS_IN_MEMORY)(self._layout)

    @classmethod
    def open(
        cls,
        folder: Path,
        encoder: Encoder,
        former: Index | None = None,
        server: ChromaServer | None = None,
        *,
        whole: bool = False,
    ) -> Index:
        """Open the generation being served.

        Another process may publish a newer one meanwhile and delete this one: then that is opened.

        Args:
            folder: the folder of the index.
            encoder: the model.
            former: a generation that is open: what it shares with this one is not opened again.
            server: the Chroma server that is set; it need not be there.
            whole: open every part now, for who stays: its files may be deleted under it.

        Raises:
            IndexingError: there is none, it is damaged, another model or a newer version
                made it, or it needs a Chroma server and none is set; the message names what
                mends it.
        """
        while True:
            name = current_name(folder)
            try:
                index = cls._read(folder, encoder, former, server)
                if whole:
                    index.open_all()
            except Exception:  # a share may fail in many ways under who reads what is deleted
                if name == current_name(folder):
                    raise
            else:
                return index

    @classmethod
    def _read(
        cls, folder: Path, encoder: Encoder, former: Index | None, server: ChromaServer | None
    ) -> Index:
        manifest = read_manifest(folder)
        if manifest.format < FORMAT:
            raise IndexingError(
                f"The index in {folder} was made by an older version of askreviews; bring it up "
                f"to date with 'askreviews index --index {folder}'."
            )
        check_model(manifest, folder, encoder.stamp.name, encoder.stamp.sha256)
        check_segments(folder, manifest.segments)
        check_server(folder, manifest.segments, server)
        return cls(folder, manifest, encoder, former, server)

    def is_current(self) -> bool:
        """Whether this is still the generation that the pointer names."""
        return current_name(self.folder) == self.manifest.generation

    def close(self) -> None:
        """Let the files go."""
        for segment in self.segments:
            segment.close()

    def open_all(self) -> None:
        """Open every part now: its files may be deleted when a newer generation is published."""
        for segment in self.segments:
            segment.open()
        _ = (self.review_by_id, self._documents_by_name, self._digests)

    @cached_property
    def info(self) -> IndexInfo:
        """Which generation this is, and how much it holds."""
        m = self.manifest
        return IndexInfo(
            generation=m.generation, documents=m.documents, reviews=m.reviews, created=m.created,
            passages=m.passages, segments=len(m.segments),
        )  # fmt: skip

    @cached_property
    def reviews(self) -> list[Review]:
        """The catalogue, in the order of document ids and of places within them."""
        held = [review for segment in self.segments for review in segment.reviews]
        return sorted(map(self._joined, held), key=lambda r: (r.document_id, r.start))

    def _joined(self, review: Review) -> Review:
        """A review, with the one that it is the same as where its document is a copy."""
        original = self.manifest.duplicates.get(review.document_id)
        if original is None:
            return review
        same = original + review.review_id.removeprefix(review.document_id)
        return review.model_copy(update={"same_as": same})

    @cached_property
    def review_by_id(self) -> dict[str, Review]:
        """Reviews by their id."""
        return {review.review_id: review for review in self.reviews}

    @cached_property
    def _documents_by_name(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = {}
        for segment in self.segments:
            for document_id, names in segment.names.items():
                for name in names:
                    found.setdefault(name, set()).add(document_id)
        return found

    def documents_naming(self, word: str) -> set[str]:
        """Documents that write a word as a proper name, if no document writes it small."""
        name = word.lower()
        small = any(segment.catalogue.writes_small([stem(name)]) for segment in self.segments)
        return set() if small else self._documents_by_name.get(name, set())

    @cached_property
    def document_ids(self) -> list[str]:
        """Every document held, sorted."""
        return sorted(i for segment in self.segments for i in segment.catalogue.fingerprints())

    @cached_property
    def _digests(self) -> set[str]:
        return {name for segment in self.segments for name in segment.catalogue.digests()}

    def is_digest(self, document_id: str) -> bool:
        """Whether a document tells of others rather than being one."""
        return document_id in self._digests

    @cached_property
    def titles(self) -> dict[str, str]:
        """The title of every document held, by its id, sorted."""
        held = (segment.catalogue.titles() for segment in self.segments)
        return dict(sorted(pair for titles in held for pair in titles.items()))

    def _document(self, document_id: str) -> DocumentRecord:
        """One document (reached through ``document``, which remembers the last ones).

        Raises:
            IndexingError: no such document is held.
        """
        for segment in self.segments:
            record = segment.catalogue.document(document_id)
            if record:
                return record
        raise IndexingError(
            f"There is no document {document_id!r} in the index; 'askreviews reviews' lists "
            "what is held."
        )

    def _layout(self, document_id: str) -> Layout | None:
        """Where the characters of a document stand (reached through ``layout``)."""
        packed = (segment.catalogue.layout(document_id) for segment in self.segments)
        return next((Layout.from_bytes(found) for found in packed if found), None)

    def idf(self, terms: list[str]) -> dict[str, float]:
        """BM25's idf of each term over the passages held (Robertson & Zaragoza 2009)."""
        count = self._written
        frequency = self.document_frequency(terms)
        return {t: math.log(1 + (count - n + 0.5) / (n + 0.5)) for t, n in frequency.items()}

    @cached_property
    def _written(self) -> int:
        return sum(segment.catalogue.count_written() for segment in self.segments)

    def document_frequency(self, terms: list[str]) -> dict[str, int]:
        """In how many passages each term occurs."""
        total = dict.fromkeys(terms, 0)
        for segment in self.segments:
            for term, count in segment.catalogue.document_frequency(terms).items():
                total[term] += count
        return total
