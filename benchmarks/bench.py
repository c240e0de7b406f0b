"""Beside LlamaIndex + Chroma with the same embedder: indexing, adding, starting, answering.

    python benchmarks/bench.py [--sizes 5 50 500] [--work .bench] [--write]

Synthetic reviews (``synthetic.py``) are indexed by each system in a process of its own, one system
after the other within one run, so that ratios hold on a busy machine; seconds of the processor are
told beside those of the clock. The peers, all with all-MiniLM-L6-v2 run as LlamaIndex runs it:

- ``defaults``: ``SentenceSplitter`` as it comes (1,024 tokens, of which the embedder reads 256);
- ``whole``: chunks of 200 tokens, all of which the embedder reads;
- ``fusion``: the same chunks, found by ``QueryFusionRetriever`` over vectors and BM25.

They end where passages are found. Ours reads structure, encodes every passage and every sentence in
it, and when it is asked goes on to rank sentences, judge, choose and check each quotation.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import synthetic
from figures import machine, table

PAGES = 6
SYSTEMS = ("askreviews", "defaults", "whole", "fusion")
RESULTS = Path(__file__).parent / "RESULTS.md"
_QUESTIONS = (
    "What do reviews say about bruising in babies who cannot roll?",
    "How should a move to another area be handed over?",
    "What was said about fathers and other men in the household?",
    "What is said about interpreters?",
    "What do reviews recommend about safe sleeping?",
    "Why was the voice of the child lost?",
    "What is said about insulin that was not given?",
    "What do reviews say about disguised compliance?",
    "What should supervision ask?",
    "What is said about return interviews after going missing?",
)
Took = dict[str, float]


# --- one system, in a process of its own ------------------------------------------------


def ours(step: str, corpus: Path, store: Path) -> Took:
    """One step of ours."""
    from askreviews import Assistant, Library, Settings

    if step in ("index", "add"):
        return _timed(lambda: Library.open(corpus, store, Settings()).index())
    opening = _timed(lambda: _first(Assistant.open(store, Settings()).ask, 1))
    assistant = Assistant.open(store, Settings())
    return {f"first {name}": took for name, took in opening.items()} | _asked(assistant.ask)


def theirs(name: str, step: str, corpus: Path, store: Path) -> Took:
    """One step of a peer."""
    if step == "index":
        return _timed(lambda: _peer(name, store, sorted(corpus.glob("*.md"))))
    if step == "add":
        new = sorted(corpus.glob("*.md"))[-1:]
        return _timed(lambda: _peer(name, store, new))
    opening = _timed(lambda: _first(_peer(name, store, []), 1))
    return {f"first {n}": took for n, took in opening.items()} | _asked(_peer(name, store, []))


def _peer(name: str, store: Path, new: Sequence[Path]) -> Callable[[str], object]:
    """A peer's index with some files put into it; what finds passages in it."""
    import chromadb
    from llama_index.core import Document, MockEmbedding, Settings, VectorStoreIndex
    from llama_index.core.node_parser import SentenceSplitter
    from llama_index.vector_stores.chroma import ChromaVectorStore

    from askreviews.indexing.embedding import Encoder

    Settings.embed_model = MockEmbedding(embed_dim=1)  # nothing of OpenAI's is to be looked for
    model = _embedding(Encoder().folder)
    splitter = (
        SentenceSplitter()
        if name == "defaults"
        else SentenceSplitter(chunk_size=200, chunk_overlap=20)
    )
    client = chromadb.PersistentClient(str(store))
    collection = client.get_or_create_collection("peer", embedding_function=None)
    index = VectorStoreIndex.from_vector_store(ChromaVectorStore(collection), embed_model=model)
    documents = [Document(text=path.read_text("utf-8"), id_=path.name) for path in new]
    nodes = splitter.get_nodes_from_documents(documents)
    if nodes:
        index.insert_nodes(nodes)
    if name != "fusion":
        return index.as_retriever(similarity_top_k=12).retrieve
    return _fusion(index, store, nodes)


