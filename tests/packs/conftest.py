"""The starter collection, indexed once, for packs of it."""

from pathlib import Path

import pytest

from askreviews import Assistant, Library, Settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def starter(tmp_path_factory):
    """An assistant over the collection that the repository ships."""
    folder = tmp_path_factory.mktemp("starter") / "index"
    report = Library.open(ROOT / "corpus", folder, Settings()).index()
    assert report.failed == []
    return Assistant.open(folder, Settings())


@pytest.fixture(scope="session")
def text_of(starter):
    """The stored text of a document of it."""
    return lambda document_id: starter.text(document_id).text
