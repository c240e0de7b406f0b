"""A server of its own for a benchmark: a process apart, over copies, with a token to come in by."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import httpx

from askreviews.web.access.accounts import Accounts
from askreviews.web.access.cookies import SESSION

_STARTS_WITHIN_S = 300
_NAME, _PASSWORD = "bench", "copper lantern seven marsh"


@dataclass(frozen=True)
class Served:
    """Where it is served, the token of an operator, and the cookie of one who signed in."""

    address: str
    token: str
    cookie: str


@contextmanager
def served(corpus: Path, index: Path, **settings: object) -> Iterator[Served]:
    """Serve a corpus over a copy of its index until this ends.

    Args:
        corpus: the folder of documents, which is only read.
        index: the folder of its index, or one that isn't there yet.
        settings: as in ``Settings``.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy, data = Path(folder) / "index", Path(folder) / "data"
        if index.is_dir():
            shutil.copytree(index, copy)
        accounts = Accounts(data)
        accounts.add(_NAME, "operator", _PASSWORD)
        given = {"corpus": corpus.resolve(), "index": copy, "data": data, "port": _free_port()}
        given |= settings
        environment = {f"ASKREVIEWS_{name.upper()}": str(given[name]) for name in given}
        process = subprocess.Popen(
            [sys.executable, "-c", "from askreviews.cli import main; main()", "serve"],
            env={**os.environ, **environment},
            cwd=folder,
        )
        try:
            address = f"http://127.0.0.1:{given['port']}"
            _wait(address, process)
            yield Served(address, accounts.give_token(_NAME), _signed_in(address))
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(30)


def _wait(address: str, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < until and process.poll() is None:
        with suppress(urllib.error.URLError, OSError):
            urllib.request.urlopen(f"{address}/healthz", timeout=5)
            return
        time.sleep(0.2)
    sys.exit("the server did not start")


def _signed_in(address: str) -> str:
    """Sign in as the page does, and give the cookie."""
    with httpx.Client(base_url=address, timeout=60) as client:
        form = re.search(r'name="form" value="([^"]+)"', client.get("/sign-in").text)
        assert form
        sent = {"form": form[1], "name": _NAME, "password": _PASSWORD}
        assert client.post("/sign-in", data=sent).status_code == HTTPStatus.SEE_OTHER
        return f"{SESSION}={client.cookies[SESSION]}"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
