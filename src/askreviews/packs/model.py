"""A pack: parts made of items, each with what it stands on. Nothing here changes in place."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, computed_field

from askreviews.errors import AskReviewsError
from askreviews.types import Citation, IndexInfo, Reason, Status

Key = Literal[
    "kept",
    "briefing",
    "themes",
    "questions",
    "cards",
    "quiz",
    "action_plan",
    "sources",
    "evidence_of_use",
]
PARTS: dict[Key, str] = {
    "kept": "Quotations kept",
    "briefing": "Seven-minute briefing",
    "themes": "Learning by theme",
    "questions": "Questions for discussion",
    "cards": "In their exact words",
    "quiz": "Quiz",
    "action_plan": "Action plan",
    "sources": "Sources and further reading",
    "evidence_of_use": "Evidence of use",
}
Kind = Literal["quote", "computed", "heading", "session", "note", "notice", "blank"]
WRITTEN = "Written for this session"


# What neither XML nor a workbook can hold.
_NOT_SHOWN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Somebody's words, with "�" for characters that no file can hold."""
    return _NOT_SHOWN.sub("�", text)


class Strict(BaseModel):
    """What crosses a boundary: frozen, and with no field that it doesn't know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Item(Strict):
    """A line of a pack.

    ``quote``: its text is the quote of its first citation, further ones say the same elsewhere.
    ``computed``: counted or read from the catalogue by code, each thing counted cited.
    ``heading``: fixed words; ``level`` is below the part's own heading. ``session``: written for
    the session, cited is what it is made from. ``note``: a trainer's own words. ``notice``: what
    a pack says of itself. ``blank``: a cell to fill in, its text the label.
    """

    id: str = Field(description="unique within the pack")
    kind: Kind
    text: str
    citations: tuple[int, ...] = ()
    level: int = 1
    on: bool = True


class Part(Strict):
    """A part of a pack, which can be switched off as a whole."""

    key: Key
    title: str
    items: tuple[Item, ...]
    on: bool = True

    @property
    def shown(self) -> list[Item]:
        """The items that are on, without headings that stand over nothing."""
        items = [item for item in self.items if item.on]
        return [item for n, item in enumerate(items) if not _bare(items, n)]


def _bare(items: Sequence[Item], n: int) -> bool:
    if items[n].kind != "heading":
        return False
    for item in items[n + 1 :]:
        if item.kind != "heading":
            return False
        if item.level <= items[n].level:
            return True
    return True


class Statement(Strict):
    """A line as ``pack --json`` lists it."""

    part: Key
    text: str
    kind: Kind
    citations: tuple[int, ...]


class Pack(BaseModel):
    """A pack, ready to be edited and written.

    ``status`` is as of an answer: where it is ``not_found`` or ``declined``, ``notices`` say so
    and there are no parts but the nearest passages. ``remarks`` are ours on a citation, by its
    number: that something it names has since been replaced.
    """

    model_config = ConfigDict(frozen=True)

    title: str
    made_from: Literal["topic", "review", "basket"]
    status: Status
    reason: Reason | None = None
    made: str = Field(description="date, YYYY-MM-DD")
    index: IndexInfo
    notices: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()
    citations: tuple[Citation, ...] = ()
    nearest: tuple[Citation, ...] = ()
    remarks: dict[int, tuple[str, ...]] = Field(default_factory=dict)

    @computed_field  # type: ignore[prop-decorator]
    @property
    def statements(self) -> list[Statement]:
        """Every line that is on, in the order in which it is read; headings and blanks too."""
        return [
            Statement(part=part.key, text=i.text, kind=i.kind, citations=i.citations)
            for part in self.shown for i in part.shown
        ]  # fmt: skip

    @property
    def shown(self) -> list[Part]:
        """The parts that are on."""
        return [part for part in self.parts if part.on and part.shown]

    @property
    def version(self) -> str:
        """Corpus version and date, as they stand on every export."""
        held = f"{self.index.documents} documents, {self.index.reviews} reviews"
        return f"Corpus version {self.index.generation} ({held}). Made on {self.made}."

    def citation(self, number: int) -> Citation:
        """The citation of a number, from 1."""
        return self.citations[number - 1]

    def renumbered(self) -> Pack:
        """The same with citations numbered in the order in which they are read."""
        used = [n for part in self.parts for item in part.items for n in item.citations]
        new = {old: n for n, old in enumerate(dict.fromkeys(used), 1)}
        citations = {new[c.number]: c.model_copy(update={"number": new[c.number]})
                     for c in self.citations if c.number in new}  # fmt: skip

        def renumber(item: Item) -> Item:
            return item.model_copy(update={"citations": tuple(new[n] for n in item.citations)})

        pack = self._with(
            lambda part: part.model_copy(update={"items": tuple(map(renumber, part.items))})
        )
        remarks = {new[n]: said for n, said in self.remarks.items() if n in new}
        listed = tuple(citations[n] for n in sorted(citations))
        return pack.model_copy(update={"citations": listed, "remarks": remarks})

    def only(self, keys: Iterable[Key]) -> Pack:
        """The same with these parts on and the others off."""
        wanted = set(keys)
        return self._with(lambda part: part.model_copy(update={"on": part.key in wanted}))

    def switched(self, item_id: str, *, on: bool) -> Pack:
        """The same with an item switched on or off.

        Raises:
            AskReviewsError: there is no such item.
        """
        return self._changed(item_id, lambda item: item.model_copy(update={"on": on}))

    def edited(self, item_id: str, text: str) -> Pack:
        """The same with an item's words changed; they are then no quotation and no count.

        Raises:
            AskReviewsError: there is no such item.
        """

        def change(item: Item) -> Item:
            ours = item.kind in ("quote", "computed", "notice") and text != item.text
            return item.model_copy(
                update={"text": printable(text), "kind": "session" if ours else item.kind}
            )

        return self._changed(item_id, change)

    def noted(self, item_id: str, text: str) -> Pack:
        """The same with a note of the trainer's own under an item.

        Raises:
            AskReviewsError: there is no such item.
        """
        note = Item(id=f"{item_id}-note", kind="note", text=printable(text))
        self._find(item_id)

        def insert(part: Part) -> Part:
            kept = [item for item in part.items if item.id != note.id]
            items = [i for item in kept for i in ((item, note) if item.id == item_id else (item,))]
            return part.model_copy(update={"items": tuple(items)})

        return self._with(insert)

    def moved(self, item_id: str, by: int) -> Pack:
        """The same with an item moved down ``by`` places within its part (up, if negative).

        Raises:
            AskReviewsError: there is no such item.
        """
        self._find(item_id)

        def move(part: Part) -> Part:
            items = list(part.items)
            place = next((n for n, item in enumerate(items) if item.id == item_id), None)
            if place is not None:
                item = items.pop(place)
                items.insert(max(0, place + by), item)
            return part.model_copy(update={"items": tuple(items)})

        return self._with(move)

    def _changed(self, item_id: str, change: Callable[[Item], Item]) -> Pack:
        self._find(item_id)

        def apply(part: Part) -> Part:
            items = tuple(change(i) if i.id == item_id else i for i in part.items)
            return part.model_copy(update={"items": items})

        return self._with(apply)

    def _find(self, item_id: str) -> None:
        if not any(item.id == item_id for part in self.parts for item in part.items):
            raise AskReviewsError(f"The pack has no line {item_id!r}.")

    def _with(self, change: Callable[[Part], Part]) -> Pack:
        return self.model_copy(update={"parts": tuple(map(change, self.parts))})
