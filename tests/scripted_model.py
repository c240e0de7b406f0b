"""A model that plays scripts: the OpenAI chat-completions protocol, over real HTTP, streamed.

A script is a function of what was asked: it sees the passages that the model was given and says
what comes back, faithful, wrong or broken. Nothing of the house is used here.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

NAME = "scripted-1"


@dataclass(frozen=True)
class Asked:
    """One request."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def user(self) -> str:
        """What the user's message says."""
        return self.body["messages"][-1]["content"]

    @property
    def passages(self) -> list[dict[str, Any]]:
        """The passages given, in order."""
        return [json.loads(line) for line in self.user.splitlines() if line.startswith("{")]

    @property
    def structured(self) -> bool:
        """Whether JSON of a schema is asked for."""
        return "response_format" in self.body

    @property
    def again(self) -> bool:
        """Whether one sentence is asked for, in the place of one that failed."""
        return "one sentence only" in self.body["messages"][0]["content"]


@dataclass
class Reply:
    """What comes back.

    ``ends`` says how: "stop" or "length" as the protocol has it, "stall" never, "cut" with the
    connection closed in mid-stream.
    """

    text: str = ""
    status: int = 200
    error: dict[str, Any] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    first_after_s: float = 0.0
    piece_s: float = 0.0
    ends: str = "stop"
    raw: bytes | None = None


Script = Callable[[Asked], Reply]


@dataclass
class ScriptedModel:
    """The server's side of it: what it plays, what it was asked, when it sent each piece."""

    url: str = ""
    script: Script = lambda _: Reply("")
    asked: list[Asked] = field(default_factory=list)
    sent: list[tuple[float, str]] = field(default_factory=list)
    ending: threading.Event = field(default_factory=threading.Event)

    def play(self, script: Script | Reply) -> None:
        """Play this from now on, and forget what was."""
        self.script = script if callable(script) else lambda _: script
        self.asked.clear()
        self.sent.clear()

    def sent_at(self, words: str) -> float:
        """When the words were sent in whole, by ``time.time``."""
        said = ""
        for moment, piece in self.sent:
            said += piece
            if words in said:
                return moment
        raise AssertionError(f"never sent: {words}")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    model: ScriptedModel

    def handle_error(self, *_: object) -> None:
        """Whoever asked may hang up at any time."""


