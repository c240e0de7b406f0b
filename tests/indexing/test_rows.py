"""Which passages a filter means: the same as asking the catalogue, of any mixture of them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.indexing.rows import PassagePlaces, Rows

REVIEWS, FACETS = (None, "a#1", "a#2", "b#1"), (None, "finding", "action")


@given(
    places=st.lists(st.tuples(st.sampled_from(REVIEWS), st.sampled_from(FACETS)), max_size=30),
    wanted=st.sets(st.sampled_from([*REVIEWS[1:], "no such"])),
    facets=st.none() | st.sets(st.sampled_from(FACETS[1:]), min_size=1),
    dead=st.sets(st.integers(0, 29)),
)
def test_a_passage_is_meant_if_every_column_has_a_value_wanted(places, wanted, facets, dead):
    held = [(n, r, f, None) for n, (r, f) in enumerate(places) if n not in dead]
    asked = {"review_id": wanted} | ({"facet": facets} if facets else {})
    found = PassagePlaces(held, len(places)).where(asked)
    meant = [n for n, r, f, _ in held if r in wanted and (facets is None or f in facets)]
    assert list(found) == meant
    assert len(found) == len(meant)


def test_rows_are_a_set_of_numbers():
    rows = Rows.of([3, 1], 5)
    assert 1 in rows
    assert 2 not in rows
    assert 9 not in rows
    assert rows.array.tolist() == [1, 3]
    assert Rows(np.zeros(0, np.bool_)).array.tolist() == []


@pytest.mark.parametrize("looked_at_all", [0, 30_000])
def test_a_filter_finds_the_nearest_that_it_admits_however_it_looks(
    index, monkeypatch, looked_at_all
):
    monkeypatch.setattr("askreviews.indexing.segment._LOOKED_AT_ALL", looked_at_all)
    segment = index.segments[0]
    question = index.encoder.question("What was the learning about handover?")
    every = segment.dense(question, segment.count, None)
    admitted = Rows.of(range(0, segment.count, 2), segment.count)
    found = segment.dense(question, 5, admitted)
    best = sorted((row for row in every if row in admitted), key=lambda row: -every[row])[:5]
    assert list(found) == best
    assert np.allclose([found[row] for row in best], [every[row] for row in best], atol=2e-3)
