"""Peers and askreviews on the same questions in one run: evidence shown, decisions, confidence.

    python benchmarks/answers.py evals/answers.jsonl --index index [--split test]

The peers are the pipelines one would build in an afternoon with the same embedder: LlamaIndex and
Chroma with their defaults (chunks of 1,024 tokens, the best two), the same with chunks of 128
tokens and a cut-off on the similarity tuned on the set's other split, and BM25 over sentences.
Each shows passages until 300 words are reached; one that finds nothing above its cut-off says
"not found". Beside every figure of askreviews stands the 95% interval of its difference to the
better LlamaIndex pipeline, paired by question.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.node_parser import SentenceSplitter
from llama_index.core.schema import BaseNode, Document, TextNode
from llama_index.retrievers.bm25 import BM25Retriever
from llama_index.vector_stores.chroma import ChromaVectorStore

from askreviews import Answer, Assistant, Citation
from askreviews.evaluation.bootstrap import draw_weights
from askreviews.evaluation.cases import Case
from askreviews.evaluation.comparison import compare
from askreviews.evaluation.questions import Question, QuestionSet, load_questions
from askreviews.evaluation.run import Run, evaluate, gather, score
from askreviews.indexing.embedding import Encoder
from askreviews.reading.sentences import sentence_spans
from askreviews.types import Statement

WORDS = 300
BUDGETS = (60, 150, 300, 600)
_CUT_OFFS = np.linspace(0.1, 0.7, 61)
_MOST_REFUSED = 0.08
METRICS = (
    "wrong_review_attribution", "abstention_recall", "over_refusal",
    "balanced_decision_accuracy", "confidence_auroc", "risk_coverage_area",
    "expected_calibration_error", "routing_recall", "false_declines",
)  # fmt: skip


class _Embedding(BaseEmbedding):
    """The packaged embedder behind LlamaIndex's interface."""

    encoder: Any

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self.encoder.question(query)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_query_embedding(text)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


@dataclass(frozen=True)
class Peer:
    """A pipeline: nodes with scores for a question, and the score below which it declines."""

    name: str
    find: Callable[[str], Sequence[tuple[BaseNode, float]]]
    cut_off: float = -1.0


