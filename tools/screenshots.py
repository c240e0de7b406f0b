"""Take the README's pictures of the page: ``python tools/screenshots.py``.

Serves ``corpus/`` with an index in a temporary folder, asks two questions in Chromium and
writes ``docs/images/page-*.png``.
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

from playwright.sync_api import Browser, sync_playwright

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
QUESTION = "What do reviews say about bruising in non-mobile babies?"
UNANSWERED = "Which hospital treated Child RS?"
Visit = tuple[int, int, Literal["light", "dark"], tuple[str, ...]]
# Width and height of the window, its colours, and the moments kept.
VISITS: tuple[Visit, ...] = (
    (1440, 900, "light", ("open", "source", "not-found")),
    (1440, 900, "dark", ("source",)),
    (768, 1024, "light", ("source",)),
    (390, 844, "light", ("open", "answer", "source")),
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
        settings = {"ASKREVIEWS_INDEX": folder, "ASKREVIEWS_PORT": str(port)}
        server = subprocess.Popen([sys.executable, "app.py"], cwd=ROOT, env=os.environ | settings)
        try:
            address = f"http://127.0.0.1:{port}/"
            _wait(address, server)
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=FLAGS
                )
                for visit in VISITS:
                    _picture(browser, address, visit)
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


def _picture(browser: Browser, address: str, visit: Visit) -> None:
    """Picture the page as it opens, an answer, a source followed from it, and "not found"."""
    width, height, scheme, kept = visit
    page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address)
    box = page.get_by_label("Your question", exact=True)
    box.wait_for()

    def moment(name: str) -> None:
        page.wait_for_timeout(400)  # for the last statement to be drawn
        if name in kept:
            page.screenshot(path=IMAGES / f"page-{name}-{width}-{scheme}.png")

    moment("open")
    for turn, question in enumerate((QUESTION, UNANSWERED), 1):
        box.fill(question)
        box.press("Enter")
        page.locator(f"#turn-{turn} .ask-status:not(.ask-open)").wait_for()
        moment("answer" if turn == 1 else "not-found")
        if turn == 1:
            page.get_by_role("link", name="1", exact=True).first.click()
            moment("source")
    page.close()


if __name__ == "__main__":
    main()
