"""Which reviews a document holds and what the catalogue says of each."""

import pytest

from askreviews.reading import read
from askreviews.reading.pseudonyms import pseudonym_in_title

BRIEFING = """Seven-minute briefing: Child K

01 Background

Child K was 6 years old and lived near the sea with his aunt, who worked at night.

02 Safeguarding Concerns

The school had rung four times.

03 The Incident

Child K was seriously injured in November 2021, when nobody was at home.

04 The Review

It looked at the calls that the school had made in that year.

05 The Findings

- Nobody read the calls together

06 Recommendations

- Read the calls together

07 Implementing Change

A meeting is held each week, and it is written down by the deputy head.
"""


@pytest.fixture
def document(make):
    """Read a document of the given name and text."""
    return lambda name, text: read(make(name, text), name, 10**7)


@pytest.fixture
def review(document):
    """The only review of a document."""

    def only(name, text):
        (found,) = document(name, text).reviews
        return found

    return only


def markdown(front, body="# A title\n\n## What happened\n\nThe baby died in May 2020.\n"):
    lines = "\n".join(front)
    return f"---\n{lines}\n---\n\n{body}"


def test_a_briefing_is_one_review_with_what_it_states(review):
    found = review("b.txt", BRIEFING)
    assert (found.review_id, found.label, found.pseudonym) == ("b.txt#1", "Child K", "Child K")
    assert found.review_type == "7-minute briefing"
    assert (found.child_age_months, found.outcome) == (72, "serious harm")
    assert (found.incident_date, found.recommendations) == ("2021-11", "made")
    assert found.population == "children"
    assert not found.digest and not found.summary_only


def test_what_a_briefing_does_not_state_is_not_stated(review):
    found = review("b.txt", BRIEFING)
    assert (found.publisher, found.published, found.case_id) == (None, None, None)


def test_each_fact_comes_with_the_sentence_it_was_read_from(document):
    read_in = document("b.txt", BRIEFING)
    (found,) = read_in.reviews
    said = {name: read_in.text[slice(*span)] for name, span in found.sources.items()}
    assert said["child_age_months"].startswith("Child K was 6 years old")
    assert said["outcome"].startswith("Child K was seriously injured in November 2021")
    assert said["incident_date"] == said["outcome"]
    assert said["recommendations"] == "Read the calls together"
    assert said["title"] == "Seven-minute briefing: Child K"


def test_the_seven_headings_make_a_briefing_though_it_does_not_say_so(review):
    text = BRIEFING.replace("Seven-minute briefing: Child K\n\n", "")
    assert review("b.txt", text).review_type == "7-minute briefing"


def test_without_a_title_the_name_used_most_is_the_pseudonym(review):
    text = BRIEFING.replace("Seven-minute briefing: Child K\n\n", "")
    assert review("b.txt", text).label == "Child K"


def test_the_whole_text_belongs_to_the_only_review(document):
    read_in = document("b.txt", BRIEFING)
    (found,) = read_in.reviews
    assert (found.start, found.end) == (0, len(read_in.text))
    assert {block.review for block in read_in.blocks} == {1}


def test_front_matter_has_the_last_word(review):
    front = [
        'publisher: "Harbourshire"', 'published: "2021-06"', 'review: "Child N"',
        'review_type: "LCSPR"', 'child_age: "14 months"', 'outcome: "serious harm"',
        'harm: ["neglect", "physical abuse / NAI"]', "case_id: n-2021", "provenance: digest",
    ]  # fmt: skip
    found = review("n.md", markdown(front))
    assert (found.publisher, found.published, found.label) == ("Harbourshire", "2021-06", "Child N")
    assert (found.review_type, found.child_age_months) == ("LCSPR", 14)
    assert (found.outcome, found.harm) == ("serious harm", ("neglect", "physical abuse / NAI"))
    assert found.case_id == "n-2021"
    assert found.digest


def test_null_in_front_matter_means_not_stated(review):
    front = ["outcome: null", "child_age: null", "harm: null", "incident_date: null"]
    found = review("n.md", markdown(front))
    assert (found.outcome, found.child_age_months, found.harm) == (None, None, ())
    assert found.incident_date is None


def test_a_date_that_yaml_reads_as_one_is_kept_as_written(review):
    assert review("n.md", markdown(["published: 2021-06-04"])).published == "2021-06-04"


def test_review_null_makes_a_guide_of_no_review(document):
    guide = document("g.md", markdown(["review: null", 'title: "A guide"']))
    assert guide.reviews == ()
    assert {block.review for block in guide.blocks} == {None}
    assert guide.title == "A guide"


def test_a_child_of_several_ages_has_none(review):
    text = BRIEFING.replace("lived near the sea", "shared a room with a 3-year-old")
    assert review("b.txt", text).child_age_months is None


def test_the_date_on_a_note_is_its_publication_and_no_incident(review):
    text = (
        "March 2022\nLearning from a rapid review: a baby with a burn\n"
        "The baby of seven weeks was taken to hospital with a burn, and has since recovered.\n"
    )
    found = review("n.txt", text)
    assert (found.published, found.incident_date) == ("2022-03", None)
    assert found.child_age_months == 1.61


def test_what_is_said_of_publication_tells_nothing_of_the_case(review):
    text = (
        "Learning briefing on burns\n\n"
        "This is our second briefing on injuries; the Saltmarsh Safeguarding Children Partnership "
        "published the first in May 2020.\n\n"
        "Two families were spoken to about hot water in the home, and both had heard nothing.\n"
    )
    found = review("n.txt", text)
    assert found.publisher == "Saltmarsh Safeguarding Children Partnership"
    assert (found.published, found.incident_date, found.outcome) == (None, None, None)
    assert found.harm == ()


def test_an_abbreviation_is_no_publisher(review):
    text = "Learning briefing on burns\n\nThe HSCP asked four schools what they had written down.\n"
    assert review("n.txt", text).publisher is None


def test_an_adult_s_review_is_of_adults(review):
    text = "Safeguarding Adults Review: Adult Q\n\nAdult Q lived by herself and had few visitors.\n"
    found = review("a.txt", text)
    assert (found.population, found.scheme) == ("adults", "safeguarding adults review")
    assert found.label == "Adult Q"


def test_themes_agencies_and_harm_are_those_spoken_of(review):
    text = BRIEFING.replace(
        "The school had rung four times.",
        "The school had rung about bruising on a baby; the police and a midwife shared nothing.",
    )
    found = review("b.txt", text)
    assert "Police" in found.agencies and "Midwifery" in found.agencies
    assert "Ambulance" not in found.agencies
    assert "bruising-non-mobile" in found.themes


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Local Child Safeguarding Practice Review: overview report: Child T", "Child T"),
        ("Serious Case Review: Baby ‘T’", "Baby T"),
        ("Serious Case Review: Baby 'T' (full overview report)", "Baby T"),
        ("Child T: digest of a serious case review", "Child T"),
        ("Serious Case Review: Child T2", "Child T2"),
        ("Local Child Safeguarding Practice Review: ‘Amber’", "Amber"),
        ("Serious Case Review: Amber and Jay", "Amber and Jay"),
        ("Serious Case Review: summary: findings", None),
        ("Learning from a rapid review", None),
        ("A child to remember", None),
    ],
)
def test_the_pseudonym_is_read_from_the_title(title, name):
    assert pseudonym_in_title(title) == name
