"""What was read of a document, as fields that a person may correct before it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Literal

from askreviews.library import choices, fault_in
from askreviews.types import Look
from askreviews.web.markup import plain

Control = Literal["text", "select", "boxes", "box"]
Pairs = Iterable[Sequence[str]]
NOT_STATED = "not stated"
_A_DATE = "For example 2021, 2021-06 or 2021-06-04."
# The only value of a box that is ticked, as a side-car states it; None where it is not.
_TICKED = {"provenance": "digest"}
_GUIDE = "guide"
_STAYS = "can be changed but not emptied; where this is of no one review, tick “It is a guide”"


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the form: its key in a side-car, its label, how it is entered."""

    key: str
    label: str
    control: Control = "text"
    hint: str = ""
    of_one: bool = True


FIELDS = (
    Field("title", "Title", of_one=False),
    Field("review", "Pseudonym", hint="What the child or family is called, for example Child K."),
    Field("publisher", "Publisher", of_one=False),
    Field("published", "Published", hint=_A_DATE, of_one=False),
    Field("review_type", "Type of review", "select"),
    Field("child_age", "Child’s age", hint="For example 5 months, or 3 years 6 months."),
    Field("outcome", "Outcome", "select"),
    Field("incident_date", "Date of the incident", hint=_A_DATE),
    Field("harm", "Harm", "boxes"),
    Field("provenance", "It is a digest: a summary, and not the original", "box", of_one=False),
)


def fields_of(look: Look) -> Iterable[Field]:
    """The fields that can be said of a document: fewer where it holds several reviews, or none."""
    assert look.document
    return (f for f in FIELDS if not f.of_one or len(look.document.reviews) == 1)


def entered(look: Look, pairs: Pairs) -> dict[str, Any]:
    """What a form that was sent says, by key."""
    sent: dict[str, list[str]] = {}
    for name, value in pairs:
        sent.setdefault(name, []).append(str(value).strip())
    values: dict[str, Any] = {}
    for field in fields_of(look):
        given = sent.get(field.key, [])
        if field.control == "boxes":
            values[field.key] = given
        elif field.control == "box":
            values[field.key] = _TICKED[field.key] if given else None
        else:
            values[field.key] = (given or [""])[0] or None
    return values | {_GUIDE: _GUIDE in sent}


def corrections(look: Look, values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, str]]:
    """What was changed, as a side-car states it, and what is wrong with that, by key."""
    changed: dict[str, Any] = {}
    faults: dict[str, str] = {}
    for field in fields_of(look):
        value, read = values[field.key], look.values.get(field.key)
        if value == read or (field.control == "boxes" and set(value) == set(read or ())):
            continue
        if value is None and field.key == "title":
            faults[field.key] = "needs words"
        elif value is None and field.key == "review":
            faults[field.key] = _STAYS
        elif fault := fault_in(field.key, value):
            faults[field.key] = fault
        else:
            changed[field.key] = value
    if values.get(_GUIDE):
        shared = {f.key for f in FIELDS if not f.of_one}
        faults = {key: told for key, told in faults.items() if key in shared}
        changed = {key: value for key, value in changed.items() if key in shared}
        changed |= {"review": None}
    return changed, faults


def controls(look: Look, number: int, values: Mapping[str, Any], faults: Mapping[str, str]) -> str:
    """Every field with what it holds: what was entered, else what was read."""
    assert look.document
    values = {**look.values, **values}
    shown = [_shown(f, number, values.get(f.key), faults.get(f.key, "")) for f in fields_of(look)]
    if len(look.document.reviews) == 1:
        ticked = " checked" if values.get(_GUIDE) else ""
        shown.append(
            f'<p class="add-field add-wide"><label class="add-box"><input type="checkbox" '
            f'name="{_GUIDE}"{ticked}> It is a guide, of no one review, and is not counted as one'
            "</label></p>"
        )
    return f'<div class="add-fields">{"".join(shown)}</div>'


def _shown(field: Field, number: int, value: Any, fault: str) -> str:
    place = f"add-{number}-{field.key}"
    told = f"{field.label} {fault}." if fault else ""
    hints = [f"{place}-hint"] * bool(field.hint) + [f"{place}-fault"] * bool(fault)
    described = f' aria-describedby="{" ".join(hints)}"' if hints else ""
    described += ' aria-invalid="true"' if fault else ""
    named = f'id="{place}" name="{field.key}"{described}'
    hint = f'<span class="ask-hint" id="{place}-hint">{field.hint}</span>' if field.hint else ""
    hint += f'<span class="add-fault" id="{place}-fault">{plain(told)}</span>' if fault else ""
    if field.control == "boxes":
        return _boxes(field, value or ())
    if field.control == "box":
        ticked = " checked" if value else ""
        return (
            f'<p class="add-field add-wide"><label class="add-box"><input type="checkbox" {named}'
            f"{ticked}> {field.label}</label></p>"
        )
    control = f'<input type="text" {named} value="{escape(str(value or ""))}" autocomplete="off">'
    if field.control == "select":
        control = f"<select {named}>{_options(field.key, value)}</select>"
    wide = " add-wide" if field.key == "title" else ""
    label = f'<label for="{place}">{field.label}</label>'
    return f'<p class="add-field{wide}">{label}{hint}{control}</p>'


def _options(key: str, value: Any) -> str:
    nothing = f'<option value="">{NOT_STATED}</option>'
    return nothing + "".join(
        f'<option value="{escape(choice)}"{" selected" if choice == value else ""}>'
        f"{escape(choice)}</option>"
        for choice in choices(key)
    )


def _boxes(field: Field, ticked: Iterable[str]) -> str:
    boxes = "".join(
        f'<label class="add-box"><input type="checkbox" name="{field.key}" value="{escape(c)}"'
        f"{' checked' if c in ticked else ''}> {escape(c)}</label>"
        for c in choices(field.key)
    )
    return (
        f'<fieldset class="add-field add-wide"><legend>{field.label}</legend>'
        f'<div class="add-boxes">{boxes}</div></fieldset>'
    )
