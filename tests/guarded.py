"""The page behind its gate, served over real HTTP by this process, and people who sign in to it."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import httpx
import uvicorn

from askreviews.types import Role
from askreviews.web.access.accounts import Accounts
from askreviews.web.access.roles import ROLES

PASSWORD = "copper lantern seven marsh"


def name_of(role: Role) -> str:
    """The name of the one who has a role."""
    return f"{role}@council.example"


def with_accounts(folder) -> Accounts:
    """Accounts in a folder, one for each role."""
    accounts = Accounts(folder)
    for role in ROLES:
        accounts.add(name_of(role), role, PASSWORD)
    return accounts


def bearer(token: str) -> dict[str, str]:
    """The header by which a program sends its token."""
    return {"Authorization": f"Bearer {token}"}


@contextmanager
def serving(app, **given) -> Iterator[str]:
    """Serve an application on a free loopback port; its address, without a slash at its end."""
    config = uvicorn.Config(
        app, port=0, log_level="warning", access_log=False, proxy_headers=False,
        timeout_graceful_shutdown=1, **given,
    )  # fmt: skip
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            time.sleep(0.02)
        scheme = "https" if config.is_ssl else "http"
        yield f"{scheme}://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(20)


def sign_in(client: httpx.Client, name: str, password: str = PASSWORD) -> httpx.Response:
    """Fill in the form, as a browser would."""
    form = re.search(r'name="form" value="([^"]+)"', client.get("/sign-in").text)
    assert form
    return client.post("/sign-in", data={"form": form[1], "name": name, "password": password})
