"""What a document says of itself: kind, publisher, date, nation, whom it is about."""

import pytest

REPORT = """Harbourshire Safeguarding Children Partnership

Local Child Safeguarding Practice Review

Child A

Published: 4 May 2021

Introduction

This review was commissioned in March 2020. It follows two serious case reviews of 2018.

The family

Child A lived with his mother, aged 19, and his older brother, who was 4 years old. Child A was
born in May 2018. His grandmother had died in January 2019.

The incident

On 3 February 2020 Child A, who was 20 months old, was found not breathing and died that day.
His mother's partner was sentenced in July 2021.

Findings

There was no evidence of domestic abuse. The police and the GP did not share what they knew.
"""


def test_a_report_s_title_page_is_read_as_a_librarian_would(only):
    review = only(REPORT)
    assert (review.label, review.title) == ("Child A", "Local Child Safeguarding Practice Review")
    assert review.publisher == "Harbourshire Safeguarding Children Partnership"
    assert (review.published, review.review_type) == ("2021-05-04", "LCSPR")
    assert (review.nation, review.population) == ("England", "children")


def test_the_incident_is_dated_by_its_own_sentence(only):
    review = only(REPORT)
    assert (review.incident_date, review.child_age_months) == ("2020-02-03", 20)
    assert review.outcome == "death"


def test_what_the_text_denies_is_no_tag(only):
    review = only(REPORT)
    assert "domestic-abuse" not in review.themes
    assert review.harm == ()


@pytest.mark.parametrize(
    ("text", "nation"),
    [
        ("Serious Case Review: Child V\n\nChild V was hurt.", "England"),
        ("Concise Child Practice Review: Child V\n\nChild V was hurt.", "Wales"),
        ("Case Management Review: Child V\n\nChild V was hurt.", "Northern Ireland"),
        ("Significant Case Review: Child V\n\nChild V was hurt.", "Scotland"),
        ("A note on burns\n\nSee Working Together to Safeguard Children 2018.", "England"),
        ("A note on burns\n\nThe Children (Northern Ireland) Order applies.", "Northern Ireland"),
        ("A note on burns\n\nThe family moved from Wales to the coast.", None),
        ("A note on burns\n\nIt is so in England, and it is so in Scotland.", None),
        ("Safeguarding Adults Review: Mr V\n\nMr V lived alone.", None),
    ],
)
def test_a_nation_is_what_a_scheme_a_law_or_the_text_names(only, text, nation):
    assert only(text).nation == nation


@pytest.mark.parametrize(
    ("line", "published"),
    [
        ("May 2021", "2021-05"),
        ("Published: May 2021", "2021-05"),
        ("Date of publication: 4 May 2021", "2021-05-04"),
        ("This note was published in May 2021.", "2021-05"),
        ("The first note was published in May 2021.", None),
        ("It is expected in summer 2021.", None),
        ("The figures are of 2020-21.", None),
        ("The family moved here in May 2021.", None),
    ],
)
def test_a_date_of_publication_says_that_it_is_one(only, line, published):
    assert only(f"A note on burns\n\n{line}\n\nThe tap was too hot.").published == published


@pytest.mark.parametrize(
    ("text", "population", "scheme"),
    [
        ("Safeguarding Adults Review: Mr V\n\nHe lived alone.", "adults",
         "safeguarding adults review"),
        ("Domestic Homicide Review: Anna\n\nShe had two children.", "adults",
         "domestic homicide review"),
        ("Seven-minute briefing: Child V\n\nThe tap was hot.", "children", "child safeguarding"),
        ("A note on taps\n\nThe tap was too hot.", None, None),
    ],
)  # fmt: skip
def test_whom_it_is_about_is_stated(only, text, population, scheme):
    review = only(text)
    assert (review.population, review.scheme) == (population, scheme)


def test_an_adult_has_no_child_s_age(only):
    review = only("Safeguarding Adults Review: Mr V\n\nHis niece, a girl of four, found him.")
    assert review.child_age_months is None


def test_a_briefing_on_several_babies_is_one_review_without_an_age_or_a_date(only):
    review = only(
        "Learning briefing on injuries to babies\n\nBackground\n\n"
        "National figures show that 36% of deaths were of children under one in May 2019.\n\n"
        "In March and May 2020 the partnership was told of three serious incidents involving:\n\n"
        "1. A two month old baby with bruises and an older fracture.\n"
        "2. An eight week old baby with a fractured arm.\n"
        "3. A seven-week-old baby with fractures to both legs.\n"
    )
    assert (review.child_age_months, review.incident_date) == (None, None)
    assert (review.outcome, review.harm) == ("serious harm", ("physical abuse / NAI",))


def test_mentioning_other_reviews_gives_no_type(only):
    text = "A note on burns\n\nIt was written after two serious case reviews of the same year."
    assert only(text).review_type is None
