"""A Chroma server: what it is asked, what it is told, and what becomes of a search without it."""

import json
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import numpy as np
import pytest

from askreviews import Settings
from askreviews.errors import IndexingError
from askreviews.indexing.chroma_server import ChromaServer, VectorsAwayError
from chroma_process import chroma_server
from ports import free_port

LIMIT_S = 0.5


def vectors(count, seed=0):
    made = np.random.default_rng(seed).normal(size=(count, 16)).astype(np.float32)
    return made / np.linalg.norm(made, axis=1, keepdims=True)


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    with chroma_server(tmp_path_factory.mktemp("chroma") / "data") as process:
        yield process


@pytest.fixture
def server(process):
    server = ChromaServer.of(Settings(chroma_url=process.url, chroma_timeout=LIMIT_S))
    yield server
    server.close()


def back(server, seconds=20):
    ends = time.monotonic() + seconds
    while server.away and time.monotonic() < ends:
        time.sleep(0.05)
    return server.away is None


def test_what_is_put_there_is_found_with_its_cosine(server, process):
    held = vectors(2500)
    server.put("one", held)
    assert server.holds("one", 2500)
    assert not server.holds("one", 2499)
    assert not server.holds("another", 2500)
    near = server.nearest("one", held[7], 5, 2500)
    assert max(near, key=near.get) == 7
    for row, cosine in near.items():
        assert cosine == pytest.approx(float(held[row] @ held[7]), abs=1e-4)
    server.drop("one")
    assert "askreviews-one" not in process.collections()
    server.drop("one")


def test_it_is_given_numbers_and_no_words(server, process):
    server.put("mute", vectors(3))
    place = "tenants/default_tenant/databases/default_database/collections"
    held = httpx.get(f"{process.url}/api/v2/{place}/askreviews-mute", trust_env=False).json()
    got = httpx.post(
        f"{process.url}/api/v2/{place}/{held['id']}/get",
        json={"include": ["documents", "metadatas", "uris"]},
        trust_env=False,
    ).json()
    assert sorted(got["ids"]) == ["0", "1", "2"]
    assert not any(got["documents"] or ()) and not any(got["metadatas"] or ())


def test_a_segment_that_it_has_not_or_not_whole_is_no_search_and_no_outage(server):
    with pytest.raises(VectorsAwayError, match="does not hold"):
        server.nearest("nothing", vectors(1)[0], 5, 10)
    server.put("half", vectors(4))
    with pytest.raises(VectorsAwayError, match="not hold all of segment half"):
        server.nearest("half", vectors(1)[0], 5, 10)
    assert server.away is None
    server.put("half", vectors(10))
    assert len(server.nearest("half", vectors(1)[0], 5, 10)) == 5


def test_what_was_deleted_under_a_reader_is_missed_and_found_again(server, process):
    server.put("gone", vectors(10))
    server.nearest("gone", vectors(1)[0], 5, 10)
    other = ChromaServer.of(Settings(chroma_url=process.url))
    other.drop("gone")
    with pytest.raises(VectorsAwayError):
        server.nearest("gone", vectors(1)[0], 5, 10)
    other.put("gone", vectors(10))
    assert len(server.nearest("gone", vectors(1)[0], 5, 10)) == 5


def test_killed_it_is_not_waited_for_and_after_its_start_used_again(server, process):
    server.put("kept", vectors(10))
    server.nearest("kept", vectors(1)[0], 5, 10)
    process.kill()
    try:
        with pytest.raises(VectorsAwayError, match="nobody answers"):
            server.nearest("kept", vectors(1)[0], 5, 10)
        with pytest.raises(IndexingError, match=r"cannot be written to .*the index is as it was"):
            server.put("more", vectors(1))
    finally:
        process.start()
    assert back(server)
    assert len(server.nearest("kept", vectors(1)[0], 5, 10)) == 5


def test_hanging_it_costs_one_search_its_time_and_the_others_none(server, process):
    server.put("slow", vectors(10))
    process.pause()
    try:
        began = time.monotonic()
        with pytest.raises(VectorsAwayError, match=r"no answer within 0\.5 s"):
            server.nearest("slow", vectors(1)[0], 5, 10)
        assert time.monotonic() - began < 3
        began = time.monotonic()
        for _ in range(50):
            with pytest.raises(VectorsAwayError):
                server.nearest("slow", vectors(1)[0], 5, 10)
        assert time.monotonic() - began < LIMIT_S
    finally:
        process.resume()
    assert back(server)
    assert len(server.nearest("slow", vectors(1)[0], 5, 10)) == 5


