"""Where a pack is put together: citations numbered in the order of first use, lines given ids."""

from __future__ import annotations

from collections.abc import Iterable

from askreviews.assistant import Assistant
from askreviews.packs.model import Item, Key, Kind
from askreviews.types import Citation, Quotable


class Desk:
    """Numbers citations and makes items. One a pack."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant
        self._lines = 0
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.citations: list[Citation] = []
        self.remarks: dict[int, tuple[str, ...]] = {}

    def cite(self, place: Citation) -> int:
        """The number of a citation, from 1; our remarks on what it names are noted with it."""
        key = (place.document_id, place.start, place.end)
        if key not in self._numbers:
            number = len(self.citations) + 1
            self._numbers[key] = number
            self.citations.append(place.model_copy(update={"number": number}))
            superseded = self._assistant.context(place).superseded
            if superseded:
                said = (f"Our note, not in the document: {s.sentence()}" for s in superseded)
                self.remarks[number] = tuple(said)
        return self._numbers[key]

    def quote(self, part: Key, quotable: Quotable) -> Item:
        """A quotation, with the places that say the same."""
        places = (quotable.citation, *quotable.also)
        return self._item(part, "quote", quotable.citation.quote, places)

    def computed(self, part: Key, text: str, places: Iterable[Citation]) -> Item:
        """A count, or facts of the catalogue, with what it stands on."""
        return self._item(part, "computed", text, places)

    def session(self, part: Key, text: str, places: Iterable[Citation] = ()) -> Item:
        """A line written for the session, with what it is made from."""
        return self._item(part, "session", text, places)

    def say(self, part: Key, kind: Kind, text: str, level: int = 1) -> Item:
        """Fixed words: a heading, a notice, the label of a blank."""
        return self._item(part, kind, text, (), level)

    def _item(
        self, part: Key, kind: Kind, text: str, places: Iterable[Citation], level: int = 1
    ) -> Item:
        self._lines += 1
        numbers = tuple(dict.fromkeys(self.cite(place) for place in places))
        return Item(
            id=f"{part}-{self._lines}", kind=kind, text=text, citations=numbers, level=level
        )
