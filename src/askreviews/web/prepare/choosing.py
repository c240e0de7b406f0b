"""What a pack is to be made from: a topic, a review, or what was kept."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from askreviews.types import Review
from askreviews.web.markup import plain

LONGEST_TOPIC = 300
_FROM = (("topic", "A topic"), ("review", "A review"), ("kept", "What you kept"))


def choosing(reviews: Sequence[Review]) -> str:
    """The form, over the reviews that are held."""
    choices = "".join(
        f'<label><input type="radio" name="from" value="{value}"'
        f"{' checked' if value == 'topic' else ''}> {words}</label>"
        for value, words in _FROM
    )
    return (
        '<form method="dialog" id="prep-form" data-form="make"><h2>Prepare a session</h2>'
        "<p>A pack of quotations to work with in a team: a briefing, questions, cards, a quiz and "
        "an action plan. Every line says where it stands.</p>"
        f'<fieldset class="prep-choice"><legend>Make it from</legend>{choices}</fieldset>'
        f"{_topic()}{_review(reviews)}"
        '<p class="ask-hint" data-from="kept">The quotations below, in their order and with your '
        "notes.</p>"
        '<p class="prep-buttons"><button type="submit" class="prep-main">Make the pack</button>'
        "</p></form>"
    )


def _topic() -> str:
    return (
        '<p class="prep-field" data-from="topic"><label for="prep-topic">Topic</label>'
        f'<input type="text" id="prep-topic" name="topic" maxlength="{LONGEST_TOPIC}" '
        'autocomplete="off" aria-describedby="prep-topic-hint">'
        '<span class="ask-hint" id="prep-topic-hint">A few words, such as “engaging fathers”, or '
        "a question. Leave out names of people.</span></p>"
    )


def _review(reviews: Sequence[Review]) -> str:
    labels = [review.label for review in reviews]
    options = "".join(
        f'<option value="{escape(r.review_id)}">{plain(r.label)}'
        f"{_told(r) if labels.count(r.label) > 1 else ''}</option>"
        for r in sorted(reviews, key=lambda r: r.label.casefold())
    )
    return (
        '<p class="prep-field" data-from="review"><label for="prep-review">Review</label>'
        f'<select id="prep-review" name="review">{options}</select></p>'
    )


def _told(review: Review) -> str:
    """What tells a review from another of the same name."""
    return plain(f" ({review.publisher or review.document_id}, {review.published or 'no date'})")
