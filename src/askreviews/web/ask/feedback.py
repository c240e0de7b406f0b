"""Feedback on an answer: the form that stands below it, and what is done with what it sends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from askreviews.errors import AskReviewsError
from askreviews.types import Answer, Citation, Status
from askreviews.web.ask.asking import log_failure
from askreviews.web.markup import plain
from askreviews.web.offers import FeedbackBook

KEPT = "Thank you. Kept."
WENT_WRONG = (
    "Something went wrong on our side and this was not kept; please send it again. "
    "If it happens again, tell whoever looks after this tool."
)
_NONE_CHOSEN = "Choose one of the answers first, then send."
_LONGEST = 2000
_FIRST_WORDS = 84
_FOUND = (
    ("right", "Yes, it is right"),
    ("incomplete", "Something is missing"),
    ("wrong", "It is wrong"),
    ("should_not_answer", "It should have said “not found”"),
)
_OPINIONS: dict[Status, Sequence[tuple[str, str]]] = {
    "answered": _FOUND,
    "partial": _FOUND,
    "not_found": (
        ("right", "Yes, the documents do not say"),
        ("should_answer", "It should have been found"),
    ),
    "declined": (("right", "Yes"), ("should_answer", "It should have been answered")),
}
# After these a form would be out of place: nothing is kept, or somebody needs to be left in peace.
_NO_FORM = ("personal_data", "distress")


@dataclass(frozen=True, slots=True)
class Word:
    """What a form sent: on which turn, the opinion, the comment, the citations marked."""

    turn: int
    opinion: str
    comment: str
    useful: frozenset[int]

    @classmethod
    def of(cls, sent: Mapping[str, Any]) -> Word:
        """Read the data of the page's event, whatever a browser may have sent."""
        turn, useful = sent.get("turn"), sent.get("useful")
        return cls(
            turn if isinstance(turn, int) else 0,
            str(sent.get("opinion") or ""),
            str(sent.get("comment") or ""),
            frozenset(n for n in useful if isinstance(n, int))
            if isinstance(useful, list)
            else frozenset(),
        )


def keep(
    book: FeedbackBook,
    answer: Answer,
    word: Word,
    history: Sequence[str],
    filters: Mapping[str, object] | None = None,
) -> str:
    """Keep what a reader said of an answer, and give the sentence that the form then shows.

    A failure is a sentence too; it is never raised.
    """
    if word.opinion not in dict(_OPINIONS[answer.status]):
        return _NONE_CHOSEN
    marked = [c for c in _shown(answer) if c.number in word.useful]
    try:
        book.keep(
            answer, word.opinion, word.comment, history=history, filters=filters, useful=marked
        )
    except AskReviewsError as error:
        return str(error)
    except Exception as error:  # the page must outlive any defect behind it
        log_failure("Feedback was not kept", error)
        return WENT_WRONG
    return KEPT


def feedback_form(turn: int, answer: Answer, sent: str | None) -> str:
    """Ask what the reader makes of an answer, folded away.

    Args:
        turn: the number of the exchange.
        answer: as it is shown.
        sent: what ``keep`` gave, where the form was sent; a problem leaves the form standing.
    """
    if answer.question is None or answer.reason in _NO_FORM:
        return ""
    unfolded = "" if sent is None else " open"
    form = "" if sent == KEPT else _form(turn, answer)
    look = "" if sent in (None, KEPT) else ' class="ask-problem"'
    return (
        f'<details class="ask-feedback" id="feedback-{turn}"{unfolded}>'
        f"<summary>Was this right?</summary>"
        f'<p role="status" aria-live="polite"{look}>{plain(sent or "")}</p>{form}</details>'
    )


def _form(turn: int, answer: Answer) -> str:
    choices = "".join(
        f'<label><input type="radio" name="opinion" value="{value}" required> {words}</label>'
        for value, words in _OPINIONS[answer.status]
    )
    comment = f"feedback-{turn}-comment"
    # Sent by the script alone: with any other method its words would stand in an address.
    return (
        f'<form method="dialog" data-turn="{turn}">'
        f'<fieldset><legend class="ask-unseen">Was this right?</legend>{choices}</fieldset>'
        f'<label for="{comment}">In a few words, if you wish</label>'
        f'<input type="text" id="{comment}" name="comment" maxlength="{_LONGEST}" '
        f'autocomplete="off" aria-describedby="{comment}-note">'
        f'<p class="ask-hint" id="{comment}-note">Your question and what you say of the answer '
        "are kept on this machine, for the people who look after this tool. "
        f"Please leave out names.</p>{_passages(turn, answer)}"
        '<button type="submit">Send</button></form>'
    )


def _passages(turn: int, answer: Answer) -> str:
    """Let a reader who has the time mark the passages that belong in a right answer."""
    boxes = "".join(
        f'<label><input type="checkbox" name="useful" value="{citation.number}"> '
        f'<span>[{citation.number}] <span class="ask-words">{plain(_begun(citation))}</span>'
        "</span></label>"
        for citation in _shown(answer)
    )
    if not boxes:
        return ""
    what = "Mark the passages that belong in a right answer"
    return (
        f'<details id="feedback-{turn}-passages"><summary>{what}, if you wish</summary>'
        f'<fieldset><legend class="ask-unseen">{what}</legend>{boxes}</fieldset></details>'
    )


def _shown(answer: Answer) -> list[Citation]:
    """The passages that an answer showed: what it quotes, then what is nearest."""
    quoted = {s.citations[0] for s in answer.statements if s.kind == "quote" and s.citations}
    return [c for c in answer.citations if c.number in quoted] + answer.nearest


def _begun(citation: Citation) -> str:
    """The first words of a quotation."""
    words = " ".join(citation.quote.split())
    if len(words) <= _FIRST_WORDS:
        return words
    return words[:_FIRST_WORDS].rpartition(" ")[0] + " …"
