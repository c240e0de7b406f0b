"""A store that is sealed: opened and searched for years, it stays as it was written."""

import time
from pathlib import Path

import numpy as np
import pytest
from llama_index.core.schema import TextNode

from askreviews.indexing.chroma import open_store, seal
from disk import files_no_larger_than

DIMENSIONS = 32


def vectors(count):
    return np.random.default_rng(1).normal(size=(count, DIMENSIONS)).astype(np.float32)


@pytest.fixture(params=[1, 2, 40, 230, 1100])
def sealed(request, tmp_path):
    rows = vectors(request.param).tolist()
    client, store = open_store(tmp_path)
    store.add([TextNode(id_=str(i), text=str(i), embedding=row) for i, row in enumerate(rows)])
    seal(client, store, tmp_path)
    return tmp_path, request.param


OPEN_FILES = Path("/proc/self/fd")


def graph(folder):
    return {p.name: p.read_bytes() for p in folder.rglob("*.bin")}


def test_opening_and_searching_it_writes_nothing(sealed):
    folder, count = sealed
    before = graph(folder)
    for _ in range(2):
        client, store = open_store(folder)
        for i, row in enumerate(vectors(count)[:5]):
            found = store.client.query(query_embeddings=[row], n_results=1)
            assert found["ids"] == [[str(i)]]
        client.close()
    assert graph(folder) == before


def test_nothing_of_the_process_s_memory_is_written_into_it(sealed):
    """Found by chance: a removed document's name stood in the graph's empty places."""
    folder, count = sealed
    held = graph(folder)["data_level0.bin"]
    size = len(held) // max(count, 100)
    assert not any(held[count * size :])
    assert any(held[(count - 1) * size : count * size])


def test_a_store_that_could_not_be_opened_once_is_opened_the_next_time(tmp_path):
    with files_no_larger_than(1_000), pytest.raises(Exception, match=r"(?i)large|disk|write"):
        open_store(tmp_path)
    client, store = open_store(tmp_path)
    store.add([TextNode(id_="1", text="one", embedding=vectors(1)[0].tolist())])
    client.close()


@pytest.mark.skipif(not OPEN_FILES.is_dir(), reason="open files are counted in /proc")
def test_closing_lets_every_file_go(sealed):
    folder, _ = sealed
    before = len([*OPEN_FILES.iterdir()])
    for _ in range(3):
        client, store = open_store(folder)
        store.client.query(query_embeddings=[vectors(1)[0]], n_results=1)
        client.close()
    until = time.monotonic() + 10  # on a busy machine it takes a moment
    while len([*OPEN_FILES.iterdir()]) > before + 1:
        assert time.monotonic() < until
        time.sleep(0.05)