def main() -> None:
    """Run every pipeline on the set and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--split", help="only questions of this split; the others tune the peers")
    given = parser.parse_args()
    assistant = Assistant.open(given.index)
    whole = load_questions(given.set)
    asked = _split(whole, given.split)
    tuning = [q for q in whole.questions if given.split and q.split != given.split]
    peers = _peers(assistant, tuning or asked.questions)
    runs = {peer.name: _run(assistant, asked, peer) for peer in peers}
    runs["askreviews"] = evaluate(assistant, asked)
    _tell(runs)


def _split(questions: QuestionSet, split: str | None) -> QuestionSet:
    if split is None:
        return questions
    kept = tuple(q for q in questions.questions if q.split == split)
    return replace(questions, questions=kept, lines=())


def _peers(assistant: Assistant, tuning: Sequence[Question]) -> list[Peer]:
    encoder = assistant.index.encoder
    texts = {name: assistant.text(name).text for name in assistant.documents()}
    documents = [Document(text=text, id_=name) for name, text in texts.items()]
    plain = _dense("LlamaIndex + Chroma, defaults", documents, encoder, SentenceSplitter(), 2)
    small = _dense(
        "LlamaIndex + Chroma, 128 tokens",
        documents,
        encoder,
        SentenceSplitter(chunk_size=128, chunk_overlap=20),
        12,
    )
    return [plain, _tuned(small, tuning), _lexical(texts)]


def _dense(
    name: str, documents: list[Document], encoder: Encoder, splitter: SentenceSplitter, top: int
) -> Peer:
    collection = chromadb.EphemeralClient().create_collection(
        name.replace(" ", "-").replace(",", "").replace("+", "")
    )
    context = StorageContext.from_defaults(vector_store=ChromaVectorStore(collection))
    index = VectorStoreIndex(
        splitter.get_nodes_from_documents(documents),
        storage_context=context,
        embed_model=_Embedding(encoder=encoder),
    )
    retriever = index.as_retriever(similarity_top_k=top)
    return Peer(name, lambda q: [(n.node, float(n.score or 0)) for n in retriever.retrieve(q)])


def _lexical(texts: dict[str, str]) -> Peer:
    nodes = [
        TextNode(
            text=text[start:end], start_char_idx=start, end_char_idx=end, metadata={"of": name}
        )
        for name, text in texts.items()
        for start, end in sentence_spans(text, 0, len(text))
    ]
    retriever = BM25Retriever.from_defaults(nodes=nodes, similarity_top_k=20)
    return Peer(
        "BM25 over sentences",
        lambda q: [(n.node, float(n.score or 0)) for n in retriever.retrieve(q)],
    )


def _tuned(peer: Peer, questions: Sequence[Question]) -> Peer:
    """The cut-off that refuses most while over-refusal stays within bounds."""
    best = {q.id: max((s for _, s in peer.find(_whole(q))), default=0.0) for q in questions}
    answerable = [best[q.id] for q in questions if q.expected_status in ("answered", "partial")]
    kept = [c for c in _CUT_OFFS if np.mean(np.array(answerable) < c) <= _MOST_REFUSED]
    return Peer(f"{peer.name}, tuned cut-off", peer.find, float(max(kept, default=0.0)))


def _whole(question: Question) -> str:
    """A plain pipeline has the conversation before the question."""
    return " ".join((*question.history, question.question))


def _run(assistant: Assistant, questions: QuestionSet, peer: Peer) -> Run:
    answers = [_answer(assistant, q, peer) for q in questions.questions]
    return score(questions, answers, gather(assistant, questions, answers))


def _answer(assistant: Assistant, question: Question, peer: Peer) -> Answer:
    found = peer.find(_whole(question))
    best = max((s for _, s in found), default=0.0)
    shown = found if best >= peer.cut_off else []
    citations: list[Citation] = []
    words = 0
    for node, _ in shown:
        place = _place(assistant, node, len(citations) + 1)
        if words < WORDS and place.quote:
            citations.append(place)
            words += len(place.quote.split())
    statements = [Statement(text=c.quote, kind="quote", citations=[c.number]) for c in citations]
    return Answer(
        id=question.id,
        question=question.question,
        status="answered" if citations else "not_found",
        reason=None if citations else "no_evidence",
        confidence=min(max(best, 0.0), 1.0),
        statements=statements,
        citations=citations,
        model=peer.name,
        index=assistant.info,
    )


def _place(assistant: Assistant, node: BaseNode, number: int) -> Citation:
    assert isinstance(node, TextNode)
    name = node.metadata.get("of") or node.ref_doc_id
    start, end = node.start_char_idx or 0, node.end_char_idx or 0
    text = assistant.text(name).text
    reviews = [r for r in assistant.reviews() if r.document_id == name]
    review = next((r for r in reviews if r.start <= start < r.end), None)
    return Citation(
        number=number, document_id=name, document_title=name, start=start, end=end,
        review_id=review.review_id if review else None, review=review.label if review else None,
        quote=text[start:end],
    )  # fmt: skip


def _tell(runs: dict[str, Run]) -> None:
    names = list(runs)
    against = max(names[:2], key=lambda n: runs[n].metric("evidence_recall").value or 0)
    ours = runs["askreviews"]
    comparison = compare(runs[against], ours)
    print(f"{len(ours.items)} questions; the interval is of askreviews less {against}")
    rows = [
        *(
            (f"evidence recall, {b} words", _per_run(runs, lambda c, b=b: _within(c, b)))
            for b in BUDGETS
        ),
        ("all gold shown, 300 words", _per_run(runs, _all_shown)),
    ]
    for title, (values, low, high) in rows:
        print(_row(title, values, low, high))
    for name in METRICS:
        values = [runs[n].metric(name).value for n in names]
        change = comparison.change(name)
        print(_row(ours.metric(name).title, values, change.low, change.high))
    print("columns: " + " | ".join(names))


def _within(case: Case, words: int) -> float | None:
    stands = case.standing if case.answerable else ()
    shown = [g.shown_within is not None and g.shown_within <= words for g in stands]
    return sum(shown) / len(shown) if shown else None


def _all_shown(case: Case) -> float | None:
    share = _within(case, WORDS)
    return None if share is None else float(share == 1)


def _per_run(
    runs: dict[str, Run], value: Callable[[Case], float | None]
) -> tuple[list[float | None], float | None, float | None]:
    """The mean of each run, and the paired interval of the last less the better of two peers."""
    columns = [
        np.array([np.nan if (v := value(c)) is None else v for c in run.items])
        for run in runs.values()
    ]
    means = [float(np.nanmean(column)) for column in columns]
    kept = ~np.isnan(columns[-1])
    peer = columns[int(np.argmax(means[:2]))][kept]
    clusters = [c.cluster for c, keep in zip(runs["askreviews"].items, kept, strict=True) if keep]
    weights = draw_weights(clusters)
    drawn = (weights @ (columns[-1][kept] - peer)) / weights.sum(axis=1)
    low, high = np.quantile(drawn, [0.025, 0.975])
    return list(means), float(low), float(high)


def _row(title: str, values: Sequence[float | None], low: float | None, high: float | None) -> str:
    cells = " ".join("   none" if v is None else f"{v:7.3f}" for v in values)
    interval = f"[{low:+.3f}, {high:+.3f}]" if low is not None and high is not None else ""
    return f"{title:34s}{cells}  {interval}"


if __name__ == "__main__":
    main()
