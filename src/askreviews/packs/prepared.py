"""A pack while it is being prepared in the page: what may be done with each line of it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from askreviews.errors import AskReviewsError
from askreviews.packs.export import pack_bytes
from askreviews.packs.make import verify
from askreviews.packs.model import Item, Key, Pack, Part

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

# Where a note has a place in every export; a quiz would take it for a question.
_NOTED: Final[tuple[Key, ...]] = ("kept", "briefing", "themes")
_OURS = ("session", "note")
_LONGEST = 2000
_ALL_OFF = "Every part is left out; switch one on first."


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that stay together: a quotation, or a question with the quotation it is about.

    ``id`` is that of the first; ``note`` what was noted on it, None where nothing can be.
    """

    id: str
    lines: tuple[Item, ...]
    note: str | None
    on: bool
    rises: bool
    falls: bool


@dataclass(frozen=True, slots=True)
class PreparedPart:
    """A part with its lines as blocks; headings that stand over nothing are left out."""

    key: Key
    title: str
    on: bool
    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A pack and what it is written from. A change gives another one."""

    assistant: Assistant
    pack: Pack

    @property
    def parts(self) -> Sequence[PreparedPart]:
        """All parts that have something to show."""
        return [
            PreparedPart(part.key, part.title, part.on, tuple(_blocks(part)))
            for part in self.pack.parts if part.items
        ]  # fmt: skip

    def part_switched(self, key: str, *, on: bool) -> Prepared:
        """The same with a part on or off; one that isn't there changes nothing."""
        wanted = [p.key for p in self.pack.parts if (on if p.key == key else p.on)]
        return replace(self, pack=self.pack.only(wanted))

    def switched(self, block_id: str, *, on: bool) -> Prepared:
        """The same with a block on or off.

        Raises:
            AskReviewsError: there is no such block.
        """
        pack = self.pack
        for item in self._group(block_id):
            pack = pack.switched(item.id, on=on)
        return replace(self, pack=pack)

    def edited(self, item_id: str, text: str) -> Prepared:
        """The same with other words for a line that was written for the session.

        Raises:
            AskReviewsError: there is no such line, it is not ours to change, or nothing is left.
        """
        item = next((i for p in self.pack.parts for i in p.items if i.id == item_id), None)
        if item is None or item.kind not in _OURS:
            raise AskReviewsError("Only lines written for the session can be changed.")
        words = text.strip()[:_LONGEST]
        if not words:
            raise AskReviewsError("A line can't be empty; leave it out instead.")
        return replace(self, pack=self.pack.edited(item_id, words))

    def noted(self, block_id: str, text: str) -> Prepared:
        """The same with a note under a block; an empty one takes the note away.

        Raises:
            AskReviewsError: there is no such block, or nothing can be noted on it.
        """
        group = self._group(block_id)
        part = next(p for p in self.pack.parts if group[0] in p.items)
        if part.key not in _NOTED or group[0].kind != "quote":
            raise AskReviewsError("Nothing can be noted on this line.")
        words = text.strip()[:_LONGEST]
        notes = {item.id for item in group if item.kind == "note"}
        kept = part.model_copy(update={"items": tuple(i for i in part.items if i.id not in notes)})
        pack = self._with(kept)
        return replace(self, pack=pack.noted(block_id, words) if words else pack)

    def moved(self, block_id: str, by: int) -> Prepared:
        """The same with a block moved past its neighbour, within what stands under its heading.

        Raises:
            AskReviewsError: there is no such block.
        """
        group = self._group(block_id)
        part = next(p for p in self.pack.parts if group[0] in p.items)
        groups = list(_groups(part))
        place = groups.index(group)
        other = place + (1 if by > 0 else -1)
        if 0 <= other < len(groups) and _ordered(groups[place]) and _ordered(groups[other]):
            groups[place], groups[other] = groups[other], groups[place]
        items = tuple(item for one in groups for item in one)
        return replace(self, pack=self._with(part.model_copy(update={"items": items})))

    def written(self, form: str) -> bytes:
        """The pack as a file with that ending, each quotation held beside the stored text first.

        Raises:
            AskReviewsError: every part is off, a document has been removed or changed since, or
                the file can't be made.
        """
        pack = self.pack
        if form in (".csv", ".xlsx"):  # which hold the action plan and nothing else
            pack = pack.only(["action_plan"])
        elif not pack.shown:
            raise AskReviewsError(_ALL_OFF)
        pack = pack.renumbered()
        verify(self.assistant, pack)
        return pack_bytes(pack, form)

    def _group(self, block_id: str) -> list[Item]:
        for part in self.pack.parts:
            for group in _groups(part):
                if group[0].id == block_id:
                    return group
        raise AskReviewsError("This line is no longer in the pack.")

    def _with(self, changed: Part) -> Pack:
        parts = tuple(changed if p.key == changed.key else p for p in self.pack.parts)
        return self.pack.model_copy(update={"parts": parts})


def _groups(part: Part) -> Iterator[list[Item]]:
    """Lines that stay together, in their order."""
    group: list[Item] = []
    for item in part.items:
        if group and not _joins(part.key, group[-1], item):
            yield group
            group = []
        group.append(item)
    if group:
        yield group


def _joins(key: Key, before: Item, item: Item) -> bool:
    if item.kind == "note":
        return before.kind in ("quote", "note", "session")
    if key == "quiz":
        return (before.kind, item.kind) == ("session", "quote")
    return key == "questions" and (before.kind, item.kind) == ("quote", "session")


def _ordered(group: Sequence[Item]) -> bool:
    """Whether it can change places: what holds a quotation does, headings and counts stay."""
    return any(item.kind == "quote" for item in group)


def _blocks(part: Part) -> Iterator[Block]:
    shown = {item.id for item in part.shown}
    groups = list(_groups(part))
    for n, group in enumerate(groups):
        first = group[0]
        if first.kind == "heading" and first.id not in shown:
            continue
        orders = _ordered(group)
        notes = "\n".join(item.text for item in group if item.kind == "note")
        yield Block(
            id=first.id,
            lines=tuple(item for item in group if item.kind != "note"),
            note=notes if part.key in _NOTED and first.kind == "quote" else None,
            on=first.on,
            rises=orders and n > 0 and _ordered(groups[n - 1]),
            falls=orders and n + 1 < len(groups) and _ordered(groups[n + 1]),
        )