def _embedding(folder: Path) -> Any:
    """The embedder as ``HuggingFaceEmbedding`` runs it: by sentence-transformers, ten at a time."""
    from llama_index.core.embeddings import BaseEmbedding
    from sentence_transformers import SentenceTransformer

    class Embedding(BaseEmbedding):
        model: Any

        def _get_text_embeddings(self, texts: list[str]) -> list[list[float]]:
            return [
                [float(x) for x in v] for v in self.model.encode(texts, show_progress_bar=False)
            ]

        def _get_text_embedding(self, text: str) -> list[float]:
            return self._get_text_embeddings([text])[0]

        def _get_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

        async def _aget_query_embedding(self, query: str) -> list[float]:
            return self._get_text_embedding(query)

    model = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    return Embedding(model=model, embed_batch_size=10)


def _fusion(index: Any, store: Path, nodes: Sequence[Any]) -> Callable[[str], object]:
    """Vectors and BM25 together; BM25 has no way to be added to, so it is made anew."""
    import pickle

    from llama_index.core.llms import MockLLM
    from llama_index.core.retrievers import QueryFusionRetriever
    from llama_index.retrievers.bm25 import BM25Retriever

    path = store / "nodes.pickle"
    held = [*(pickle.loads(path.read_bytes()) if path.exists() else []), *nodes]
    if nodes:
        path.write_bytes(pickle.dumps(held))
    lexical = BM25Retriever.from_defaults(nodes=held, similarity_top_k=12)
    dense = index.as_retriever(similarity_top_k=12)
    return QueryFusionRetriever(
        [dense, lexical],
        llm=MockLLM(),
        num_queries=1,
        similarity_top_k=12,
        mode="reciprocal_rerank",
        use_async=False,
    ).retrieve


def _timed(work: Callable[[], object]) -> Took:
    began, used = time.perf_counter(), _processor()
    work()
    return {"clock": time.perf_counter() - began, "processor": _processor() - used}


def _processor() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (0, resource.RUSAGE_CHILDREN))


def _first(find: Callable[[str], object], count: int) -> None:
    for question in _QUESTIONS[:count]:
        find(question)


def _asked(find: Callable[[str], object]) -> Took:
    """Medians over the questions, warm, each asked for the first time but the first."""
    _first(find, 1)
    rows = [_timed(lambda q=question: find(q)) for question in _QUESTIONS[1:]]
    middle = len(rows) // 2
    return {name: sorted(row[name] for row in rows)[middle] for name in ("clock", "processor")}


# --- the run ----------------------------------------------------------------------------


def main() -> None:
    """Run every system at every size, or one step of one where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[5, 50, 500])
    parser.add_argument("--systems", nargs="+", default=SYSTEMS, choices=SYSTEMS)
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--step", nargs=4, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.step:
        name, step, corpus, store = given.step
        where = Path(corpus), Path(store)
        took = ours(step, *where) if name == "askreviews" else theirs(name, step, *where)
        took["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps(took))
        return
    rows = []
    for size in given.sizes:
        for row in _run(size, given.systems, given.work):
            rows.append(row)
            (given.work / "bench.json").write_text(json.dumps([machine(), rows], indent=1))
    print(table(rows))


def _run(size: int, systems: Sequence[str], work: Path) -> Iterator[dict[str, Any]]:
    """Each system: index so many documents, add one, ask."""
    corpus = work / f"corpus-{size}"
    shutil.rmtree(corpus, ignore_errors=True)
    paths = synthetic.write(corpus, size, PAGES)
    words = sum(len(path.read_text("utf-8").split()) for path in paths)
    for name in systems:
        store = work / f"{name}-{size}"
        shutil.rmtree(store, ignore_errors=True)
        found = {"system": name, "documents": size, "words": words}
        found["index"] = _step(name, "index", corpus, store)
        one = synthetic.review(synthetic.Pool(), 99_999, PAGES)
        added = corpus / one.document_id
        added.write_text(one.markdown(), encoding="utf-8")
        found["add"] = _step(name, "add", corpus, store)
        added.unlink()
        found["ask"] = _step(name, "ask", corpus, store)
        files = (path.stat().st_size for path in store.rglob("*") if path.is_file())
        found["disk_mb"] = sum(files) / 2**20
        print(json.dumps(found), flush=True)
        yield found


def _step(name: str, step: str, corpus: Path, store: Path) -> Took:
    command = [sys.executable, __file__, "--step", name, step, str(corpus), str(store)]
    began = time.perf_counter()
    told = subprocess.run(command, capture_output=True, text=True, check=True, env=os.environ)
    took: Took = json.loads(told.stdout.splitlines()[-1])
    return took | {"with start": time.perf_counter() - began}


if __name__ == "__main__":
    main()
