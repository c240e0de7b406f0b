"""The page behind its gate, over a copy of the collection, with an account for each role."""

import shutil
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from askreviews import Assistant, Settings
from askreviews.starting import offers_of
from askreviews.web.access.entrances import ByAccount
from askreviews.web.access.gate import Gate
from askreviews.web.access.sessions import Sessions
from askreviews.web.server import guarded
from guarded import bearer, name_of, serving, sign_in, with_accounts


@dataclass(frozen=True)
class Site:
    """A page that is served: where, by what, over which folders."""

    address: str
    gate: Gate
    settings: Settings

    @property
    def entrance(self) -> ByAccount:
        """How people come in."""
        return self.gate.entrance

    @contextmanager
    def client(self, name=None):
        """Somebody's browser, signed in where a name is given."""
        with httpx.Client(base_url=self.address, timeout=30) as client:
            if name:
                assert sign_in(client, name).status_code == 303
            yield client

    @contextmanager
    def program(self, role):
        """A program that asks in the name of the one who has a role."""
        token = self.entrance.accounts.give_token(name_of(role))
        with httpx.Client(base_url=self.address, timeout=30, headers=bearer(token)) as client:
            yield client


@pytest.fixture(scope="module")
def folder(tmp_path_factory, corpus, index_folder) -> Path:
    """Copies of the collection and its index, which may be written to."""
    folder = tmp_path_factory.mktemp("site")
    shutil.copytree(corpus, folder / "corpus")
    shutil.copytree(index_folder, folder / "index")
    return folder


@pytest.fixture(scope="module")
def site(folder):
    """The page, served by accounts."""
    settings = Settings(corpus=folder / "corpus", index=folder / "index", data=folder / "data")
    assistant = Assistant.open(settings.index, settings)
    entrance = ByAccount(with_accounts(settings.data), Sessions(3600, 36_000))
    gate = guarded(assistant, offers_of(assistant, settings), entrance)
    with serving(gate) as address:
        yield Site(address, gate, settings)
