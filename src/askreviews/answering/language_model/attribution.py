"""Whose words they are: the review that is named, what kind of words, and from how near."""

from __future__ import annotations

import re
from collections.abc import Sequence

from askreviews.answering.support.names import pseudonyms_in
from askreviews.indexing.lexical import normalise
from askreviews.reading.facets import provenance_of
from askreviews.types import Evidence

_SEVERAL = re.compile(
    r"\b(?:reviews|cases|briefings|reports|digests|documents|both|each|two|three|four|five|six|"
    r"several|others?|another|too|also|respectively|whereas|while)\b",
    re.I,
)
_RECOMMENDED = re.compile(r"\brecommend(?:ed|s|ation|ations|ing)?\b", re.I)
_ADVISED = re.compile(r"\b(?:should|must|ought|suggest|advis|asks? |call(?:s|ed) for|need)", re.I)
_FOUND = re.compile(
    r"\b(?:findings?|"
    r"(?:reviews?|briefings?|notes?|reports?|panel|it) (?:also )?(?:found|finds|identified))\b",
    re.I,
)
_ADVISING = frozenset(("recommendation", "action"))
_FINDING = frozenset(("finding", "good_practice", "background"))
_NATIONAL = re.compile(r"\bnational(?:ly)?\b", re.I)
_LOCAL = re.compile(r"\blocal(?:ly)?\b", re.I)


def text_of(evidence: Evidence) -> str:
    """A passage after the line that names its review and its headings."""
    passage = evidence.passage
    parts = dict.fromkeys((passage.review, *evidence.headings, passage.section))
    heading = ": ".join(part for part in parts if part)
    return f"{heading}\n{passage.text}" if heading else passage.text


def reviews_named(text: str, evidence: Sequence[Evidence]) -> tuple[str, ...]:
    """Reviews that a sentence names: pseudonyms, and labels of the reviews given."""
    labels = {e.passage.review for e in evidence if e.passage.review}
    return tuple(dict.fromkeys([*(x for x in labels if _names(text, x)), *pseudonyms_in(text)]))


def of_named(
    text: str, cited: Sequence[Evidence], given: Sequence[Evidence]
) -> tuple[Sequence[Evidence], str | None]:
    """What is cited of the reviews that a sentence names, or why that is not enough.

    Where a review is named, only its own passages can bear the sentence out, and others that name
    it. Where none is, a sentence on one case can't rest on two.
    """
    named = reviews_named(text, given)
    if named:
        for name in named:
            if not any(_names(text_of(e), name) for e in cited):
                return (), f"what it cites is not of {name}"
        return [e for e in cited if any(_names(text_of(e), name) for name in named)], None
    reviews = {e.passage.review_id for e in cited if e.passage.review_id}
    if len(reviews) > 1 and not _SEVERAL.search(text):
        return (), "it joins what is said of different children"
    return cited, None


def fault_of_kind(text: str, cited: Sequence[Evidence]) -> str | None:
    """A finding called a recommendation or local learning national, and the reverse."""
    facets = {e.passage.facet for e in cited}
    texts = " ".join(text_of(e) for e in cited)
    told = facets <= _FINDING or not (facets & _ADVISING or _ADVISED.search(texts))
    if _RECOMMENDED.search(text) and told and not _RECOMMENDED.search(texts):
        return "it calls a recommendation what the passages only tell"
    if _FOUND.search(text) and facets <= _ADVISING and not _FOUND.search(texts):
        return "it calls a finding what the passages recommend"
    places = {e.passage.provenance for e in cited}
    said = provenance_of(text)
    if said == "national" and "national" not in places and not _NATIONAL.search(texts):
        return "it calls national what is local"
    if said == "local" and places == {"national"} and not _LOCAL.search(texts):
        return "it calls local what is national"
    return None


def _names(text: str, name: str) -> bool:
    """Whether a text has a name, as whole words; quotation marks around its letters are let be."""
    parts = r"\s+['‘’\"“]?".join(map(re.escape, normalise(name).split()))
    return re.search(rf"(?<!\w){parts}(?!\w)", normalise(text)) is not None
