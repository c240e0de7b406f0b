"""Example questions made from the catalogue, so that they change with the collection."""

from __future__ import annotations

from collections import Counter

from askreviews.indexing.index import Index
from askreviews.reading.taxonomy import taxonomy

_THEMES = 2


def example_questions(index: Index) -> list[str]:
    """About four questions that the collection can answer; fewer if it is small."""
    questions: list[str] = []
    tags = Counter(tag for review in index.reviews for tag in review.themes)
    labels = taxonomy().theme_labels
    for tag, _ in sorted(tags.items(), key=lambda item: (-item[1], item[0]))[:_THEMES]:
        questions.append(f"What do reviews say about {_lower_first(labels[tag])}?")
    listed = [r for r in index.reviews if r.recommendations == "made" and r.pseudonym]
    if listed:
        questions.append(f"What does the review of {listed[0].label} recommend?")
    if any(review.outcome == "death" for review in index.reviews):
        questions.append("How many reviews record a death?")
    return questions


def _lower_first(label: str) -> str:
    """A label inside a sentence, an acronym at its head left as it is."""
    return label if label[:2].isupper() else label[0].lower() + label[1:]
