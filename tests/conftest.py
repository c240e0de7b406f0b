"""A small collection of invented documents, its real index, and an assistant over it.

The documents lie in ``tests/documents``, in our own words: a list of three cases, two of which
share the letter T; a digest with front matter; a guide that is of no review; a seven-minute
briefing; a learning note. No test may write to these: make a copy.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import hypothesis
import pytest

from askreviews import Assistant, Library, Settings
from askreviews.indexing.index import Index

# A busy machine is no fault of the code: examples have no deadline.
hypothesis.settings.register_profile(
    "steady", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("steady")

DOCUMENTS = Path(__file__).parent / "documents"


@pytest.fixture(scope="session")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of documents; read-only by convention."""
    folder = tmp_path_factory.mktemp("collection") / "corpus"
    shutil.copytree(DOCUMENTS, folder)
    return folder


@pytest.fixture(scope="session")
def index_folder(corpus: Path) -> Path:
    """The folder of an index of ``corpus``: the real model, a real Chroma store."""
    folder = corpus.parent / "index"
    report = Library.open(corpus, folder, Settings()).index()
    assert report.failed == []
    return folder


@pytest.fixture(scope="session")
def assistant(index_folder: Path) -> Assistant:
    """An assistant over that index."""
    return Assistant.open(index_folder, Settings())


@pytest.fixture(scope="session")
def index(assistant: Assistant) -> Index:
    """The generation that the assistant answers from."""
    return assistant.index
