"""Ages, dates, outcomes and kinds of review, read from words and never guessed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.reading.ages import NUMBER_WORDS, ages, number_of
from askreviews.reading.facts import (
    MONTHS,
    dates,
    is_a_date,
    review_type_of,
    speaks_of_publication,
)

MONTHS_IN = {"day": 12 / 365.25, "week": 84 / 365.25, "month": 1, "year": 12}
WORDS = {number: word for word, number in NUMBER_WORDS.items()}
COUNTS = st.integers(1, 20)
UNITS = st.sampled_from(["day", "week", "month", "year"])


def months(text):
    return [age for age, _ in ages(text)]


@pytest.mark.parametrize(
    ("said", "age"),
    [
        ("a 4-week-old baby", 0.92),
        ("a boy, 3-years-6-months-old, was seen", 42),
        ("She was almost 3 years old", 36),
        ("a seven-week-old girl", 1.61),
        ("aged 14 months, was found", 14),
        ("a girl of fourteen months, died", 14),
        ("He was 2 years and 3 months old", 27),
        ("a girl of three and a half", 42),
        ("two-and-a-half years old", 30),
        ("Child K, aged five, was seen", 60),
        ("a boy of eight by his uncle", 96),
        ("Child K was 6 years old", 72),
        ("Amber was nine months when she fell", 9),
        ("at the age of 15 years.", 180),
        ("a twelve year old", 144),
        ("ten days old", 0.33),
    ],
)
def test_an_age_is_read_however_it_is_put(said, age):
    assert months(said) == [age]


@pytest.mark.parametrize(
    "said",
    [
        "children under 5 years old",
        "a child over ten years of age",
        "below the age of 2 years.",
        "Over a period of six months, nobody rang.",
        "The delay was three weeks.",
        "It was two years when the court sat.",
        "children aged 5 to 11",
        "children aged 5, 7 and 9",
        "a mother of six",
        "a plan of two parts",
        "six weeks later",
        "the baby was seen at 36 weeks",
    ],
)
def test_what_is_no_child_s_age_is_not_read_as_one(said):
    assert months(said) == []


def test_every_age_of_a_sentence_comes_with_its_place():
    text = "A 3-year-old and her 5-month-old brother."
    assert [(age, text[a:b]) for age, (a, b) in ages(text)] == [(36, "3-year"), (5, "5-month")]


@given(COUNTS, UNITS, st.booleans(), st.booleans())
def test_ages_in_words_and_in_figures_are_the_same(count, unit, hyphens, plural):
    joint = "-" if hyphens else " "
    said = [joint.join((n, unit + "s" * plural, "old")) for n in (WORDS[count], str(count))]
    expected = [round(count * MONTHS_IN[unit], 2)]
    assert months(f"The baby, {said[0]}, was seen.") == expected
    assert months(f"The baby, {said[1]}, was seen.") == expected


@given(COUNTS, st.integers(1, 11), st.booleans(), st.sampled_from(["{}", "{} when", "{}, and"]))
def test_years_and_months_are_added(years, more, in_words, around):
    number = WORDS.get if in_words else str
    joined = f"{number(years)} years and {number(more)} months"
    assert months(f"a girl of {joined}, was seen") == [years * 12 + more]
    assert months(f"She was {around.format(joined)}") == [years * 12 + more]
    assert months(f"a {number(years)}-years-{number(more)}-months-old") == [years * 12 + more]


@given(st.integers(1, 31), st.sampled_from(MONTHS), st.integers(1990, 2039))
def test_dates_are_read_to_the_day_or_the_month_that_is_stated(day, month, year):
    ending = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    written = month.capitalize()
    by_month = f"{year}-{MONTHS.index(month) + 1:02d}"
    assert [d for d, _ in dates(f"It was seen in {written} {year}.")] == [by_month]
    for said in (f"{day} {written} {year}", f"{day}{ending} {month.upper()} {year}"):
        text = f"On {said}, it was seen."
        assert [(d, text[a:b]) for d, (a, b) in dates(text)] == [(f"{by_month}-{day:02d}", said)]


@pytest.mark.parametrize("said", ["in spring 2020", "in 2020", "May or may not", "3/4/2020", ""])
def test_a_date_that_names_no_month_and_year_is_not_made_up(said):
    assert list(dates(said)) == []


def test_between_two_months_there_is_only_a_year():
    assert [date for date, _ in dates("seen between March and May 2020")] == ["2020"]


@pytest.mark.parametrize(("said", "is_one"), [("March 2022", True), ("In March 2022", False)])
def test_a_line_may_be_a_date_and_nothing_else(said, is_one):
    assert is_a_date(said) is is_one


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Local Child Safeguarding Practice Review: Child T", "LCSPR"),
        ("LCSPR overview: Child T", "LCSPR"),
        ("Serious Case Review: Baby ‘T’", "SCR (England, before 2019)"),
        ("Extended Child Practice Review: Child T", "child practice review (Wales)"),
        ("Case Management Review: Child T", "case management review (NI)"),
        ("Domestic Homicide Review: Adult T", "DHR/DARDR"),
        ("Safeguarding Adults Review: Adult T", "SAR"),
        ("Seven-minute briefing: Child T", "7-minute briefing"),
        ("7 minute briefing", "7-minute briefing"),
        ("Learning from a rapid review: a baby", "rapid review"),
        ("Action plan for the front door", "action plan"),
        ("A learning briefing on burns", "learning briefing / summary"),
        ("A thematic review of burns", "national review / thematic review"),
        ("A letter to schools", None),
    ],
)
def test_a_title_names_its_kind_of_review(title, kind):
    assert review_type_of(title) == kind


@pytest.mark.parametrize(("word", "number"), [("1", 1), ("12", 12), ("One", 1), ("TWENTY", 20)])
def test_numbers_in_words_and_figures(word, number):
    assert number_of(word) == number


def test_publication_is_told_from_the_case():
    assert speaks_of_publication("This was published in May 2021.")
    assert not speaks_of_publication("The public rang in May 2021.")
