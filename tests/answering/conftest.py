"""Evidence made to measure, and an index that may be harmed."""

from __future__ import annotations

import shutil

import pytest

from askreviews.retrieval.query import Query
from askreviews.types import Evidence, Passage, Unit


@pytest.fixture(scope="session")
def evidence():
    """Make evidence of a text: its passage is the text alone unless said otherwise."""

    def make(text, score=1.0, *, start=0, review="a.txt#1", kind="sentence", before=None, **rest):
        document = review.partition("#")[0] if review else "guide.md"
        headings = rest.pop("headings", ())
        lead_in = rest.pop("lead_in", None)
        block = rest.pop("block", start)
        unit = Unit(start, start + len(text), kind, block)
        passage = Passage(
            document_id=document, review_id=review, start=start, end=start + len(text), text=text,
            passage_id=f"{document}:{start}", **rest,
        )  # fmt: skip
        return Evidence(unit, text, passage, score, score, score, lead_in, headings, before)

    return make


@pytest.fixture(scope="session")
def query():
    """Make a question of a kind."""

    def make(text, kind="theme", **rest):
        return Query(asked=text, text=text, kind=kind, **rest)

    return make


@pytest.fixture
def copied_index(index_folder, tmp_path):
    """A copy of the index folder, to be altered."""
    return shutil.copytree(index_folder, tmp_path / "copied")
