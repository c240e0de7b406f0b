"""A pack is switched, edited, ordered and noted before it is written."""

import pytest

from askreviews import AskReviewsError
from askreviews.packs.make import pack_of
from askreviews.packs.markdown import markdown_text
from askreviews.packs.model import Pack


@pytest.fixture(scope="module")
def pack(assistant):
    return pack_of(assistant, "child-n.md#1")


def first(pack, kind):
    return next(i for part in pack.parts for i in part.items if i.kind == kind)


def test_a_part_is_switched_off(pack):
    left = pack.only(["quiz"])
    assert [part.key for part in left.shown] == ["quiz"]
    assert {s.part for s in left.statements} == {"quiz"}
    assert "Seven-minute briefing" not in markdown_text(left)


def test_a_line_is_switched_off_and_a_heading_over_nothing_goes_with_it(pack):
    briefing = next(part for part in pack.parts if part.key == "briefing")
    headings = [i.text for i in briefing.shown if i.kind == "heading"]
    assert headings[2] == "The incident"
    start = next(n for n, i in enumerate(briefing.items) if i.text == "The incident")
    under = []
    for item in briefing.items[start + 1 :]:
        if item.kind == "heading":
            break
        under.append(item)
    assert under
    for item in under:
        pack = pack.switched(item.id, on=False)
    left = next(part for part in pack.parts if part.key == "briefing")
    assert "The incident" not in [i.text for i in left.shown]


def test_changed_words_are_no_quotation_any_more(pack):
    quote = first(pack, "quote")
    edited = pack.edited(quote.id, quote.text.upper())
    changed = next(i for p in edited.parts for i in p.items if i.id == quote.id)
    assert changed.kind == "session"
    assert "Written for this session" in markdown_text(edited.only(["briefing"]))
    assert first(pack, "quote").text == quote.text  # the pack itself is as it was


def test_a_note_stands_under_its_line_and_a_line_is_moved(pack):
    quote = first(pack, "quote")
    noted = pack.noted(quote.id, "Ask the nursery first.").noted(quote.id, "Ask the school first.")
    items = list(noted.parts[0].items)
    place = next(n for n, i in enumerate(items) if i.id == quote.id)
    assert (items[place + 1].kind, items[place + 1].text) == ("note", "Ask the school first.")
    assert sum(i.kind == "note" for i in items) == 1
    moved = list(pack.moved(quote.id, 1).parts[0].items)
    assert moved.index(quote) == list(pack.parts[0].items).index(quote) + 1


def test_a_line_that_is_not_there_is_named(pack):
    with pytest.raises(AskReviewsError, match="no line 'briefing-999'"):
        pack.edited("briefing-999", "x")


def test_a_pack_comes_back_from_its_json(pack):
    again = Pack.model_validate_json(pack.model_dump_json())
    assert again.model_dump() == pack.model_dump()
    assert again.statements == pack.statements


def test_numbers_are_in_the_order_of_reading(pack):
    cited = [n for s in pack.statements for n in s.citations]
    assert list(dict.fromkeys(cited)) == list(range(1, len(pack.citations) + 1))
    assert [c.number for c in pack.citations] == list(range(1, len(pack.citations) + 1))
