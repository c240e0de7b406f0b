"""No word of a question in any log or file, whatever goes wrong, nor in the audit log by default.

A server in a process of its own is asked, and sent what makes it fail; all it wrote is then read.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest

from commandline import CommandLine

WORD = "quagga"
QUESTION = f"What was recommended for Child N about the {WORD}?"
# One question fails as a defect of ours would, with its words in the error.
SERVER = """
import logging, sys, warnings
from askreviews import assistant
real = assistant.Assistant.stream
def stream(self, question, *given):
    warnings.warn("about to answer")
    if "explode" in question:
        raise ValueError(f"cannot answer {question}")
    return real(self, question, *given)
assistant.Assistant.stream = stream
sys.argv = ["askreviews", "serve"]
from askreviews.cli import main
main()
"""
STARTS_WITHIN_S = 180


class Visitor:
    """Asks as the page does."""

    def __init__(self, port):
        self.address = f"http://127.0.0.1:{port}/"
        self.asked = 0

    def get(self, path, data=None):
        body = None if data is None else json.dumps(data).encode()
        head = {"Accept": "*/*, application/json, text/event-stream"}
        head |= {"Content-Type": "application/json"} if data is not None else {}
        request = urllib.request.Request(self.address + path, body, head)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()

    def do(self, target, event, data=None, **sent):
        """Cause an event of the page's part with that label or id."""
        config = json.loads(self.get("config"))
        part = next(
            c["id"] for c in config["components"]
            if target in (c["props"].get("label"), c["props"].get("elem_id"))
        )  # fmt: skip
        does = next(
            d for d in config["dependencies"] if [part, event] in [list(t) for t in d["targets"]]
        )
        inputs = [data if i == part else None for i in does["inputs"]]
        session = {"session_hash": "visitor", "fn_index": does["id"], "data": inputs, **sent}
        self.get("gradio_api/queue/join", session)
        return self.get("gradio_api/queue/data?session_hash=visitor")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("private")
    for name in ("home", "passing", "data"):
        (folder / name).mkdir()
    (folder / "data" / "feedback.jsonl").mkdir()  # in the way of what readers say
    return folder


