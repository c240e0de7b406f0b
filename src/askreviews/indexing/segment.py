"""A segment: an immutable folder of passages in Chroma, BM25, sentence vectors, catalogue.

Where a Chroma server is set, it searches the passages, and the folder keeps their vectors.
"""

from __future__ import annotations

import weakref
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from askreviews.errors import IndexingError
from askreviews.indexing.catalogue import (
    Catalogue,
    CatalogueWriter,
    DocumentRecord,
    StoredPassage,
)
from askreviews.indexing.chroma import open_store, seal
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.chunking import Chunk
from askreviews.indexing.embedding import Vectors
from askreviews.indexing.generations import segment_folder
from askreviews.indexing.lexical import STEMMER, STOPWORDS, TOKEN_PATTERN, normalise, terms
from askreviews.indexing.vector_file import (
    PASSAGES,
    PassageFile,
    VectorFile,
    passage_contexts,
    passage_vectors,
)
from askreviews.types import Review

_CATALOGUE = "catalogue.sqlite"
_SENTENCES = "sentences.npy"
_CHROMA = "chroma"
_BM25 = "bm25"


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
    from llama_index.core.schema import NodeRelationship, RelatedNodeInfo, TextNode

    folder.mkdir(parents=True)
    passages = PassageFile(folder) if server else None
    client, store = (None, None) if server else open_store(folder / _CHROMA)
    catalogue = CatalogueWriter(folder / _CATALOGUE)
    nodes: list[TextNode] = []
    vectors = VectorFile(folder / _SENTENCES)
    for document in documents:
        catalogue.document(document.record, document.reviews, document.layout)
        batch = []
        for i, piece in enumerate(document.chunks):
            text = document.record.text[piece.start : piece.end]
            row = catalogue.passage(piece, terms(f"{document.contexts[i]} {text}"))
            metadata: dict[str, Any] = {"row": row, "review_id": piece.review_id or ""}
            metadata["context"] = document.contexts[i]
            common: dict[str, Any] = {"id_": piece.passage_id, "metadata": metadata}
            common |= {"start_char_idx": piece.start, "end_char_idx": piece.end}
            vector = document.passage_vectors[i].tolist()
            # LlamaIndex writes the source's id over any "document_id" of ours in Chroma.
            source = {NodeRelationship.SOURCE: RelatedNodeInfo(node_id=piece.document_id)}
            batch.append(TextNode(text=text, embedding=vector, relationships=source, **common))
            nodes.append(TextNode(text=f"{document.contexts[i]}\n{text}", **common))
        if passages:
            passages.add(document.contexts, document.passage_vectors)
        elif store and batch:
            store.add(list(batch))
        for unit_vectors in document.unit_vectors:
            vectors.add(unit_vectors)
    catalogue.close()
    vectors.close()
    _write_bm25(folder / _BM25, nodes)
    if server and passages:
        passages.close()
        server.put(folder.name, passage_vectors(folder))
    else:
        seal(client, store, folder / _CHROMA)


def is_on_server(folder: Path) -> bool:
    """Whether a segment's passages are searched by a Chroma server."""
    return (folder / PASSAGES).is_file()


def check_segments(index: Path, names: Iterable[str], server: ChromaServer | None = None) -> None:
    """See that segments are there with all their parts.

    Raises:
        IndexingError: one isn't, or it is searched by a Chroma server and none is set; the
            message names what mends it.
    """
    for name in names:
        folder = segment_folder(index, name)
        own = PASSAGES if is_on_server(folder) else f"{_CHROMA}/chroma.sqlite3"
        parts = (own, _CATALOGUE, _SENTENCES, f"{_BM25}/params.index.json")
        lost = next((part for part in parts if not (folder / part).is_file()), None)
        if lost:
            what = f"{lost} of segment {name}" if folder.is_dir() else f"segment {name}"
            raise IndexingError(
                f"The index in {index} is damaged ({what} is missing); "
                f"rebuild it with 'askreviews index --rebuild --index {index}'."
            )
        if own == PASSAGES and server is None:
            raise IndexingError(
                f"The index in {index} is searched by a Chroma server and none is set; set "
                "ASKREVIEWS_CHROMA_URL to its address, or do without it from now on with "
                f"'askreviews index --rebuild --index {index}'."
            )


