"""Every status that the API's description names is reached, and waiting shows on the page."""

import json
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from askreviews import Assistant, Settings
from askreviews.starting import offers_of
from askreviews.web.access.entrances import Open
from askreviews.web.access.routes import PROGRAMS
from askreviews.web.server import guarded
from guarded import serving

ASK, QUESTION = f"{PROGRAMS}/ask", {"question": "What was recommended for Child N?"}


@pytest.fixture
def slow(monkeypatch):
    """Questions wait until they are let go."""
    go, begun, real = threading.Event(), threading.Semaphore(0), Assistant.stream

    def stream(self, *given):
        begun.release()
        assert go.wait(30)
        yield from real(self, *given)

    monkeypatch.setattr(Assistant, "stream", stream)
    yield go, begun
    go.set()


@pytest.fixture
def served(folder):
    """Serve with these bounds, on this machine, where nobody signs in; a client of it."""

    def serve(**bounds):
        settings = Settings(
            corpus=folder / "corpus", index=folder / "index", data=folder / "open", **bounds
        )
        assistant = Assistant.open(settings.index, settings)
        return serving(guarded(assistant, offers_of(assistant, settings), Open(), settings))

    return serve


def wait_for(true):
    for _ in range(1000):
        if true():
            return
        time.sleep(0.02)
    raise AssertionError("it never came")


def waiting(address):
    told = httpx.get(f"{address}/metrics", timeout=30).text
    return next(float(line.split()[1]) for line in told.splitlines()
                if line.startswith("askreviews_waiting "))  # fmt: skip


def test_busy_503_and_too_long_504(served, slow):
    go, begun = slow
    with (
        served(max_at_once=1, max_waiting=1, max_answering_seconds=4) as address,
        ThreadPoolExecutor(2) as threads,
    ):
        first = threads.submit(httpx.post, address + ASK, json=QUESTION, timeout=60)
        assert begun.acquire(timeout=60)
        second = threads.submit(httpx.post, address + ASK, json=QUESTION, timeout=60)
        wait_for(lambda: waiting(address) == 1)
        refused = httpx.post(address + ASK, json=QUESTION, timeout=60)
        assert refused.status_code == 503
        assert int(refused.headers["retry-after"]) > 0
        assert "1 question waiting" in refused.json()["detail"]
        answers = [first.result(), second.result()]
        assert {answer.status_code for answer in answers} <= {503, 504}
        assert answers[0].status_code == 504
        assert "given up" in answers[0].json()["detail"]
        go.set()
        wait_for(lambda: httpx.post(address + ASK, json=QUESTION, timeout=60).status_code == 200)


def test_too_many_of_one_person_429(served):
    with served(max_per_minute=2) as address:
        found = [httpx.post(address + ASK, json=QUESTION, timeout=60) for _ in range(3)]
        assert [answer.status_code for answer in found] == [200, 200, 429]
        assert 0 < int(found[-1].headers["retry-after"]) <= 60
        assert "within a minute" in found[-1].json()["detail"]


def test_another_name_for_this_machine_403(served):
    with served() as address:
        answer = httpx.post(address + ASK, json=QUESTION, headers={"Host": "evil.example"})
        assert answer.status_code == 403
        answer = httpx.post(address + "/mcp", json={}, headers={"Host": "evil.example"})
        assert answer.status_code == 403
        assert httpx.get(f"{address}/healthz").text == "ok"


def asks(address, session, question):
    """Ask as the page does; all that is sent back."""
    with httpx.Client(base_url=address, timeout=60) as client:
        config = client.get("/config").json()
        box = next(c for c in config["components"] if c["props"].get("label") == "Your question")
        asking = next(
            e for e in config["dependencies"] if [box["id"], "submit"] in map(list, e["targets"])
        )
        data = [question if each == box["id"] else None for each in asking["inputs"]]
        body = {"session_hash": session, "fn_index": asking["id"], "data": data}
        assert client.post("/gradio_api/queue/join", json=body).status_code == 200
        lines = []
        with client.stream("GET", f"/gradio_api/queue/data?session_hash={session}") as told:
            for line in filter(None, told.iter_lines()):
                lines.append(line)
                if json.loads(line.removeprefix("data: "))["msg"] == "close_stream":
                    break
    return "\n".join(lines)


def test_the_page_says_how_many_are_ahead_and_then_answers(served, slow):
    go, begun = slow
    with (
        served(max_at_once=1, max_waiting=1) as address,
        ThreadPoolExecutor(2) as threads,
    ):
        first = threads.submit(asks, address, "one", QUESTION["question"])
        assert begun.acquire(timeout=60)
        second = threads.submit(asks, address, "two", QUESTION["question"])
        wait_for(lambda: waiting(address) == 1)
        refused = asks(address, "three", QUESTION["question"])
        assert "1 question waiting" in refused
        go.set()
        told = second.result()
        assert "yours is next" in told
        assert "Waiting for its turn" in told
        for each in (first.result(), told):
            assert "Answered from the documents" in each
