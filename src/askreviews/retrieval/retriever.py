"""Our search behind LlamaIndex's interface, for those who build on that."""

from __future__ import annotations

from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import NodeWithScore, QueryBundle, TextNode

from askreviews.indexing.index import Index
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.passages import best_passages
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.words import search_words


class ReviewRetriever(BaseRetriever):
    """Passages for a query, best first, as LlamaIndex nodes.

    A node's text is the passage exactly as stored, ``start_char_idx`` and ``end_char_idx``
    its place in the document, and its metadata the fields of ``search --json``.
    """

    def __init__(self, index: Index, limit: int = 10, filters: Filters | None = None) -> None:
        super().__init__()
        self._index = index
        self._limit = limit
        self._filters = filters or Filters()

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        words = search_words(query_bundle.query_str)
        found = search(self._index, words, scope_of(self._index, self._filters))
        return [
            NodeWithScore(
                node=TextNode(
                    id_=passage.passage_id,
                    text=passage.text,
                    start_char_idx=passage.start,
                    end_char_idx=passage.end,
                    metadata=passage.model_dump(exclude={"text", "start", "end", "score"}),
                ),
                score=passage.score,
            )
            for passage in best_passages(found, self._limit)
        ]
