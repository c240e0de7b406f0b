"""What can be done on a visitor's desk: each by the name that the page's script sends."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from askreviews.errors import AskReviewsError
from askreviews.web.markup import counted
from askreviews.web.prepare.basket import Place, standing
from askreviews.web.prepare.desk import Asked, Desk
from askreviews.web.prepare.kept import LONGEST_NAME, dropped
from askreviews.web.prepare.preparing import Prepared, Preparing

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

Sent = Mapping[str, object]
_NAME_IT = "Give the basket a name first."
_NOTHING_KEPT = "Nothing is kept yet; press “Keep” beside a quotation first."
_ALL_GONE = (
    "The documents hold none of what you kept any more; drop those and keep others."
)  # fmt: skip
_PERSONAL = (
    "it seems to hold somebody's details; write it again without names, dates of birth, addresses "
    "or numbers."
)
_NO_TOPIC = "Name a topic first, in a few words."
_NO_REVIEW = "Choose a review first."


def act(assistant: Assistant, preparing: Preparing, desk: Desk, sent: Sent) -> str:
    """Do what was asked for, and say what came of it; what isn't known is passed over.

    Raises:
        AskReviewsError: it can't be done.
    """
    do = str(sent.get("do"))
    if do in _WITH_PLACE:
        return _WITH_PLACE[do](assistant, desk, _place(sent), _text(sent, "text"))
    if do in _WITH_BASKETS:
        name = _text(sent, "name").strip()[:LONGEST_NAME]
        if do == "save":
            _check(assistant, name, "The basket was not saved")
        return _WITH_BASKETS[do](preparing, desk, name)
    if do in _WITH_PACK and desk.prepared is not None:
        change, words = _WITH_PACK[do]
        desk.prepared = change(desk.prepared, _text(sent, "line"), _text(sent, "text"))
        return words
    return ""


def make(assistant: Assistant, preparing: Preparing, desk: Desk, sent: Sent) -> str:
    """Make a pack from what was chosen.

    Raises:
        AskReviewsError: nothing was chosen, or none can be made.
    """
    source = sent.get("from")
    left_out: list[str] = []
    if source == "review":
        prepared = preparing.of_review(_given(_text(sent, "review"), _NO_REVIEW))
    elif source == "kept":
        items = desk.basket.items
        held = [item for item in items if standing(assistant, item)]
        if not held:
            raise AskReviewsError(_ALL_GONE if items else _NOTHING_KEPT)
        left_out = [item.document_id for item in items if item not in held]
        prepared = preparing.of_kept(desk.basket.name or "Quotations kept", held)
    else:
        prepared = preparing.on_topic(_given(_text(sent, "topic"), _NO_TOPIC))
    desk.prepared, desk.left_out = prepared, left_out
    return ""


def _given(words: str, otherwise: str) -> str:
    if not words.strip():
        raise AskReviewsError(otherwise)
    return words.strip()


def _text(sent: Sent, name: str) -> str:
    value = sent.get(name)
    return value if isinstance(value, str) else ""


def _place(sent: Sent) -> Place:
    try:
        start, end = map(int, _text(sent, "keep").split("-"))
    except ValueError:
        raise AskReviewsError("This quotation cannot be found; load the page again.") from None
    return _text(sent, "document"), start, end


# --- what was kept ---


def _toggle(assistant: Assistant, desk: Desk, place: Place, _: str) -> str:
    basket = desk.basket
    if any(item.place == place for item in basket.items):
        basket.drop(place)
        return f"No longer kept. {dropped(len(basket.items))}"
    basket.keep(assistant, place)
    return f"Kept. {counted(len(basket.items), 'quotation')} kept, in the Prepare tab."


def _drop(_: Assistant, desk: Desk, place: Place, __: str) -> str:
    desk.basket.drop(place)
    return f"Dropped. {dropped(len(desk.basket.items))}"


def _note(assistant: Assistant, desk: Desk, place: Place, words: str) -> str:
    _check(assistant, words, "The note was not kept")
    desk.basket.note(place, words)
    return "Noted."


def _up(_: Assistant, desk: Desk, place: Place, __: str) -> str:
    desk.basket.move(place, -1)
    return "Moved up."


def _down(_: Assistant, desk: Desk, place: Place, __: str) -> str:
    desk.basket.move(place, 1)
    return "Moved down."


# --- baskets by name ---


def _check(assistant: Assistant, words: str, otherwise: str) -> None:
    """What is saved is for everyone, so it is screened as questions are.

    Raises:
        AskReviewsError: the words hold personal data.
    """
    if words.strip() and assistant.declines(words) == "personal_data":
        raise AskReviewsError(f"{otherwise}: {_PERSONAL}")


def _save(preparing: Preparing, desk: Desk, name: str) -> str:
    if not desk.basket.items:
        raise AskReviewsError(_NOTHING_KEPT)
    return _saved(preparing, desk, _given(name, _NAME_IT), overwrite=False)


def _saved(preparing: Preparing, desk: Desk, name: str, *, overwrite: bool) -> str:
    if not preparing.save(name, desk.basket.items, overwrite=overwrite):
        desk.asked = Asked("overwrite", name)
        return "There is a saved basket of this name already."
    desk.basket.name, desk.asked = name, None
    return f"Saved as “{name}”."


def _load(preparing: Preparing, desk: Desk, name: str) -> str:
    if desk.basket.items:
        desk.asked = Asked("load", name)
        return "This takes the place of what you kept here."
    return _loaded(preparing, desk, name)


def _loaded(preparing: Preparing, desk: Desk, name: str) -> str:
    desk.basket.fill(name, preparing.load(name))
    return f"Loaded “{name}”. {dropped(len(desk.basket.items))}"


def _delete(_: Preparing, desk: Desk, name: str) -> str:
    desk.asked = Asked("delete", name)
    return "Deleting it cannot be undone."


def _sure(preparing: Preparing, desk: Desk, _: str) -> str:
    asked, desk.asked = desk.asked, None
    if asked is None:
        return ""
    if asked.what == "overwrite":
        return _saved(preparing, desk, asked.name, overwrite=True)
    if asked.what == "load":
        return _loaded(preparing, desk, asked.name)
    preparing.delete(asked.name)
    return f"Deleted “{asked.name}”."


def _not_sure(_: Preparing, desk: Desk, __: str) -> str:
    desk.asked = None
    return "Nothing was changed."


_WITH_PLACE: dict[str, Callable[[Assistant, Desk, Place, str], str]] = {
    "keep": _toggle, "drop": _drop, "kept-note": _note, "kept-up": _up, "kept-down": _down,
}  # fmt: skip
_WITH_BASKETS: dict[str, Callable[[Preparing, Desk, str], str]] = {
    "save": _save, "load": _load, "delete": _delete, "sure": _sure, "not-sure": _not_sure,
}  # fmt: skip
# Each with what is said of it.
_WITH_PACK: dict[str, tuple[Callable[[Prepared, str, str], Prepared], str]] = {
    "part-on": (lambda p, line, _: p.part_switched(line, on=True), "Part put in."),
    "part-off": (lambda p, line, _: p.part_switched(line, on=False), "Part left out."),
    "off": (lambda p, line, _: p.switched(line, on=False), "Left out."),
    "back": (lambda p, line, _: p.switched(line, on=True), "Put back."),
    "up": (lambda p, line, _: p.moved(line, -1), "Moved up."),
    "down": (lambda p, line, _: p.moved(line, 1), "Moved down."),
    "edit": (lambda p, line, text: p.edited(line, text), "Changed."),
    "note": (lambda p, line, text: p.noted(line, text), "Noted."),
}
