"""The heading of the page."""

from askreviews.types import IndexInfo
from askreviews.web.access.roles import Person
from askreviews.web.header import header


def test_the_head_counts_in_words():
    html = header(IndexInfo(generation="g", documents=1, reviews=12))
    assert "1 document, 12 reviews held" in html
    assert "<h1>Ask the reviews</h1>" in html


def test_who_is_signed_in_is_shown_and_can_sign_out():
    info = IndexInfo(generation="g", documents=1, reviews=1)
    assert "Signed in" not in header(info)
    html = header(info, Person("<b>rita", "reader", "to-ken"))
    assert "Signed in as <strong>&lt;b&gt;rita</strong> (reader)" in html
    assert 'method="post" action="sign-out"' in html
    assert 'value="to-ken"' in html
    assert "Sign out" not in header(info, Person("rita", "reader"))  # a proxy signed them in
