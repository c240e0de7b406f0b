"""What the page shows of files being added: how far it is, a form for each, what failed."""

from __future__ import annotations

from askreviews.library import SUFFIXES, Library
from askreviews.types import Look, Review, SourceDocument, age_text
from askreviews.web.library.desk import Desk, Slot
from askreviews.web.library.fields import NOT_STATED, controls
from askreviews.web.library.removing import button
from askreviews.web.markup import counted, plain

_SEVERAL = 2


def section(desk: Desk, library: Library) -> str:
    """The whole part: where files are chosen, how far reading or adding is, and each file."""
    most = library.max_bytes
    slots = "".join(
        f'<li class="add-file" data-slot="{s.number}">{_slot(s)}</li>' for s in desk.slots
    )
    return (
        f'<section class="add" aria-labelledby="lib-at-add" data-most="{most}">'
        '<h2 id="lib-at-add" tabindex="-1">Add documents</h2>'
        f"{_zone(most)}"
        f'<div class="add-progress">{_progress(desk)}</div>'
        f'<p class="add-said" role="status" aria-live="polite" tabindex="-1">{plain(desk.said)}</p>'
        f'<ol class="add-files">{slots}</ol><div class="add-all">{_all(desk)}</div></section>'
    )


def _zone(most: int) -> str:
    kinds = ", ".join(SUFFIXES)
    return (
        "<p>Each file is read first, and shown here. Nothing is kept until you say so, and nothing "
        "leaves the machine that this runs on.</p>"
        '<div class="add-zone"><p><button type="button" class="add-choose" '
        'aria-describedby="add-kinds">Choose files</button> or drop them here</p>'
        f'<p class="ask-hint" id="add-kinds">PDF, Word, OpenDocument, PowerPoint, e-mail, web '
        f"page, Markdown or plain text ({kinds}); up to {most / 1e6:.3g} MB each.</p>"
        f'<input type="file" multiple hidden accept="{",".join(SUFFIXES)}" '
        'aria-label="Files to add"></div>'
    )


def _progress(desk: Desk) -> str:
    """How far it is, in words and as a bar."""
    writing = desk.writing
    if writing:
        done, total = writing.done, writing.total
        words = f"Adding {counted(total, 'document')} to the index: {done} of {total} done"
        if done == total:
            words = "Putting the new index in place…"
        return bar(words, done, total)
    reading = desk.of_state("reading")
    if not reading:
        return ""
    batch = [s for s in desk.slots if s.state in ("waiting", "reading")]
    total = len(desk.slots)
    place = total - len(batch) + 1
    return bar(f"Reading {place} of {total}: {reading[0].name}", place - 1, total)


def bar(words: str, done: int, total: int) -> str:
    """A bar with its words."""
    return (
        f'<label for="add-bar">{plain(words)}</label>'
        f'<progress id="add-bar" max="{total}" value="{done}"></progress>'
    )


def _all(desk: Desk) -> str:
    """What can be done to all at once."""
    if len(desk.of_state("open")) < _SEVERAL or desk.writing:
        return ""
    return (
        '<button type="button" class="add-main" data-keep-all>Keep all</button> '
        '<button type="button" data-leave-all>Leave all out</button>'
    )


def _slot(slot: Slot) -> str:
    name = f"<h3>{plain(slot.name)}</h3>"
    if slot.state in ("waiting", "reading", "chosen"):
        waiting = {"waiting": "Waiting to be read.", "reading": "Being read…"}
        return f'{name}<p class="ask-hint">{waiting.get(slot.state, "Being added…")}</p>'
    if slot.state == "failed":
        return f'{name}<p class="ask-problem">Not read: {plain(_why(slot))}</p>'
    if slot.state in ("left", "removed"):
        told = {"left": "Left out; nothing of it was kept.", "removed": "Removed again."}
        return f'{name}<p class="ask-hint">{told[slot.state]}</p>'
    if slot.state == "kept":
        return f"{name}<p>Added: {plain(slot.title)}. {button(slot.document_id, slot.title)}</p>"
    return _form(slot)


def _why(slot: Slot) -> str:
    """The sentence on what is wrong with a file, whose name stands above it."""
    return slot.problem.removeprefix(f"{slot.name}: ")


def _form(slot: Slot) -> str:
    look = slot.look
    assert look
    assert look.document
    unfolded = " open" if slot.faults or slot.problem else ""
    problem = f'<p class="ask-problem">Not kept: {plain(_why(slot))}</p>' if slot.problem else ""
    what = f'<span class="ask-unseen"> {plain(slot.name)}</span>'
    return (
        f'<form class="add-form" novalidate><h3>{plain(slot.name)}</h3>'
        f'<p class="add-about">{_about(look)}</p>{problem}{_remarks(slot, look)}'
        f'<details class="add-read" id="add-{slot.number}-read"{unfolded}><summary>What was read: '
        f"look, and correct what is wrong</summary>{_reviews(look)}"
        f"{controls(look, slot.number, slot.entered, slot.faults)}</details>"
        f'<p class="add-keep"><button type="submit" class="add-main">Keep{what}</button> '
        f'<button type="button" data-leave>Leave out{what}</button></p></form>'
    )


def _about(look: Look) -> str:
    """The title, and how much there is of it."""
    assert look.document
    pages = _pages(look.document)
    parts = [counted(pages, "page")] if pages else []
    parts.append(counted(look.passages, "passage"))
    held = len(look.document.reviews)
    parts.append(counted(held, "review") if held else "a guide, of no one review")
    return f"<strong>{plain(look.document.title)}</strong><br>{', '.join(parts)}"


def _pages(document: SourceDocument) -> int:
    """The last page that anything stands on; 0 where the format has none."""
    layout = document.layout
    ends = ((u.end - 1, u.end) for u in document.units)
    told = (layout.page(*end) for end in ends) if layout else (b.page for b in document.blocks)
    return max((page or 0 for page in told), default=0)


def _remarks(slot: Slot, look: Look) -> str:
    """What the person should know before keeping it."""
    assert look.document
    remarks = []
    if slot.name != slot.sent_as:
        remarks.append(
            f"A document named {slot.sent_as} is here already, so this one is named {slot.name}."
        )
    if look.same_as:
        nearly = "nearly " if look.nearly else ""
        remarks.append(f"It says {nearly}the same as {look.same_as}.")
    if look.document.removed:
        taken = ", ".join(_kind(k, n) for k, n in sorted(look.document.removed.items()) if n)
        remarks.append(f"Taken out, so that no answer can show them: {taken}.")
    remarks += look.document.notes
    items = "".join(f"<li>{plain(remark)}</li>" for remark in remarks)
    return f'<ul class="add-remarks">{items}</ul>' if items else ""


def _kind(kind: str, number: int) -> str:
    """What cleaning took out, and how often."""
    return f"{number} {kind}es" if kind.endswith("s") and number > 1 else counted(number, kind)


def _reviews(look: Look) -> str:
    """The reviews that a list holds: each is read apart, and the list alone is corrected here."""
    assert look.document
    if len(look.document.reviews) < _SEVERAL:
        return ""
    items = "".join(f"<li>{_review(review)}</li>" for review in look.document.reviews)
    return (
        f"<p>{len(look.document.reviews)} reviews were found in it. What is below is of them all."
        f'</p><ol class="add-reviews">{items}</ol>'
    )


def _review(review: Review) -> str:
    facts = [age_text(review.child_age_months), review.outcome, *review.harm]
    told = ", ".join(fact for fact in facts if fact) or f"age, outcome and harm {NOT_STATED}"
    return f"<strong>{plain(review.label)}</strong>: {plain(told)}"
