"""The order in which boxes on a page are read."""

from hypothesis import given
from hypothesis import strategies as st

from askreviews.reading.boxes import Rectangle, reading_order


def order(*boxes, words=None):
    return reading_order([Rectangle(*box) for box in boxes], words or ["Text"] * len(boxes))


def test_columns_of_boxes_of_several_heights_are_read_down():
    left = [(0, 0, 90, 50), (0, 60, 90, 200)]
    right = [(100, 0, 190, 120), (100, 130, 190, 200)]
    assert order(right[1], left[1], right[0], left[0]) == [3, 1, 2, 0]


def test_a_grid_is_read_by_rows():
    boxes = [(x, y, x + 90, y + 80) for y in (0, 100) for x in (0, 100, 200)]
    assert order(*boxes[::-1]) == [5, 4, 3, 2, 1, 0]


def test_a_box_across_the_page_comes_between_the_columns_above_and_below_it():
    above = [(0, 0, 90, 40), (100, 0, 190, 70)]
    below = [(0, 120, 90, 300), (100, 120, 190, 200), (100, 210, 190, 300)]
    across = (0, 80, 190, 110)
    assert order(*below, across, *above) == [4, 5, 3, 0, 1, 2]


def test_numbers_that_the_boxes_bear_override_where_they_stand():
    boxes = [(0, 0, 90, 90), (100, 0, 190, 90), (0, 100, 90, 190)]
    assert order(*boxes, words=["03 What then", "1. Background", "2 What happened"]) == [1, 2, 0]


def test_numbers_override_nothing_unless_every_box_bears_one_of_its_own():
    boxes = [(0, 0, 90, 90), (0, 100, 90, 190), (0, 200, 90, 290)]
    assert order(*boxes, words=["3 nurses", "Background", "1 warden"]) == [0, 1, 2]
    assert order(*boxes, words=["2 nurses", "2 aunts", "1 warden"]) == [0, 1, 2]
    assert order(*boxes[:2], words=["2 nurses", "1 warden"]) == [0, 1]
    assert order(*boxes, words=["3/4/31", "2/4/31", "1/4/31"]) == [0, 1, 2]


def test_boxes_that_overlap_are_read_from_the_top():
    assert order((50, 60, 150, 160), (0, 0, 100, 100), (40, 30, 120, 90)) == [1, 2, 0]


def test_no_boxes_and_one():
    assert order() == []
    assert order((0, 0, 1, 1)) == [0]


SIDE = st.floats(-500, 500)
BOX = st.tuples(SIDE, SIDE, st.floats(0, 300), st.floats(0, 300)).map(
    lambda box: (box[0], box[1], box[0] + box[2], box[1] + box[3])
)


@given(st.lists(BOX, max_size=12))
def test_every_box_is_read_once(boxes):
    assert sorted(order(*boxes)) == list(range(len(boxes)))


@given(st.lists(st.floats(5, 60), min_size=1, max_size=8), st.randoms())
def test_boxes_one_under_another_are_read_down_however_they_are_given(heights, random):
    tops = [sum(heights[:n]) + 10 * n for n in range(len(heights))]
    boxes = [(0, top, 90, top + height) for top, height in zip(tops, heights, strict=True)]
    mixed = random.sample(boxes, len(boxes))
    assert [mixed[n] for n in order(*mixed)] == boxes
