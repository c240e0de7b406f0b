"""A pack as HTML: its parts to switch on and off, its lines as they will be read, with tools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from askreviews.types import Citation
from askreviews.web.ask.sources import byline, name
from askreviews.web.markup import counted, plain, tag
from askreviews.web.prepare.desk import Desk
from askreviews.web.prepare.kept import beginning
from askreviews.web.prepare.preparing import Block, Line, Pack, Part, Prepared
from askreviews.web.viewer.links import view_address

# How the files are called; those of the action plan alone go last.
FORMS = {
    ".docx": "Word",
    ".pptx": "Slides",
    ".pdf": "PDF",
    ".md": "Markdown",
    ".xlsx": "Action plan: Excel",
    ".csv": "Action plan: CSV",
}
LONGEST_LINE = 2000
_MOST_SOURCES = 12
_NONE = "There is no pack on this"
_DECLINED = "Not something a pack can be made of"
_TRY = (
    "Try the words that reviews use, or a wider topic; what nobody wrote down here cannot be "
    "found here."
)
_PLAN = (
    "Each row has cells to fill in: who will do it, by when, how we will know it has been done, "
    "and how we will know it has worked. Empty rows follow."
)
_OWN = "Written for this session"


def pack_html(desk: Desk, forms: Sequence[str]) -> str:
    """The pack that is being prepared, with what can be written of it; nothing where none is."""
    if desk.prepared is None:
        return ""
    pack = desk.prepared.pack
    if _none(pack):
        return _without(pack)
    parts = desk.prepared.parts
    shown = "".join(_part(pack, part) for part in parts if part.on)
    none = '<p class="ask-hint">Every part is left out; switch one on above.</p>'
    return (
        '<section aria-labelledby="prep-title">'
        f'<h2 id="prep-title" tabindex="-1">{plain(pack.title)}</h2>'
        f'<p class="ask-meta">{plain(pack.version)}</p>{_left_out(desk.left_out)}'
        f"{_switches(parts)}{_tools(forms)}"
        f'<div class="prep-pack">{shown or none}</div></section>'
    )


def summary(prepared: Prepared) -> str:
    """What a pack came to, in a sentence."""
    if none := _none(prepared.pack):
        return f"{none}."
    quotes = sum(
        line.kind == "quote" for part in prepared.parts for b in part.blocks for line in b.lines
    )
    parts = counted(len(prepared.parts), "part")
    return f"The pack is ready: {parts} with {counted(quotes, 'quotation')}."


def _none(pack: Pack) -> str | None:
    """What is said where there is no pack; what nothing held is about was only not found."""
    if pack.status == "declined" and pack.reason != "off_topic":
        return _DECLINED
    return _NONE if pack.status in ("declined", "not_found") else None


def _without(pack: Pack) -> str:
    """Why there is no pack, and the nearest passages."""
    notices = "".join(f"<p>{plain(notice)}</p>" for notice in pack.notices)
    near = "".join(f"<li>{_quote(c.quote, [c])}</li>" for c in pack.nearest)
    nearest = f'<ul class="prep-plain ask-nearest">{near}</ul>' if near else ""
    tries = f'<p class="ask-hint">{_TRY}</p>' if _none(pack) == _NONE else ""
    return (
        '<section aria-labelledby="prep-title">'
        f'<h2 id="prep-title" tabindex="-1">{_none(pack)}</h2>{notices}'
        f"{nearest}{tries}</section>"
    )


def _left_out(documents: Sequence[str]) -> str:
    if not documents:
        return ""
    named = ", ".join(plain(document) for document in dict.fromkeys(documents))
    what = counted(len(documents), "quotation")
    return (
        f'<p class="prep-note">{what} that you kept {"is" if len(documents) == 1 else "are"} left '
        f"out, because the documents no longer hold the words: {named}.</p>"
    )


def _switches(parts: Sequence[Part]) -> str:
    boxes = "".join(
        f'<label><input type="checkbox" data-part="{escape(part.key)}"'
        f"{' checked' if part.on else ''}> {plain(part.title)}</label>"
        for part in parts
    )
    return f'<fieldset class="prep-parts"><legend>Parts of the pack</legend>{boxes}</fieldset>'


def _tools(forms: Sequence[str]) -> str:
    written = "".join(
        f'<button type="button" data-download="{form}">{words}</button>'
        for form, words in FORMS.items()
        if form in forms
    )
    return (
        '<div class="prep-buttons"><button type="button" class="prep-change" aria-pressed="false">'
        "Change lines</button></div>"
        '<div class="prep-buttons" role="group" aria-labelledby="prep-download">'
        f'<span id="prep-download">Download:</span>{written}</div>'
    )


def _part(pack: Pack, part: Part) -> str:
    name_ = f"prep-part-{escape(part.key)}"
    plan = f'<p class="ask-hint">{_PLAN}</p>' if part.key == "action_plan" else ""
    blocks = "".join(_block(pack, block) for block in part.blocks)
    return (
        f'<section class="prep-part" aria-labelledby="{name_}"><h3 id="{name_}">'
        f"{plain(part.title)}</h3>{blocks}{plan}</section>"
    )


def _block(pack: Pack, block: Block) -> str:
    first = block.lines[0]
    if first.kind == "heading":
        level = min(first.level, 2) + 3
        return f"<h{level}>{plain(first.text)}</h{level}>"
    about = plain(beginning(first.text))
    named = f'<span class="ask-unseen">: {about}</span>'
    opened = f'data-block="{escape(block.id)}"'
    if not block.on:
        return (
            f'<div class="prep-block prep-off" {opened}><p class="ask-quiet">Left out: {about}</p>'
            f'<p class="prep-buttons"><button type="button" data-do="back">Put back{named}</button>'
            "</p></div>"
        )
    lines = "".join(_line(pack, line) for line in block.lines)
    note = f"<p>{tag('our note')} {plain(block.note)}</p>" if block.note else ""
    return f'<div class="prep-block" {opened}>{lines}{note}{_changes(block, named)}</div>'


def _line(pack: Pack, line: Line) -> str:
    places = [pack.citation(number) for number in line.citations]
    if line.kind == "quote":
        return _quote(line.text, places)
    words = plain(line.text)
    if line.kind == "session":
        return f"<p>{tag(_OWN)} {words}</p>"
    if line.kind == "computed":
        return f"<p>{words}</p>{_stands(places)}"
    if line.kind == "blank":
        return f'<p class="prep-blank">{words}: <span class="ask-quiet">(to fill in)</span></p>'
    return f'<p class="ask-hint">{words}</p>'


def _quote(words: str, places: Sequence[Citation]) -> str:
    also = "".join(f" · also said by {_open(c, plain(name(c)))}" for c in places[1:])
    return (
        f'<blockquote class="ask-quote"><p class="ask-words">{plain(words)}</p></blockquote>'
        f'<p class="ask-meta">{plain(name(places[0]))} · {byline(places[0])} · '
        f"{_open(places[0], 'Open', beginning(words))}{also}</p>"
    )


def _stands(places: Iterable[Citation]) -> str:
    """Where a count or a fact stands: a link for each document, with all that counts marked."""
    found: dict[str, list[Citation]] = {}
    for place in places:
        found.setdefault(place.document_id, []).append(place)
    links = [
        f'<a href="{escape(view_address(document, [(c.start, c.end) for c in cited]))}">'
        f"{plain(name(cited[0]))}</a>"
        for document, cited in list(found.items())[:_MOST_SOURCES]
    ]
    more = f" and {len(found) - _MOST_SOURCES} more" if len(found) > _MOST_SOURCES else ""
    return f'<p class="ask-meta">Stands in: {", ".join(links)}{more}</p>' if links else ""


def _open(place: Citation, words: str, about: str = "") -> str:
    view = escape(view_address(place.document_id, [(place.start, place.end)]))
    unseen = f'<span class="ask-unseen"> at: {plain(about)}</span>' if about else ""
    return f'<a href="{view}">{words}{unseen}</a>'


def _changes(block: Block, named: str) -> str:
    """What can be done with a block; shown when lines are to be changed."""
    fields = "".join(
        _field(f"edit-{line.id}", "edit", line.id, f"In your words{named}", line.text)
        for line in block.lines
        if line.kind == "session"
    )
    if block.note is not None:
        fields += _field(f"note-{block.id}", "note", block.id, f"Your note{named}", block.note)
    moves = (("up", "Up", block.rises), ("down", "Down", block.falls))
    buttons = "".join(
        f'<button type="button" data-do="{do}"{"" if can else " aria-disabled=true"}>'
        f"{word}{named}</button>"
        for do, word, can in moves
        if block.rises or block.falls
    )
    out = f'<button type="button" data-do="off">Leave out{named}</button>'
    return f'<div class="prep-changes">{fields}<p class="prep-buttons">{buttons}{out}</p></div>'


def _field(field: str, change: str, line: str, label: str, words: str) -> str:
    rows = 2 if words else 1
    return (
        f'<p class="prep-field"><label for="prep-{escape(field)}">{label}</label>'
        f'<textarea id="prep-{escape(field)}" rows="{rows}" maxlength="{LONGEST_LINE}" '
        f'data-change="{change}" data-line="{escape(line)}">{plain(words)}</textarea></p>'
    )
