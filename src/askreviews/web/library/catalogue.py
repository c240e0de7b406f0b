"""The catalogue as a table that the browser sorts and filters."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from askreviews.types import IndexInfo, Review, age_text
from askreviews.web.library.removing import button as remove_button
from askreviews.web.library.words import (
    DIGEST,
    NOT_STATED,
    date,
    date_text,
    relations,
    review_link,
    view_link,
)
from askreviews.web.markup import counted, plain

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

_THEMES_SHOWN = 3
_FIRST = 50  # rows that stand there at once; a button shows the rest
# Stands for "not stated" among the values that a list is filtered by; no value is empty.
_NONE = "-"
_EMPTY = (
    '<p class="ask-hint">No review is held yet. Add documents below, or put them into the '
    "corpus folder and run <code>askreviews index</code>.</p>"
)
# Key of a column, its heading, and whether it can be sorted by.
_COLUMNS = (
    ("label", "Review", True),
    ("publisher", "Publisher", True),
    ("published", "Date", True),
    ("type", "Type", True),
    ("age", "Child’s age", True),
    ("outcome", "Outcome", True),
    ("themes", "Themes", False),
)


class Catalogue:
    """The reviews held, and the words of the reading door that they are shown in.

    ``removable`` says whether documents may be added and removed here.
    """

    def __init__(self, assistant: Assistant, *, removable: bool = False) -> None:
        self.removable = removable
        self.reviews = assistant.reviews()
        self.info = assistant.info
        of_reviews = {review.document_id for review in self.reviews}
        self._others = {i: t for i, t in assistant.titles().items() if i not in of_reviews}
        self.labels = assistant.theme_labels()
        self.bands = assistant.age_bands()

    def themes(self, review: Review) -> list[str]:
        """The labels of a review's themes."""
        return [self.labels.get(theme, theme) for theme in review.themes]

    def band(self, review: Review) -> str | None:
        """The age band of a review's child; None where its age is not stated."""
        age = review.child_age_months
        found = (
            b for b, (low, high) in self.bands.items() if age is not None and low <= age < high
        )
        return next(found, None)

    def listing(self) -> str:
        """What is held, with the table and what filters it."""
        title = '<h2 id="lib-reviews">Library</h2>'
        if not self.reviews:
            return title + _EMPTY
        below = '<a href="#library=themes">themes by review</a>'
        if self.removable:
            below = f'<a href="#library=add">add documents</a>, {below}'
        if self._others:
            below += ', <a href="#library=others">other documents held</a>'
        held = f"<p>{_held(self.info)} Further down: {below}.</p>"
        return f"{title}{held}{self._filters()}{self._table()}"

    def others(self) -> str:
        """The documents that are of no one review, which the table cannot list."""
        rest = self._others
        if not rest:
            return ""
        items = "".join(
            f"<li>{view_link(i, (), title)} <span class='ask-meta'>{plain(i)}</span>"
            f"{remove_button(i, title) if self.removable else ''}</li>"
            for i, title in rest.items()
        )
        return (
            '<section aria-labelledby="lib-at-others">'
            '<h2 id="lib-at-others" tabindex="-1">Other documents held</h2>'
            f'<p class="ask-hint">{counted(len(rest), "document")} not about one review, such as '
            f'guides and forms. They are quoted in answers too.</p><ul class="lib-others">{items}'
            "</ul></section>"
        )

    def _filters(self) -> str:
        """One box and a choice for each kind of value, all of them made from what is held."""
        options: list[tuple[str, str, Callable[[Review], Iterable[str]], Sequence[str]]] = [
            ("type", "Type", lambda r: filter(None, [r.review_type]), ()),
            ("harm", "Harm", lambda r: r.harm, ()),
            ("theme", "Theme", lambda r: r.themes, tuple(self.labels)),
            ("agency", "Agency", lambda r: r.agencies, ()),
            ("age", "Child’s age", lambda r: filter(None, [self.band(r)]), tuple(self.bands)),
            ("outcome", "Outcome", lambda r: filter(None, [r.outcome]), ()),
        ]
        choices = "".join(
            _choice(key, label, [tuple(values(r)) for r in self.reviews], order, self.labels)
            for key, label, values, order in options
        )
        total = counted(len(self.reviews), "review")
        return (
            '<form class="lib-filters" role="search" aria-label="Reviews">'
            '<p class="lib-find"><label for="lib-find">Find in this list</label>'
            '<input id="lib-find" type="search" autocomplete="off" spellcheck="false"></p>'
            f"{choices}</form>"
            f'<p class="lib-count"><span role="status" data-total="{len(self.reviews)}">{total}'
            '</span> <button type="button" class="lib-clear" hidden>Show all</button></p>'
        )

    def _table(self) -> str:
        head = "".join(_heading(*column) for column in _COLUMNS)
        body = "".join(map(self._row, sorted(self.reviews, key=lambda r: r.label.casefold())))
        return (
            '<div class="lib-scroll lib-list" role="region" aria-label="Reviews held" '
            'tabindex="0"><table class="lib-table" role="table" aria-label="Reviews held">'
            f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
            f'<tbody role="rowgroup">{body}</tbody></table></div>'
            '<p class="lib-none ask-hint" hidden>No review fits. Take out a word, or choose '
            "“any” again.</p>"
            f'<p><button type="button" class="lib-rest" data-first="{_FIRST}" hidden></button></p>'
        )

    def _row(self, review: Review) -> str:
        stated = {
            "publisher": (review.publisher, plain(review.publisher or "")),
            "published": (review.published, date(review.published)),
            "type": (review.review_type, plain(review.review_type or "")),
            "age": (review.child_age_months, plain(age_text(review.child_age_months) or "")),
            "outcome": (review.outcome, plain(review.outcome or "")),
        }
        cells = "".join(
            _cell(heading, *stated[key]) for key, heading, _ in _COLUMNS if key in stated
        )
        return (
            f'<tr role="row" {self._data(review)}>{self._name(review)}{cells}'
            f'<td role="cell" data-label="Themes">{_few(self.themes(review))}</td></tr>'
        )

    def _name(self, review: Review) -> str:
        notes = "".join(f'<p class="ask-meta">{n}</p>' for n in relations(review, self.reviews))
        digest = f" {DIGEST}" if review.digest else ""
        return (
            f'<th role="rowheader" scope="row" data-key="{escape(review.label)}">'
            f"{review_link(review)}{digest}{notes}</th>"
        )

    def _data(self, review: Review) -> str:
        """What the script finds, filters, counts and draws a row by."""
        words = [
            *(review.label, review.title, review.document_id, review.publisher),
            *(review.review_type, review.published, date_text(review.published), review.outcome),
            *self.themes(review), *review.harm, *review.agencies,
        ]  # fmt: skip
        said = {theme: review.sources.get(f"theme:{theme}") for theme in review.themes}
        values = {
            "review": review.review_id,
            "document": review.document_id,
            "case": review.case_key,
            "copy": review.same_as or "",
            "published": review.published or "",
            "type": review.review_type or _NONE,
            "harm": "|".join(review.harm) or _NONE,
            "theme": "|".join(review.themes) or _NONE,
            "agency": "|".join(review.agencies) or _NONE,
            "age": self.band(review) or _NONE,
            "outcome": review.outcome or _NONE,
            "said": " ".join(f"{t}:{s[0]}-{s[1]}" if s else f"{t}:" for t, s in said.items()),
            "words": " ".join(word for word in words if word).lower(),
        }
        return " ".join(f'data-{key}="{escape(value)}"' for key, value in values.items())


