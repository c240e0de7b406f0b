"""The address of a view: as the page's own script reads it."""

from urllib.parse import unquote

import pytest

from askreviews.web.viewer.links import view_address


def test_the_address_names_document_spans_and_the_first_shown():
    assert view_address("a.pdf", [(10, 20), (30, 40)], 1) == "#view=a.pdf&spans=10-20,30-40&at=1"
    assert view_address("a.pdf", ()) == "#view=a.pdf&spans=&at=0"


@pytest.mark.parametrize(
    "document", ["added/a & b.pdf", "50% + more = #1.md", "ünder „the“ moon.txt", '"><script>.md']
)
def test_any_name_comes_through_and_ends_nothing(document):
    own = view_address(document, [(1, 2)]).removeprefix("#view=").removesuffix("&spans=1-2&at=0")
    assert not set(own) & set("&=+#\"'<> ")
    assert unquote(own) == document


def test_half_a_character_is_no_fault():
    assert view_address("a\udcff.md", []).startswith("#view=a%3F.md&")
