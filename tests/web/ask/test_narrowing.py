"""Narrowing the reviews: only what there is can be chosen, and what is chosen is said."""

import pytest
from test_transcript import HOSTILE, Parsed

from askreviews.types import FacetValue
from askreviews.web.ask.narrowing import chosen, in_words, narrowing

FACETS = {
    "harm": [FacetValue("neglect", "neglect", 2), FacetValue("fire", "fire", 1)],
    "theme": [FacetValue("fathers", "Fathers, partners and other men", 3)],
    "year": [FacetValue("2019", "2019", 1), FacetValue("2022", "2022", 4)],
}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"harm": ["neglect", "neglect"]}, {"harm": ["neglect"]}),
        ({"harm": ["flood"], "text": ["x"], "theme": ["fathers"]}, {"theme": ["fathers"]}),
        ({"since": ["2019", "2022"]}, {"since": ["2019"]}),
        ({"harm": "neglect"}, {}),
        (["harm"], {}),
        (None, {}),
    ],
)
def test_only_what_the_catalogue_holds_can_be_chosen(sent, kept):
    assert chosen(sent, FACETS) == kept


def test_what_is_chosen_is_ticked_named_and_can_be_taken_off():
    html = narrowing(FACETS, {"harm": ["neglect"], "since": ["2022"]}, 1, 6)
    page = Parsed(html)
    assert "Asking 1 of the 6 reviews held." in page.text
    ticked = [attrs["value"] for tag, attrs in page.tags if tag == "input" and "checked" in attrs]
    assert ticked == ["neglect"]
    chips = [a for tag, a in page.tags if tag == "button" and "data-key" in a]
    assert [(c["data-key"], c["data-value"]) for c in chips] == [
        ("harm", "neglect"), ("since", "2022"),
    ]  # fmt: skip
    assert in_words({"theme": ["fathers"]}, FACETS) == "Theme: Fathers, partners and other men"


def test_nothing_chosen_and_nothing_left_are_said():
    assert "Asking all 6 reviews held." in Parsed(narrowing(FACETS, {}, 6, 6)).text
    none = Parsed(narrowing(FACETS, {"harm": ["fire"]}, 0, 6)).text
    assert "None of the 6 reviews held fits all of this" in none


@pytest.mark.parametrize("hostile", HOSTILE)
def test_a_hostile_value_shows_as_text(hostile):
    facets = {"type": [FacetValue(hostile, hostile, 1)]}
    page = Parsed(narrowing(facets, {"type": [hostile]}, 1, 1))
    assert page.text.count(hostile) == 2
    assert not [name for _, attrs in page.tags for name in attrs if name.startswith("on")]
    assert not {"script", "img", "svg"} & {tag for tag, _ in page.tags}
