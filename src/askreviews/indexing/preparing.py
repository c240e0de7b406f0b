"""A document made ready to be written: its passages, their contexts, their vectors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import PurePosixPath

import numpy as np

from askreviews.indexing.catalogue import DocumentRecord, encoded_from, sha256_of_text
from askreviews.indexing.chunking import Chunk, chunk, context_of
from askreviews.indexing.embedding import Encoder, Vectors
from askreviews.indexing.encoded import EncodedBefore
from askreviews.indexing.lexical import proper_names
from askreviews.indexing.likeness import Marks
from askreviews.indexing.segment import Prepared
from askreviews.reading import title_from_name
from askreviews.types import Review, SourceDocument


def prepare(
    document: SourceDocument,
    encoder: Encoder,
    marks: Marks,
    before: EncodedBefore | None = None,
) -> Prepared:
    """Cut a document into passages and encode those of them that were not encoded before."""
    chunks = list(chunk(document))
    contexts = [context_of(document, piece) for piece in chunks]
    texts = [document.text[piece.start : piece.end] for piece in chunks]
    passage_vectors, unit_vectors = _encode(
        chunks, contexts, texts, encoder, before or EncodedBefore()
    )
    record = DocumentRecord(
        document_id=document.document_id,
        source_sha256=document.source_sha256,
        sidecar_sha256=document.sidecar_sha256,
        title=document.title,
        digest=document.digest,
        publisher=document.publisher,
        published=document.published,
        text=document.text,
        text_sha256=sha256_of_text(document.text),
        removed=dict(document.removed),
        names=proper_names(document.text),
        marks=marks.tobytes(),
    )
    layout = document.layout.to_bytes() if document.layout else None
    return Prepared(
        record, document.reviews, chunks, contexts, passage_vectors, unit_vectors, layout
    )


def _encode(
    chunks: Sequence[Chunk],
    contexts: Sequence[str],
    texts: Sequence[str],
    encoder: Encoder,
    before: EncodedBefore,
) -> tuple[Vectors, list[Vectors]]:
    """As ``Encoder.passages``."""
    keys = map(encoded_from, chunks, texts, contexts)
    found = {i: held for i, key in enumerate(keys) if (held := before.find(key)) is not None}
    new = [i for i in range(len(chunks)) if i not in found]
    spans = [[(u.start - chunks[i].start, u.end - chunks[i].start) for u in chunks[i].units]
             for i in new]  # fmt: skip
    fresh = encoder.passages([contexts[i] for i in new], [texts[i] for i in new], spans)
    found |= {i: (fresh[0][place], fresh[1][place]) for place, i in enumerate(new)}
    whole = np.stack([found[i][0] for i in range(len(chunks))]) if chunks else fresh[0]
    return whole, [found[i][1] for i in range(len(chunks))]


def renamed(prepared: Prepared, document_id: str) -> Prepared:
    """The same document under another name: nothing is read or encoded again."""
    former = prepared.record.document_id
    old_title, new_title = (title_from_name(PurePosixPath(n)) for n in (former, document_id))
    titled = {old_title: new_title}

    def of_review(review_id: str | None) -> str | None:
        return review_id and document_id + review_id.removeprefix(former)

    def moved(review: Review) -> Review:
        return review.model_copy(
            update={
                "document_id": document_id,
                "review_id": of_review(review.review_id),
                "label": titled.get(review.label, review.label),
                "title": titled.get(review.title, review.title),
            }
        )

    title = titled.get(prepared.record.title, prepared.record.title)
    return replace(
        prepared,
        record=replace(prepared.record, document_id=document_id, title=title),
        reviews=[moved(review) for review in prepared.reviews],
        chunks=[
            replace(c, document_id=document_id, review_id=of_review(c.review_id))
            for c in prepared.chunks
        ],
    )
