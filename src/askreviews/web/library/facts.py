"""The facts of a review, each with the sentence it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from askreviews.types import Review, Span, age_text
from askreviews.web.library.words import date_text, view_link
from askreviews.web.markup import plain

_UNSOURCED = "Stated with the file, not in its text."
_NOBODY = "children"


def facts(review: Review, text: str) -> str:
    """What is stated of a review, by the sentence that states it; then what is not stated."""
    by_place: dict[Span | None, list[tuple[str, str]]] = {}
    lacking = []
    for name, value, source in _fields(review):
        if value:
            by_place.setdefault(review.sources.get(source), []).append((name, value))
        else:
            lacking.append(name.lower())
    unsourced = by_place.pop(None, [])
    items = "".join(_stated(review, text, span, said) for span, said in by_place.items())
    if unsourced:
        items += f'<li>{_values(unsourced)}<p class="ask-meta">{_UNSOURCED}</p></li>'
    lacks = f'<p class="ask-hint">Not stated: {", ".join(lacking)}.</p>' if lacking else ""
    return f'<ul class="lib-facts">{items}</ul>{lacks}'


def tagged(review: Review, labels: Mapping[str, str], text: str) -> list[tuple[str, str, str]]:
    """Themes and agencies: name of the part, its heading, and each with its sentence."""
    parts = (
        ("themes", "Themes", "theme", review.themes),
        ("agencies", "Agencies", "agency", review.agencies),
    )
    return [
        (name, f"{title} ({len(tags)})", _tags(review, kind, tags, labels, text))
        for name, title, kind, tags in parts
        if tags
    ]


def _tags(
    review: Review, kind: str, tags: tuple[str, ...], labels: Mapping[str, str], text: str
) -> str:
    items = []
    for name in tags:
        span = review.sources.get(f"{kind}:{name}")
        label = labels.get(name, name)
        said = (
            _quotation(review, text, span, label)
            if span
            else f'<p class="ask-meta">{_UNSOURCED}</p>'
        )
        items.append(f"<li><h4>{plain(label)}</h4>{said}</li>")
    return (
        '<p class="ask-hint">Found by their words; under each, the sentence that says most of it.'
        f'</p><ul class="lib-facts">{"".join(items)}</ul>'
    )


def _stated(review: Review, text: str, span: Span | None, said: list[tuple[str, str]]) -> str:
    if span is None:
        return ""
    about = ", ".join(name.lower() for name, _ in said)
    return f"<li>{_values(said)}{_quotation(review, text, span, about)}</li>"


def _values(said: list[tuple[str, str]]) -> str:
    return "".join(f"<p><b>{name}:</b> {plain(value)}</p>" for name, value in said)


def _quotation(review: Review, text: str, span: Span, about: str) -> str:
    link = view_link(review.document_id, [span], "Open", about)
    return f'<p class="lib-said"><q class="ask-words">{plain(text[slice(*span)])}</q> {link}</p>'


def _fields(review: Review) -> Iterator[tuple[str, str | None, str]]:
    """Name, value and key of the source of each fact."""
    if review.title != review.label:
        yield "Title", review.title, "title"
    yield "Type", review.review_type, "review_type"
    yield "Publisher", review.publisher, "publisher"
    yield "Published", date_text(review.published), "published"
    yield "Nation", review.nation, "nation"
    if review.population not in (None, _NOBODY):
        yield "About", review.population, "population"
    yield "Child’s age", age_text(review.child_age_months), "child_age_months"
    yield "When it happened", date_text(review.incident_date), "incident_date"
    yield "Outcome", review.outcome, "outcome"
    for harm in review.harm or ("",):
        yield "Harm", harm, f"harm:{harm}"
    if review.recommendations == "none recorded":
        yield "Recommendations", review.recommendations, "recommendations"
