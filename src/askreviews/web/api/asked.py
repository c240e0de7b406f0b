"""What programs send: the same over HTTP and by MCP, and described to both from here."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from askreviews.types import Facet, Provenance

_Words = Annotated[str, Field(min_length=1, max_length=4000)]
_Name = Annotated[str, Field(min_length=1, max_length=300)]
_Date = Annotated[str, Field(pattern="^[0-9]{4}(-[0-9]{2}){0,2}$")]
_AgeBand = Literal["unborn", "under 1", "1-5", "6-10", "11-15", "16-17"]
_Names = _Name | Annotated[list[_Name], Field(min_length=1, max_length=50)]
_MOST_PASSAGES = 100
UNREADABLE = "What was sent is not JSON in UTF-8."


class _Sent(BaseModel):
    # A misspelt field would otherwise be passed over, and what was narrowed not be narrowed.
    model_config = ConfigDict(extra="forbid")


class Filters(_Sent):
    """What to look in. Several values of one key: either of them; several keys: all of them."""

    review: _Names | None = Field(None, description="a review's id, or its name as it is shown")
    document: _Names | None = Field(None, description="a document's id; * stands for anything")
    publisher: _Names | None = Field(None, description="words of the publisher's name")
    type: _Names | None = Field(None, description="words of the kind of review")
    harm: _Names | None = Field(None, description="words of a kind of harm")
    theme: _Names | None = Field(None, description="a theme's tag, or words of its label")
    agency: _Names | None = Field(None, description="words of an agency's name")
    age: _AgeBand | list[_AgeBand] | None = Field(None, description="of the child, in years")
    outcome: _Names | None = Field(None, description="death, or serious harm")
    since: _Date | None = Field(None, description="published then or later: YYYY[-MM[-DD]]")
    until: _Date | None = Field(None, description="published then or earlier")
    text: _Names | None = Field(None, description="words that stand in the review")
    facet: Facet | list[Facet] | None = Field(None, description="what a passage is")
    provenance: Provenance | list[Provenance] | None = Field(
        None, description="what was found here, or in the whole country"
    )

    def given(self) -> dict[str, object]:
        """Those that are given, by key."""
        return self.model_dump(exclude_none=True)


_FILTERS = Field(default_factory=Filters, description="narrow to some reviews or passages")


class Ask(_Sent):
    """A question, with what was asked before it."""

    question: _Words = Field(description="one question, in plain English")
    history: list[_Words] = Field(
        default_factory=list,
        max_length=50,
        description="the earlier questions of the conversation, oldest first, so that a follow-up "
        "('and the police?') is understood",
    )
    filters: Filters = _FILTERS
    id: _Name | None = Field(None, description="handed back as the answer's id")


class Search(_Sent):
    """Words to find passages for."""

    query: _Words = Field(description="what to look for, in plain English")
    limit: int = Field(10, ge=1, le=_MOST_PASSAGES, description="passages at most")
    filters: Filters = _FILTERS


class Reviews(_Sent):
    """Which reviews to list."""

    filters: Filters = _FILTERS


class Text(_Sent):
    """Which document to hand out."""

    document_id: _Name = Field(description="as citations, passages and reviews name it")


_FIELDS = {name for each in (Ask, Search, Text, Filters) for name in each.model_fields}


def fault_in(error: ValidationError) -> str:
    """What is wrong with what was sent, in a sentence that holds none of it."""
    return fault(error.errors(include_url=False, include_input=False, include_context=False)[0])


def fault(first: object) -> str:
    """The same, of one of pydantic's errors."""
    assert isinstance(first, dict)
    # Where a field isn't known, its name is a word of theirs; the last place is then left out.
    known = first["loc"][:-1] if first["type"] == "extra_forbidden" else first["loc"]
    named = [str(part) for part in known if part in _FIELDS]
    where = ".".join(named) or "What was sent"
    told = str(first["msg"])
    return f"{where}: {told[:1].lower()}{told[1:]}."
