"""Packs from a topic, a review or a basket: the room's Python door."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from askreviews.assistant import Assistant
from askreviews.errors import AskReviewsError
from askreviews.packs.action_plan import action_plan
from askreviews.packs.basket import Basket
from askreviews.packs.briefing import briefing
from askreviews.packs.cards import cards
from askreviews.packs.desk import Desk
from askreviews.packs.gather import Material, asked, material_in, material_of, material_on
from askreviews.packs.model import Item, Pack, Part, printable
from askreviews.packs.questions import questions
from askreviews.packs.quiz import quiz
from askreviews.packs.sources import evidence_of_use, sources
from askreviews.packs.themes import themes
from askreviews.types import Answer

_MAKERS = (briefing, themes, questions, cards, quiz, action_plan, sources)
_NO_EVIDENCE = "Nothing was found in the documents held that a session on this could be made of."
_BY_WORDS = (
    "The search by meaning was away when this was made, so what says the same in other words may "
    "be missing; make it again to be sure."
)
_MOST_NEAR = 3
_NEAREST = "The nearest passages follow; they do not settle the topic."


def pack_on(assistant: Assistant, topic: str) -> Pack:
    """A pack on a topic.

    Its status is ``declined`` where a question on it would be, and ``not_found`` where nothing
    held speaks of it; it then holds notices and the nearest passages, and no parts.

    Raises:
        AskReviewsError: the topic is empty.
    """
    topic = printable(" ".join(topic.split()))
    answer = asked(assistant, topic)
    if answer.status == "declined":
        return _without_parts(assistant, answer, "A pack that was not made")
    material = material_on(assistant, topic)
    pack = _made(assistant, material, "topic")
    if answer.status == "not_found" or not pack.citations:
        return _without_parts(assistant, answer, material.title)
    return pack.model_copy(update={"status": answer.status, "notices": _by_words(assistant)})


def pack_of(assistant: Assistant, review_id: str) -> Pack:
    """A pack of one review, named by its id, or by a label that no other review has.

    Raises:
        AskReviewsError: no such review is held, or several are.
    """
    return _made(assistant, material_of(assistant, review_id), "review")


def pack_from(assistant: Assistant, basket: Basket) -> Pack:
    """A pack of what was kept in a basket, in its order and with its notes.

    Raises:
        AskReviewsError: a document has been removed, or no longer holds a quotation.
    """
    return _made(assistant, material_in(assistant, basket), "basket")


def verify(assistant: Assistant, pack: Pack) -> None:
    """See that every quotation of a pack stands where it says, just before it is written.

    Raises:
        AskReviewsError: a document has been removed or changed since, or a line that is called
            a quotation is none.
    """
    held = set(assistant.documents())
    for c in (*pack.citations, *pack.nearest):
        gone = c.document_id not in held
        if gone or assistant.text(c.document_id).text[c.start : c.end] != c.quote:
            raise AskReviewsError(
                f"{c.document_id} has been removed or changed since the pack was made; make it "
                "again."
            )
    for item in (item for part in pack.parts for item in part.items if item.kind == "quote"):
        if not item.citations or pack.citation(item.citations[0]).quote != item.text:
            raise AskReviewsError(
                f"The line {item.id} of the pack is not a quotation of its source."
            )


def _made(
    assistant: Assistant, material: Material, made_from: Literal["topic", "review", "basket"]
) -> Pack:
    desk = Desk(assistant)
    kept = [_kept(desk, material)] if made_from == "basket" else []
    parts: Sequence[Part] = [*kept, *(make(desk, material) for make in _MAKERS)]
    return Pack(
        title=material.title,
        made_from=made_from,
        status="answered",
        made=date.today().isoformat(),
        index=assistant.info,
        parts=(*parts, evidence_of_use(desk)),
        citations=tuple(desk.citations),
        remarks=desk.remarks,
    ).renumbered()


def _kept(desk: Desk, material: Material) -> Part:
    """What was kept, in its order, each with its note."""
    items: list[Item] = []
    for quotable, note in zip(material.quotables, material.notes, strict=True):
        items.append(desk.quote("kept", quotable))
        if note:
            items.append(desk.say("kept", "note", note))
    return Part(key="kept", title="Quotations kept", items=tuple(items))


def _by_words(assistant: Assistant) -> tuple[str, ...]:
    """That some may be missing, where that is so."""
    return (_BY_WORDS,) if assistant.by_words_alone() else ()


def _without_parts(assistant: Assistant, answer: Answer, title: str) -> Pack:
    """A pack that says why there is none, with the nearest passages where there are any."""
    said = [s.text for s in answer.statements if s.kind == "notice"]
    notices = said if answer.status == "declined" else [_NO_EVIDENCE, *_by_words(assistant)]
    # An answer numbers its nearest passages on from its citations.
    near = (answer.nearest or answer.citations)[:_MOST_NEAR]
    nearest = [c.model_copy(update={"number": n}) for n, c in enumerate(near, 1)]
    return Pack(
        title=title,
        made_from="topic",
        status="declined" if answer.status == "declined" else "not_found",
        reason=answer.reason or "no_evidence",
        made=date.today().isoformat(),
        index=answer.index,
        notices=(*notices, *((_NEAREST,) if nearest else ())),
        nearest=tuple(nearest),
    )
