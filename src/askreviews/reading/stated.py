"""What front matter or a side-car file states of a review, which overrides what was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal

from askreviews.reading.ages import ages
from askreviews.reading.taxonomy import taxonomy
from askreviews.types import Review, SourceDocument, age_text

NATIONS = ("England", "Wales", "Scotland", "Northern Ireland")
_OUTCOMES = ("death", "serious harm")
_DATE = re.compile(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", re.ASCII)
_Reader = Callable[[Any], Any]


def _text(value: Any) -> str:
    if not isinstance(value, str | int) or isinstance(value, bool) or not str(value).strip():
        raise ValueError("needs words")
    return str(value).strip()


def _day(value: Any) -> str:
    """A date as YYYY, YYYY-MM or YYYY-MM-DD; YAML makes a date or a number of some."""
    written = value.isoformat() if isinstance(value, date) else str(value)
    try:
        if not _DATE.fullmatch(written):
            date.fromisoformat(written)
    except ValueError as error:
        raise ValueError("needs a date, as 2021, 2021-06 or 2021-06-04") from error
    return written[:10]


def _age(value: Any) -> float:
    read = {months for months, _ in ages(f"{value} old")} if isinstance(value, str) else set()
    if len(read) != 1:
        raise ValueError("needs one age with its unit, as 14 months or 3 years 6 months")
    return read.pop()


def _one_of(*known: str) -> _Reader:
    def read(value: Any) -> str:
        if value not in known:
            raise ValueError(f"needs one of {', '.join(known)}")
        return str(value)

    return read


def _some_of(kind: Literal["themes", "agencies", "harm"]) -> _Reader:
    def read(value: Any) -> tuple[str, ...]:
        known = getattr(taxonomy(), kind)
        keys = {label: key for key, label in taxonomy().theme_labels.items()}
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(v, str) for v in values):
            raise ValueError("needs a list of words")
        named = tuple(str(keys.get(v, v)) for v in values)
        if unknown := [v for v in named if v not in known]:
            raise ValueError(f"has no value {unknown[0]!r}; it has {', '.join(known)}")
        return named

    return read


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError("needs true or false")  # noqa: TRY004 (a user's mistake, told as such)
    return value


def _review_type(value: Any) -> str:
    return str(_one_of(*choices("review_type"))(value))


# Key in the file: field of the review, and how its value is read.
KEYS: dict[str, tuple[str, _Reader]] = {
    "title": ("title", _text),
    "review": ("pseudonym", _text),
    "case_id": ("case_id", _text),
    "publisher": ("publisher", _text),
    "published": ("published", _day),
    "review_type": ("review_type", _review_type),
    "nation": ("nation", _one_of(*NATIONS)),
    "population": ("population", _one_of("children", "adults")),
    "scheme": ("scheme", _text),
    "incident_date": ("incident_date", _day),
    "child_age": ("child_age_months", _age),
    "outcome": ("outcome", _one_of(*_OUTCOMES)),
    "harm": ("harm", _some_of("harm")),
    "themes": ("themes", _some_of("themes")),
    "agencies": ("agencies", _some_of("agencies")),
    "recommendations": ("recommendations", _one_of("made", "none recorded")),
    "summary_only": ("summary_only", _yes_or_no),
    "provenance": ("digest", lambda value: _one_of("digest", "guide")(value) == "digest"),
}
# What may be said of all reviews of a document at once.
OF_ALL = ("published", "nation", "population", "scheme", "summary_only", "provenance")
_TAGS = {"harm": "harm", "themes": "theme", "agencies": "agency"}
_NOTHING: dict[str, Any] = dict.fromkeys(_TAGS, ()) | {"summary_only": False, "digest": False}


def values_of(document: SourceDocument) -> dict[str, Any]:
    """What was read of a document, by key, as a side-car would state it; None: not stated.

    What is of one review is there where the document holds one; ``review`` is its pseudonym.
    """
    values: dict[str, Any] = {
        "title": document.title,
        "publisher": document.publisher,
        "published": document.published,
        "provenance": "digest" if document.digest else None,
    }
    if len(document.reviews) != 1:
        return values
    (review,) = document.reviews
    for key, (field, _) in KEYS.items():
        value = getattr(review, field)
        values.setdefault(key, list(value) if isinstance(value, tuple) else value)
    return values | {"child_age": age_text(review.child_age_months)}


def choices(key: str) -> tuple[str, ...]:
    """The values that a key may have, where they are not open."""
    known = {
        "review_type": (*taxonomy().review_types, "guide"),
        "outcome": _OUTCOMES,
        "harm": tuple(taxonomy().harm),
    }
    return known.get(key, ())


def stated(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that front matter states; what cannot be read of it is not stated."""
    fields: dict[str, Any] = {}
    for key in KEYS:
        if key in metadata:
            try:
                fields |= field_of(key, metadata[key])
            except ValueError:
                fields |= field_of(key, None)
    return fields


def field_of(key: str, value: Any) -> dict[str, Any]:
    """The field that a key states; null means not stated.

    Raises:
        ValueError: the value is not of the kind the key needs; the message says which is.
    """
    field, read = KEYS[key]
    if value is None:
        return {field: _NOTHING.get(field)} if key not in ("title", "review") else {}
    found = read(value)
    return {field: found, "label": found} if key == "review" else {field: found}


def override(review: Review, fields: Mapping[str, Any]) -> Review:
    """The review with the fields that a file states.

    What the text says too keeps the sentence it was read from; what it does not say has none.
    """
    sources = dict(review.sources)
    for field, value in fields.items():
        if field in _TAGS:
            gone = {f"{_TAGS[field]}:{tag}" for tag in getattr(review, field) if tag not in value}
            sources = {name: span for name, span in sources.items() if name not in gone}
        elif field != "title" and getattr(review, field) != value:
            sources.pop(field, None)
    return review.model_copy(update={**fields, "sources": sources})
