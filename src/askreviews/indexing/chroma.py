"""A segment's passages in Chroma: opening a store, and sealing one so that it stays as it is.

Left to itself Chroma keeps fewer than a thousand passages in its log and writes, at each opening,
a graph file of a hundred empty places, holding whatever stood in the process's memory. Sealing has
the graph written whole and its empty places overwritten: opening then reads it and writes nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import struct
import tempfile
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from tenacity import retry, retry_if_exception_message, stop_after_delay, wait_exponential

from askreviews.errors import IndexingError

COLLECTION = "passages"
_DATABASE = "chroma.sqlite3"
_CANNOT_WRITE = ("readonly database", "database or disk is full", "disk I/O error")
# hnswlib's header as Chroma writes it: version, offset, places, places taken, bytes a place.
_HEADER = struct.Struct("<iQQQQ")


# What has just been closed may still be letting go of the file, on a busy machine for seconds.
_once_unlocked = retry(
    retry=retry_if_exception_message(match=r"(?s).*database is locked"),
    wait=wait_exponential(multiplier=0.1, max=2),
    stop=stop_after_delay(60),
    reraise=True,
)


@_once_unlocked
def open_collection(folder: Path) -> tuple[Any, Any]:
    """A client, which is the caller's to close, and its collection of passages."""
    import chromadb
    from chromadb.api.shared_system_client import SharedSystemClient
    from chromadb.config import Settings as ChromaSettings

    path = str(folder)
    try:
        client = chromadb.PersistentClient(
            path=path, settings=ChromaSettings(anonymized_telemetry=False)
        )
    except Exception:
        # What could not be started stays in Chroma's register, and the next opening would take it.
        if path not in SharedSystemClient._identifier_to_refcount:
            SharedSystemClient._identifier_to_system.pop(path, None)
        raise
    # No embedding function: left to itself Chroma fetches a model.
    collection = client.get_or_create_collection(
        COLLECTION, embedding_function=None, configuration={"hnsw": {"space": "cosine"}}
    )
    return client, collection


def open_store(folder: Path) -> tuple[Any, Any]:
    """The same with the passages behind LlamaIndex's interface, which takes a second to import."""
    client, collection = open_collection(folder)
    return client, as_vector_store(collection)


def as_vector_store(collection: Any) -> Any:
    """A collection behind LlamaIndex's interface."""
    from llama_index.vector_stores.chroma import ChromaVectorStore

    return ChromaVectorStore(chroma_collection=collection)


def open_to_read(folder: Path) -> tuple[Any, Callable[[], None]]:
    """The passages of a sealed store, and what to call to let its files go.

    Chroma notes each opening in its database. On a disk that is full or only read it is given
    a copy of that file, with the graph where it lies.
    """
    database = folder / _DATABASE
    if os.access(database, os.W_OK) and os.access(folder, os.W_OK):
        try:
            client, collection = open_collection(folder)
        except Exception as error:
            if not any(words in str(error) for words in _CANNOT_WRITE):
                raise
        else:
            return collection, client.close
    copied = tempfile.TemporaryDirectory(prefix="askreviews-", ignore_cleanup_errors=True)
    for path in folder.iterdir():
        if path.is_dir():
            shutil.copytree(path, Path(copied.name) / path.name, copy_function=_linked)
    shutil.copyfile(database, Path(copied.name) / _DATABASE)
    client, collection = open_collection(Path(copied.name))

    def let_go() -> None:
        client.close()
        copied.cleanup()

    return collection, let_go


def copy_of_database(folder: Path, to: Path) -> None:
    """Copy a store's database as it stands between two writes: who opens the store writes to it.

    Raises:
        IndexingError: it cannot be read.
    """
    try:
        with (
            closing(sqlite3.connect(folder / _DATABASE)) as given,
            closing(sqlite3.connect(to)) as copied,
        ):
            given.backup(copied)
    except sqlite3.Error as error:
        raise IndexingError(f"{folder / _DATABASE} cannot be read ({error}).") from error


def _linked(given: str, to: str) -> None:
    """Stand in for a file by a link to it, or on systems without them by a copy."""
    try:
        Path(to).symlink_to(Path(given).absolute())
    except OSError:
        shutil.copyfile(given, to)


def seal(client: Any, store: Any, folder: Path) -> None:
    """Close a store that all has been added to, with everything written out and nothing else."""
    store.client.modify(configuration={"hnsw": {"sync_threshold": 1, "batch_size": 1}})
    client.close()
    _write_graph(folder)
    for header in folder.rglob("header.bin"):
        _overwrite_empty_places(header)


@_once_unlocked
def _write_graph(folder: Path) -> None:
    """Open the store, which takes up its new setting, and search it, at which Chroma writes."""
    client, collection = open_collection(folder)
    try:
        (vector,) = collection.get(limit=1, include=["embeddings"])["embeddings"]
        collection.query(query_embeddings=[vector], n_results=1)
    finally:
        client.close()


def _overwrite_empty_places(header: Path) -> None:
    _, _, _, taken, size = _HEADER.unpack_from(header.read_bytes())
    for name, width in (("data_level0.bin", size), ("length.bin", 4)):
        path = header.with_name(name)
        rest = path.stat().st_size - taken * width
        with path.open("r+b") as file:
            file.seek(taken * width)
            file.write(bytes(max(0, rest)))
