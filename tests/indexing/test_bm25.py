"""The best passages by their words, whatever is admitted."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.indexing.bm25 import Words, open_bm25, scored

TEXTS = ["bruise bruise baby", "bruise", "baby", "bridge", "bruise"] * 40


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    folder = tmp_path_factory.mktemp("bm25")
    words = Words()
    for text in TEXTS:
        words.add(text.split())
    words.write(folder)
    return open_bm25(folder)


@given(
    asked=st.lists(st.sampled_from(["bruise", "baby", "bridge", "no-such-word"]), max_size=4),
    limit=st.integers(1, 2 * len(TEXTS)),
    admitted=st.one_of(st.none(), st.lists(st.booleans(), min_size=200, max_size=200)),
)
def test_the_best_are_those_of_highest_score_among_what_is_admitted(index, asked, limit, admitted):
    mask = None if admitted is None else np.array(admitted)
    whole = scored(index, asked, len(TEXTS), mask)
    found = scored(index, asked, limit, mask)
    assert sorted(found.values(), reverse=True) == sorted(whole.values(), reverse=True)[:limit]
    assert all(whole[row] == score > 0 for row, score in found.items())
    held = [row for row in range(len(TEXTS)) if mask is None or mask[row]]
    assert set(whole) == {row for row in held if set(asked) & set(TEXTS[row].split())}
