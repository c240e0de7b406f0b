"""Page images: the marks cover a quotation's words and no others, however the page is set."""

import os
from functools import partial

import numpy as np
import pytest
from reportlab.pdfgen.canvas import Canvas

from askreviews.errors import ReadingError
from askreviews.reading import read
from askreviews.reading.render import render_page
from askreviews.types import Box
from layouts import office, press
from layouts.content import Mark, contents
from layouts.make import PRESS, WORD
from layouts.marked import Pages, judge, pixels, verdicts

DIGESTS = ["baby-r", "information-sharing"]
EVERY = 4  # of the marks of a document: benchmarks/pages.py judges them all
WIDTH, HEIGHT = 595, 842
# What turns and moves what is drawn upright to where a page shown turned shows it upright.
TURNS = {
    0: (1, 0, 0, 1, 0, 0),
    90: (0, 1, -1, 0, HEIGHT, 0),
    180: (-1, 0, 0, -1, WIDTH, HEIGHT),
    270: (0, -1, 1, 0, 0, WIDTH),
}


class Turned(Canvas):
    """Draws pages that are to be turned and cropped to be shown."""

    def __init__(self, path, *, turn, offset, **_):
        self.turn, self.offset = turn, offset
        self.own = (WIDTH, HEIGHT) if turn in (0, 180) else (HEIGHT, WIDTH)
        # As shown: reportlab exchanges the sides of a page that it turns.
        super().__init__(path, pagesize=(WIDTH + 2 * offset, HEIGHT + 2 * offset))
        self._begin()

    def _begin(self):
        wide, high = self.own
        corner = self.offset
        self.setPageRotation(self.turn)
        self.setCropBox((corner, corner, corner + wide, corner + high))
        self.translate(corner, corner)
        self.transform(*TURNS[self.turn])

    def showPage(self):  # noqa: N802
        super().showPage()
        self._begin()


@pytest.fixture(scope="module", params=DIGESTS)
def content(request):
    """A digest to lay out."""
    return contents([request.param])[1]


def assert_right(found):
    found = list(found)
    assert [(v.mark.text[:60], v.wrong) for v in found if v.wrong] == []
    assert found
    assert all(v.images for v in found)


@pytest.mark.parametrize("layout", PRESS)
def test_the_marks_cover_the_words_alone_on_pages_set_by_hand(layout, content, tmp_path):
    path = tmp_path / "set.pdf"
    PRESS[layout](content, path)
    assert_right(verdicts(content, path, EVERY))


@pytest.fixture(scope="module")
def printed(content, tmp_path_factory):
    """The digest in each Word layout, as LibreOffice prints it."""
    if office.PROGRAM is None:
        say = "LibreOffice is not installed: apt-get install libreoffice-writer"
        if os.environ.get("CI"):
            pytest.fail(say)
        pytest.skip(say)
    folder = tmp_path_factory.mktemp("printed")
    for name, write in WORD.items():
        write(content, folder / f"{name}.docx")
    made = office.to_pdf([folder / f"{name}.docx" for name in WORD], folder)
    return dict(zip(WORD, made, strict=True))


@pytest.mark.parametrize("layout", WORD)
def test_the_marks_cover_the_words_alone_on_pages_printed_from_word(layout, content, printed):
    assert pixels(render_page(printed[layout], 1)).shape[1] == 1000
    assert_right(verdicts(content, printed[layout], EVERY))


@pytest.mark.parametrize("turn", TURNS)
@pytest.mark.parametrize("offset", [0, 37])
def test_pages_turned_and_cropped(turn, offset, tmp_path, monkeypatch):
    path = tmp_path / "turned.pdf"
    (content,) = contents(DIGESTS[:1])[1:]
    monkeypatch.setattr(press, "Canvas", partial(Turned, turn=turn, offset=offset))
    press.shuffled(content, path)
    assert_right(verdicts(content, path, EVERY))
    assert pixels(render_page(path, 1)).shape[:2] == (pytest.approx(1415, abs=2), 1000)