def _held(info: IndexInfo) -> str:
    made = info.created.astimezone() if info.created else None
    since = f"; index of {_moment(made)}" if made else ""
    documents = counted(info.documents, "document")
    return f"{counted(info.reviews, 'review')} held, from {documents}{since}."


def _moment(made: datetime) -> str:
    return f"{date(f'{made:%Y-%m-%d}')}, {made:%H:%M}"


def _choice(
    key: str,
    label: str,
    held: Sequence[tuple[str, ...]],
    order: Sequence[str],
    labels: Mapping[str, str],
) -> str:
    """One of the values there are; "not stated" where a review has none."""
    there = {value for values in held for value in values}
    sort = {value: place for place, value in enumerate(order)}
    values = sorted(there, key=lambda v: (sort.get(v, len(sort)), v.casefold()))
    options = [("", "any"), *((v, labels.get(v, v)) for v in values)]
    options += [(_NONE, "not stated")] if not all(held) else []
    written = "".join(
        f'<option value="{escape(value)}">{escape(shown)}</option>' for value, shown in options
    )
    return (
        f'<p><label for="lib-{key}">{label}</label>'
        f'<select id="lib-{key}" data-filter="{key}">{written}</select></p>'
    )


def _heading(key: str, words: str, sorts: bool) -> str:
    if not sorts:
        return f'<th role="columnheader" scope="col">{words}</th>'
    order = ' aria-sort="ascending"' if key == "label" else ""
    return (
        f'<th role="columnheader" scope="col"{order}>'
        f'<button type="button" class="lib-sort">{words}</button></th>'
    )


def _cell(heading: str, key: object, shown: str) -> str:
    value = "" if key is None else str(key)
    return (
        f'<td role="cell" data-label="{heading}" data-key="{escape(value)}">'
        f"{shown or NOT_STATED}</td>"
    )


def _few(themes: Sequence[str]) -> str:
    shown = "; ".join(map(plain, themes[:_THEMES_SHOWN]))
    more = len(themes) - _THEMES_SHOWN
    return (shown + (f"; and {more} more" if more > 0 else "")) or NOT_STATED
