"""Packs as the page offers them: made from a topic, a review or what was kept, then changed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from askreviews.packs.basket import Basket, Kept
from askreviews.packs.export import FORMATS
from askreviews.packs.make import pack_from, pack_of, pack_on
from askreviews.packs.pdf import libreoffice
from askreviews.packs.prepared import Prepared
from askreviews.packs.shelf import Shelf
from askreviews.types import Keeping

if TYPE_CHECKING:
    from askreviews.assistant import Assistant
    from askreviews.settings import Settings


class Preparing:
    """Makes packs, and keeps baskets by name.

    Args:
        assistant: the reading door.
        shelf: where baskets are kept.
    """

    def __init__(self, assistant: Assistant, shelf: Shelf) -> None:
        self._assistant = assistant
        self._shelf = shelf

    @classmethod
    def of(cls, assistant: Assistant, settings: Settings) -> Preparing:
        """Over an open index, with baskets in the data folder."""
        return cls(assistant, Shelf(settings.data / "baskets"))

    def forms(self) -> Sequence[str]:
        """The endings of the files that can be written on this machine."""
        return [form for form in FORMATS if form != ".pdf" or libreoffice()]

    def on_topic(self, topic: str) -> Prepared:
        """A pack on a topic.

        Raises:
            AskReviewsError: the topic is empty.
        """
        return Prepared(self._assistant, pack_on(self._assistant, topic))

    def of_review(self, review_id: str) -> Prepared:
        """A pack of one review.

        Raises:
            AskReviewsError: it is no longer held.
        """
        return Prepared(self._assistant, pack_of(self._assistant, review_id))

    def of_kept(self, name: str, kept: Sequence[Keeping]) -> Prepared:
        """A pack of quotations in their order, at least one.

        Raises:
            AskReviewsError: a document has been removed or changed since.
        """
        return Prepared(self._assistant, pack_from(self._assistant, _basket(name, kept)))

    def saved(self) -> Sequence[str]:
        """The names of the baskets that are kept, in their order."""
        return self._shelf.names()

    def save(self, name: str, kept: Sequence[Keeping], *, overwrite: bool) -> bool:
        """Keep a basket by name; False where there is one of that name and it may not go.

        Raises:
            AskReviewsError: the name has no letter, or nothing can be written.
        """
        return self._shelf.save(_basket(name, kept), overwrite=overwrite)

    def load(self, name: str) -> Sequence[Keeping]:
        """The quotations of a basket that is kept.

        Raises:
            AskReviewsError: it is gone or damaged.
        """
        return self._shelf.load(name).items

    def delete(self, name: str) -> None:
        """Delete a basket that is kept.

        Raises:
            AskReviewsError: it is gone already.
        """
        self._shelf.delete(name)


def _basket(name: str, kept: Sequence[Keeping]) -> Basket:
    items = tuple(
        Kept(document_id=k.document_id, start=k.start, end=k.end, quote=k.quote, note=k.note)
        for k in kept
    )
    return Basket(name=name, items=items)
