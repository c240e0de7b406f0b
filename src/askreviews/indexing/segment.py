"""A segment: an immutable folder of passages in Chroma, BM25, sentence vectors, catalogue.

Where a Chroma server is set, it has the passages in a collection, filled from the vectors here.
"""

from __future__ import annotations

import weakref
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askreviews.errors import IndexingError
from askreviews.indexing.bm25 import Words, open_bm25, scored
from askreviews.indexing.catalogue import Catalogue, CatalogueWriter, DocumentRecord, StoredPassage
from askreviews.indexing.chroma import as_vector_store, open_store, open_to_read, seal
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.chunking import Chunk
from askreviews.indexing.contexts import ContextFile, contexts_of, is_on_server
from askreviews.indexing.disk import error_words, is_of_the_disk
from askreviews.indexing.embedding import Vectors
from askreviews.indexing.generations import segment_folder
from askreviews.indexing.lexical import terms
from askreviews.indexing.rows import PassagePlaces, Rows
from askreviews.indexing.sealed import cut_short, seal_files
from askreviews.indexing.vectors import VectorFile, likeness
from askreviews.types import Review

_CATALOGUE = "catalogue.sqlite"
_SENTENCES = "sentences.npy"
_PASSAGES = "passage_vectors.npy"
CHROMA = "chroma"
_BM25 = "bm25"
# So many passages of a filter are compared one by one in about 20 ms.
_LOOKED_AT_ALL = 60_000
# The nearest that a filter admits are seldom spread evenly.
_SPARE = 2.0


@dataclass(frozen=True, slots=True)
class Prepared:
    """A document ready to be written: its passages, their contexts and their vectors.

    ``passage_vectors`` has shape (passages, d); ``unit_vectors`` holds (units, d) for each.
    ``layout`` is packed.
    """

    record: DocumentRecord
    reviews: Sequence[Review]
    chunks: Sequence[Chunk]
    contexts: Sequence[str]
    passage_vectors: Vectors
    unit_vectors: Sequence[Vectors]
    layout: bytes | None = None


def write_segment(
    folder: Path, documents: Iterable[Prepared], server: ChromaServer | None = None
) -> None:
    """Write a new segment into an empty folder. On any error the folder is worthless.

    Args:
        folder: where it is to lie.
        documents: what is to be in it.
        server: the Chroma server that is to search its passages; ``None``: a store in the folder.

    Raises:
        IndexingError: the server cannot be written to.
    """
    folder.mkdir(parents=True)
    contexts = ContextFile(folder) if server else None
    client, store = (None, None) if server else open_store(folder / CHROMA)
    catalogue = CatalogueWriter(folder / _CATALOGUE)
    words = Words()
    vectors = VectorFile(folder / _SENTENCES)
    near = VectorFile(folder / _PASSAGES)
    for document in documents:
        catalogue.document(document.record, document.reviews, document.layout)
        rows = []
        for piece, context in zip(document.chunks, document.contexts, strict=True):
            row, found = catalogue.passage(piece, document.record.text, context)
            words.add(found)
            rows.append(row)
        if rows:
            near.add(document.passage_vectors)
        if contexts:
            contexts.add(document.contexts)
        elif store and rows:
            store.add(_nodes(document, rows))
        for unit_vectors in document.unit_vectors:
            vectors.add(unit_vectors)
    catalogue.close()
    vectors.close()
    near.close()
    words.write(folder / _BM25)
    if server and contexts:
        contexts.close()
        server.put(folder.name, np.load(folder / _PASSAGES, mmap_mode="r"))
    else:
        seal(client, store, folder / CHROMA)
    seal_files(folder)


def _nodes(document: Prepared, rows: Sequence[int]) -> list[Any]:
    """A document's passages as LlamaIndex's nodes, which Chroma's store takes."""
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    nodes = []
    for i, (piece, row) in enumerate(zip(document.chunks, rows, strict=True)):
        metadata: dict[str, Any] = {"row": row, "review_id": piece.review_id or ""}
        metadata["context"] = document.contexts[i]
        common: dict[str, Any] = {"id_": piece.passage_id, "metadata": metadata}
        common |= {"start_char_idx": piece.start, "end_char_idx": piece.end}
        text = document.record.text[piece.start : piece.end]
        vector = document.passage_vectors[i].tolist()
        # LlamaIndex writes the source's id over any "document_id" of ours in Chroma.
        source = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=piece.document_id)}
        nodes.append(TextNode(text=text, embedding=vector, relationships=source, **common))
    return nodes


