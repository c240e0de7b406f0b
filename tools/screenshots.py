"""Take the pictures of the page: ``python tools/screenshots.py``, or ``make screenshots``.

Serves ``corpus/`` with an index and data in a temporary folder, goes through every tab in Chromium
at three widths, and writes ``docs/images/page-*.png``.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path
from typing import Literal

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
QUESTION = "What do reviews say about bruising in non-mobile babies?"
UNANSWERED = "Which hospital treated Child RS?"
REVIEW = "child-rs.md#1"
TABS = ("answer", "library", "review", "viewer", "prepare", "evaluate")
TOPIC = "engaging fathers"
# Width and height of the window, its colours, and the moments kept.
VISITS: tuple[tuple[int, int, Literal["light", "dark"], tuple[str, ...]], ...] = (
    (1440, 900, "light", ("open", "source", "narrowed", "map", "not-found", *TABS)),
    (1440, 900, "dark", ("source", "library")),
    (768, 1024, "light", ("source", *TABS)),
    (390, 844, "light", ("open", "source", *TABS)),
)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
STARTS_WITHIN_S = 180


def main() -> None:
    """Serve, picture, stop."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        settings = {
            "ASKREVIEWS_INDEX": f"{folder}/index",
            "ASKREVIEWS_DATA": f"{folder}/data",
            "ASKREVIEWS_PORT": str(port),
        }
        server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=os.environ | settings)
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait(address, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=FLAGS
                )
                for width, height, scheme, kept in VISITS:
                    page = browser.new_page(
                        viewport={"width": width, "height": height}, color_scheme=scheme
                    )
                    _go_through(page, address, kept, f"{width}-{scheme}")
                    page.close()
        finally:
            server.terminate()
            server.wait()


def _wait(address: str, server: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + STARTS_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.2)
        else:
            return
    sys.exit("The server did not start; what it said stands above.")


def _go_through(page: Page, address: str, kept: tuple[str, ...], look: str) -> None:
    """Picture the page as it opens, answers, a source, and each other tab."""

    def moment(name: str) -> None:
        page.wait_for_timeout(600)  # for the last statement to be drawn
        if name in kept:
            page.screenshot(path=IMAGES / f"page-{name}-{look}.png")

    page.goto(address)
    page.locator("[data-arrived]").wait_for(state="attached")
    moment("open")
    page.get_by_role("button", name="I have read this").click()
    for turn, question in enumerate((QUESTION, UNANSWERED), 1):
        box = page.get_by_label("Your question", exact=True)
        box.fill(question)
        box.press("Enter")
        page.locator(f"#turn-{turn} .ask-status:not(.ask-open)").wait_for()
        moment("answer" if turn == 1 else "not-found")
        if turn == 1:
            page.get_by_role("link", name="1", exact=True).first.click()
            moment("source")
            for card in (1, 2):
                page.locator(f"#source-1-{card}").get_by_role("button", name="Keep").click()
            page.locator("#source-1-1").get_by_role("link", name="Open the text").click()
            page.locator("#viewer dialog mark").first.wait_for()
            moment("viewer")
            page.get_by_role("button", name="Close").click()
    page.locator("#ask-narrow summary").click()
    page.get_by_role("checkbox", name="under 1").check()
    moment("narrowed")
    page.get_by_role("tab", name="Library").click()
    page.get_by_role("heading", name="Themes by review").wait_for()
    moment("library")
    page.get_by_role("link", name="themes by review").click()
    moment("map")
    page.evaluate("review => { location.hash = `review=${encodeURIComponent(review)}`; }", REVIEW)
    page.locator("#library-review h2, #library-review h3").nth(1).wait_for()
    moment("review")
    page.get_by_role("tab", name="Prepare").click()
    page.get_by_label("Topic", exact=True).fill(TOPIC)
    page.get_by_role("button", name="Make the pack").click()
    page.locator(".prep-pack").wait_for()
    moment("prepare")
    page.get_by_role("tab", name="Evaluate").click()
    page.get_by_role("button", name="Run", exact=True).wait_for()
    moment("evaluate")


if __name__ == "__main__":
    main()
