"""Side-car files say what a document does not, and a mistake in one is told in a sentence."""

import re
from pathlib import Path

import pytest

from askreviews.errors import ReadingError
from askreviews.reading import fingerprint, read
from askreviews.reading.sidecar import is_beside_a_document, read_sidecar, sidecar_path

LIST = """A shelf of reviews, May 2021

Serious Case Review: Child V

Death of a 3-month-old girl in June 2017.
Learning includes: ask who sleeps where; write it down.

Serious Case Review: Child W

Injuries to a boy aged four.
Learning includes: read the calls together; ring back.
"""
NOTE = "A note on burns\n\nThe tap was too hot, and nobody had looked at it.\n"
EVERY_KEY = """
title: "Child V: overview"
review: "Child V"
case_id: v-2021
publisher: "Saltmarsh"
published: 2021-06
incident_date: 2020-03-04
review_type: LCSPR
nation: Wales
population: children
scheme: child safeguarding
child_age: 3 years 6 months
outcome: serious harm
harm: [neglect]
themes: [housing, "Pandemic and remote practice"]
agencies: [GP]
recommendations: none recorded
summary_only: true
provenance: digest
"""


@pytest.fixture
def beside(make):
    """Read a text with a side-car beside it."""

    def reading(sidecar, text=NOTE, name="note.txt", ending=".txt.meta.yaml"):
        path = make(name, text)
        make(name.removesuffix(".txt") + ending, sidecar)
        return read(path, name, 10**7)

    return reading


def test_every_key_overrides_what_was_read(beside):
    document = beside(EVERY_KEY)
    (review,) = document.reviews
    assert (document.title, document.digest, document.published) == (
        "Child V: overview", True, "2021-06",
    )  # fmt: skip
    assert review.model_dump(exclude={"review_id", "document_id", "start", "end"}) == {
        "case_id": "v-2021", "label": "Child V", "title": "Child V: overview",
        "publisher": "Saltmarsh", "published": "2021-06", "review_type": "LCSPR",
        "incident_date": "2020-03-04", "child_age_months": 42, "outcome": "serious harm",
        "harm": ("neglect",), "themes": ("housing", "covid"), "agencies": ("GP",),
        "recommendations": "none recorded", "summary_only": True, "digest": True,
        "population": "children", "scheme": "child safeguarding",
    }  # fmt: skip
    assert (review.nation, review.pseudonym) == ("Wales", "Child V")


def test_the_examples_in_the_guide_for_operators_are_valid(beside):
    guide = (Path(__file__).parents[2] / "docs" / "operators.md").read_text("utf-8")
    one, many, *_ = re.findall(r"```yaml\n(.*?)```", guide, re.S)
    (review,) = beside(one).reviews
    assert (review.case_id, review.child_age_months) == ("child-t-2021", 5)
    text = LIST.replace("Child W", "Child TW")
    assert [r.case_id for r in beside(many, text).reviews] == [None, "baby-t-2019"]


@pytest.mark.parametrize("ending", [".txt.meta.yaml", ".meta.yaml"])
def test_either_name_is_found(beside, ending):
    assert beside("publisher: Saltmarsh", ending=ending).reviews[0].publisher == "Saltmarsh"


def test_it_has_the_last_word_over_front_matter(make):
    path = make("n.md", "---\npublisher: Harbourshire\noutcome: death\n---\n\nThe tap was hot.\n")
    make("n.md.meta.yaml", "publisher: Saltmarsh")
    (review,) = read(path, "n.md", 10**7).reviews
    assert (review.publisher, review.outcome) == ("Saltmarsh", "death")


def test_null_means_not_stated(beside):
    (review,) = beside("outcome: null\nharm: null", "A note\n\nThe baby died in May 2020.").reviews
    assert (review.outcome, review.harm) == (None, ())
    assert "outcome" not in review.sources


def test_review_null_makes_a_guide(beside):
    assert beside("review: null").reviews == ()


def test_single_reviews_of_a_list_are_named_by_number_or_label(beside):
    sidecar = (
        "published: 2021-07\nreviews:\n"
        "  2: {case_id: w-1, outcome: death}\n"
        "  Child V: {publisher: Saltmarsh, case_id: v-1}\n"
    )
    one, two = beside(sidecar, LIST).reviews
    assert (one.case_id, one.publisher, one.published) == ("v-1", "Saltmarsh", "2021-07")
    assert (two.case_id, two.outcome, two.publisher) == ("w-1", "death", None)


@pytest.mark.parametrize(
    ("sidecar", "told"),
    [
        ("colour: red", "there is no key 'colour'"),
        ("published: soon", "'published' needs a date"),
        ("incident_date: 2021-13", "'incident_date' needs a date"),
        ("published: 2024-02-30", "not valid YAML"),
        ("child_age: 5", "'child_age' needs one age with its unit"),
        ("outcome: recovered", "'outcome' needs one of death, serious harm, not 'recovered'"),
        ("nation: Cornwall", "'nation' needs one of"),
        ("review_type: memo", "'review_type' needs one of"),
        ("harm: [weather]", "'harm' has no value 'weather'"),
        ("themes: {a: b}", "'themes' needs a list of words"),
        ("summary_only: maybe", "'summary_only' needs true or false"),
        ("publisher: [a, b]", "'publisher' needs words"),
        ("provenance: rumour", "'provenance' needs one of digest, guide"),
        ("- a\n- b", "not a set of `key: value` lines"),
        ("a: [", "not valid YAML"),
        ("reviews: [1]", "'reviews' is not a set of reviews"),
        ("reviews: {1: {colour: red}}", "there is no key 'colour'"),
        ("reviews: {Child Q: {outcome: death}}", "names 'Child Q', which no reviews here are"),
        ("reviews: {3: {outcome: death}}", "names '3', which no reviews here are"),
        ("outcome: death", "'outcome' is of one review, and this document has 2"),
    ],
)
def test_a_mistake_is_one_sentence_with_the_file_and_the_key(beside, sidecar, told):
    with pytest.raises(ReadingError) as caught:
        beside(sidecar, LIST)
    sentence = str(caught.value)
    assert sentence.startswith("note.txt.meta.yaml: ")
    assert told in sentence
    assert "\n" not in sentence and sentence.endswith(".")


def test_a_change_to_the_side_car_changes_what_the_document_is_known_by(make):
    path = make("note.txt", NOTE)
    alone = fingerprint(path)
    make("note.txt.meta.yaml", "outcome: death")
    first = fingerprint(path)
    make("note.txt.meta.yaml", "outcome: serious harm")
    assert len({alone, first, fingerprint(path)}) == 3
    document = read(path, "note.txt", 10**7)
    assert (document.source_sha256, document.sidecar_sha256) == fingerprint(path)
    assert document.source_sha256 == alone[0]


def test_a_document_without_one_has_none(make):
    path = make("note.txt", NOTE)
    assert sidecar_path(path) is None
    assert read_sidecar(path) is None


def test_one_of_no_document_is_known(make):
    make("note.txt", NOTE)
    assert is_beside_a_document(make("note.meta.yaml", ""))
    assert not is_beside_a_document(make("other.meta.yaml", ""))