def check_segments(index: Path, names: Iterable[str]) -> None:
    """See that segments are there with all their parts, each as long as it was written.

    Raises:
        IndexingError: one isn't; the message names the command that rebuilds.
    """
    for name in names:
        folder = segment_folder(index, name)
        parts = [_CATALOGUE, _SENTENCES, _PASSAGES, f"{_BM25}/params.index.json"]
        if not is_on_server(folder):
            parts.insert(0, f"{CHROMA}/chroma.sqlite3")
        lost = next((part for part in parts if not (folder / part).is_file()), None)
        if lost:
            what = f"{lost} of segment {name}" if folder.is_dir() else f"segment {name}"
            raise IndexingError(_damaged(index, f"{what} is missing"))
        short = cut_short(folder)
        if short:
            raise IndexingError(_damaged(index, f"{short} of segment {name} is not whole"))


def check_server(index: Path, names: Iterable[str], server: ChromaServer | None) -> None:
    """See that a Chroma server is set where segments are searched by one; it need not be there.

    Raises:
        IndexingError: none is set; the message names what mends it.
    """
    if server is None and any(is_on_server(segment_folder(index, name)) for name in names):
        raise IndexingError(
            f"The index in {index} is searched by a Chroma server and none is set; set "
            "ASKREVIEWS_CHROMA_URL to its address, or do without it from now on with "
            f"'askreviews index --rebuild --index {index}'."
        )


def _damaged(index: Path, what: str) -> str:
    return (
        f"The index in {index} is damaged ({what}); "
        f"rebuild it with 'askreviews index --rebuild --index {index}'."
    )


