"""A real server on a free loopback port, over a small real index, and a real Chromium."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from paged import write_pdf

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    "baby-r.md",
    "bruising-in-non-mobile-babies.md",
    "child-rs.md",
    "information-sharing.md",
    "what-is-a-rapid-review.md",
]
HOSTILE = """---
title: "<img src=x onerror=document.title='broken'> ![p](https://elsewhere.example/t.png)"
review: "Child <script>document.title='broken'</script>Z"
---

# Learning

- Kites <img src=x onerror="document.title='broken'"> in the park matter for Zebedee learning.
- Kites ![picture](https://elsewhere.example/x.png) and [here](javascript:alert(1)) for Zebedee.
- Kites ${document.title='broken'} {{constructor}} and \u202edesrever\u202c for Zebedee.
"""
SETS = {
    "elsewhere.jsonl": [
        {"id": "x", "question": "Who?", "gold": [{"document_id": "none.md", "quote": "Nobody."}]}
    ],
    "long.jsonl": [
        {"id": f"l{n}", "question": f"What was learnt about handover {n}?"} for n in range(400)
    ],
    "small.jsonl": [
        {"id": "a", "question": "What do reviews say about bruising in non-mobile babies?",
         "expected_status": "answered"},
        {"id": "b", "question": "Which hospital treated Child RS?", "answerable": False},
    ],
}  # fmt: skip
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
STARTS_WITHIN_S = 180


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker("browser")


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """The folder that the server is started in; its sets lie in ``evals``, its runs in ``data``."""
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="session")
def server(served):
    """The address of ``python app.py``, started on documents of its own."""
    folder, corpus = served, served / "corpus"
    corpus.mkdir()
    for name in DOCUMENTS:
        shutil.copy(ROOT / "corpus" / name, corpus)
    write_pdf(corpus / "hay.pdf")
    (corpus / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    (folder / "evals").mkdir()
    for name, rows in SETS.items():
        lines = "\n".join(map(json.dumps, rows))
        (folder / "evals" / name).write_text(lines, encoding="utf-8")
    with started(folder) as address:
        yield address


@contextmanager
def started(folder, port=None):
    """``python app.py`` over the folder's corpus, and its address."""
    port = port or free_port()
    settings = {
        "ASKREVIEWS_CORPUS": str(folder / "corpus"),
        "ASKREVIEWS_INDEX": str(folder / "index"),
        "ASKREVIEWS_DATA": str(folder / "data"),
        "ASKREVIEWS_PORT": str(port),
        "GRADIO_TEMP_DIR": str(folder / "received"),
    }
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, str(ROOT / "app.py")],
            cwd=folder,
            env=os.environ | settings,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait(address, process, log)
        yield address
    finally:
        process.send_signal(signal.SIGINT)
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()


def free_port():
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _wait(address, process, log):
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
        else:
            return
    pytest.fail(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture(scope="session")
def chromium():
    """Debian's Chromium; without one the test is skipped, and under CI it fails."""
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        say = "no Chromium found; install it with: sudo apt-get install chromium"
        if os.environ.get("CI"):
            pytest.fail(say)
        pytest.skip(say)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, server):
    """Open the page as a visitor of its own; at the end, nothing may have gone wrong."""
    faults, contexts, loads = [], [], Counter()

    def watch(page):
        page.on("load", lambda: loads.update([page]))
        page.on(
            "request",
            lambda request: _local(request.url, server) or faults.append((page, request.url)),
        )
        page.on("console", lambda said: said.type == "error" and faults.append((page, said.text)))
        page.on("pageerror", lambda error: faults.append((page, str(error))))

    def open_page(path="", *, first=False, within=None, **options):
        options.setdefault("viewport", {"width": 1280, "height": 900})
        context = within or chromium.new_context(**options)
        if within is None:
            contexts.append(context)
        page = context.new_page()
        watch(page)
        if not first:
            page.add_init_script("localStorage.setItem('askreviews-noted', 'yes')")
        page.goto(server + path)
        page.locator("#ask-transcript [data-arrived]").wait_for(state="attached")
        return page

    yield open_page
    at_fault = [words for page, words in faults if loads[page] == 1 or not _of_leaving(words)]
    for context in contexts:
        context.close()
    assert at_fault == []


def _of_leaving(words):
    """What Gradio itself says when a page is loaded again while something is on its way."""
    return any(each in words for each in ("AbortError", "Connection errored out"))


def _local(url, server):
    return url.startswith((server, "data:", "blob:"))
