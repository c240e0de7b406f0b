"""A page as the reading door shows it: an image of the file that was indexed, or its text."""

import io
import shutil
import time

import numpy as np
import pytest
from PIL import Image

import bombs
from askreviews import AskReviewsError, Assistant, Library, PageView, Settings
from askreviews.errors import IndexingError
from askreviews.indexing.drawing import Drawer
from askreviews.reading.isolated import UnfinishedError
from askreviews.reading.limits import Limits
from paged import LANTERNS, OVER, write_pdf

PDF = "added/hay.pdf"
GUIDE = "handover.md"
WHOLE = " ".join(OVER)


@pytest.fixture(scope="module")
def held(corpus, tmp_path_factory):
    """A corpus with a PDF and a guide, and its index."""
    folder = tmp_path_factory.mktemp("held")
    (folder / "corpus" / "added").mkdir(parents=True)
    shutil.copy(corpus / GUIDE, folder / "corpus")
    write_pdf(folder / "corpus" / PDF)
    Library.open(folder / "corpus", folder / "index", Settings()).index()
    return folder


@pytest.fixture
def copy(held, tmp_path):
    return shutil.copytree(held, tmp_path / "copy", ignore=shutil.ignore_patterns("pages"))


def opened(folder):
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    return Assistant.open(folder / "index", settings)


@pytest.fixture(scope="module")
def assistant(held):
    return opened(held)


def span(assistant, words, document_id=PDF):
    start = assistant.text(document_id).text.index(words)
    return start, start + len(words)


def kept(folder):
    return sorted((folder / "index" / "pages").rglob("*.png"))


def marked(view):
    return [part.text for part in view.text if part.marked]


def assert_stored(assistant, view):
    text = assistant.text(view.document_id).text
    assert all(text[p.start : p.start + len(p.text)] == p.text for p in view.text)


def test_a_page_of_a_pdf_is_an_image_and_its_text(assistant):
    first, over = span(assistant, LANTERNS), span(assistant, WHOLE)
    view = assistant.render(PDF, 1, [first, over])
    assert isinstance(view, PageView)
    image = Image.open(io.BytesIO(view.image))
    assert (image.format, image.size) == ("PNG", (view.width, view.height))
    assert view.width == 1000
    assert (view.page, view.spans, view.reason) == (1, (first, over), None)
    assert marked(view) == [LANTERNS, OVER[0]]
    assert_stored(assistant, view)


def test_a_quotation_over_two_pages_is_on_both(assistant):
    first, over = span(assistant, LANTERNS), span(assistant, WHOLE)
    view = assistant.render(PDF, 2, [first, over])
    assert view.spans == (over,)
    assert marked(view) == [OVER[1]]
    assert view.image != assistant.render(PDF, 2).image


def test_an_image_is_drawn_once_and_kept(copy):
    assistant = opened(copy)
    at = span(assistant, LANTERNS)
    view = assistant.render(PDF, 1, [at])
    (path,) = kept(copy)
    source = assistant.text(PDF).source_sha256
    assert path.parent == copy / "index" / "pages" / source
    assert path.read_bytes() == view.image
    path.write_bytes(kept_instead := view.image[:33])
    assert assistant.render(PDF, 1, [at]).image == kept_instead
    assert assistant.render(PDF, 1, [at], width_px=500).width == 500
    assert assistant.render(PDF, 1).image != view.image
    assert len(kept(copy)) == 3


def test_an_index_that_cannot_be_written_shows_pages_all_the_same(copy):
    (copy / "index" / "pages").write_text("a file stands where the folder would")
    assistant = opened(copy)
    assert assistant.render(PDF, 1, [span(assistant, LANTERNS)]).image


@pytest.mark.parametrize(
    ("harm", "reason"),
    [
        (lambda path: path.unlink(), "no longer in the folder of documents"),
        (lambda path: write_pdf(path, "Other words."), "The file has changed since it was indexed"),
    ],
)
def test_a_file_that_is_not_the_one_indexed_is_shown_as_text(copy, harm, reason):
    assistant = opened(copy)
    at = span(assistant, LANTERNS)
    assert assistant.render(PDF, 1, [at]).image
    harm(copy / "corpus" / PDF)
    view = assistant.render(PDF, 1, [at])
    assert view.image is None
    assert (view.width, view.height) == (0, 0)
    assert reason in view.reason
    assert "askreviews index" in view.reason
    assert marked(view) == [LANTERNS]
    assert_stored(assistant, view)
    with pytest.raises(AskReviewsError, match=r"^added/hay.pdf has no page 3 with text on it\.$"):
        assistant.render(PDF, 3, [at])


def test_a_document_without_pages_is_the_text_around(assistant):
    text = assistant.text(GUIDE).text
    first, last = (0, 5), (len(text) - 20, len(text))
    view = assistant.render(GUIDE, None, [last, first])
    assert (view.image, view.reason, view.page) == (None, None, None)
    assert marked(view) == [text[:5], text[-20:]]
    assert_stored(assistant, view)
    assert "".join(p.text for p in assistant.render(GUIDE, None).text) == text


