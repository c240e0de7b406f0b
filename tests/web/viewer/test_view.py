"""A view of a document: whose it is, its page or text with marks, and what cannot be shown."""

import re
import shutil

import pytest
from fastapi.testclient import TestClient

from askreviews import Assistant, Library, Settings
from askreviews.web.server import application
from askreviews.web.viewer import view as view_module
from paged import LANTERNS, OVER, write_pdf

PDF = "added/hay & stack.pdf"
GUIDE = "handover.md"
HOSTILE = "hostile.txt"
RUNS = "</div></dialog><script>alert(1)</script> <img src=x onerror=alert(1)> `${alert(1)}`"
LONG = "long.txt"


@pytest.fixture(scope="module")
def folder(corpus, tmp_path_factory):
    """A corpus with a PDF, a guide, a list of cases, a long text and a hostile one; its index."""
    folder = tmp_path_factory.mktemp("viewed")
    shutil.copytree(corpus, folder / "corpus")
    (folder / "corpus" / "added").mkdir()
    write_pdf(folder / "corpus" / PDF)
    (folder / "corpus" / HOSTILE).write_text(f"Kites\n\nKites matter {RUNS} for all.\n")
    lines = (f"Line {n} of the note on the kites of the town." for n in range(200))
    (folder / "corpus" / LONG).write_text("\n".join(lines))
    return folder


@pytest.fixture(scope="module")
def assistant(folder):
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    Library.open(folder / "corpus", folder / "index", settings).index()
    return Assistant.open(folder / "index", settings)


@pytest.fixture(scope="module")
def client(assistant):
    with TestClient(application(assistant)) as client:
        yield client


def place(assistant, document, words):
    start = assistant.text(document).text.index(words)
    return f"{start}-{start + len(words)}"


def viewed(client, document, *spans, **more):
    asked = {"document": document, "spans": ",".join(spans), **more}
    reply = client.get("/page-view", params=asked)
    assert reply.status_code == 200
    assert reply.headers["cache-control"] == "no-store"
    return reply.json()


def marked(view):
    return re.findall(r'<mark data-marks="([\d ]+)">(.*?)</mark>', view["body"], re.S)


def test_a_pdf_is_its_page_with_the_marks_outlined_and_its_text_folded_below(client, assistant):
    first, over = place(assistant, PDF, LANTERNS), place(assistant, PDF, " ".join(OVER))
    view = viewed(client, PDF, first, over, at=0)
    assert (view["page"], view["pages"], view["at"]) == (1, 2, 0)
    assert [mark["pages"] for mark in view["marks"]] == [[1], [1, 2]]
    assert view["file"] == "hay &amp; stack.pdf"
    assert f"Page 1 of hay &amp; stack.pdf, marked on it: “{LANTERNS}”" in view["body"]
    assert marked(view) == [("0", LANTERNS), ("1", OVER[0])]
    assert re.findall(r'class="view-place" data-marks="(\d)"', view["body"]) == ["0", "1"]
    for source in re.findall(r'(?:src|data-large)="([^"]*)"', view["body"]):
        assert client.get("/" + source.replace("&amp;", "&")).status_code == 200


def test_another_page_can_be_turned_to(client, assistant):
    first, over = place(assistant, PDF, LANTERNS), place(assistant, PDF, " ".join(OVER))
    view = viewed(client, PDF, first, over, at=0, page=2)
    assert (view["page"], view["at"]) == (2, 0)
    assert marked(view) == [("1", OVER[1])]
    assert viewed(client, PDF)["page"] == 1
    assert "there is no page 9; it has 2 pages." in viewed(client, PDF, page=9)["problem"]


def test_a_page_opens_where_the_mark_shown_first_stands(client, assistant):
    first, second = place(assistant, PDF, LANTERNS), place(assistant, PDF, OVER[1])
    assert viewed(client, PDF, first, second, at=1)["page"] == 2
    assert viewed(client, PDF, first, second, at=99)["at"] == 1


def test_other_formats_are_their_whole_text(client, assistant):
    text = assistant.text(GUIDE).text
    view = viewed(client, GUIDE, "0-5", "20-30")
    assert (view["page"], view["pages"]) == (None, None)
    assert marked(view) == [("0", text[:5]), ("1", text[20:30])]
    assert "left out" not in view["body"]
    assert view["whose"].startswith("not about one review · ")


def test_of_a_very_long_text_what_stands_around_the_marks(client, assistant, monkeypatch):
    monkeypatch.setattr(view_module, "_WHOLE", 5_000)
    span = place(assistant, LONG, "Line 100 of")
    view = viewed(client, LONG, span)
    assert marked(view) == [("0", "Line 100 of")]
    assert view["body"].count("part of the text is left out here") == 2
    assert len(view["body"]) < 2_500


def test_each_mark_says_whose_words_it_is_on(client, assistant):
    held = {}
    for review in assistant.reviews():
        held.setdefault(review.document_id, []).append(review)
    document, reviews = max(held.items(), key=lambda item: len(item[1]))
    assert len(reviews) > 1
    view = viewed(client, document, *(f"{one.start}-{one.start + 5}" for one in reviews))
    for mark, review in zip(view["marks"], reviews, strict=True):
        assert mark["whose"].startswith(f"{review.label} · ")
    assert ", ".join(one.label for one in reviews[:3]) in view["whose"]
    digest = next(one for one in assistant.reviews() if one.digest)
    view = viewed(client, digest.document_id)
    assert '<span class="ask-tag">digest</span>' in view["whose"]
    assert f"as at {digest.published}" in view["whose"]


def test_hostile_text_shows_as_text(client, assistant):
    text = assistant.text(HOSTILE).text
    view = viewed(client, HOSTILE, f"0-{len(text)}")
    assert "&lt;script&gt;alert(1)" in view["body"]
    assert set(re.findall(r"<(\w+)", view["body"])) == {"div", "mark"}
    view = viewed(client, "<img src=x onerror=alert(1)>")
    assert "<" not in view["problem"]


def test_what_is_not_held_and_what_has_moved_is_a_sentence_with_what_to_do(client):
    gone = viewed(client, "none.pdf", "0-5")
    assert "no longer held" in gone["problem"]
    assert "Library tab" in gone["problem"]
    for span in ("0-999999999", "9-3", "5-5"):
        moved = viewed(client, GUIDE, span)
        assert 'href="#view=handover.md&amp;spans=&amp;at=0"' in moved["problem"]
        assert moved["marks"] == []


@pytest.mark.parametrize(
    "asked",
    [{}, {"document": ""}, {"document": GUIDE, "spans": "x"}, {"document": GUIDE, "at": "-1"},
     {"document": GUIDE, "page": "1e9"}, {"document": GUIDE, "spans": "1-2," * 500 + "1-2"}],
)  # fmt: skip
def test_an_address_that_is_none_is_a_sentence(client, asked):
    reply = client.get("/page-view", params=asked)
    assert "not whole" in reply.json()["problem"]


def test_a_file_that_has_changed_is_shown_as_the_text_read_from_it(client, folder, assistant):
    path = folder / "corpus" / PDF
    held = path.read_bytes()
    try:
        path.write_bytes(held + b"\n")
        view = viewed(client, PDF, place(assistant, PDF, LANTERNS))
    finally:
        path.write_bytes(held)
    assert "The file has changed since it was indexed" in view["body"]
    assert "Below is the text" in view["body"]
    assert "<img" not in view["body"]
    assert marked(view) == [("0", LANTERNS)]
    assert str(folder) not in str(view)
