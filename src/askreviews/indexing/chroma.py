"""A segment's passages in Chroma: opening a store, and sealing one so that it stays as it is.

Left to itself Chroma keeps fewer than a thousand passages in its log and writes, at each opening,
a graph file of a hundred empty places, holding whatever stood in the process's memory. Sealing has
the graph written whole and its empty places overwritten: opening then reads it and writes nothing.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

COLLECTION = "passages"
# hnswlib's header as Chroma writes it: version, offset, places, places taken, bytes a place.
_HEADER = struct.Struct("<iQQQQ")


def open_store(folder: Path) -> tuple[Any, Any]:
    """A client, which is the caller's to close, and its passages behind LlamaIndex's interface."""
    import chromadb
    from chromadb.config import Settings as ChromaSettings
    from llama_index.vector_stores.chroma import ChromaVectorStore

    client = chromadb.PersistentClient(
        path=str(folder), settings=ChromaSettings(anonymized_telemetry=False)
    )
    # No embedding function: left to itself Chroma fetches a model.
    collection = client.get_or_create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    return client, ChromaVectorStore(chroma_collection=collection)


def seal(folder: Path) -> None:
    """Have everything written out and nothing else; to be called once, when all is added."""
    client, store = open_store(folder)
    store.client.modify(configuration={"hnsw": {"sync_threshold": 1, "batch_size": 1}})
    client.close()
    client, store = open_store(folder)  # takes up the setting, and writes at its first search
    (vector,) = store.client.get(limit=1, include=["embeddings"])["embeddings"]
    store.client.query(query_embeddings=[vector], n_results=1)
    client.close()
    for header in folder.rglob("header.bin"):
        _overwrite_empty_places(header)


def _overwrite_empty_places(header: Path) -> None:
    _, _, _, taken, size = _HEADER.unpack_from(header.read_bytes())
    for name, width in (("data_level0.bin", size), ("length.bin", 4)):
        path = header.with_name(name)
        rest = path.stat().st_size - taken * width
        with path.open("r+b") as file:
            file.seek(taken * width)
            file.write(bytes(max(0, rest)))
