"""A basket: quotations somebody kept, in their order, each with a note; and its file."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from askreviews.assistant import Assistant
from askreviews.errors import AskReviewsError, IndexingError
from askreviews.types import Quotable


class Kept(BaseModel):
    """A quotation that was kept. A citation of an answer has all the fields that are needed."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    document_id: str
    start: int
    end: int
    quote: str
    note: str = ""

    def found(self, assistant: Assistant) -> Quotable:
        """The quotation where it stands now.

        Raises:
            AskReviewsError: its document has been removed, or no longer holds it there.
        """
        again = "take it out of the basket, or keep it again from the app"
        if self.document_id not in assistant.documents():
            raise AskReviewsError(
                f"The basket holds a quotation of {self.document_id}, which is no longer in the "
                f"index; {again}."
            )
        try:
            quotable = assistant.quotable_at(self.document_id, self.start, self.end)
        except IndexingError:
            quotable = None
        if quotable is None or quotable.citation.quote != self.quote:
            raise AskReviewsError(
                f"The basket holds a quotation that {self.document_id} no longer has at "
                f"characters {self.start}:{self.end}; {again}."
            )
        return quotable


class Basket(BaseModel):
    """What was kept, in order."""

    model_config = ConfigDict(frozen=True)

    name: str = "Quotations kept"
    items: tuple[Kept, ...] = Field(min_length=1)


def load_basket(path: Path) -> Basket:
    """Read a file: a basket, a list of citations, or an answer as ``ask --json`` prints it.

    Raises:
        AskReviewsError: it cannot be read, or is none of these.
    """
    try:
        raw = json.loads(path.read_text("utf-8"))
    except OSError as error:
        raise AskReviewsError(f"{path} cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise AskReviewsError(f"{path} is not JSON ({error}); save the basket again.") from error
    if isinstance(raw, list):
        raw = {"items": raw}
    elif isinstance(raw, dict) and "items" not in raw and "citations" in raw:
        raw = {"items": raw["citations"]}
    try:
        return Basket.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(map(str, first["loc"]))
        raise AskReviewsError(
            f"{path} is not a basket ({where}: {first['msg'].lower()}); it holds a list 'items' of "
            "quotations with document_id, start, end and quote."
        ) from error
