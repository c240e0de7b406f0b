"""What was kept, as a visitor does things with it, over real documents and files."""

import json

import pytest

from askreviews import AskReviewsError
from askreviews.packs.basket import load_basket
from askreviews.packs.make import pack_from
from askreviews.packs.preparing import Preparing
from askreviews.packs.shelf import Shelf, file_name
from askreviews.web.ask.visits import Visits
from askreviews.web.prepare.acts import act, make
from askreviews.web.prepare.basket import MOST, Kept, standing
from askreviews.web.prepare.desk import Desk
from askreviews.web.prepare.kept import kept_html, marks
from askreviews.web.prepare.shown import pack_html

HOSTILE = "<img src=x onerror=alert(1)>\"'"


@pytest.fixture
def preparing(assistant, tmp_path):
    return Preparing(assistant, Shelf(tmp_path / "baskets"))


@pytest.fixture
def places(assistant):
    """Three quotations of a review."""
    found = assistant.quotables_of("child-n.md#1")[:3]
    return [(q.citation.document_id, q.citation.start, q.citation.end) for q in found]


@pytest.fixture
def do(assistant, preparing):
    """Send what the page's script would."""
    desk = Desk()

    def send(what, place=None, **sent):
        if place:
            sent |= {"document": place[0], "keep": f"{place[1]}-{place[2]}"}
        return act(assistant, preparing, desk, {"do": what, **sent})

    send.desk = desk
    return send


def shown(assistant, desk, saved=()):
    return kept_html(desk, [standing(assistant, i) for i in desk.basket.items], saved)


def test_quotations_are_kept_ordered_noted_and_dropped(do, places, assistant):
    for place in places:
        do("keep", place)
    do("kept-up", places[2])
    do("kept-note", places[2], text=f" {HOSTILE} ")
    do("drop", places[0])
    items = do.desk.basket.items
    assert [item.place for item in items] == [places[2], places[1]]
    assert items[0].note == HOSTILE
    assert (
        items[0].quote == assistant.text(items[0].document_id).text[items[0].start : items[0].end]
    )
    assert "<img" not in shown(assistant, do.desk)
    assert do("keep", places[1]).startswith("No longer kept. 1 quotation")


@pytest.mark.parametrize(
    "place", [("gone.md", 0, 5), ("child-n.md", 5, 5), ("child-n.md", 0, 10**9)]
)
def test_what_stands_nowhere_is_not_kept(do, place):
    with pytest.raises(AskReviewsError):
        do("keep", place)
    assert do.desk.basket.items == []


@pytest.mark.parametrize("sent", [{}, {"do": "keep"}, {"do": "keep", "keep": 7, "document": []}])
def test_whatever_a_browser_sends_is_a_sentence_or_nothing(assistant, preparing, sent):
    desk = Desk()
    try:
        assert act(assistant, preparing, desk, sent) == ""
    except AskReviewsError as error:
        assert "load the page again" in str(error)
    assert desk == Desk()


def test_a_basket_holds_so_many(do, places):
    do.desk.basket.items = [Kept("x.md", n, n + 1, "x") for n in range(MOST)]
    with pytest.raises(AskReviewsError, match="drop one first"):
        do("keep", places[0])


def test_what_is_saved_for_everyone_holds_nobodys_details(do, places, tmp_path):
    do("keep", places[0])
    for words in ("Call Sarah 07700 900123", "Sam, born 2 May 2019"):
        with pytest.raises(AskReviewsError, match="somebody's details"):
            do("kept-note", places[0], text=words)
        with pytest.raises(AskReviewsError, match="somebody's details"):
            do("save", name=words)
    assert do.desk.basket.items[0].note == ""
    assert not list(tmp_path.rglob("*.json"))
    for words in ("Discuss in pairs, 5 minutes", "p. 12, compare with Child K", ""):
        assert do("kept-note", places[0], text=words) == "Noted."


def test_a_saved_basket_is_one_that_the_command_reads(do, places, preparing, assistant, tmp_path):
    do("keep", places[0])
    do("kept-note", places[0], text="Ask the nursery.")
    assert do("save", name="../Bath time!") == "Saved as “../Bath time!”."
    file = tmp_path / "baskets" / "bath-time.json"
    assert [f.name for f in tmp_path.rglob("*.json")] == [file.name]
    pack = pack_from(assistant, load_basket(file))
    assert pack.parts[0].items[0].text == do.desk.basket.items[0].quote
    do("keep", places[1])
    do("save", name="Bath: time")  # the same file
    assert len(load_basket(file).items) == 1
    assert "Overwrite it" in shown(assistant, do.desk)
    do("sure")
    assert len(load_basket(file).items) == 2
    do("load", name="Bath: time")
    do("not-sure")
    do("delete", name="Bath: time")
    assert do("sure") == "Deleted “Bath: time”."
    assert preparing.saved() == []
    with pytest.raises(AskReviewsError, match="no saved basket"):
        preparing.load("../../etc/passwd")


@pytest.mark.parametrize("name", ["", "  ", "…/..", "\x00"])
def test_a_basket_needs_a_name(do, places, name):
    do("keep", places[0])
    with pytest.raises(AskReviewsError, match="name"):
        do("save", name=name)


def test_a_name_is_never_a_path():
    assert file_name("C:\\..//Médecins & co" + "x" * 99).startswith("c-medecins-coxxx")
    assert len(file_name("y" * 500)) < 70


def test_what_was_removed_is_named_and_left_out(do, places, assistant, preparing):
    do("keep", places[0])
    do.desk.basket.items.append(Kept("gone & away.md", 3, 9, "A lost line."))
    html = shown(assistant, do.desk)
    assert "gone &amp; away.md. No longer held" in html
    make(assistant, preparing, do.desk, {"from": "kept"})
    html = pack_html(do.desk, [".docx"])
    assert "1 quotation that you kept is left out" in html
    assert "gone &amp; away.md" in html
    assert "A lost line." not in html
    do.desk.basket.items = do.desk.basket.items[1:]
    with pytest.raises(AskReviewsError, match="hold none of what you kept"):
        make(assistant, preparing, do.desk, {"from": "kept"})


def test_a_damaged_basket_is_passed_over(preparing, tmp_path):
    (tmp_path / "baskets").mkdir()
    (tmp_path / "baskets" / "spoilt.json").write_text('{"items": 7}', "utf-8")
    (tmp_path / "baskets" / "empty.json").write_text(
        json.dumps({"name": "x", "items": []}), "utf-8"
    )
    assert preparing.saved() == []


def test_a_visit_finds_its_own_desk_until_it_leaves(places, assistant):
    visits, key = Visits(), "0" * 32
    desk = visits.desk(key)
    desk.basket.keep(assistant, places[0])
    assert visits.desk(key) is desk
    assert visits.desk("f" * 32).basket.items == []
    visits.conversation(key).clear()  # a new conversation leaves what was kept
    assert visits.desk(key).basket.items
    visits.forget(key)
    assert desk.basket.items == visits.desk(key).basket.items == []


def test_the_page_is_told_what_is_kept_without_markup(assistant):
    desk = Desk()
    desk.basket.items = [Kept(HOSTILE, 1, 2, HOSTILE, HOSTILE)]
    assert "<img" not in marks(desk, HOSTILE, 1) + shown(assistant, desk, [HOSTILE])
