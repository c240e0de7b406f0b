"""How long a reader waits, in process and warm: first statement, whole answer, share of stages.

    python benchmarks/latency.py evals/starter.jsonl --index index [--every 2]

In turn with each question, the plain pipeline finds its passages for it: LlamaIndex and Chroma with
their defaults and the same embedder, run by sentence-transformers as LlamaIndex does. It ends where
passages are found; ours goes on to rank sentences, judge, choose and check every quotation. Times
swing with whatever else the machine does, so the ratio to the pipeline in the same run says more.
"""

from __future__ import annotations

import argparse
import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import chromadb
import numpy as np
import torch
from llama_index.core import StorageContext, VectorStoreIndex
from llama_index.core.embeddings import BaseEmbedding
from llama_index.core.schema import Document
from llama_index.vector_stores.chroma import ChromaVectorStore
from sentence_transformers import SentenceTransformer

from askreviews import Assistant
from askreviews.answering import finding
from askreviews.answering.ranking import Ranker
from askreviews.evaluation.questions import Question, load_questions
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.segment import Segment
from askreviews.retrieval import reranker, searches

# What each stage is spent in; none of these calls another.
STAGES: dict[str, tuple[Any, str]] = {
    "encoding": (Encoder, "_questions"),
    "Chroma": (Segment, "dense"),
    "BM25": (Segment, "lexical"),
    "ranking": (Ranker, "__call__"),
    "evidence model": (reranker, "read_evidence"),
    "choosing": (finding, "select"),
    "units and their scores": (searches.Found, "evidence"),
}
WARM_UP = 5


class _Embedding(BaseEmbedding):
    model: Any

    def _get_query_embedding(self, query: str) -> list[float]:
        return [float(x) for x in self.model.encode(query, show_progress_bar=False)]

    def _get_text_embedding(self, text: str) -> list[float]:
        return self._get_query_embedding(text)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_query_embedding(query)


def main() -> None:
    """Ask every question once and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("--index", type=Path, required=True)
    parser.add_argument("--every", type=int, default=1, help="ask only every nth question")
    given = parser.parse_args()
    assistant = Assistant.open(given.index)
    assistant.warm_up()
    plain = _plain(assistant)
    questions = load_questions(given.set).questions[:: given.every]
    for question in questions[-WARM_UP:]:
        _ask(assistant, question)
        plain(question.question)
    spent: dict[str, float] = defaultdict(float)
    times: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    with _watched(spent):
        for question in questions:
            first, whole = _ask(assistant, question)
            began = time.perf_counter()
            plain(question.question)
            row = first, whole, time.perf_counter() - began
            times[question.kind or "other"].append(row)
    _tell(times, spent)


def _plain(assistant: Assistant) -> Callable[[str], object]:
    """The pipeline one would build in an afternoon, over the same texts."""
    model = SentenceTransformer(
        str(assistant.index.encoder.folder), device="cpu", local_files_only=True
    )
    collection = chromadb.EphemeralClient().create_collection("plain", embedding_function=None)
    index = VectorStoreIndex.from_documents(
        [Document(text=assistant.text(name).text, id_=name) for name in assistant.documents()],
        storage_context=StorageContext.from_defaults(vector_store=ChromaVectorStore(collection)),
        embed_model=_Embedding(model=model),
    )
    return index.as_retriever().retrieve


def _ask(assistant: Assistant, question: Question) -> tuple[float, float]:
    """Seconds to the first event and to the last."""
    began = time.perf_counter()
    at = [
        time.perf_counter() - began
        for _ in assistant.stream(question.question, history=question.history)
    ]
    return at[0], at[-1]


@contextmanager
def _watched(spent: dict[str, float]) -> Iterator[None]:
    """Add up the seconds spent in each stage."""
    own = {stage: getattr(*place) for stage, place in STAGES.items()}
    for stage, (where, name) in STAGES.items():
        setattr(where, name, _timed(own[stage], stage, spent))
    try:
        yield
    finally:
        for stage, (where, name) in STAGES.items():
            setattr(where, name, own[stage])


def _timed(call: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def timed(*args: Any, **kwargs: Any) -> Any:
        began = time.perf_counter()
        try:
            return call(*args, **kwargs)
        finally:
            spent[stage] += time.perf_counter() - began

    return timed


def _tell(times: dict[str, list[tuple[float, float, float]]], spent: dict[str, float]) -> None:
    every = [row for rows in times.values() for row in rows]
    print(
        f"{len(every)} questions, {os.cpu_count()} cores, torch with {torch.get_num_threads()} "
        "threads; milliseconds, median and 95th percentile"
    )
    print(
        f"{'kind':22s}{'n':>5s}{'first statement':>18s}{'whole answer':>18s}{'plain':>18s}  ratio"
    )
    for kind, rows in [*sorted(times.items()), ("all", every)]:
        print(_row(kind, rows))
    whole = sum(row[1] for row in every)
    shares = {**spent, "the rest": whole - sum(spent.values())}
    for stage, seconds in sorted(shares.items(), key=lambda item: -item[1]):
        print(f"{stage:24s}{seconds / whole:6.1%}{seconds / len(every) * 1000:9.1f} ms a question")


def _row(kind: str, rows: Sequence[tuple[float, float, float]]) -> str:
    columns = np.array(rows) * 1000
    middle, late = np.median(columns, axis=0), np.quantile(columns, 0.95, axis=0)
    cells = "".join(f"{m:9.1f}{p:9.1f}" for m, p in zip(middle, late, strict=True))
    return f"{kind:22s}{len(rows):5d}{cells}{middle[1] / middle[2]:7.2f}"


if __name__ == "__main__":
    main()