class _Something(BaseHTTPRequestHandler):
    """Answers everything in one way, and remembers what came."""

    def answer(self):
        self.server.came.append((self.path, dict(self.headers)))
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status, headers, pieces, pause = self.server.reply
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        for piece in pieces:
            try:
                self.wfile.write(piece)
                self.wfile.flush()
            except OSError:
                return
            time.sleep(pause)

    do_GET = do_POST = do_PUT = do_DELETE = answer  # noqa: N815 - the names that the base calls

    def log_message(self, *_):
        pass


@contextmanager
def something(kind=_Something, status=200, headers=None, pieces=(b"{}",), pause=0.0):
    """A server that is not Chroma's."""
    httpd = ThreadingHTTPServer(("127.0.0.1", free_port()), kind)
    httpd.reply, httpd.came, httpd.daemon_threads = (status, headers or {}, pieces, pause), [], True
    threading.Thread(target=httpd.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{httpd.server_port}", httpd.came
    finally:
        httpd.shutdown()
        httpd.server_close()


STRANGE = json.dumps({"id": "x", "ids": [["1", "2"]], "distances": [[0.1]]}).encode()


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ({"pieces": (b"<html>Sign in</html>",)}, "not Chroma's"),
        ({"pieces": (b"[]",)}, "not Chroma's"),
        ({"pieces": (STRANGE,)}, "not hold all"),
        ({"status": 500}, "HTTP 500"),
        ({"status": 401}, "another header"),
        ({"status": 302, "headers": {"Location": "http://192.0.2.1/"}}, "HTTP 302"),
        ({"pieces": (b" ",) * 40, "pause": 0.1}, r"no answer within 0\.5 s"),
    ],
)
def test_whatever_else_answers_there_is_no_search(reply, why):
    with something(**reply) as (url, _):
        server = ChromaServer.of(Settings(chroma_url=url, chroma_timeout=LIMIT_S))
        began = time.monotonic()
        with pytest.raises(VectorsAwayError, match=why):
            server.nearest("one", vectors(1)[0], 5, 10)
        assert time.monotonic() - began < 3
        server.close()


class _Liar(_Something):
    """Has every collection, whole, and proposes rows that nobody asked for."""

    def answer(self):
        reply = {"id": "x", "ids": [["1", "7", "99", "-1"]], "distances": [[0.1, 0.2, 0.0, 0.0]]}
        self.server.reply = (200, {}, (b"10" if "count" in self.path else _json(reply),), 0.0)
        super().answer()

    do_GET = do_POST = answer  # noqa: N815 - the names that the base calls


def _json(value):
    return json.dumps(value).encode()


def test_a_server_that_lies_can_propose_no_passage_outside_what_was_asked():
    with something(_Liar) as (url, _):
        server = ChromaServer.of(Settings(chroma_url=url, chroma_timeout=LIMIT_S))
        assert set(server.nearest("one", vectors(1)[0], 5, 10)) == {1, 7}
        server.close()


@pytest.mark.parametrize("reply", [{"status": 404}, {"pieces": (b"[]",)}, {"pieces": (b"<p>",)}])
def test_what_is_no_chroma_server_is_neither_there_nor_written_to(reply):
    with something(**reply) as (url, _):
        server = ChromaServer.of(Settings(chroma_url=url, chroma_timeout=LIMIT_S))
        with pytest.raises(IndexingError, match="cannot be written to"):
            server.check()
        assert server.look() is not None
        server.close()


def test_the_header_of_the_file_is_sent_and_no_proxy_is_asked(tmp_path, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://192.0.2.1:9")
    monkeypatch.setenv("NO_PROXY", "")
    (tmp_path / "header").write_text("X-Chroma-Token: s3cret token\n")
    with something(pieces=(b'{"nanosecond heartbeat": 1}',)) as (url, came):
        settings = Settings(chroma_url=f"{url}/vectors", chroma_header_file=tmp_path / "header")
        server = ChromaServer.of(settings)
        assert server.look() is None
        server.close()
    path, headers = came[0]
    assert path == "/vectors/api/v2/heartbeat"
    assert headers["x-chroma-token" if "x-chroma-token" in headers else "X-Chroma-Token"] == (
        "s3cret token"
    )
