"""The map: which review says something of which theme. The browser draws it from the list."""

from __future__ import annotations

import json
from collections import Counter
from html import escape

from askreviews.web.library.catalogue import Catalogue

# Columns that can still be told apart; a list that is narrowed shows the rest.
COLUMNS = 24


def theme_map(catalogue: Catalogue) -> str:
    """The frame that the map is drawn in, with the themes that it has rows for.

    Rows are in the order of how many cases say something of a theme, over all that is held,
    so that they keep their places when the list is narrowed.
    """
    cases = Counter(
        theme for theme, _ in {(t, r.case_key) for r in catalogue.reviews for t in r.themes}
    )
    order = sorted(cases, key=lambda theme: (-cases[theme], catalogue.labels.get(theme, theme)))
    themes = [[theme, catalogue.labels.get(theme, theme)] for theme in order]
    if not themes:
        return ""
    return (
        '<section aria-labelledby="lib-at-themes" class="lib-map">'
        '<h2 id="lib-at-themes" tabindex="-1">Themes by review</h2>'
        '<p id="lib-map-how">A filled square means that the document says something of the theme: '
        "it opens the sentence that says most. An empty one means only that no such sentence was "
        "found. The choices above narrow this map too. By keyboard: Tab into the map, go from "
        "square to square with the arrow keys (Home and End go to the ends of a row), and open "
        "one with Enter.</p>"
        '<p class="lib-map-shown ask-meta"></p>'
        '<div class="lib-scroll lib-map-region" role="region" aria-labelledby="lib-at-themes" '
        'tabindex="0">'
        '<table class="lib-grid" role="grid" aria-labelledby="lib-at-themes" '
        f'aria-describedby="lib-map-how" data-columns="{COLUMNS}" '
        f'data-themes="{escape(json.dumps(themes, ensure_ascii=False))}"></table></div></section>'
    )
