"""What a quotation names and has since been replaced is said by us, and only where we are sure."""

import pytest

from askreviews.reading.superseded import superseded_in


@pytest.mark.parametrize(
    ("text", "term", "sentence"),
    [
        (
            "as Working Together to Safeguard Children 2018 asks", None,
            "“Working Together to Safeguard Children 2018” has since been replaced by Working "
            "Together to Safeguard Children 2023 (December 2023, England).",
        ),
        ("under Working Together (HM Government, 2015)", "Working Together (HM Government, 2015)",
         None),
        ("a serious case review was held", "serious case review", None),
        ("the Local Safeguarding Children Board", "Local Safeguarding Children Board", None),
        ("the LSCB met", "LSCB", None),
        ("the CCG was asked", "CCG", None),
        (
            "called shaken baby syndrome", "shaken baby syndrome",
            "“shaken baby syndrome” is now avoided; used instead: non-accidental head injury.",
        ),
        ("he was LAC", "LAC", None),
        ("a significant case review", "significant case review", None),
    ],
)  # fmt: skip
def test_what_has_been_replaced_is_found_where_it_stands(text, term, sentence):
    (found,) = superseded_in(text)
    assert text[slice(*found.span)].strip() == found.term
    assert term in (None, found.term)
    assert sentence in (None, found.sentence())


@pytest.mark.parametrize(
    "text",
    [
        "Working Together to Safeguard Children 2023",
        "They were working together in 2018.",
        "a local child safeguarding practice review",
        "the baby was shaken by the noise",
        "nothing was lac king",
        "",
    ],
)
def test_what_stands_is_left_alone(text):
    assert superseded_in(text) == ()


def test_each_thing_is_said_once_in_the_order_of_the_text():
    text = "The LSCB held a serious case review; the LSCB met again for a serious case review."
    assert [s.term for s in superseded_in(text)] == ["LSCB", "serious case review"]
