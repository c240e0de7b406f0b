"""The boxes of the characters of a stored text."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from askreviews.reading.layout import Glyphs, Layout

ROWS = st.integers(0, 40).flatmap(
    lambda n: arrays(np.int32, (n, 5), elements=st.integers(-100_000, 100_000))
)


def line(glyphs, page, x, y, length, *, size=10):
    """Set letters of half a size each on a line; gives their numbers."""
    step = size / 2
    return [
        glyphs.add(page, x + n * step, y, x + (n + 1) * step, y + 0.7 * size) for n in range(length)
    ]


def sides(box):
    return (box.page, box.left, box.bottom, box.right, box.top)


@given(ROWS)
def test_what_is_packed_comes_out_the_same(rows):
    assert np.array_equal(Layout.from_bytes(Layout(rows).to_bytes()).rows, rows)


def test_a_long_text_packs_to_a_few_bytes_a_character():
    glyphs = Glyphs()
    places = [
        place
        for page in (1, 2, 3)
        for y in range(780, 80, -13)
        for place in line(glyphs, page, 60, y, 90)
    ]
    assert len(glyphs.layout(places).to_bytes()) < 4 * len(places)


def test_the_letters_of_a_line_share_a_box_and_each_line_has_its_own():
    glyphs = Glyphs()
    places = [*line(glyphs, 1, 60, 700, 20), -1, *line(glyphs, 1, 60, 687, 8)]
    layout = glyphs.layout(places)
    assert [sides(box) for box in layout.boxes(0, len(places))] == [
        (1, 60, 700, 160, 707),
        (1, 60, 687, 100, 694),
    ]
    assert [sides(box) for box in layout.boxes(2, 4)] == [(1, 70, 700, 80, 707)]


@pytest.mark.parametrize(
    ("page", "x", "y"),
    [(1, 320, 700), (1, 320, 760), (2, 60, 700), (2, 160, 700), (1, 60, 500)],
    ids=["beside", "next column", "next page", "where a line would go on", "further down"],
)
def test_another_column_or_page_has_its_own_box(page, x, y):
    glyphs = Glyphs()
    places = [*line(glyphs, 1, 60, 700, 20), *line(glyphs, page, x, y, 20)]
    assert [sides(box)[:3] for box in glyphs.layout(places).boxes(0, 40)] == [
        (1, 60, 700),
        (page, x, y),
    ]


def test_letters_of_several_sizes_on_one_line_are_in_one_box():
    glyphs = Glyphs()
    places = [*line(glyphs, 1, 60, 700, 4, size=20), *line(glyphs, 1, 104, 700, 4, size=8)]
    assert [sides(box) for box in glyphs.layout(places).boxes(0, 8)] == [(1, 60, 700, 120, 714)]


def test_text_that_runs_up_the_page_has_one_box_a_line():
    glyphs = Glyphs()
    places = [glyphs.add(1, x, y, x + 7, y + 5) for x in (100, 113) for y in range(200, 300, 5)]
    boxes = glyphs.layout(places).boxes(0, len(places))
    assert [sides(box) for box in boxes] == [(1, 100, 200, 107, 300), (1, 113, 200, 120, 300)]


def test_what_has_no_place_has_no_box():
    glyphs = Glyphs()
    line(glyphs, 1, 60, 700, 3)
    layout = glyphs.layout([-1, 0, -1, -1])
    assert layout.boxes(2, 4) == ()
    assert layout.boxes(0, 0) == ()
    assert len(layout.boxes(0, 4)) == 1


def test_a_quotation_is_on_the_page_where_it_begins():
    glyphs = Glyphs()
    places = [-1, *line(glyphs, 3, 60, 90, 4), *line(glyphs, 4, 60, 780, 9)]
    layout = glyphs.layout(places)
    assert layout.page(0, len(places)) == 3
    assert layout.page(5, 9) == 4
    assert layout.page(0, 1) is None
    assert layout.page(2, 2) is None
    assert glyphs.page_of(places[-1]) == 4


@given(st.lists(st.tuples(st.integers(1, 3), *[st.floats(-2000, 2000)] * 2), min_size=1))
def test_boxes_hold_all_the_letters_they_stand_for(glyph_places):
    glyphs = Glyphs()
    places = [glyphs.add(page, x, y, x + 5, y + 7) for page, x, y in glyph_places]
    boxes = glyphs.layout(places).boxes(0, len(places))
    for page, x, y in glyph_places:
        assert any(
            box.page == page
            and box.left <= x + 0.03
            and x + 4.97 <= box.right
            and box.bottom <= y + 0.03
            and y + 6.97 <= box.top
            for box in boxes
        )
