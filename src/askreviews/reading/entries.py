"""What a document says of one review: the fields of its entry in the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Literal

from askreviews.reading.case import Case
from askreviews.reading.imprint import Imprint
from askreviews.reading.pseudonyms import pseudonym_alone, pseudonym_in_text, pseudonym_in_title
from askreviews.reading.stretches import Stretch
from askreviews.reading.tags import tag_sentences
from askreviews.reading.taxonomy import Tag, taxonomy
from askreviews.types import Review, Span

_NO_RECOMMENDATIONS = re.compile(
    r"\b(?:makes?|made|contains?|there (?:are|were)) no recommendations", re.I
)


class EntryReader:
    """Reads the catalogue's fields out of one stretch of a document, each with its span."""

    def __init__(self, stretch: Stretch) -> None:
        self.stretch = stretch
        self.sources: dict[str, Span] = {}

    def review(self, review_id: str, document_id: str) -> Review:
        """The review as read; a field that the text does not state is None."""
        blocks = self.stretch.blocks
        pseudonym = self._pseudonym()
        document = self._of_the_document()
        if self.stretch.head:
            self.sources["title"] = self.stretch.head
        return Review(
            review_id=review_id,
            document_id=document_id,
            label=pseudonym or self.stretch.title,
            pseudonym=pseudonym,
            title=self.stretch.title,
            summary_only=self.stretch.listed,
            recommendations=self._recommendations(),
            start=blocks[0].start if blocks else 0,
            end=blocks[-1].end if blocks else 0,
            **document,
            **self._of_the_case(document["population"], document["review_type"]),
            sources=self.sources,
        )

    def _of_the_document(self) -> dict[str, Any]:
        imprint = Imprint(self.stretch)
        review_type = imprint.review_type()
        about = imprint.population(review_type)
        population, scheme, span = about or (None, None, (0, 0))
        return {
            "review_type": self._stated("review_type", review_type),
            "publisher": self._stated("publisher", imprint.publisher()),
            "published": self._stated("published", imprint.published()),
            "nation": self._stated("nation", imprint.nation(review_type)),
            "population": self._stated("population", (population, span) if about else None),
            "scheme": self._stated("scheme", (scheme, span) if about else None),
        }

    def _of_the_case(self, population: str | None, review_type: str | None) -> dict[str, Any]:
        case = Case(self.stretch)
        single = review_type != "national review / thematic review"
        child = single and population != "adults"
        return {
            "incident_date": self._stated(
                "incident_date", case.incident_date() if single else None
            ),
            "child_age_months": self._stated("child_age_months", case.age() if child else None),
            "outcome": self._stated("outcome", case.outcome() if single else None),
            "harm": self._tagged("harm", case.harm()),
            "themes": self._tagged("theme", self._tags(taxonomy().themes)),
            "agencies": self._tagged("agency", self._tags(taxonomy().agencies)),
        }

    def _tags(self, tags: Mapping[str, Tag]) -> Iterable[tuple[str, Span]]:
        stretch = self.stretch
        return tag_sentences(stretch, tags, stretch.own_units, stretch.own_headings)

    def _stated(self, field: str, found: tuple[Any, Span] | None) -> Any:
        """The value of a field, its span kept."""
        if found is None:
            return None
        self.sources[field] = found[1]
        return found[0]

    def _tagged(self, prefix: str, found: Iterable[tuple[str, Span]]) -> tuple[str, ...]:
        return tuple(self._stated(f"{prefix}:{tag}", (tag, span)) for tag, span in found)

    def _pseudonym(self) -> str | None:
        title = self.stretch.title
        from_title = pseudonym_in_title(title)
        if from_title or self.stretch.listed:
            return from_title or pseudonym_alone(title)
        blocks = self.stretch.blocks
        text = self.stretch.structure.text
        return pseudonym_in_text(text[blocks[0].start : blocks[-1].end]) if blocks else None

    def _recommendations(self) -> Literal["made", "none recorded"] | None:
        for unit in self.stretch.units:
            if _NO_RECOMMENDATIONS.search(self.stretch.words(unit)):
                self.sources["recommendations"] = (unit.start, unit.end)
                return "none recorded"
        for unit in self.stretch.units:
            if self.stretch.facet(unit) == "recommendation" and unit.kind != "lead_in":
                self.sources["recommendations"] = (unit.start, unit.end)
                return "made"
        return None