@pytest.fixture(scope="module")
def page(tmp_path_factory):
    """A page with one line that is known, a line close above and one close below."""
    path = tmp_path_factory.mktemp("page") / "lines.pdf"
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    canvas.setFont("Helvetica", 11)
    for line, words in enumerate(("gyp jay above", "Ask him Édith", "below lh")):
        canvas.drawString(60, 700 - 10.5 * line, words)
    canvas.showPage()
    canvas.setFillGray(0.1)
    canvas.rect(40, 640, 500, 100, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(60, 700, "Light on dark")
    canvas.showPage()
    canvas.drawString(60, 700, "Alone")
    canvas.save()
    return path


def boxes_of(path, words):
    document = read(path, path.name, 10**7)
    start = document.text.index(words)
    return document.layout.boxes(start, start + len(words))


def test_lines_set_so_close_that_a_full_margin_would_touch_them(page):
    words = "Ask him"
    verdict = judge(Pages(page), Mark(words, (), None, None), boxes_of(page, words))
    assert verdict.wrong == ()


@pytest.mark.parametrize("wrong", [(0, 6), (0, -6), (9, 0), (-9, 0)])
def test_a_mark_in_the_wrong_place_is_told_from_a_right_one(page, wrong):
    words = "him"
    across, up = wrong
    (box,) = boxes_of(page, words)
    moved = box.model_copy(update={
        "left": box.left + across, "right": box.right + across,
        "bottom": box.bottom + up, "top": box.top + up,
    })  # fmt: skip
    verdict = judge(Pages(page), Mark(words, (), None, None), [box])
    assert verdict.wrong == ()
    assert judge(Pages(page), Mark(words, (), None, None), [moved]).wrong


def test_light_words_on_dark_paper_stay_light_and_the_mark_shows(page):
    boxes = boxes_of(page, "Light on dark")
    assert [box.page for box in boxes] == [2]
    pages = Pages(page)
    changed = pages.changed(2, boxes)
    marked, plain = pixels(render_page(page, 2, boxes)), pages.plain(2)
    assert changed.any()
    assert (marked[changed].max(axis=1) > 80).all()
    assert (marked.astype(int) >= plain - 1).all()


def test_the_words_are_as_dark_as_before_and_the_mark_has_an_edge(page):
    boxes = boxes_of(page, "Alone")
    marked, plain = pixels(render_page(page, 3, boxes)), Pages(page).plain(3)
    changed = (marked != plain).any(axis=2)
    assert (marked[changed] <= plain[changed]).all()
    rows, columns = np.nonzero(changed)
    edge = marked[rows.min(), columns.min() : columns.max() + 1]
    inside = marked[rows.min() + 2, columns.min() + 2]
    assert (edge == edge[0]).all()
    assert int(inside.astype(int).sum()) - int(edge[0].astype(int).sum()) > 150


def test_a_page_without_a_mark_is_the_page_itself(page):
    box = boxes_of(page, "Ask him")
    assert render_page(page, 2, box) == render_page(page, 2)
    assert render_page(page, 1, box, width_px=300) == render_page(page, 1, box, width_px=300)
    assert pixels(render_page(page, 1, width_px=300)).shape[1] == 300


def test_a_page_of_any_proportions_stays_an_image_of_some_megapixels(tmp_path):
    path = tmp_path / "long.pdf"
    canvas = Canvas(str(path), pagesize=(10, 14000))
    canvas.drawString(1, 100, "Long")
    canvas.save()
    height, width, _ = pixels(render_page(path, 1)).shape
    assert height * width < 17_000_000


@pytest.mark.parametrize("number", [0, -1, 4, 10**12])
def test_a_page_that_is_not_there_is_one_sentence(page, number):
    with pytest.raises(ReadingError, match=rf"^lines.pdf: there is no page {number}; it has 3 p"):
        render_page(page, number)


def test_a_file_that_is_no_pdf_is_one_sentence(tmp_path):
    path = tmp_path / "no.pdf"
    path.write_bytes(b"no")
    with pytest.raises(ReadingError, match=r"^no.pdf: its page cannot be drawn; .*\.$"):
        render_page(path, 1, [Box(page=1, left=0, bottom=0, right=1, top=1)])


def test_what_cleaning_takes_out_of_the_text_is_covered_on_the_image(tmp_path):
    path = tmp_path / "contacts.pdf"
    said = {
        700: "Write to robin.sampleton@example.org today.",
        600: "Ring the office on 01632 960 123 to book.",
        500: "The helpline is 0808 800 5000.",
        60: "robin.sampleton@example.org",
    }
    canvas = Canvas(str(path), pagesize=(WIDTH, HEIGHT))
    for y, line in said.items():
        canvas.setFont("Helvetica", 12)
        canvas.drawString(60, y, line)
    canvas.save()
    image = pixels(render_page(path, 1, (), WIDTH))
    ink = {y: band(image, y) for y in said}
    assert ink[60] == {150}
    assert 150 in ink[700] and 150 in ink[600]
    assert 150 not in ink[500] or min(ink[500]) < 100
    text = pixels(render_page(path, 1, (), WIDTH))[HEIGHT - 705 : HEIGHT - 698, 60:110]
    assert text.min() < 100  # "Write to" is there to be read


def band(image, y):
    """The shades of grey, but white, on a line of text: those that fill most of it."""
    part = image[HEIGHT - y - 5 : HEIGHT - y - 1, 62:420]
    shades, counts = np.unique(part[..., 0], return_counts=True)
    return {int(s) for s, n in zip(shades, counts, strict=True) if s < 255 and n > 60}
