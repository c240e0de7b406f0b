"""An answer in the making: statements and citations, each quotation checked as it goes in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from askreviews.indexing.index import Index
from askreviews.types import (
    Citation,
    Considered,
    Evidence,
    Passage,
    Review,
    Span,
    Statement,
    StatementEvent,
    StatementKind,
)


@dataclass
class Draft:
    """Collects statements, numbers citations in the order of first use, withholds what fails.

    ``withheld`` counts quotations, ``refused`` sentences of a language model; ``model`` is what
    writes, ``fallback`` why that is not the one asked, ``model_ms`` how long that took. ``stages``
    are milliseconds by stage of what was done to find it.
    """

    index: Index
    statements: list[Statement] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    nearest: list[Citation] = field(default_factory=list)
    considered: list[Considered] = field(default_factory=list)
    withheld: int = 0
    refused: int = 0
    model: str = "extractive"
    fallback: str | None = None
    model_ms: float | None = None
    stages: dict[str, float] = field(default_factory=dict)

    def quote(self, places: Sequence[Citation]) -> StatementEvent | None:
        """Add a quotation: its first place gives the text, further ones say the same elsewhere.

        Returns:
            The statement with the citations new in it; None where the first place no longer
            holds the quotation, which is then withheld and counted.
        """
        if not verified(self.index, places[0]):
            self.withheld += 1
            return None
        return self._add(places[0].quote, "quote", [p for p in places if verified(self.index, p)])

    def generated(self, text: str, places: Sequence[Citation]) -> StatementEvent | None:
        """Add a model's sentence that passed its check, with the places it rests on.

        Returns:
            As ``quote``; None where one of the places no longer holds what was checked.
        """
        if not places or not all(verified(self.index, place) for place in places):
            self.refused += 1
            return None
        return self._add(text, "generated", places)

    def cites(self, place: Citation) -> bool:
        """Whether a place is cited already."""
        return any(_place(place) == _place(known) for known in self.citations)

    def shows(self, place: Citation) -> bool:
        """Whether a quotation already shown holds this one."""
        return any(
            c.document_id == place.document_id and c.start <= place.start and place.end <= c.end
            for c in self._first_citations()
        )

    def _first_citations(self) -> list[Citation]:
        quoted = (s for s in self.statements if s.kind == "quote")
        return [self.citations[s.citations[0] - 1] for s in quoted]

    def computed(self, text: str, places: Sequence[Citation]) -> StatementEvent:
        """Add a statement made by code, with the places that each of its items stands on."""
        return self._add(text, "computed", [p for p in places if verified(self.index, p)])

    def say(self, text: str, kind: StatementKind = "notice") -> StatementEvent:
        """Add words of ours."""
        return self._add(text, kind, ())

    def _add(self, text: str, kind: StatementKind, places: Sequence[Citation]) -> StatementEvent:
        fresh: list[Citation] = []
        numbers: list[int] = []
        for place in places:
            known = next((c for c in self.citations if _place(c) == _place(place)), None)
            if known is None:
                known = place.model_copy(update={"number": len(self.citations) + 1})
                self.citations.append(known)
                fresh.append(known)
            if known.number not in numbers:
                numbers.append(known.number)
        statement = Statement(text=text, kind=kind, citations=numbers)
        self.statements.append(statement)
        return StatementEvent(statement, tuple(fresh))

    def near(self, evidence: Sequence[Evidence]) -> None:
        """Add nearest passages not yet shown, numbered after the citations."""
        for e in evidence:
            place = citation(self.index, e.passage, (e.unit.start, e.unit.end))
            shown = {_place(c) for c in (*self.citations, *self.nearest)}
            if _place(place) not in shown and verified(self.index, place):
                number = len(self.citations) + len(self.nearest) + 1
                self.nearest.append(place.model_copy(update={"number": number}))

    def consider(self, evidence: Evidence, why_not: str) -> None:
        """Note a unit that was read and not used."""
        self.considered.append(
            Considered(
                document_id=evidence.passage.document_id,
                start=evidence.unit.start,
                end=evidence.unit.end,
                score=round(evidence.score, 4),
                why_not=why_not,
            )
        )


def _place(c: Citation) -> tuple[str, int, int]:
    return c.document_id, c.start, c.end


def verified(index: Index, place: Citation) -> bool:
    """Whether the quotation is exactly what was read from the file, and in one review.

    The stored text must be the text that was read (its hash, taken at reading, says so),
    and hold the quotation where the citation says.
    """
    document = index.document(place.document_id)
    if not document.intact or not place.quote:
        return False
    if document.text[place.start : place.end] != place.quote:
        return False
    review = index.review_by_id.get(place.review_id or "")
    return review is None or review.start <= place.start <= place.end <= review.end


def citation(index: Index, passage: Passage, span: Span) -> Citation:
    """The citation of a span of a passage, not yet numbered."""
    review = index.review_by_id.get(passage.review_id or "")
    found = _citation(index, passage.document_id, review, span)
    return found.model_copy(
        update={
            "section": passage.section,
            "facet": passage.facet,
            "audience": passage.audience,
            "provenance": passage.provenance,
        }
        # Formats with pages but without boxes (slides) know the page of a passage only.
        | ({} if found.page else {"page": passage.page})
    )


def citation_of_review(index: Index, review: Review, span: Span) -> Citation:
    """The citation of a span that a fact of the catalogue was read from."""
    return _citation(index, review.document_id, review, span)


def _citation(index: Index, document_id: str, review: Review | None, span: Span) -> Citation:
    document = index.document(document_id)
    layout = index.layout(document_id)
    return Citation(
        number=0,
        document_id=document_id,
        document_title=document.title,
        review_id=review.review_id if review else None,
        review=review.label if review else None,
        review_type=review.review_type if review else None,
        publisher=review.publisher if review else document.publisher,
        published=review.published if review else document.published,
        digest=review.digest if review else document.digest,
        page=layout.page(*span) if layout else None,
        start=span[0],
        end=span[1],
        quote=document.text[span[0] : span[1]],
    )
