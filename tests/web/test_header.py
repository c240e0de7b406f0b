"""The heading of the page."""

from askreviews.types import IndexInfo
from askreviews.web.header import header


def test_the_head_counts_in_words():
    html = header(IndexInfo(generation="g", documents=1, reviews=12))
    assert "1 document, 12 reviews held" in html
    assert "<h1>Ask the reviews</h1>" in html
