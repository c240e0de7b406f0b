"""What each line of a text without structure is taken for."""

import pytest

from askreviews.reading.lines import infer_kinds
from askreviews.reading.raw import RawBlock


def kinds(text):
    """(kind, text) of what the lines of a text are taken for."""
    lines = [RawBlock(line, "line" if line else "blank") for line in text.split("\n")]
    return [(block.kind, block.text) for block in infer_kinds(lines)]


@pytest.mark.parametrize("mark", ["·", "•", "-", "–", "*", "▪", "o", "1.", "12)", "(3)"])
def test_bullets_and_numbers_open_list_items_and_are_not_part_of_them(mark):
    text = f"The nurse was asked about this at length.\n{mark} Nobody rang the door bell twice.\n"
    assert kinds(text)[1] == ("list_item", "Nobody rang the door bell twice.")


def test_a_bullet_with_nothing_after_it_is_no_item():
    assert kinds("Title\n\n•\n\nNobody rang the door bell twice, or so it was said.") == [
        ("heading", "Title"),
        ("paragraph", "Nobody rang the door bell twice, or so it was said."),
    ]


def test_a_short_line_above_a_paragraph_is_a_heading():
    text = (
        "A briefing\n\nThe family had moved twice in that one year.\n\n"
        "What was found\nNobody had asked who else was living in the home.\n"
    )
    assert [kind for kind, _ in kinds(text)] == ["heading", "paragraph", "heading", "paragraph"]


def test_a_heading_may_follow_without_an_empty_line():
    text = (
        "A briefing\nThe family had moved twice in that one year.\nGood practice\n"
        "The school kept a note of every call that it had made.\n"
    )
    assert ("heading", "Good practice") in kinds(text)


def test_a_line_that_introduces_a_list_is_a_paragraph_though_short():
    text = "A briefing\n\nThe review looked at;\n- the calls\n- the visits\n"
    assert ("paragraph", "The review looked at;") in kinds(text)


def test_numbered_sections_of_a_seven_minute_briefing_are_headings():
    text = "01 Background\n\nThe family lived near the sea.\n\n02 The Incident\n\nA bus stopped.\n"
    assert kinds(text) == [
        ("heading", "01 Background"),
        ("paragraph", "The family lived near the sea."),
        ("heading", "02 The Incident"),
        ("paragraph", "A bus stopped."),
    ]


def test_numbered_titles_of_a_list_of_reviews_are_headings_without_their_number():
    text = (
        "A shelf of reviews\n\n\t3. Serious Case Review: Baby Q\n\nThe baby lived near the sea.\n"
    )
    stripped = text.replace("\t", "")
    assert kinds(stripped)[1] == ("heading", "Serious Case Review: Baby Q")


def test_lines_with_tabs_are_rows_of_a_table():
    assert kinds("A plan\n\nWhat\tWho\tWhen\nRing back\tNurse\tMay\n")[1:] == [
        ("table_row", "What\tWho\tWhen"),
        ("table_row", "Ring back\tNurse\tMay"),
    ]


def test_the_date_above_the_title_is_no_title():
    text = (
        "March 2022\nLearning from a visit\nNobody rang the door bell twice, or so it was said.\n"
    )
    assert kinds(text)[:2] == [("paragraph", "March 2022"), ("heading", "Learning from a visit")]


def test_short_lines_in_a_run_are_a_list():
    text = (
        "A briefing\n\nNobody rang the door bell twice, or so it was said.\n\n"
        "Ring before you go\nAsk who is in\nWrite it down\n\n"
        "That was all that the review had to say of it.\n"
    )
    items = [words for kind, words in kinds(text) if kind == "list_item"]
    assert items == ["Ring before you go", "Ask who is in", "Write it down"]


def test_an_acronym_spelt_out_by_its_letters_is_a_list():
    text = "A card\n\nIt has four lines in it.\nC – Cuddle the baby\nA – Ask for help\n"
    assert kinds(text)[2:] == [
        ("list_item", "C – Cuddle the baby"),
        ("list_item", "A – Ask for help"),
    ]


def test_blocks_that_a_format_has_typed_pass_as_they_are():
    blocks = [RawBlock("- not a bullet", "paragraph"), RawBlock("Short", "heading", level=4)]
    assert infer_kinds(blocks) == blocks
