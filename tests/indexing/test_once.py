"""What takes long to load is loaded once."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from askreviews.indexing.once import Once


def test_many_who_ask_at_the_same_time_get_the_same_and_it_is_loaded_once():
    loads = []

    def load(key):
        loads.append(key)
        time.sleep(0.05)
        return object()

    once = Once(load)
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(once, "abababab"))
    assert sorted(loads) == ["a", "b"]
    assert len(set(map(id, found[::2]))) == len(set(map(id, found[1::2]))) == 1
    once.forget()
    assert once("a") is not found[0]


def test_what_fails_to_load_is_tried_again():
    tries = iter([OSError("the disk is away"), "loaded"])

    def load(_key):
        given = next(tries)
        if isinstance(given, OSError):
            raise given
        return given

    once = Once(load)
    with pytest.raises(OSError, match="away"):
        once("x")
    assert once("x") == "loaded"