def _write_bm25(folder: Path, nodes: list[Any]) -> None:
    import bm25s
    from llama_index.core.vector_stores.utils import node_to_metadata_dict
    from llama_index.retrievers.bm25 import BM25Retriever

    index = bm25s.BM25()
    tokens = bm25s.tokenize(
        [normalise(node.text) for node in nodes], stopwords=sorted(STOPWORDS), stemmer=STEMMER,
        token_pattern=TOKEN_PATTERN, show_progress=False,
    )  # fmt: skip
    index.index(tokens, show_progress=False)
    for node in nodes:  # the text stands in Chroma already; BM25's own copy needs the row alone
        node.text = ""
    index.corpus = [node_to_metadata_dict(n) | {"node_id": n.node_id} for n in nodes]
    retriever = BM25Retriever(existing_bm25=index, token_pattern=TOKEN_PATTERN, similarity_top_k=1)
    retriever.persist(str(folder), show_progress=False)


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
        _ = (self.catalogue, self.vectors, self._server or self.store, self._bm25)

    @cached_property
    def vectors(self) -> NDArray[np.float16]:
        """Sentence vectors by unit row, shape (units, d), mapped rather than read."""
        loaded: NDArray[np.float16] = np.load(self.folder / _SENTENCES, mmap_mode="r")
        return loaded

    @cached_property
    def store(self) -> Any:
        """The passages in Chroma, as a LlamaIndex vector store."""
        client, store = open_store(self.folder / _CHROMA)
        # A question may still be at work here when a newer generation takes this one's place,
        # and Chroma keeps open what nobody closes: the last to let go closes it.
        self._let_go = weakref.finalize(self, client.close)
        return store

    @cached_property
    def _bm25(self) -> Any:
        import bm25s

        # Its corpus, the rows of the passages in their own order, is not needed to read it.
        return bm25s.BM25.load(str(self.folder / _BM25), mmap=True, show_progress=False)

    def dense(self, question: Vectors, limit: int, rows: frozenset[int] | None) -> dict[int, float]:
        """Cosines by row of at most ``limit`` passages, among ``rows`` if given.

        Of the collection itself: LlamaIndex's store reads every passage's text and node with
        it, at four times the cost, and the catalogue knows them.

        Raises:
            VectorsAwayError: the Chroma server that should tell them does not.
        """
        count = self.count if rows is None else len(rows)
        wanted = min(limit, count) + (self.hidden if rows is None else 0)
        if self._server:
            written = self.count + self.hidden
            near = self._server.nearest(self.folder.name, question, wanted, rows, written)
            return {row: cosine for row, cosine in near.items() if row in self._alive}
        found = self.store.client.query(
            query_embeddings=[question],
            n_results=wanted,
            ids=None if rows is None else self.catalogue.passage_ids(rows),
            include=["distances"],
        )
        at = self.catalogue.rows_of_ids(found["ids"][0])
        held = zip(at, found["distances"][0], strict=True)
        return {row: 1 - distance for row, distance in held if row is not None}

    @cached_property
    def _alive(self) -> Container[int]:
        """The rows of documents that are held."""
        return set(self.catalogue.rows_where("1", ())) if self.dead else range(self.count)

    def lexical(self, text: str, limit: int, rows: Sequence[int] | None) -> dict[int, float]:
        """BM25 scores by row of at most ``limit`` passages, among ``rows`` if given."""
        import bm25s

        count = int(self._bm25.scores["num_docs"])
        mask = None
        if rows is not None:
            mask = np.zeros(count, dtype=np.int64)
            mask[list(rows)] = 1
        tokens = bm25s.tokenize(
            normalise(text), stemmer=STEMMER, token_pattern=TOKEN_PATTERN, show_progress=False
        )
        found, scores = self._bm25.retrieve(
            tokens, k=min(limit + self.hidden, count), show_progress=False, weight_mask=mask
        )
        ranked = zip(found[0].tolist(), scores[0].tolist(), strict=True)
        return {row: score for row, score in ranked if score > 0}

    def prepared(self, document_id: str) -> Prepared:
        """A document as it was written, so that an unchanged file need not be read again."""
        record = self.catalogue.document(document_id)
        if record is None:
            raise KeyError(document_id)
        stored = list(self.catalogue.passages_of(document_id))
        contexts, vectors = self._encoded(stored)
        unit_vectors = [
            np.asarray(self.vectors[s.first_unit : s.first_unit + len(s.chunk.units)], np.float32)
            for s in stored
        ]
        return Prepared(
            record=record,
            reviews=self.catalogue.reviews(document_id),
            chunks=[s.chunk for s in stored],
            contexts=contexts,
            passage_vectors=vectors,
            unit_vectors=unit_vectors,
            layout=self.catalogue.layout(document_id),
        )

    def _encoded(self, stored: Sequence[StoredPassage]) -> tuple[list[str], Vectors]:
        """The contexts of passages, and their vectors, of shape (n, d)."""
        if is_on_server(self.folder):
            rows = [s.row for s in stored]
            kept = np.asarray(passage_vectors(self.folder)[rows], np.float32)
            return [self._contexts[row] for row in rows], kept
        ids = [s.chunk.passage_id for s in stored]
        got = self.store.client.get(ids=ids, include=["embeddings", "metadatas"])
        place = {passage_id: i for i, passage_id in enumerate(got["ids"])}
        vectors = np.asarray([got["embeddings"][place[i]] for i in ids], np.float32)
        return [str(got["metadatas"][place[i]]["context"]) for i in ids], vectors

    @cached_property
    def _contexts(self) -> list[str]:
        return passage_contexts(self.folder)

    def close(self) -> None:
        """Let the files go, so that the folder can be deleted (Windows needs that)."""
        if "catalogue" in self.__dict__:
            self.catalogue.close()
        if "store" in self.__dict__:
            self._let_go()
        for mapped in ("vectors", "_bm25"):
            self.__dict__.pop(mapped, None)
