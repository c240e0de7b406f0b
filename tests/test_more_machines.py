"""Two readers in processes of their own, a third here, one writer, and a Chroma server in trouble.

The small form of ``benchmarks/chroma_server.py``.
"""

import json
import shutil
import subprocess
import sys
import threading
import time
from contextlib import ExitStack, closing
from queue import Empty, Queue

import pytest

from askreviews import Assistant, Library, Settings
from askreviews.answering.notices import BY_WORDS
from askreviews.errors import IndexingError
from chroma_process import chroma_server

# Answers the questions it is given, over and over, a JSON line an answer.
READER = """
import json, sys, time
from askreviews import Assistant, Settings
index, url, *questions = sys.argv[1:]
assistant = Assistant.open(index, Settings(index=index, chroma_url=url, chroma_timeout=1))
assistant.warm_up()
texts = {name: assistant.text(name).text for name in assistant.documents()}
while True:
    for question in questions:
        began = time.time()
        answer = assistant.ask(question)
        said = [[s.kind, s.text] for s in answer.statements]
        said += [["nearest", c.quote] for c in answer.nearest]
        verbatim = all(
            texts[c.document_id][c.start : c.end] == c.quote
            for c in (*answer.citations, *answer.nearest) if c.document_id in texts
        )
        print(json.dumps([began, answer.question, said, verbatim]), flush=True)
    time.sleep(0.1)
"""
KNOWN = "What was recommended for Child N?"
QUAGGA, OKAPI = "Who saw the quagga of Child Q?", "Who saw the okapi of Child O?"
SAID = {
    QUAGGA: "The quagga of Child Q was seen by the harbour master.",
    OKAPI: "The okapi of Child O was seen by the lock keeper.",
}


class Reader:
    def __init__(self, settings):
        self.process = subprocess.Popen(
            [sys.executable, "-c", READER, str(settings.index), settings.chroma_url,
             KNOWN, QUAGGA, OKAPI],
            stdout=subprocess.PIPE, text=True, cwd=settings.data,
        )  # fmt: skip
        self.answers, self._new = [], Queue()
        threading.Thread(target=self._read, daemon=True).start()

    def _read(self):
        for line in self.process.stdout:
            self._new.put(json.loads(line))

    def until(self, question, fits, seconds=300):
        """Until an answer fits."""
        ends = time.time() + seconds
        while time.time() < ends:
            try:
                answer = self._new.get(timeout=1)
            except Empty:
                assert self.process.poll() is None, "a reader ended"
                continue
            self.answers.append(answer)
            if answer[1] == question and fits([text for _, text in answer[2]]):
                return
        raise AssertionError(f"{question} was not answered so")

    def close(self):
        self.process.kill()
        self.process.wait()


@pytest.fixture
def place(corpus, index_folder, tmp_path):
    shutil.copytree(corpus, tmp_path / "corpus")
    shutil.copytree(index_folder, tmp_path / "index")
    return tmp_path


def marked(said):
    return BY_WORDS in said


def unmarked(said):
    return BY_WORDS not in said


def all_of(readers, question, fits):
    """Until each of the readers gave an answer that fits."""
    for reader in readers:
        reader.until(question, fits)


def is_right(answer, known, added, removing, removed):
    """Whether an answer is of the known words, or of what was held 5 s before it was asked for."""
    began, question, said, verbatim = answer
    texts = [text for _, text in said]
    if question == KNOWN:
        return verbatim and [line for line in said if line[1] != BY_WORDS] == known
    held = SAID[question] in texts
    of_the_other = ["quote", SAID[OKAPI if question == QUAGGA else QUAGGA]] in said
    since, until = {QUAGGA: (added, removing), OKAPI: (removed, float("inf"))}[question]
    if since + 5 < began < until:
        return verbatim and held and not of_the_other
    if question == QUAGGA and began > removed + 5:
        return verbatim and not held
    return verbatim


def test_readers_agree_and_nothing_is_wrong_or_lost_whatever_becomes_of_the_server(place):
    for name, text in (("q", SAID[QUAGGA]), ("o", SAID[OKAPI])):
        (place / f"{name}.md").write_text(f"# Child {name.upper()}\n\n## Learning\n\n{text}\n")
    with chroma_server(place / "chroma") as server, ExitStack() as ending:
        settings = Settings(
            corpus=place / "corpus", index=place / "index", data=place,
            chroma_url=server.url, chroma_timeout=1,
        )  # fmt: skip
        library = Library.open(settings.corpus, settings.index, settings)
        library.index()
        here = Assistant.open(settings.index, settings)
        known = [[s.kind, s.text] for s in here.ask(KNOWN).statements]
        assert known[0][0] == "quote"
        readers = [ending.enter_context(closing(Reader(settings))) for _ in range(2)]
        all_of(readers, KNOWN, bool)

        library.add([place / "q.md"])
        added = time.time()
        all_of(readers, QUAGGA, lambda said: SAID[QUAGGA] in said)
        assert SAID[QUAGGA] in [passage.text for passage in here.search("quagga")]

        server.kill()
        all_of(readers, KNOWN, marked)
        with pytest.raises(IndexingError, match="Chroma server"):
            library.add([place / "o.md"])
        server.start()
        all_of(readers, KNOWN, unmarked)

        server.pause()
        all_of(readers, KNOWN, marked)
        server.resume()
        library.add([place / "o.md"])
        removing = time.time()
        library.remove(["added/q.md"])
        removed = time.time()
        server.kill()
        server.start()
        all_of(readers, OKAPI, lambda said: SAID[OKAPI] in said)
        all_of(readers, QUAGGA, lambda said: SAID[QUAGGA] not in said)
        all_of(readers, KNOWN, unmarked)
    answers = [answer for reader in readers for answer in reader.answers]
    assert len(answers) > 20
    assert [a for a in answers if not is_right(a, known, added, removing, removed)] == []
