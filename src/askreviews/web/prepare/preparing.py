"""What the Prepare tab needs of whoever makes packs; whoever starts the page hands it one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from askreviews.types import Citation, Keeping, Reason, Status


class Line(Protocol):
    """A line of a pack; its kind says whose words it holds."""

    @property
    def id(self) -> str:
        """Unique within the pack."""

    @property
    def kind(self) -> str:
        """``quote``, ``computed``, ``heading``, ``session``, ``note``, ``notice`` or ``blank``."""

    @property
    def text(self) -> str:
        """Its words."""

    @property
    def citations(self) -> Sequence[int]:
        """The numbers of the citations that it stands on."""

    @property
    def level(self) -> int:
        """Of a heading: below that of its part."""


class Block(Protocol):
    """Lines that stay together."""

    @property
    def id(self) -> str:
        """That of its first line."""

    @property
    def lines(self) -> Sequence[Line]:
        """All but the note."""

    @property
    def note(self) -> str | None:
        """What was noted on it; None where nothing can be."""

    @property
    def on(self) -> bool:
        """Whether it is part of the pack."""

    @property
    def rises(self) -> bool:
        """Whether it can be moved up."""

    @property
    def falls(self) -> bool:
        """Whether it can be moved down."""


class Part(Protocol):
    """A part of a pack."""

    @property
    def key(self) -> str:
        """Its short name."""

    @property
    def title(self) -> str:
        """Its heading."""

    @property
    def on(self) -> bool:
        """Whether it is part of the pack."""

    @property
    def blocks(self) -> Sequence[Block]:
        """Its lines in their order."""


class Pack(Protocol):
    """What a pack is, its parts apart."""

    @property
    def title(self) -> str:
        """What it is on."""

    @property
    def status(self) -> Status:
        """As of an answer; without parts where it is ``not_found`` or ``declined``."""

    @property
    def reason(self) -> Reason | None:
        """Why there is none."""

    @property
    def notices(self) -> Sequence[str]:
        """What it says of itself, in sentences."""

    @property
    def nearest(self) -> Sequence[Citation]:
        """The nearest passages, where nothing was found."""

    @property
    def version(self) -> str:
        """The version of the corpus and the date, in words."""

    def citation(self, number: int) -> Citation:
        """The citation of a number."""


class Prepared(Protocol):
    """A pack being prepared. What can't be done is an ``AskReviewsError``, one sentence."""

    @property
    def pack(self) -> Pack:
        """The pack as it is now."""

    @property
    def parts(self) -> Sequence[Part]:
        """Its parts, on or off."""

    def part_switched(self, key: str, *, on: bool) -> Prepared:
        """The same with a part on or off."""

    def switched(self, block_id: str, *, on: bool) -> Prepared:
        """The same with a block on or off."""

    def edited(self, item_id: str, text: str) -> Prepared:
        """The same with other words for a line that was written for the session."""

    def noted(self, block_id: str, text: str) -> Prepared:
        """The same with a note under a block; an empty one takes it away."""

    def moved(self, block_id: str, by: int) -> Prepared:
        """The same with a block moved up (-1) or down (1)."""

    def written(self, form: str) -> bytes:
        """The pack as a file with that ending."""


class Preparing(Protocol):
    """Makes packs, and keeps baskets by name; what can't be done is an ``AskReviewsError``."""

    def forms(self) -> Sequence[str]:
        """The endings of the files that can be written, such as ``.docx``."""

    def on_topic(self, topic: str) -> Prepared:
        """A pack on a topic; its status says whether there is one."""

    def of_review(self, review_id: str) -> Prepared:
        """A pack of one review."""

    def of_kept(self, name: str, kept: Sequence[Keeping]) -> Prepared:
        """A pack of quotations, at least one, each of which still stands where it did."""

    def saved(self) -> Sequence[str]:
        """The names of the baskets that are kept."""

    def save(self, name: str, kept: Sequence[Keeping], *, overwrite: bool) -> bool:
        """Keep a basket; False where there is one of that name and it may not go."""

    def load(self, name: str) -> Sequence[Keeping]:
        """The quotations of a basket."""

    def delete(self, name: str) -> None:
        """Delete a basket."""
