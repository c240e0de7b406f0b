"""Narrowing the reviews that questions are asked of: what can be chosen, and what is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

from askreviews.types import FacetValue
from askreviews.web.ask.conversation import Narrowed
from askreviews.web.markup import plain

LABELS = {
    "harm": "Harm",
    "age": "Child's age",
    "outcome": "Outcome",
    "theme": "Theme",
    "agency": "Agency",
    "type": "Kind of review",
}
_DATES = {"since": "Published in or after", "until": "Published in or before"}
Facets = Mapping[str, Sequence[FacetValue]]


def chosen(data: object, facets: Facets) -> Narrowed:
    """Of what a browser sent, the keys and values that there are."""
    if not isinstance(data, Mapping):
        return {}
    narrowed: Narrowed = {}
    for key in (*LABELS, *_DATES):
        held = {one.value for one in facets.get("year" if key in _DATES else key, ())}
        sent = data.get(key)
        values = [value for value in sent if value in held] if isinstance(sent, list) else []
        if values:
            narrowed[key] = values[:1] if key in _DATES else list(dict.fromkeys(values))
    return narrowed


def narrowing(facets: Facets, filters: Narrowed, left: int, held: int) -> str:
    """Show what can be chosen, folded away, and what is chosen as chips that can be taken off."""
    groups = "".join(
        _group(key, label, facets[key], filters.get(key, ()))
        for key, label in LABELS.items()
        if facets.get(key)
    )
    years = "".join(
        _year(key, label, facets.get("year", ()), filters) for key, label in _DATES.items()
    )
    words = told(left, held, filters)
    return (
        '<details id="ask-narrow"><summary>Narrow the reviews <span class="ask-held" id="ask-left">'
        f"{words}</span></summary>"
        f'<div class="ask-groups">{groups}</div><div class="ask-years">{years}</div></details>'
        f'<p class="ask-unseen" role="status">{words}</p>'
        f"{chips(filters, facets)}"
    )


def told(left: int, held: int, filters: Narrowed) -> str:
    """Say how many reviews are left."""
    if not filters:
        return "Asking the one review held." if held == 1 else f"Asking all {held} reviews held."
    if left == 0:
        return f"None of the {held} reviews held fits all of this; take something off."
    return f"Asking {left} of the {held} reviews held."


def in_words(filters: Narrowed, facets: Facets) -> str:
    """What was chosen, in words, as HTML."""
    return " · ".join(f"{label}: {value}" for _, _, label, value in _each(filters, facets))


def chips(filters: Narrowed, facets: Facets) -> str:
    """Show each value chosen as a button that takes it off."""
    items = "".join(
        f'<li><button type="button" class="ask-chip" data-key="{key}" data-value="{escape(value)}">'
        f'{label}: {words} <span aria-hidden="true">×</span>'
        f'<span class="ask-unseen">(take off)</span></button></li>'
        for key, value, label, words in _each(filters, facets)
    )
    if not items:
        return ""
    clear = '<li><button type="button" class="ask-chip" data-clear>Take all off</button></li>'
    return f'<ul class="ask-chips" aria-label="Narrowed to">{items}{clear}</ul>'


def _each(filters: Narrowed, facets: Facets) -> list[tuple[str, str, str, str]]:
    shown = {(key, one.value): one.label for key, held in facets.items() for one in held}
    return [
        (key, value, label, plain(shown.get((key, value), value)))
        for key, label in {**LABELS, **_DATES}.items()
        for value in filters.get(key, ())
    ]


def _group(key: str, label: str, values: Sequence[FacetValue], taken: Sequence[str]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" name="{key}" value="{escape(one.value)}"'
        f"{' checked' if one.value in taken else ''}> {plain(one.label)} "
        f'<span class="ask-quiet">({one.reviews})</span></label>'
        for one in values
    )
    return f"<fieldset><legend>{label}</legend>{boxes}</fieldset>"


def _year(key: str, label: str, years: Sequence[FacetValue], filters: Narrowed) -> str:
    if not years:
        return ""
    taken = next(iter(filters.get(key, ())), "")
    options = "".join(
        f"<option{' selected' if one.value == taken else ''}>{escape(one.value)}</option>"
        for one in years
    )
    return (
        f'<label>{label} <select name="{key}"><option value="">any year</option>{options}'
        "</select></label>"
    )
