"""What must never be stored is taken out; what is said stays."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.reading.cleaning import clean as clean_traced
from askreviews.reading.traced import NOWHERE, Traced

WORDS = st.lists(
    st.sampled_from("the nurse rang twice. Nobody came! why? (see notes) and then, later".split()),
    max_size=8,
).map(" ".join)


def clean(text):
    """The text cleaned, and how many of each kind were taken out."""
    cleaned, removed = clean_traced(Traced(text))
    return cleaned.text, removed


@pytest.mark.parametrize(
    "debris",
    [
        r"[image: C:\Users\Pat.Example7\AppData\Local\Temp\crest of arms.png]",
        "[bookmark: _Hlk123]",
        "[footnoteRef:12]",
        "[2: See the annual report, page 4.]",
        r"C:\Users\Pat.Example7\Documents\draft v2.docx",
        r"file:///C:\Users\Pat.Example7\draft.docx",
        r"\\fileserver\home\pat.example7\draft.docx",
        "/Users/pat.example7/Desktop/draft.docx",
        "/home/pat.example7/draft.docx",
    ],
)
def test_debris_of_the_word_processor_goes_with_the_name_in_it(debris):
    text, removed = clean(f"The visit was late. {debris} Nobody rang.")
    assert text == "The visit was late. Nobody rang."
    assert sum(removed.values()) == 1


def test_an_image_whose_bracket_never_closes_is_dropped_to_the_end():
    assert (
        clean(r"The visit was late. [image: C:\Users\Pat.Example7\cre")[0] == "The visit was late."
    )


def test_what_was_removed_is_counted_but_not_kept():
    _, removed = clean("Write to Robin Sampleton on robin@example.org or 01632 960 123.")
    assert removed == {"e-mail address": 1, "telephone number": 1, "contact line": 1}
    assert "robin" not in repr(removed).lower()


def test_a_person_s_name_goes_with_the_address_beside_it():
    text, _ = clean("Places are free. Robin Sampleton books them (robin@example.org). Come early.")
    assert text == "Places are free. Come early."


@pytest.mark.parametrize(
    "number",
    ["01632 960123", "020 7946 0018", "07700 900 456", "+44 1632 960 123", "01632-960-123"],
)
def test_somebody_s_telephone_number_goes(number):
    text, removed = clean(f"The office is open. Ring {number} to book.")
    assert text == "The office is open."
    assert removed["telephone number"] == 1


@pytest.mark.parametrize("number", ["0800 000 0000", "0808 1570 000", "116 123", "999"])
def test_a_helpline_s_number_stays(number):
    said = f"Parents can ring {number} at any hour."
    assert clean(said) == (said, {})


def test_a_line_that_names_whom_to_contact_goes():
    text, removed = clean("To book contact: Robin Sampleton in the training team.")
    assert text == ""
    assert removed == {"contact line": 1}


@pytest.mark.parametrize(
    "said",
    [
        "In 2019-20 there were 285 notices, 27% more than in 2018-19.",
        "Working Together to Safeguard Children 2018, pages 100 and 101.",
        "The baby weighed 3 200 grams at 36 weeks.",
        "It was either/or: yes/no, him/her.",
        "See section [2] and the note (3: the findings).",
    ],
)
def test_numbers_and_strokes_that_are_no_contact_stay(said):
    assert clean(said) == (said, {})


def test_white_space_is_folded_and_invisible_characters_go():
    text, removed = clean("\ufeff  The\u00a0\u2009baby\u200b was   seen\u00ad. ")
    assert text == "The baby was seen."
    assert not removed


def test_tabs_stay_since_they_part_cells():
    assert clean(" What \t Who\t  By when ")[0] == "What\tWho\tBy when"


@given(before=WORDS, address=st.emails(), between=WORDS, other=st.emails(), after=WORDS)
def test_no_e_mail_address_is_ever_left(before, address, between, other, after):
    text, removed = clean(f"{before} {address} {between} <{other}> {after}")
    assert "@" not in text
    assert address not in text and other not in text
    assert removed["e-mail address"] >= 1


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Co"])))
def test_cleaning_twice_changes_nothing_more_in_plain_words(text):
    once, _ = clean(text.replace("[", "").replace("@", ""))
    assert clean(once)[0] == once


@given(before=WORDS, address=st.emails(), between=WORDS, after=WORDS)
def test_what_is_kept_keeps_its_place(before, address, between, after):
    said = f"{before}  {address} {between}\u00ad [image: C:\\crest.png] {after}"
    text, _ = clean_traced(Traced(said, tuple(range(len(said)))))
    for character, place in zip(text.text, text.places or (), strict=True):
        assert character == (" " if place == NOWHERE else said[place])
