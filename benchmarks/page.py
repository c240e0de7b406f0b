"""How quick the page is in a real browser: from asking to the first words, and from opening to use.

    python benchmarks/page.py

Serves ``corpus/`` in a temporary folder and asks the questions of ``evals/starter.jsonl`` that can
be answered, once each, warm. Times are the browser's own, from the key that asks to the first
quotation drawn, beside those of a bare Gradio page that answers at once, in the same run.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from pathlib import Path

import gradio as gr
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
QUESTIONS = 30
OPENINGS = 7
STARTS_WITHIN_S = 300
WATCH = """selector => new Promise((resolve) => {
    const before = document.querySelectorAll(selector).length;
    const answered = document.querySelectorAll(".ask-status:not(.ask-open)").length;
    let asked = null;
    addEventListener("keydown", (event) => {
        if (event.key === "Enter") asked ??= performance.now();
    }, { capture: true });
    const seen = new MutationObserver(() => {
        if (asked === null) return;
        const came = document.querySelectorAll(selector).length > before;
        const over = document.querySelectorAll(".ask-status:not(.ask-open)").length > answered;
        if (over && !came) resolve(null); // an answer without a quotation
        if (!came) return;
        seen.disconnect();
        requestAnimationFrame(() => resolve(performance.now() - asked));
    });
    seen.observe(document.body, { childList: true, subtree: true });
})"""


def main() -> None:
    """Serve both pages, ask, print."""
    lines = (ROOT / "evals" / "starter.jsonl").read_text("utf-8").splitlines()
    rows = [json.loads(line) for line in lines]
    asked = [r["question"] for r in rows if r.get("gold") and not r.get("history")][:QUESTIONS]
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        address, server = _serve(Path(folder))
        try:
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=FLAGS
            )
            opened = [_opened(browser.new_page(), address) for _ in range(OPENINGS)]
            page = browser.new_page()
            page.goto(address)
            page.locator("[data-arrived]").wait_for(state="attached")
            waiting = [t for q in asked[:10] if (t := _time(page, q, ".ask-question"))]
            page.get_by_role("button", name="New conversation").click()
            first = [t for q in asked if (t := _time(page, q, ".ask-words"))]
            bare = browser.new_page()
            bare.goto(_bare())
            overhead = [t for q in asked[:10] if (t := _time(bare, q, ".answer"))]
        finally:
            server.terminate()
            server.wait()
    print(f"page usable after opening: median {statistics.median(opened):.0f} ms of {OPENINGS}")
    print(f"question shown as asked: median {statistics.median(waiting):.0f} ms")
    print(
        f"first words of an answer: median {statistics.median(first):.0f} ms, "
        f"p95 {statistics.quantiles(first, n=20)[-1]:.0f} ms of {len(first)}"
    )
    print(
        f"a bare Gradio page that answers at once: median {statistics.median(overhead):.0f} ms; "
        f"ratio {statistics.median(first) / statistics.median(overhead):.1f}"
    )


def _serve(folder: Path) -> tuple[str, subprocess.Popen[bytes]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    settings = {
        "ASKREVIEWS_INDEX": str(folder / "index"),
        "ASKREVIEWS_DATA": str(folder / "data"),
        "ASKREVIEWS_PORT": str(port),
    }
    server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=os.environ | settings)
    address = f"http://127.0.0.1:{port}/"
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return address, server
    sys.exit("The server did not start; what it said stands above.")


def _bare() -> str:
    """A page of Gradio's own that answers with one line."""
    with gr.Blocks(analytics_enabled=False) as blocks:
        count = gr.State(0)
        question = gr.Textbox(label="Your question")
        answer = gr.HTML()

        def reply(number: int) -> tuple[int, str]:
            return number + 1, '<p class="answer">yes</p>' * (number + 1)

        question.submit(reply, count, [count, answer])
    threading.excepthook = lambda *_: None
    _, address, _ = blocks.launch(prevent_thread_lock=True, quiet=True, server_name="127.0.0.1")
    return address


def _opened(page: Page, address: str) -> float:
    """Milliseconds from asking for the page to its box taking words."""
    began = time.perf_counter()
    page.goto(address)
    page.get_by_label("Your question", exact=True).fill("x")
    page.locator("[data-arrived]").wait_for(state="attached")
    passed = (time.perf_counter() - began) * 1000
    page.close()
    return passed


def _time(page: Page, question: str, selector: str) -> float | None:
    box = page.get_by_label("Your question", exact=True)
    box.fill(question)
    page.evaluate(f"() => {{ window.came = ({WATCH})({json.dumps(selector)}); }}")
    box.press("Enter")
    passed: float | None = page.evaluate("came")
    page.locator(".ask-open").wait_for(state="detached")
    return passed


if __name__ == "__main__":
    main()
