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
