"""The starter collection: digests in our own words, each saying what it is, none copied."""

import os
import re
from itertools import pairwise
from pathlib import Path

import pytest
import yaml

CORPUS = Path(__file__).parents[1] / "corpus"
DIGESTS = sorted(CORPUS.glob("*.md"))
REAL = os.environ.get("ASKREVIEWS_REAL_REVIEWS")
RUN = 10
KEYS = {
    "title", "publisher", "published", "review", "review_type", "child_age", "outcome", "harm",
    "source_title", "licence", "provenance",
}  # fmt: skip
REVIEWS = {
    "Child RS", "Joshua", "Baby R", "Mia", "Child R", "Child P", "Toby", "Child L", "Child H",
}  # fmt: skip
# What may be the same: headings of a form, ICON's four lines. Titles are taken from the files.
FORM = """
Name of Organisation Team Manager Name of Section & Team Contact Details
What needs to happen? Who will do it? By When? How will you know when it has been done?
How will you know if it has worked?
Identify the learning or recommendations that are relevant to your team
What actions have been agreed to improve practice?
"""
ICON = """
I – Infant crying is normal C – Comforting methods can help
O – it’s OK to walk away N – Never, ever shake a baby
"""
E_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
NUMBERED_TITLE = re.compile(r"^\s*\d+\.\s+(.*(?:review|Review|Baby|Child).*)$", re.M)

real_reviews = pytest.mark.skipif(
    not REAL, reason="ASKREVIEWS_REAL_REVIEWS is not set: no published documents to compare with"
)


def parts(path):
    """Front matter and body of a digest."""
    _, front, body = path.read_text("utf-8").split("---\n", 2)
    return yaml.safe_load(front), body


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower().replace("’", "").replace("'", ""))


def runs(text):
    listed = words(text)
    return {tuple(listed[i : i + RUN]) for i in range(len(listed) - RUN + 1)}


def titles(originals):
    """The titles that the published documents have: first lines, and those of a list."""
    for text in originals.values():
        yield from (line for line in text.splitlines()[:3] if line.strip())
        yield from NUMBERED_TITLE.findall(text)


@pytest.fixture(scope="module")
def originals():
    found = {p.name: p.read_text("utf-8") for p in sorted(Path(REAL).glob("*.txt"))}
    assert found, f"no document in {REAL}"
    return found


def test_there_are_about_twenty():
    assert 18 <= len(DIGESTS) <= 24


def test_each_of_the_twelve_reviews_has_its_digest():
    digests = [front for front, _ in map(parts, DIGESTS) if front["provenance"] == "digest"]
    assert len(digests) == 12
    assert {front["review"] for front in digests} >= REVIEWS


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.name)
def test_front_matter_has_every_key_and_usable_values(path):
    front, _ = parts(path)
    assert set(front) == KEYS
    assert front["title"]
    assert front["source_title"]
    assert front["licence"] == "Apache-2.0"
    assert front["provenance"] in ("digest", "guide")
    assert isinstance(front["harm"], list)
    assert front["published"] is None or re.fullmatch(r"\d{4}(-\d\d){0,2}", front["published"])
    assert (front["review"] is None) <= (
        front["child_age"] is None or front["provenance"] == "digest"
    )


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.name)
def test_the_first_paragraph_says_what_it_is_and_of_what(path):
    front, body = parts(path)
    blocks = [block.strip() for block in body.split("\n\n") if block.strip()]
    assert blocks[0] == f"# {front['title']}"
    first = blocks[1]
    if front["provenance"] == "guide":
        assert "This is a guide written for this collection in our own words" in first
        assert re.search(r"draws? on|based on", first)
        return
    assert re.search(r"This is a digest,? in our own words,? of", first)
    # The source named in front matter is named to the reader too.
    source = words(front["source_title"].split("(")[0])
    said = words(first)
    assert [w for w in source if w not in said] == []


@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.name)
def test_nobody_can_be_written_to_or_rung(path):
    text = path.read_text("utf-8")
    assert not E_MAIL.search(text)
    assert "Giovanna" not in text
    assert "Simpson" not in text


@real_reviews
@pytest.mark.parametrize("path", DIGESTS, ids=lambda p: p.name)
def test_no_ten_words_running_are_copied(path, originals):
    _, body = parts(path)
    free = set().union(runs(FORM), runs(ICON), *map(runs, titles(originals)))
    published = {run: name for name, text in originals.items() for run in runs(text)}
    copied = {run for run in runs(body) if run in published} - free
    assert {" ".join(run): published[run] for run in copied} == {}


@real_reviews
def test_the_comparison_finds_what_is_copied(originals):
    """A sentence of each published document, put into a digest, would be found."""
    for text in originals.values():
        lines = [line for line in text.splitlines() if len(words(line)) > 2 * RUN]
        assert all(runs(f"As one review says: {line}") & runs(text) for line in lines)


@real_reviews
def test_dates_of_the_digests_are_those_of_the_documents(originals):
    together = " ".join(originals.values())
    months = dict(enumerate(
        "January February March April May June July August September October November "
        "December".split(), 1))  # fmt: skip
    for front, _ in map(parts, DIGESTS):
        if front["published"] and front["provenance"] == "digest":
            year, *month = map(int, front["published"].split("-"))
            said = f"{months[month[0]]} {year}" if month else str(year)
            assert said in together, front["title"]


def test_headings_do_not_stand_empty():
    for path in DIGESTS:
        _, body = parts(path)
        blocks = [block.strip() for block in body.split("\n\n") if block.strip()]
        for one, other in pairwise(blocks):
            assert not (one.startswith("## ") and other.startswith("## ")), (path.name, one)
