"""A pack in the page: what is shown of it, and what can be changed."""

import re
from io import BytesIO

import pytest
from docx import Document

from askreviews import AskReviewsError
from askreviews.packs.model import Item
from askreviews.packs.preparing import Preparing
from askreviews.packs.shelf import Shelf
from askreviews.web.prepare.acts import act, make
from askreviews.web.prepare.desk import Desk
from askreviews.web.prepare.shown import pack_html, summary

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def preparing(assistant, tmp_path):
    return Preparing(assistant, Shelf(tmp_path / "baskets"))


@pytest.fixture
def desk(assistant, preparing):
    desk = Desk()
    make(assistant, preparing, desk, {"from": "review", "review": "child-n.md#1"})
    return desk


@pytest.fixture
def do(assistant, preparing, desk):
    def send(what, line, text=""):
        return act(assistant, preparing, desk, {"do": what, "line": line, "text": text})

    return send


def blocks(desk, key):
    return next(part for part in desk.prepared.parts if part.key == key).blocks


def quotes(desk, key):
    return [b for b in blocks(desk, key) if b.lines[0].kind == "quote"]


def test_every_quotation_stands_in_serif_with_a_link_to_its_place(desk):
    html = pack_html(desk, [".docx", ".csv"])
    assert summary(desk.prepared).startswith("The pack is ready: ")
    shown = html.count('<p class="ask-words">')
    assert shown == sum(
        line.kind == "quote" for p in desk.prepared.parts for b in p.blocks for line in b.lines
    )
    assert len(re.findall(r'href="#view=child-n\.md&amp;spans=\d+-\d+&amp;at=0"', html)) >= shown
    assert "Written for this session" in html
    assert 'data-download=".pptx"' not in html


def test_a_quotation_cannot_be_reworded(desk, do):
    quote = quotes(desk, "briefing")[0]
    with pytest.raises(AskReviewsError, match="Only lines written for the session"):
        do("edit", quote.lines[0].id, "Other words.")
    for line in ("briefing-999", ""):
        with pytest.raises(AskReviewsError):
            do("edit", line, "x")


def test_our_lines_are_reworded_and_nothing_in_them_runs(desk, do):
    own = next(b.lines[0] for b in blocks(desk, "briefing") if b.lines[0].kind == "session")
    do("edit", own.id, HOSTILE)
    html = pack_html(desk, [".docx"])
    assert HOSTILE not in html
    assert "&lt;script&gt;" in html
    with pytest.raises(AskReviewsError, match="leave it out"):
        do("edit", own.id, "  ")


def test_a_note_is_put_under_changed_and_taken_away(desk, do):
    first = quotes(desk, "briefing")[0].id
    do("note", first, "One.")
    do("note", first, "Two.")
    assert quotes(desk, "briefing")[0].note == "Two."
    assert "Our note: Two." in text_of(desk)
    do("note", first, " ")
    assert quotes(desk, "briefing")[0].note == ""
    assert "Our note" not in text_of(desk)
    with pytest.raises(AskReviewsError, match="Nothing can be noted"):
        do("note", blocks(desk, "evidence_of_use")[0].id, "x")


def test_a_line_is_moved_with_its_note_and_never_under_another_heading(desk, do):
    movable = next(b for b in quotes(desk, "briefing") if b.falls)
    heading = heading_over(blocks(desk, "briefing"), movable.id)
    do("note", movable.id, "Mine.")
    for _ in range(20):
        do("down", movable.id)
    after = blocks(desk, "briefing")
    place = next(n for n, b in enumerate(after) if b.id == movable.id)
    assert after[place].note == "Mine."
    assert not after[place].falls
    assert heading_over(after, movable.id) == heading


def heading_over(listed, block_id):
    heading = None
    for block in listed:
        if block.lines[0].kind == "heading":
            heading = block.lines[0].text
        if block.id == block_id:
            return heading
    return None


def test_a_question_goes_with_the_quotation_that_answers_it(desk, do):
    pair = next(b for b in blocks(desk, "quiz"))
    assert [line.kind for line in pair.lines] == ["session", "quote"]
    do("off", pair.id)
    assert pair.lines[0].text not in text_of(desk)
    assert "Put back" in pack_html(desk, [])
    do("back", pair.id)
    assert any(pair.lines[0].text in text for text in text_of(desk))


def test_what_is_off_is_not_written(desk, do):
    do("part-off", "quiz")
    assert "Quiz" not in text_of(desk)
    do("part-on", "quiz")
    assert "Quiz" in text_of(desk)
    for part in desk.prepared.parts:
        do("part-off", part.key)
    assert "switch one on above" in pack_html(desk, [])
    with pytest.raises(AskReviewsError, match="switch one on first"):
        desk.prepared.written(".docx")
    assert b"recommendation" in desk.prepared.written(".csv")  # the plan is all that it holds


def test_no_file_holds_a_quotation_that_is_none(desk):
    prepared = desk.prepared
    part = prepared.pack.parts[0]
    forged = Item(id="x", kind="quote", text="Never said.", citations=(1,))
    parts = (part.model_copy(update={"items": (*part.items, forged)}), *prepared.pack.parts[1:])
    spoilt = type(prepared)(prepared.assistant, prepared.pack.model_copy(update={"parts": parts}))
    with pytest.raises(AskReviewsError, match="not a quotation"):
        spoilt.written(".md")


@pytest.mark.parametrize("sent", [{}, {"from": "topic", "topic": " "}, {"from": "review"},
                                  {"from": "kept"}])  # fmt: skip
def test_with_nothing_chosen_no_pack_is_made(assistant, preparing, sent):
    desk = Desk()
    with pytest.raises(AskReviewsError):
        make(assistant, preparing, desk, sent)
    assert pack_html(desk, [".docx"]) == ""


def test_a_topic_that_nothing_is_held_on_says_so(assistant, preparing):
    desk = Desk()
    make(assistant, preparing, desk, {"from": "topic", "topic": "tidal harbour dredging permits"})
    html = pack_html(desk, [".docx"])
    assert "There is no pack on this" in html
    assert "data-download" not in html


def text_of(desk):
    document = Document(BytesIO(desk.prepared.written(".docx")))
    return [paragraph.text for paragraph in document.paragraphs]
