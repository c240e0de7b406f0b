"""Every field that the catalogue states rests on words of the document, or on its metadata."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.reading import read
from askreviews.reading.ages import ages_of_children
from askreviews.reading.facts import dates
from askreviews.reading.outcomes import outcome_of
from askreviews.reading.raw import RawBlock
from askreviews.reading.reviews import find_reviews
from askreviews.reading.structure import build_structure
from askreviews.reading.taxonomy import taxonomy

ROOT = Path(__file__).parents[2]
FILES = [*sorted((ROOT / "corpus").glob("*.md")), *sorted((ROOT / "tests/documents").iterdir())]
FIELDS = (
    "title", "publisher", "published", "review_type", "nation", "population", "scheme",
    "incident_date", "child_age_months", "outcome", "recommendations",
)  # fmt: skip
TAGS = {"harm": "harm", "themes": "theme", "agencies": "agency"}
SENTENCES = st.sampled_from(
    [
        "Child V was 4 months old.", "He died in May 2019.", "Her mother, aged 19, was ill.",
        "Serious Case Review: Child V", "Learning includes: ask; write.", "The police came.",
        "The baby had fractures.", "Published: June 2020", "Recommendations", "Background",
        "In March and May 2020 three serious cases were told.", "It was in Scotland.",
        "Safeguarding Adults Review: Mr V", "Death of a 3-week-old boy in June 2018.",
    ]
)  # fmt: skip


def stated(review):
    """Each field that is stated, with the key of its source."""
    for field in FIELDS:
        if getattr(review, field) is not None:
            yield field, field
    for field, kind in TAGS.items():
        for tag in getattr(review, field):
            yield field, f"{kind}:{tag}"


def check(review, text, of_metadata=()):
    for field, key in stated(review):
        if field in of_metadata:
            continue
        assert key in review.sources, (review.review_id, key)
    for key, (start, end) in review.sources.items():
        assert 0 <= start < end <= len(text)
        said = text[start:end]
        if key == "child_age_months":
            assert review.child_age_months in [months for months, _ in ages_of_children(said)]
        if key == "outcome":
            assert outcome_of(said) == review.outcome
        if key in ("incident_date", "published"):
            assert getattr(review, key) in [date for date, _ in dates(said)]
        kind, _, tag = key.partition(":")
        if tag:
            known = {"theme": "themes", "agency": "agencies", "harm": "harm"}[kind]
            assert getattr(taxonomy(), known)[tag].count(said)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_is_stated_of_a_review_has_its_sentence(path):
    document = read(path, path.name, 10**7)
    front = "---" in path.read_text("utf-8")[:4]
    # Front matter states these of a file; the others are read from its text.
    of_metadata = ("title", "publisher", "published", "review_type", "child_age_months", "outcome",
                   "harm") if front else ()  # fmt: skip
    for review in document.reviews:
        check(review, document.text, of_metadata)


@given(st.lists(SENTENCES, min_size=1, max_size=12))
def test_whatever_a_text_says_each_field_has_its_sentence(sentences):
    blocks = [
        RawBlock(line, kind) for said in sentences for line, kind in ((said, "line"), ("", "blank"))
    ]
    structure = build_structure(blocks)
    for review in find_reviews("d.txt", sentences[0], structure, {})[1]:
        check(review, structure.text, ("title",))


def test_what_front_matter_alone_says_has_no_sentence_of_the_text(read_text):
    front = 'publisher: "Saltmarsh"\noutcome: death\nchild_age: "3 months"\n'
    text = f"---\n{front}---\n\n# Child V\n\n## What happened\n\nChild V was aged 3 months.\n"
    (review,) = read_text("v.md", text).reviews
    assert (review.publisher, review.outcome, review.child_age_months) == ("Saltmarsh", "death", 3)
    assert not {"publisher", "outcome"} & set(review.sources)
    assert "child_age_months" in review.sources