@contextmanager
def serving() -> Iterator[ScriptedModel]:
    """A scripted model on a free port of this machine."""
    model = ScriptedModel()
    server = _Server(("127.0.0.1", 0), _Handler)
    server.model = model
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield model
    finally:
        model.ending.set()
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_POST(self) -> None:
        model = self.server.model
        body = self.rfile.read(int(self.headers["Content-Length"]))
        asked = Asked(self.path, dict(self.headers), json.loads(body))
        model.asked.append(asked)
        reply = model.script(asked)
        if reply.status == 200:
            self._stream(reply, model)
        else:
            self._refuse(reply)

    def _refuse(self, reply: Reply) -> None:
        body = json.dumps({"error": reply.error or {"message": "no"}}).encode()
        self.send_response(reply.status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _stream(self, reply: Reply, model: ScriptedModel) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        if model.ending.wait(reply.first_after_s):
            return
        if reply.raw is not None:
            self._chunk(reply.raw)
        for piece in re.findall(r"\s*\S+|\s+$", reply.text):
            self._event({"delta": {"content": piece}, "finish_reason": None})
            model.sent.append((time.time(), piece))
            if reply.piece_s and model.ending.wait(reply.piece_s):
                return
        if reply.ends == "stall":
            model.ending.wait(60)
        if reply.ends in ("stall", "cut"):
            self.close_connection = True
            return
        self._event({"delta": {}, "finish_reason": reply.ends})
        self._chunk(b"data: [DONE]\n\n")
        self.wfile.write(b"0\r\n\r\n")

    def _event(self, choice: dict[str, Any]) -> None:
        told = {
            "id": "reply", "object": "chat.completion.chunk", "created": 0, "model": NAME,
            "choices": [{"index": 0, **choice}],
        }  # fmt: skip
        self._chunk(b"data: " + json.dumps(told).encode() + b"\n\n")

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
        self.wfile.flush()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


# --- scripts ------------------------------------------------------------------------


def as_json(sentences: list[tuple[str, list[int]]], **how: Any) -> Reply:
    """A reply of the schema."""
    told = [{"text": text, "passages": numbers} for text, numbers in sentences]
    return Reply(json.dumps({"sentences": told}, ensure_ascii=False), **how)


def as_prose(sentences: list[tuple[str, list[int]]], **how: Any) -> Reply:
    """A reply in prose, numbers after each sentence."""
    told = (f"{text} {''.join(f'[{n}]' for n in numbers)}" for text, numbers in sentences)
    return Reply("\n".join(told), **how)


def first_sentence(text: str) -> str:
    """The first sentence of a passage, told as one."""
    return re.split(r"(?<=[.!?])\s", " ".join(text.split()))[0]


def faithful_sentences(asked: Asked) -> list[tuple[str, list[int]]]:
    """What each passage says, in its own words."""
    return [(first_sentence(p["text"]), [p["passage"]]) for p in asked.passages]


def faithful(asked: Asked, **how: Any) -> Reply:
    """Says what the passages say, in the form that is asked for."""
    sentences = faithful_sentences(asked)
    return as_json(sentences, **how) if asked.structured else as_prose(sentences, **how)


def without_schemas(status: int) -> Script:
    """As an endpoint that knows no JSON schema, and says so with this status."""

    def script(asked: Asked) -> Reply:
        if asked.structured:
            return Reply(status=status, error={"message": "response_format is not supported"})
        return faithful(asked)

    return script


def invented_numbers(asked: Asked) -> Reply:
    """Cites passages that were never given."""
    return as_json([(text, [n + 40]) for text, [n] in faithful_sentences(asked)])


def swapped(asked: Asked) -> Reply:
    """Gives each passage's words to the next one's review."""
    sentences = faithful_sentences(asked)
    turned = [*sentences[1:], sentences[0]]
    return as_json([(a[0], b[1]) for a, b in zip(sentences, turned, strict=True)])


def says(text: str, **how: Any) -> Script:
    """Says one sentence, whatever is asked, and cites the first passage."""
    return lambda _: as_json([(text, [1])], **how)


def stalls(asked: Asked) -> Reply:
    """Says a true sentence and begins another, and then nothing more."""
    whole = as_json(faithful_sentences(asked)[:2]).text
    return Reply(whole[: whole.index("}, {") + 12], ends="stall")


def truncated(asked: Asked) -> Reply:
    """Ends within its JSON."""
    whole = as_json(faithful_sentences(asked)[:2]).text
    return Reply(whole[: whole.index("}, {") + 12])


FAULTS: dict[str, Script] = {
    "slow first token": lambda _: Reply("{}", first_after_s=30),
    "stall": stalls,
    "truncated JSON": truncated,
    "cut off": lambda asked: Reply(truncated(asked).text, ends="cut"),
    "too long": lambda asked: Reply(truncated(asked).text, ends="length"),
    "drips": lambda _: Reply(json.dumps({"sentences": "x " * 400}), piece_s=0.1),
    "429": lambda _: Reply(status=429, headers={"Retry-After": "60"}),
    "500": lambda _: Reply(status=500),
    "wrong key": lambda _: Reply(status=401, error={"message": "Incorrect API key provided: k-1"}),
    "not loaded": lambda _: Reply(status=404, error={"message": "model not found, try pulling it"}),
    "context overflow": lambda _: Reply(
        status=400,
        error={"message": "maximum context length", "code": "context_length_exceeded"},
    ),
    "empty": lambda _: Reply(""),
    "empty list": lambda _: as_json([]),
    "not the protocol": lambda _: Reply(raw=b"data: {\"choi\n\n"),
    "other language": lambda _: as_json(
        [("Les professionnels doivent partager les informations sans attendre.", [1])]
    ),
    "repetition": lambda asked: as_prose(faithful_sentences(asked)[:1] * 400),
    "one endless sentence": lambda _: Reply("and the child was seen " * 2000),
}  # fmt: skip