class Segment:
    """Reads a segment; everything is opened at first use and shared by all questions.

    Args:
        folder: where it lies.
        dead: the documents in it that are held no longer.
        server: the Chroma server that searches its passages, where it has no store of its own.
    """

    def __init__(
        self,
        folder: Path,
        dead: frozenset[str] = frozenset(),
        server: ChromaServer | None = None,
    ) -> None:
        self.folder = folder
        self.dead = dead
        self._server = server if server and is_on_server(folder) else None

    @cached_property
    def catalogue(self) -> Catalogue:
        """Documents, reviews, passages and units."""
        with self._told():
            return Catalogue(self.folder / _CATALOGUE, self.dead)

    @cached_property
    def hidden(self) -> int:
        """How many passages are of documents held no longer; searches look past so many."""
        if not self.dead:
            return 0
        return self.catalogue.count_written() - self.count

    @cached_property
    def count(self) -> int:
        """How many passages there are of documents that are held."""
        return self.catalogue.count_passages()

    def open(self) -> None:
        """Open every part now, so that the folder may be deleted under it."""
        _ = (self.catalogue, self.vectors, self.passage_vectors, self._bm25)
        _ = (self._server or self.collection, self.held)
        _ = (self.reviews, self.names, self.count, self.hidden)

    @cached_property
    def vectors(self) -> NDArray[np.float16]:
        """Sentence vectors by unit row, shape (units, d), mapped rather than read."""
        with self._told():
            loaded: NDArray[np.float16] = np.load(self.folder / _SENTENCES, mmap_mode="r")
        return loaded

    @cached_property
    def passage_vectors(self) -> NDArray[np.float16]:
        """Passages' vectors by row, shape (passages, d), mapped rather than read."""
        with self._told():
            loaded: NDArray[np.float16] = np.load(self.folder / _PASSAGES, mmap_mode="r")
        return loaded

    @cached_property
    def places(self) -> PassagePlaces:
        """What filters choose passages by."""
        return PassagePlaces(self.catalogue.places(), self.catalogue.count_written())

    @cached_property
    def held(self) -> Rows:
        """The passages of documents that are held."""
        return self.places.where({})

    @cached_property
    def reviews(self) -> list[Review]:
        """The reviews of documents that are held."""
        return self.catalogue.reviews()

    @cached_property
    def names(self) -> dict[str, tuple[str, ...]]:
        """The proper names in each document, in lower case."""
        return self.catalogue.names()

    @cached_property
    def store(self) -> Any:
        """The passages in Chroma, as a LlamaIndex vector store."""
        return as_vector_store(self.collection)

    @cached_property
    def collection(self) -> Any:
        """The passages in Chroma."""
        with self._told():
            collection, let_go = open_to_read(self.folder / CHROMA)
        # A question may still be at work here when a newer generation takes this one's place,
        # and Chroma keeps open what nobody closes: the last to let go closes it.
        self._let_go = weakref.finalize(self, let_go)
        return collection

    @cached_property
    def _bm25(self) -> Any:
        with self._told():
            return open_bm25(self.folder / _BM25)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Say of a part that cannot be opened what to do."""
        try:
            yield
        except (ValueError, EOFError) as error:
            raise IndexingError(_damaged(self.folder.parents[1], self._part(error))) from error
        except Exception as error:
            if not is_of_the_disk(error):
                raise
            raise IndexingError(_damaged(self.folder.parents[1], self._part(error))) from error

    def _part(self, error: Exception) -> str:
        return f"segment {self.folder.name} cannot be opened: {error_words(error)}"

    def dense(self, question: Vectors, limit: int, rows: Rows | None) -> dict[int, float]:
        """Cosines by row of at most ``limit`` passages, among ``rows`` if given.

        A few rows are all looked at. Of many, those among the nearest of the whole segment are
        taken, and should these be too few after all, every row is looked at: either is many times
        faster than a filter of Chroma's.
        """
        if rows is None:
            return self._nearest(question, min(limit, self.count))
        if len(rows) > _LOOKED_AT_ALL:
            share = len(rows) / len(rows.admitted)
            near = self._nearest(question, round(limit / share * _SPARE))
            found = {row: cosine for row, cosine in near.items() if rows.admitted[row]}
            if len(found) >= limit:
                return dict(islice(found.items(), limit))
        cosines = likeness(self.passage_vectors, rows.array, question)
        best = np.argsort(-cosines, kind="stable")[:limit]
        return dict(zip(rows.array[best].tolist(), cosines[best].tolist(), strict=True))

    def _nearest(self, question: Vectors, limit: int) -> dict[int, float]:
        """Cosines by row of the nearest passages, the nearest first.

        Of the collection itself: LlamaIndex's store reads every passage's text and node with
        it, at four times the cost, and the catalogue knows them.

        Raises:
            VectorsAwayError: the Chroma server that should tell them does not.
        """
        wanted = min(limit, self.count) + self.hidden
        if self._server:
            written = self.count + self.hidden
            near = self._server.nearest(self.folder.name, question, wanted, written)
            return {row: cosine for row, cosine in near.items() if row in self.held}
        found = self.collection.query(
            query_embeddings=[question],
            n_results=wanted,
            include=["distances"],
        )
        at = self.catalogue.rows_of_ids(found["ids"][0])
        held = zip(at, found["distances"][0], strict=True)
        return {row: 1 - distance for row, distance in held if row is not None}

    def lexical(self, text: str, limit: int, rows: Rows | None) -> dict[int, float]:
        """BM25 scores by row of at most ``limit`` passages, among ``rows`` if given."""
        admitted = None if rows is None else rows.admitted
        return scored(self._bm25, terms(text), limit + self.hidden, admitted)

    def prepared(self, document_id: str) -> Prepared:
        """A document as it was written, so that an unchanged file need not be read again."""
        record = self.catalogue.document(document_id)
        if record is None:
            raise KeyError(document_id)
        stored = list(self.catalogue.passages_of(document_id))
        contexts = self._contexts_of(stored)
        unit_vectors = [
            np.asarray(self.vectors[s.first_unit : s.first_unit + len(s.chunk.units)], np.float32)
            for s in stored
        ]
        return Prepared(
            record=record,
            reviews=self.catalogue.reviews(document_id),
            chunks=[s.chunk for s in stored],
            contexts=contexts,
            passage_vectors=np.asarray(self.passage_vectors[[s.row for s in stored]], np.float32),
            unit_vectors=unit_vectors,
            layout=self.catalogue.layout(document_id),
        )

    def _contexts_of(self, stored: Sequence[StoredPassage]) -> list[str]:
        """What passages were encoded with."""
        if is_on_server(self.folder):
            return [self._contexts[s.row] for s in stored]
        ids = [s.chunk.passage_id for s in stored]
        got = self.collection.get(ids=ids, include=["metadatas"])
        place = {passage_id: i for i, passage_id in enumerate(got["ids"])}
        return [str(got["metadatas"][place[i]]["context"]) for i in ids]

    @cached_property
    def _contexts(self) -> list[str]:
        with self._told():
            return contexts_of(self.folder)

    def close(self) -> None:
        """Let the files go, so that the folder can be deleted (Windows needs that)."""
        if "catalogue" in self.__dict__:
            self.catalogue.close()
        if "collection" in self.__dict__:
            self._let_go()
        for mapped in ("vectors", "passage_vectors", "_bm25"):
            self.__dict__.pop(mapped, None)
