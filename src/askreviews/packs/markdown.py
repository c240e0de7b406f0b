"""A pack as Markdown, with footnotes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.packs.action_plan import COLUMNS
from askreviews.packs.model import WRITTEN, Item, Pack, Part
from askreviews.packs.wording import attribution, quoted, source_line, sources_of

# What Markdown would take for its own, where a document means the character.
_MARKS = re.compile(r"([\\`*_{}\[\]<>#|~])")
_LABELS = {"session": f"*{WRITTEN}:* ", "note": "*Our note:* "}


def markdown_text(pack: Pack) -> str:
    """The pack as Markdown; each source stands once, as a footnote."""
    lines = [f"# {escaped(pack.title)}", pack.version, *map(escaped, pack.notices)]
    lines += [
        f"> {_shown(quoted(c.quote))} {escaped(attribution(c))} ({escaped(source_line(c))})"
        for c in pack.nearest
    ]
    for part in pack.shown:
        lines += [f"## {part.title}", *_part(pack, part)]
    used = dict.fromkeys(n for statement in pack.statements for n in statement.citations)
    for number in used:
        alone = Item(id="", kind="quote", text="", citations=(number,))
        lines.append(f"[^{number}]: {escaped(sources_of(pack, alone)[0])}")
    return "\n\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """A text in which nothing is taken for Markdown."""
    return _MARKS.sub(r"\\\1", text)


def _part(pack: Pack, part: Part) -> Iterator[str]:
    if part.key == "action_plan":
        yield from _action_plan(pack, part)
        return
    for item in part.shown:
        if item.kind == "heading":
            yield f"{'#' * (item.level + 2)} {escaped(item.text)}"
        elif item.kind == "blank":
            yield f"**{item.text}:** "
        else:
            yield _line(pack, item)


def _line(pack: Pack, item: Item) -> str:
    notes = "".join(f"[^{n}]" for n in item.citations)
    if item.kind == "quote":
        about = escaped(attribution(pack.citation(item.citations[0])))
        return f"{_shown(quoted(item.text))} {about}{notes}"
    return f"{_LABELS.get(item.kind, '')}{_shown(item.text)}{notes}"


def _action_plan(pack: Pack, part: Part) -> Iterator[str]:
    for item in part.shown:
        if item.kind == "blank":
            yield f"**{item.text}:** "
        elif item.kind != "quote":
            yield _line(pack, item)
    empty = " |" * (len(COLUMNS) - 1)
    rows = [f"| {' | '.join(COLUMNS)} |", "|" + " --- |" * len(COLUMNS)]
    rows += [f"| {_line(pack, item)} |{empty}" for item in part.shown if item.kind == "quote"]
    yield "\n".join([*rows, f"| |{empty}"])


def _shown(text: str) -> str:
    """A text with its line ends kept, which Markdown would fold."""
    return escaped(text).replace("\n", "<br>")