@pytest.fixture(scope="module")
def log(folder, corpus):
    """All that a server wrote that was asked and made to fail."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "ASKREVIEWS_CORPUS": corpus, "ASKREVIEWS_INDEX": folder / "index",
        "ASKREVIEWS_DATA": folder / "data", "ASKREVIEWS_PORT": port, "ASKREVIEWS_AUDIT": "true",
        "TMPDIR": folder / "passing", "HOME": folder / "home", "PYTHONWARNINGS": "always",
    }  # fmt: skip
    environment = os.environ | {name: str(value) for name, value in settings.items()}
    with (folder / "server.log").open("wb") as output:
        running = subprocess.Popen(
            [sys.executable, "-c", SERVER],
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=output,
        )
        try:
            visitor = Visitor(port)
            answered = provoke(visitor, running)
        finally:
            running.send_signal(signal.SIGINT)
            running.wait(60)
    said = (folder / "server.log").read_text("utf-8", "replace")
    assert "Child N" in answered, said
    return said


def provoke(visitor, running):
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and running.poll() is None:
        with contextlib.suppress(OSError):
            visitor.get("")
            break
        time.sleep(0.2)
    answered = visitor.do("Your question", "submit", QUESTION)
    visitor.do("Your question", "submit", f"Make the {WORD} explode")
    visitor.do("Your question", "submit", f"What about {WORD}, 07700 900123?")
    spoken = {"turn": 1, "opinion": "right", "comment": f"The {WORD} was there", "useful": []}
    for sent in (spoken, WORD, {"turn": WORD, "question": [WORD], "filters": WORD, "q": {WORD: 1}}):
        for part, event in (("ask-transcript", "submit"), ("ask-transcript", "edit"),
                            ("ask-transcript", "example_select"), ("ask-narrowing", "apply"),
                            ("kept", "submit"), ("kept", "apply")):  # fmt: skip
            visitor.do(part, event, event_data=sent)
    for path in (
        f"?q={WORD}", f"page-view?document={WORD}", f"page-image?document={WORD}&page=1", WORD,
        f"gradio_api/file={WORD}", f"evaluation-report?run={WORD}",
    ):  # fmt: skip
        with contextlib.suppress(urllib.error.HTTPError):
            visitor.get(path)
    for path in ("gradio_api/queue/join", "forget", "gradio_api/component_server/"):
        with contextlib.suppress(urllib.error.HTTPError):
            visitor.get(path, {"fn_index": WORD, "data": [QUESTION], "session_hash": WORD})
    provoke_as_a_program(visitor)
    with socket.create_connection(("127.0.0.1", int(visitor.address.split(":")[2][:-1]))) as line:
        line.sendall(f"{WORD} /{WORD} HTTP/9\r\n{WORD}\r\n\r\n".encode())
        line.recv(1000)
    return answered


def provoke_as_a_program(visitor):
    for sent in (
        {"question": QUESTION}, {"question": f"Make the {WORD} explode"}, {"question": 7, WORD: 1},
        {"question": QUESTION, "filters": {WORD: WORD}}, {"query": WORD}, [WORD], {"filters": WORD},
    ):  # fmt: skip
        for name in ("ask", "search", "reviews"):
            with contextlib.suppress(urllib.error.HTTPError):
                visitor.get(f"api/v1/{name}", sent)
        for name in ("ask", "search", WORD):
            call = {"name": name, "arguments": sent}
            for message in (
                {"jsonrpc": "2.0", "id": WORD, "method": "tools/call", "params": call},
                {"jsonrpc": "2.0", "id": 1, "method": WORD, "params": sent},
                {"method": [WORD], "params": sent},
            ):
                with contextlib.suppress(urllib.error.HTTPError):
                    visitor.get("mcp", message)
    with contextlib.suppress(urllib.error.HTTPError):
        visitor.get(f"api/v1/text?document_id={WORD}")
    visitor.get("metrics")


def test_things_went_wrong_and_were_logged(log):
    assert "ValueError" in log
    assert "about to answer" in log


def test_no_word_of_a_question_stands_in_the_log(log):
    assert WORD not in log.casefold()


@pytest.mark.usefixtures("log")
def test_no_word_of_a_question_stands_in_any_file(folder):
    held = [path for path in folder.rglob("*") if path.is_file()]
    assert len(held) > 5
    assert [path for path in held if WORD.encode() in path.read_bytes().lower()] == []


@pytest.mark.usefixtures("log")
def test_the_audit_log_says_who_was_answered_and_not_what_was_asked(folder):
    lines = (folder / "data" / "audit.jsonl").read_text("utf-8").splitlines()
    entries = [json.loads(line) for line in lines]
    assert {(e["who"], e["way"]) for e in entries} == {
        ("local", "page"), ("local", "api"), ("local", "mcp"),
    }  # fmt: skip
    assert "personal_data" in [entry.get("reason") for entry in entries]
    assert not [entry for entry in entries if "question" in entry]


def test_the_commands_say_no_word_of_a_question_on_stderr(
    index_folder, tmp_path, capsys, monkeypatch
):
    run = CommandLine(capsys, monkeypatch)
    asked = tmp_path / "set.jsonl"
    asked.write_text(json.dumps({"question": QUESTION}) + "\n", "utf-8")
    options = ["--index", str(index_folder)]
    for words in (
        ["ask", QUESTION, *options, "--filter", "harm=none"],
        ["ask", QUESTION, "--index", str(tmp_path / "absent")],
        ["batch", str(asked), *options, "--out", str(tmp_path / "a.jsonl")],
    ):
        assert WORD not in run(*words).err
    # In a process of its own, with every warning that libraries have.
    program = "from askreviews.cli import main; main()"
    ran = subprocess.run(
        [sys.executable, "-X", "dev", "-c", program, "ask", QUESTION, *options],
        capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert ran.returncode == 0
    assert WORD not in ran.stderr
    assert {path.name for path in tmp_path.iterdir()} == {"set.jsonl", "a.jsonl"}
