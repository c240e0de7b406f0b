"""What one visitor has on the desk of the Prepare tab."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from askreviews.web.prepare.basket import Basket
from askreviews.web.prepare.preparing import Prepared


@dataclass(frozen=True, slots=True)
class Asked:
    """What is to be confirmed before it is done, and the name of the basket concerned."""

    what: Literal["overwrite", "load", "delete"]
    name: str


@dataclass(slots=True)
class Desk:
    """What was kept, and the pack that is being prepared.

    ``left_out`` names the documents of what was kept and stands there no more.
    """

    basket: Basket = field(default_factory=Basket)
    prepared: Prepared | None = None
    left_out: list[str] = field(default_factory=list)
    asked: Asked | None = None

    def clear(self) -> None:
        """Forget all of it, in place."""
        self.basket.clear()
        self.prepared, self.left_out, self.asked = None, [], None
