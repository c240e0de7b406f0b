"""What became of a child is read of the case, not of the law, of a relative or of numbers."""

import pytest

from askreviews.reading.outcomes import names_one, outcome_of


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Death of a 3-week-old boy in August 2019.", "death"),
        ("The baby died in hospital.", "death"),
        ("She was found dead by a neighbour.", "death"),
        ("Two brothers were killed in a fire.", "death"),
        ("The baby had a fractured arm and bruises.", "serious harm"),
        ("He was seriously harmed.", "serious harm"),
        ("The baby was found unresponsive.", None),
        ("A review is held when a child has died or was seriously harmed.", None),
        ("Where a child has died, the panel is told.", None),
        ("The family had moved to the coast.", None),
    ],
)
def test_an_outcome_is_read_of_the_case_and_not_of_the_law(sentence, outcome):
    assert outcome_of(sentence) == outcome


@pytest.mark.parametrize(
    ("sentence", "outcome"),
    [
        ("Toby, a boy of five weeks, died in January 2018.", "death"),
        ("A boy of five weeks died.", "death"),
        ("Suicide of a 15-year-old girl.", "death"),
        ("Ms Y was killed by her husband.", "death"),
        ("Neglect of three siblings over four years.", "serious harm"),
        ("He was seriously underweight.", "serious harm"),
        ("His grandmother had died in January 2019.", None),
        ("The death of her father was hard for the family.", None),
        ("An older sibling had died in 2012.", None),
        ("He had minor injuries and an accidental burn.", None),
        ("36% of the deaths were of children under one.", None),
        ("Bruising in a baby should never be explained away.", None),
    ],
)
def test_an_outcome_is_the_child_s_own(sentence, outcome):
    assert outcome_of(sentence) == outcome


@pytest.mark.parametrize(
    ("title", "names"),
    [
        ("Review of the death of Baby T", True),
        ("Learning from a head injury to a baby", True),
        ("Learning briefing on burns", False),
        ("Injuries to babies", False),
    ],
)
def test_a_title_may_name_one_child(title, names):
    assert names_one(title) is names
