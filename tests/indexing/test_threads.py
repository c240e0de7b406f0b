"""The threads that models compute in."""

import multiprocessing
import os
import threading

import pytest

from askreviews.indexing.embedding import Encoder


def _norm(sent):
    sent.put(float((Encoder().question("Who rang?") ** 2).sum()))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork on this system")
def test_a_process_forked_after_a_question_was_read_reads_the_next():
    assert Encoder().question("Who called?").any()
    context = multiprocessing.get_context("fork")
    sent = context.Queue()
    forked = context.Process(target=_norm, args=(sent,))
    forked.start()
    assert sent.get(timeout=60) == pytest.approx(1, abs=1e-3)
    forked.join(10)
    assert forked.exitcode == 0


def test_however_many_ask_no_more_threads_compute_than_there_are_cores():
    askers = [threading.Thread(target=Encoder().question, args=(f"Who is {n}?",)) for n in range(9)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    computing = [t for t in threading.enumerate() if t.name.startswith("model")]
    assert 0 < len(computing) <= (os.cpu_count() or 1)
