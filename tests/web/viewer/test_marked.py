"""Marks in a text: whatever spans there are, each character stands once, in its marks."""

import re
from html import unescape

from hypothesis import given
from hypothesis import strategies as st

from askreviews.types import MarkedText
from askreviews.web.viewer.marked import marked_text

TEXT = "Lamps <b>were</b> out & nobody wrote.\n- Ask."
SPANS = st.lists(
    st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).filter(lambda s: s[0] < s[1]),
    max_size=5,
)


def words(html):
    return unescape(re.sub(r"</?(?:mark|div)[^>]*>", "", html))


@given(SPANS)
def test_spans_may_overlap_and_each_has_exactly_its_words(spans):
    html = marked_text([MarkedText(0, TEXT, marked=False)], spans, len(TEXT))
    assert words(html) == TEXT
    for number, (start, end) in enumerate(spans):
        own = [
            words(inner)
            for names, inner in re.findall(r'<mark data-marks="([\d ]+)">(.*?)</mark>', html, re.S)
            if str(number) in names.split()
        ]
        assert "".join(own) == TEXT[start:end]


def test_what_is_left_out_is_said_in_our_words_apart_from_the_documents():
    parts = [MarkedText(10, "one", marked=True), MarkedText(13, " two", marked=False)]
    parts.append(MarkedText(30, "three", marked=False))
    html = marked_text(parts, [(10, 13)], 40)
    assert html.count("part of the text is left out here") == 3
    assert '<div class="view-words"><mark data-marks="0">one</mark> two</div>' in html
    assert "left out" not in marked_text(parts[:2], [(10, 13)])
