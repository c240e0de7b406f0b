"""The frame of the map: the themes that reviews held speak of, most common first."""

import json

from lxml.html import fromstring

from askreviews.web.library.catalogue import Catalogue
from askreviews.web.library.theme_map import theme_map


def test_rows_are_the_themes_held_most_common_first(assistant):
    catalogue = Catalogue(assistant)
    grid = fromstring(theme_map(catalogue)).xpath(".//*[@role='grid']")[0]
    themes = [tag for tag, _ in json.loads(grid.get("data-themes"))]
    counts = [sum(tag in r.themes for r in catalogue.reviews) for tag in themes]
    assert counts == sorted(counts, reverse=True)
    assert set(themes) == {tag for r in catalogue.reviews for tag in r.themes}


def test_a_row_of_the_list_knows_where_each_theme_is_said(assistant):
    rows = fromstring(Catalogue(assistant).listing()).xpath(".//tr[@data-review]")
    for row in rows:
        [review] = [r for r in assistant.reviews() if r.review_id == row.get("data-review")]
        said = dict(one.split(":") for one in row.get("data-said").split())
        assert set(said) == set(review.themes)
        for theme, span in said.items():
            assert span == "-".join(map(str, review.sources[f"theme:{theme}"]))
