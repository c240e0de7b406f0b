"""What reviews can be narrowed by: the values the catalogue holds of each filter, with counts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.filters import AGE_BANDS
from askreviews.types import FacetValue, Review


def facet_values(reviews: Iterable[Review]) -> dict[str, list[FacetValue]]:
    """The values held by filter key, commonest first; ages and years in their order."""
    held: dict[str, Counter[str]] = {
        key: Counter() for key in ("harm", "age", "outcome", "theme", "agency", "type", "year")
    }
    for review in reviews:
        for key, values in _values(review).items():
            held[key].update(values)
    bands = list(AGE_BANDS)
    labels = taxonomy().theme_labels
    ordered = {
        key: sorted(found.items(), key=lambda v: (-v[1], v[0])) for key, found in held.items()
    }
    ordered["age"].sort(key=lambda value: bands.index(value[0]))
    ordered["year"].sort()
    return {
        key: [FacetValue(value, labels.get(value, value), count) for value, count in found]
        for key, found in ordered.items()
        if found
    }


def _values(review: Review) -> dict[str, list[str]]:
    age = review.child_age_months
    bands = [] if age is None else [b for b, (low, high) in AGE_BANDS.items() if low <= age < high]
    return {
        "harm": list(review.harm),
        "age": bands,
        "outcome": [review.outcome] if review.outcome else [],
        "theme": list(review.themes),
        "agency": list(review.agencies),
        "type": [review.review_type] if review.review_type else [],
        "year": [review.published[:4]] if review.published else [],
    }