def test_what_is_far_from_every_span_is_left_out(copy):
    words = "\n".join(f"Sentence {n} of the note on lanterns." for n in range(200))
    (copy / "corpus" / "long.txt").write_text(words)
    Library.open(copy / "corpus", copy / "index", Settings()).index()
    assistant = opened(copy)
    spans = [span(assistant, f"Sentence {n} of", "long.txt") for n in (10, 60, 61, 190)]
    view = assistant.render("long.txt", None, spans)
    assert_stored(assistant, view)
    assert len(marked(view)) == 4
    assert len("".join(p.text for p in view.text)) < 5500
    text = assistant.text("long.txt").text
    ends = {p.start + len(p.text) for p in view.text}
    assert all(p.start in ends or text[p.start - 1 : p.start] in ("", " ", "\n") for p in view.text)


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("none.pdf", 1), "There is no document 'none.pdf'"),
        (("../../etc/passwd", 1), "There is no document"),
        ((PDF, 3), "hay.pdf: there is no page 3; it has 2 pages."),
        ((PDF, 0), "there is no page 0"),
        ((PDF, 1, [(0, 10**9)]), f"{PDF} has no characters 0:1000000000"),
        ((PDF, 1, [(5, 5)]), f"{PDF} has no characters 5:5"),
        ((PDF, 1, [(-1, 5)]), f"{PDF} has no characters -1:5"),
        ((PDF, 1, [], 0), "An image cannot be 0 pixels wide"),
        ((GUIDE, 1), f"{GUIDE} has no page 1"),
    ],
)
def test_what_cannot_be_shown_is_one_sentence(assistant, asked, says):
    with pytest.raises(AskReviewsError) as caught:
        assistant.render(*asked)
    message = str(caught.value)
    assert says in message
    assert message.endswith(".")
    assert "\n" not in message


def test_a_name_that_leads_out_of_the_corpus_opens_nothing(held):
    from askreviews.indexing.page_image import HeldFile

    drawer = Drawer(Limits())
    index = opened(held).index
    for name in ("../secret.pdf", str(held / "corpus" / PDF), "added/../../secret.pdf"):
        assert "no longer in the folder" in HeldFile(index, held / "corpus", name, drawer).fault()
    with pytest.raises(IndexingError):
        opened(held).render("added/../added/hay.pdf", 1)


def test_where_a_quotation_stands_on_the_image_and_how_many_pages_there_are(copy):
    assistant = opened(copy)
    first, over = span(assistant, LANTERNS), span(assistant, WHOLE)
    view = assistant.render(PDF, 1, [first, over])
    image = np.asarray(Image.open(io.BytesIO(view.image)).convert("RGB"))
    plain = np.asarray(Image.open(io.BytesIO(assistant.render(PDF, 1).image)).convert("RGB"))
    rows, columns = np.nonzero((image != plain).any(axis=2))
    ((one,), (other,)) = view.places
    assert 0.1 < one.top < one.bottom < 0.2
    assert 0.9 < other.top < other.bottom < 1
    assert one.top == pytest.approx(rows.min() / view.height, abs=0.005)
    assert other.bottom == pytest.approx(rows.max() / view.height, abs=0.005)
    assert min(one.left, other.left) == pytest.approx(columns.min() / view.width, abs=0.005)
    assert max(one.right, other.right) == pytest.approx(columns.max() / view.width, abs=0.005)
    assert view.pages == assistant.render(PDF, None).pages == 2
    (copy / "corpus" / PDF).unlink()
    view = assistant.render(PDF, 1, [first])
    assert (view.places, view.pages) == ((), 2)
    assert assistant.render(GUIDE, None).pages is None


def test_a_page_that_takes_for_ever_is_given_up_once_and_the_next_one_is_drawn(held, tmp_path):
    endless = bombs.endless_pdf(tmp_path / "endless.pdf")
    drawer = Drawer(Limits(max_seconds=1))
    for most in (10, 0.1):
        began = time.monotonic()
        with pytest.raises(UnfinishedError, match=r"^endless.pdf: drawing its page took longer"):
            drawer.draw(endless, 1, (), 500)
        assert time.monotonic() - began < most
    assert drawer.draw(held / "corpus" / PDF, 1, (), 500).startswith(b"\x89PNG")
    drawer.close()


def test_where_a_page_cannot_be_drawn_its_text_is_shown(copy, monkeypatch):
    door = opened(copy)

    def fail(*_):
        raise UnfinishedError("hay.pdf: drawing its page took longer than 20 s; split it.")

    monkeypatch.setattr(door._drawer, "draw", fail)
    view = door.render(PDF, 1, [span(door, LANTERNS)])
    assert view.image is None
    assert "took longer" in view.reason
    assert LANTERNS in "".join(part.text for part in view.text)
