"""A real Chroma server of the installed package, in a process that a test may stop and start."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from ports import free_port


class ChromaProcess:
    """``chroma run`` on loopback, with its data in a folder."""

    def __init__(self, folder: Path, port: int | None = None) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """Its process."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = Path(sys.executable).with_name("chroma")
        self._process = subprocess.Popen(
            [str(command), "run", "--path", str(self.folder), "--host", "127.0.0.1",
             "--port", str(self.port)],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=self.folder.parent,
        )  # fmt: skip
        ends = time.monotonic() + 120
        while time.monotonic() < ends:
            try:
                if httpx.get(f"{self.url}/api/v2/heartbeat", timeout=5, trust_env=False).is_success:
                    return
            except httpx.HTTPError:
                time.sleep(0.1)
        raise TimeoutError("the Chroma server did not start")

    def kill(self) -> None:
        """As a power cut does it (SIGKILL)."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None

    def pause(self) -> None:
        """Let it hang: it takes connections and never answers."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGSTOP)

    def resume(self) -> None:
        """Let it go on."""
        assert self._process is not None
        os.kill(self._process.pid, signal.SIGCONT)

    def collections(self) -> set[str]:
        """The names of the collections that it holds."""
        place = "tenants/default_tenant/databases/default_database/collections"
        reply = httpx.get(f"{self.url}/api/v2/{place}", timeout=10, trust_env=False)
        return {held["name"] for held in reply.json()}


@contextmanager
def chroma_server(folder: Path) -> Iterator[ChromaProcess]:
    """A server that is there until the end of the block."""
    server = ChromaProcess(folder)
    server.start()
    try:
        yield server
    finally:
        server.kill()
