"""The facts of a review, each with the sentence it was read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from askreviews.types import Review, Span, age_text
from askreviews.web.library.words import date_text, view_link
from askreviews.web.markup import plain

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
    items = "".join(
        f"<li>{_values(said)}"
        f"{_quotation(review, text, span, ', '.join(name.lower() for name, _ in said))}</li>"
        for span, said in by_place.items()
    )
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
    """Tags by the sentence that says most of them, which may be the same for several."""
    by_place: dict[Span | None, list[str]] = {}
    for name in tags:
        by_place.setdefault(review.sources.get(f"{kind}:{name}"), []).append(labels.get(name, name))
    items = "".join(
        f"<li>{''.join(f'<h4>{plain(name)}</h4>' for name in named)}"
        f"{_quotation(review, text, span, ', '.join(named))}</li>"
        for span, named in by_place.items()
    )
    return (
        '<p class="ask-hint">Found by their words, each with the sentence that says most of it.'
        f'</p><ul class="lib-facts">{items}</ul>'
    )


def _values(said: list[tuple[str, str]]) -> str:
    return "".join(f"<p><b>{name}:</b> {plain(value)}</p>" for name, value in said)


def _quotation(review: Review, text: str, span: Span | None, about: str) -> str:
    """The sentence that something was read from; none where the file's metadata state it."""
    if span is None:
        return '<p class="ask-meta">Stated with the file, not in its text.</p>'
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
