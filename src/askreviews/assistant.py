"""The reading door: open an index, ask, stream, search, read the catalogue and the texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from threading import Lock, Thread
from typing import TYPE_CHECKING

from askreviews.answering.answerer import Answerer
from askreviews.answering.quotable import quotable_at, quotables_of, quotables_on
from askreviews.answering.routing import declined
from askreviews.answering.writing import Writer, writer_of
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.drawing import Drawer
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.index import Index
from askreviews.indexing.outline import outline_of
from askreviews.indexing.page_image import WIDTH_PX, HeldFile
from askreviews.indexing.page_view import view_page
from askreviews.reading.limits import Limits
from askreviews.reading.superseded import superseded_in
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.examples import example_questions
from askreviews.retrieval.facets import facet_values
from askreviews.retrieval.filters import AGE_BANDS, Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.passages import best_passages
from askreviews.retrieval.reranker import BundledReranker, reranker
from askreviews.retrieval.scope import admitted, scope_of
from askreviews.retrieval.words import search_words
from askreviews.settings import Settings, load_settings
from askreviews.types import (
    Answer,
    AnswerEvent,
    Box,
    Citation,
    Context,
    Event,
    FacetValue,
    IndexInfo,
    LanguageModel,
    OutlineItem,
    PageView,
    Passage,
    Quotable,
    Reason,
    Review,
    Span,
    StoredText,
    Turn,
    VectorServer,
)

if TYPE_CHECKING:
    from askreviews.retrieval.retriever import ReviewRetriever

Filtering = Mapping[str, object] | Filters | None
_CONTEXT = 700


class Assistant:
    """Answers questions over one index. Safe to share between threads.

    When a newer generation is published under it, the next question is answered from that.
    """

    def __init__(self, index: Index, settings: Settings, writer: Writer | None = None) -> None:
        self._index = index
        self._settings = settings
        self._reranker = reranker(settings.reranker, index.encoder)
        self._writer = writer
        self._swapping = Lock()
        self._drawer = Drawer(Limits.of(settings))

    @classmethod
    def open(cls, index: Path | str, settings: Settings | None = None) -> Assistant:
        """Open an index folder.

        Args:
            index: the folder.
            settings: read from the environment and ``askreviews.toml`` if not given.

        Raises:
            IndexingError: there is no index, it is damaged, or another model or a newer
                version of askreviews made it.
            AskReviewsError: the language model, or the Chroma server, that is configured can't
                be used as it is.
        """
        settings = settings or load_settings()
        encoder = Encoder(settings.embedding_model)
        writer = writer_of(settings, encoder)
        server = ChromaServer.of(settings)
        return cls(Index.open(Path(index), encoder, server=server), settings, writer)

    @property
    def index(self) -> Index:
        """The generation being served, the newest one."""
        if not self._index.is_current():
            with self._swapping:
                if not self._index.is_current():
                    former = self._index
                    self._index = Index.open(
                        former.folder, former.encoder, former, former.server, whole=True
                    )
        return self._index

    @property
    def info(self) -> IndexInfo:
        """The generation, and how many documents and reviews it holds."""
        return self.index.info

    @property
    def language_model(self) -> LanguageModel | None:
        """The language model that writes answers, and where it runs; ``None``: nothing does."""
        return self._writer.model if self._writer else None

    @property
    def vector_server(self) -> VectorServer | None:
        """The Chroma server that searches passages, and where it runs; ``None``: none does."""
        return self._index.server.place if self._index.server else None

    def by_words_alone(self, *, look: bool = False) -> str | None:
        """Why passages are found by their words alone just now; ``None``: by meaning too.

        Args:
            look: ask the Chroma server; otherwise, what the last searches came to.
        """
        server = self._index.server
        if server is None:
            return None
        return server.look() if look else server.away

    def warm_up(self) -> None:
        """Load the model and the stores now rather than at the first question."""
        index = self.index
        index.encoder.warm_up()
        self._reranker.warm_up()
        search(index, search_words("what has been learned"), scope_of(index, Filters()), limit=1)

    def warm_up_behind(self) -> Thread:
        """The same in a thread, so that a page can be shown meanwhile; who asks first waits for it.

        A reranker of the operator's is loaded before, since it may not be there.

        Raises:
            IndexingError: it is not.
        """
        if not isinstance(self._reranker, BundledReranker):
            self._reranker.warm_up()
        loading = Thread(target=self.warm_up, name="askreviews-loading", daemon=True)
        loading.start()
        return loading

    def ask(
        self,
        question: str,
        history: Sequence[str | Turn] = (),
        filters: Filtering = None,
        answer_id: str | None = None,
        *,
        quoted: bool = False,
    ) -> Answer:
        """Answer a question.

        Args:
            question: in plain words.
            history: the earlier questions of the conversation, oldest first, as strings or as
                turns that remember which reviews were shown.
            filters: values by key, see ``Filters``.
            answer_id: handed back as the answer's ``id``.
            quoted: in the documents' own words, even where a language model is configured.

        Raises:
            FilterError: a filter's key or value is not known.
        """
        answer: Answer | None = None
        for event in self.stream(question, history, filters, answer_id, quoted=quoted):
            if isinstance(event, AnswerEvent):
                answer = event.answer
        assert answer is not None  # a stream always ends with the answer
        return answer

    def stream(
        self,
        question: str,
        history: Sequence[str | Turn] = (),
        filters: Filtering = None,
        answer_id: str | None = None,
        *,
        quoted: bool = False,
    ) -> Iterator[Event]:
        """Answer a question statement by statement; the last event is the whole answer.

        What it holds stands in place of the statements before it: a language model may break off.
        Arguments are those of ``ask``.

        Raises:
            FilterError: a filter's key or value is not known.
        """
        turns = [Turn(turn) if isinstance(turn, str) else turn for turn in history]
        turns = [replace(turn, question=_whole(turn.question)) for turn in turns]
        chosen = self._settings
        answerer = Answerer(
            self.index,
            chosen.max_words,
            chosen.declined,
            self._reranker,
            writer=None if quoted else self._writer,
        )
        return answerer.events(_whole(question), turns, Filters.of(filters), answer_id)

    def search(self, query: str, limit: int = 10, filters: Filtering = None) -> list[Passage]:
        """Passages for a query, best first, at most ``limit``.

        Raises:
            FilterError: a filter's key or value is not known.
        """
        index = self.index
        scope = scope_of(index, Filters.of(filters))
        return best_passages(search(index, search_words(_whole(query)), scope), limit)

    def as_retriever(self, limit: int = 10, filters: Filtering = None) -> ReviewRetriever:
        """The same search as a LlamaIndex retriever, over the generation served now."""
        from askreviews.retrieval.retriever import ReviewRetriever

        return ReviewRetriever(self.index, limit, Filters.of(filters))

    def reviews(self, filters: Filtering = None) -> list[Review]:
        """The catalogue, or what of it the filters admit.

        Raises:
            FilterError: a filter's key or value is not known.
        """
        return list(admitted(self.index, Filters.of(filters)))

    def facets(self) -> dict[str, list[FacetValue]]:
        """The values that the reviews held can be narrowed by, by filter key.

        ``year`` is no filter of its own: its values fit ``since`` and ``until``.
        """
        return facet_values(self.index.reviews)

    def outline(self, review_id: str) -> list[OutlineItem]:
        """A review sentence by sentence, in its order: ``text[start:end]`` of the stored text.

        Raises:
            IndexingError: no such review is held, or the stored text of its document is no
                longer what was read from the file.
        """
        return outline_of(self.index, review_id)

    def theme_labels(self) -> dict[str, str]:
        """How each theme is shown, by the tag that reviews carry."""
        return dict(taxonomy().theme_labels)

    def age_bands(self) -> dict[str, tuple[float, float]]:
        """The ages that the filter knows: from so many months, and up to below so many."""
        return dict(AGE_BANDS)

    def documents(self) -> list[str]:
        """The ids of the documents held."""
        return self.index.document_ids

    def titles(self) -> dict[str, str]:
        """The title of each document held, by its id, in the order of ids."""
        return dict(self.index.titles)

    def text(self, document_id: str) -> StoredText:
        """The stored text of a document, which all offsets refer to.

        Raises:
            IndexingError: no such document is held.
        """
        record = self.index.document(document_id)
        return StoredText(
            document_id=document_id, text=record.text, source_sha256=record.source_sha256
        )

    def boxes(self, document_id: str, start: int, end: int) -> list[Box]:
        """Where the characters ``start:end`` stand on the pages of a PDF, a line or so each.

        Empty for formats that have no pages to draw on.

        Raises:
            IndexingError: no such document is held.
        """
        index = self.index
        index.document(document_id)
        layout = index.layout(document_id)
        return list(layout.boxes(start, end)) if layout else []

    def render(
        self,
        document_id: str,
        page: int | None,
        spans: Sequence[Span] = (),
        width_px: int = WIDTH_PX,
    ) -> PageView:
        """A page with spans of the stored text marked: of a PDF as an image too.

        The image is of the file in the corpus folder, drawn when it is asked for and kept with
        the index. There is none where that file is not the one that was indexed.

        Args:
            document_id: which document.
            page: which page, from 1, as in a citation; ``None`` where the format has none.
            spans: what to mark, as ``(start, end)``.
            width_px: how wide an image is to be.

        Raises:
            AskReviewsError: no such document is held, it has no such page, or a span is not
                in its text.
        """
        file = HeldFile(self.index, self._settings.corpus, document_id, self._drawer)
        return view_page(file, page, spans, width_px)

    def context(self, citation: Citation) -> Context:
        """A quotation in the text around it, cut at line ends and within its own review.

        Raises:
            IndexingError: the document is no longer held.
        """
        index = self.index
        text = index.document(citation.document_id).text
        review = index.review_by_id.get(citation.review_id or "")
        first, last = (review.start, review.end) if review else (0, len(text))
        start, end = citation.start, citation.end
        before = text[max(first, start - _CONTEXT) : start]
        after = text[end : min(last, end + _CONTEXT)]
        if start - _CONTEXT > first:
            before = before.partition("\n")[2] or before.partition(" ")[2]
        if end + _CONTEXT < last:
            after = after.rpartition("\n")[0] or after.rpartition(" ")[0]
        quote = text[start:end]
        return Context(before, quote, after, superseded_in(quote))

    def declines(self, question: str) -> Reason | None:
        """Why a question would be declined, at once and without a search for an answer."""
        return declined(self.index, _whole(question))

    def support(self, sentence: str, passages: Sequence[str]) -> float:
        """How well passages support a sentence, 0 to 1, as a language model's are checked."""
        from askreviews.answering.support import check_support

        return check_support(sentence, passages, self.index.encoder).score

    def quotables(self, topic: str, limit: int = 120, filters: Filtering = None) -> list[Quotable]:
        """Sentences and points on a topic that can stand by themselves, best first.

        What repeats one of them is cited with it. Whether the topic may be answered at all is
        for ``ask`` to say.

        Raises:
            FilterError: a filter's key or value is not known.
        """
        return quotables_on(self.index, _whole(topic), Filters.of(filters), limit)

    def quotables_of(self, review_id: str) -> list[Quotable]:
        """What a review says that can stand by itself, in its own order.

        Raises:
            IndexingError: no such review is held.
        """
        return quotables_of(self.index, review_id)

    def quotable_at(self, document_id: str, start: int, end: int) -> Quotable:
        """The characters ``start:end`` of a document, with the section they begin in.

        Raises:
            IndexingError: no such document is held, or it has no such characters.
        """
        return quotable_at(self.index, document_id, start, end)

    def examples(self) -> list[str]:
        """A few questions that this collection can answer."""
        return example_questions(self.index)


def _whole(text: str) -> str:
    """A text with "?" for what is half a character only, which can't be encoded or stored."""
    return text.encode("utf-8", "replace").decode("utf-8")
