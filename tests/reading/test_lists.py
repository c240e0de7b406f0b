"""Lists of cases in every shape become a review for each; reports that cite cases stay one."""

import pytest

PLAIN = """Case reviews of the autumn

Child A – Serious case review

Death of a 3-month-old girl in June 2017.
Learning includes: ask who sleeps where; write it down; ring back.
Recommendations include: agree one form; tell the nursery.

Review of the death of Baby ‘T’

A boy of five weeks died in January 2020.
Learning includes: talk about sleep; share the plan.

Toby

Serious neglect of a 9-year-old over two years, found in May 2019.
Learning includes: see the child alone; share what the school knows.

Child A and Child B

Sexual abuse of two sisters, aged 6 and 9, by their uncle.
Learning includes: believe the child; ask again.

Family T

Neglect of three siblings over four years.
Learning includes: look at the whole family; count the calls.
"""
BOLD = """# Reviews read in the spring

**Child A – serious case review**

Death of a 3-month-old girl in June 2017.

Learning includes: ask who sleeps where; write it down.

**Joshua**

Injuries to a boy, aged four, in March 2018. His mother, aged 22, had called the nurse.

Learning includes: read the calls together; see the child alone.

**Review of the death of Baby T**

A boy of five weeks died in January 2020.

Learning includes: talk about sleep; share the plan.
"""
CITING = """Serious injuries to babies: a thematic review

Background

This thematic review looked at eleven cases of injuries to babies in Saltmarsh.

Case example: Child B

Child B was 4 months old when she was hurt in May 2019.

Learning

Ask who lives at home. Write down who does.

Case example: Child C

Child C died in June 2020 at the age of 7 weeks.

Recommendations

The partnership should agree one form.
"""
TWO_CHILDREN = """Serious Case Review: Child A and Child B

Child A

Child A was four and liked trains.

Child B

Child B was seven and liked the sea.

The incident

Both children were seriously injured in May 2018.

Findings

- Nobody asked who else lived in the home.
"""


def told(document):
    return [
        (r.label, r.incident_date, r.child_age_months, r.outcome, r.summary_only)
        for r in document.reviews
    ]


def test_titles_without_the_word_review_make_a_list_when_their_entries_tell_a_case(read_text):
    assert told(read_text("list.txt", PLAIN)) == [
        ("Child A", "2017-06", 3, "death", True),
        ("Baby T", "2020-01", 1.15, "death", True),
        ("Toby", "2019-05", 108, "serious harm", True),
        ("Child A and Child B", None, None, "serious harm", True),
        ("Family T", None, None, "serious harm", True),
    ]


def test_titles_in_bold_alone_make_a_list(read_text):
    assert told(read_text("list.md", BOLD)) == [
        ("Child A", "2017-06", 3, "death", True),
        ("Joshua", "2018-03", 48, "serious harm", True),
        ("Baby T", "2020-01", 1.15, "death", True),
    ]


def test_a_report_that_cites_cases_is_one_review_of_none_of_them(read_text):
    assert told(read_text("report.txt", CITING)) == [
        ("Serious injuries to babies: a thematic review", None, None, None, False)
    ]


def test_a_review_of_two_children_is_one(read_text):
    (review,) = read_text("two.txt", TWO_CHILDREN).reviews
    assert (review.label, review.child_age_months) == ("Child A and Child B", None)


def test_two_entries_of_one_letter_are_two_reviews(read_text):
    text = PLAIN.replace("Review of the death of Baby ‘T’", "Baby A – Serious case review")
    labels = [review.label for review in read_text("list.txt", text).reviews]
    assert labels[:2] == ["Child A", "Baby A"]


def test_what_follows_the_last_entry_is_of_the_document(read_text):
    text = BOLD.replace("**", "## ").replace("review## ", "review").replace("Joshua## ", "Joshua")
    text = text.replace("Baby T## ", "Baby T") + "\n## Further reading\n\nThe library is open.\n"
    document = read_text("list.md", text)
    assert len(document.reviews) == 3
    assert document.text[document.reviews[-1].start : document.reviews[-1].end].endswith("plan.")


@pytest.mark.parametrize("heading", ["Housing", "Police", "Early help"])
def test_a_section_on_an_agency_is_no_case(read_text, heading):
    text = CITING.replace("Case example: Child B", heading).replace(
        "Case example: Child C", "Health"
    )
    assert len(read_text("report.txt", text).reviews) == 1


NAMED = """---
title: Four reviews of the spring
review: null
---

# Four reviews of the spring

## 1. Local child safeguarding practice review: Baby Sorrel

Death of a girl of seven weeks in January 2023.

Learning includes: speak with both parents; ask where the baby will sleep tonight.

## 2. the Linden siblings: serious case review

Neglect of three siblings aged 2, 5 and 7, found in January 2022.

Learning includes: name neglect; see each child.

## 3. Rapid review: Twin A

Injuries to a girl of four months in May 2022.

Learning includes: see both children; ask who helps.
"""


def test_entries_named_by_a_word_are_reviews_whatever_the_front_matter_says_of_the_whole(read_text):
    document = read_text("four.md", NAMED)
    labels = [review.label for review in document.reviews]
    assert labels == ["Baby Sorrel", "the Linden siblings", "Twin A"]
