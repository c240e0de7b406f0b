"""Learning by theme: findings apart from recommendations, local apart from national."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material
from askreviews.packs.model import Item, Part
from askreviews.packs.tally import counted
from askreviews.types import Quotable

_KEY: Final = "themes"
_OTHER = "Other learning"
_FEWEST, _MOST_THEMES, _MOST_LINES = 2, 6, 8
_CUT = "At most eight lines stand under each heading; the reviews hold more on this."
_NO_STRENGTHS = "No good practice on this is recorded in the documents held."


def themes(desk: Desk, material: Material) -> Part:
    """Themes with the most lines first; under each, findings, recommendations and strengths."""
    lines = material.under("finding", "recommendation", "good_practice", "action")
    groups = _grouped(lines, material.subject)
    items: list[Item] = []
    for theme, group in groups.items():
        if len(groups) > 1:
            items.append(desk.say(_KEY, "heading", theme))
        items += _theme(desk, group, 2 if len(groups) > 1 else 1)
    if lines and not any(q.citation.facet == "good_practice" for q in lines):
        items += [desk.say(_KEY, "heading", "Strengths"), desk.say(_KEY, "notice", _NO_STRENGTHS)]
    if len(material.speaking) > 1:
        items += [desk.say(_KEY, "heading", "Reviews drawn on"), counted(desk, _KEY, material)]
    if not lines:
        items.insert(0, desk.say(_KEY, "notice", "No review held records learning on this; see the "
                                 "sources for other documents."))  # fmt: skip
    return Part(key=_KEY, title="Learning by theme", items=tuple(items))


def _grouped(lines: Sequence[Quotable], subject: str | None) -> dict[str, list[Quotable]]:
    """Each line under one theme that it names; a theme with one line only joins the others.

    A pack on a topic has that as its theme, named by its user, and is not divided further.
    """
    if subject is not None:
        return {subject: list(lines)} if lines else {}
    count: dict[str, int] = {}
    for line in lines:
        for theme in line.themes:
            count[theme] = count.get(theme, 0) + 1
    kept = sorted((t for t in count if count[t] >= _FEWEST), key=lambda t: -count[t])[:_MOST_THEMES]
    groups: dict[str, list[Quotable]] = {theme: [] for theme in [*kept, _OTHER]}
    for line in lines:
        groups[next((t for t in kept if t in line.themes), _OTHER)].append(line)
    return {theme: group for theme, group in groups.items() if group}


def _theme(desk: Desk, group: Sequence[Quotable], level: int) -> Iterator[Item]:
    for title, lines in _kinds(group):
        if lines:
            yield desk.say(_KEY, "heading", title, level)
            yield from (desk.quote(_KEY, line) for line in lines[:_MOST_LINES])
            if len(lines) > _MOST_LINES:
                yield desk.say(_KEY, "notice", _CUT)


def _kinds(group: Sequence[Quotable]) -> Iterator[tuple[str, list[Quotable]]]:
    """Findings by provenance, strengths beside them, then recommendations and actions."""
    provenances = (("local", "local"), ("national", "national"), (None, "not said whether local "
                   "or national"))  # fmt: skip
    for provenance, name in provenances:
        yield f"Findings: {name}", _of(group, "finding", provenance)
    yield "Strengths", [q for q in group if q.citation.facet == "good_practice"]
    for provenance, name in provenances:
        title = "Recommendations" + (f": {name}" if provenance else "")
        yield title, _of(group, "recommendation", provenance)
    yield "Actions that reviews report", [q for q in group if q.citation.facet == "action"]


def _of(group: Sequence[Quotable], facet: str, provenance: str | None) -> list[Quotable]:
    return [
        q for q in group if q.citation.facet == facet and q.citation.provenance == provenance
    ]  # fmt: skip
