"""From a reader's blocks to the stored text, its blocks and the units that are quoted."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from askreviews.reading.cleaning import clean
from askreviews.reading.facets import (
    announced,
    announces_absence,
    audience_of,
    facet_of,
    provenance_of,
)
from askreviews.reading.layout import Glyphs, Layout
from askreviews.reading.lines import infer_kinds
from askreviews.reading.raw import RawBlock
from askreviews.reading.sentences import sentence_spans, trim
from askreviews.reading.traced import Traced, joined
from askreviews.types import Block, BlockKind, Facet, Span, Unit, UnitKind

# "Learning includes: a; b; c": a lead-in and points, each of which needs the lead-in.
_POINTS = re.compile(r"^(?P<lead>[^:;.]{3,160}:)\s+(?P<points>[^;]+(?:;[^;]+)+)$")
_ENDS_A_LEAD_IN = re.compile(r"[:;]$")
# A lead-in of this many words says something by itself ("Makes no recommendations but …:").
_SPEAKING_LEAD_IN = 9
# A list item longer than this is quoted by the sentence.
_LONG_ITEM_WORDS = 45
_KINDS: dict[str, BlockKind] = {
    "heading": "heading",
    "list_item": "list_item",
    "table_row": "table_row",
    "footnote": "footnote",
}
_TIGHT = ("list_item", "table_row", "footnote")
# "Read full overview (PDF)", and not "Read the earlier calls together".
_LINK_LINE = re.compile(
    r"^(?:other resources\b.{0,80}|read (?:the |a )?(?:[\w-]+ ){0,3}"
    r"(?:review|report|overview|summary|briefing|document|guidance)s?(?: \([^)]*\))?[.:]?)$",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Structure:
    """The stored text and everything that is known of its parts, by offset."""

    text: str
    blocks: tuple[Block, ...]
    units: tuple[Unit, ...]
    removed: Counter[str]
    layout: Layout | None = None


def build_structure(raw: Sequence[RawBlock], glyphs: Glyphs | None = None) -> Structure:
    """Clean the blocks, work out their structure and lay them out as one stored text."""
    cleaned, removed = _clean_all(raw)
    traced, placed = _placed(list(_split_points(infer_kinds(cleaned))))
    text = traced.text
    blocks = tuple(sorted(_with_context(text, placed), key=lambda block: block.start))
    layout = glyphs.layout(traced.places) if glyphs and traced.places else None
    return Structure(text, blocks, tuple(_units(text, blocks)), removed, layout)


def _clean_all(raw: Sequence[RawBlock]) -> tuple[list[RawBlock], Counter[str]]:
    removed: Counter[str] = Counter()
    cleaned = []
    for block in raw:
        text, counts = clean(block.traced) if block.text else (block.traced, None)
        if counts:
            removed += counts
        if text:
            cleaned.append(block.saying(text))
        elif block.kind in ("line", "blank"):
            cleaned.append(replace(block, text="", kind="blank"))
    return cleaned, removed


def _split_points(blocks: Iterable[RawBlock]) -> Iterator[RawBlock]:
    """Split "Learning includes: a; b" into a lead-in paragraph and list items."""
    for block in blocks:
        match = _POINTS.match(block.text) if block.kind == "paragraph" else None
        if match is None:
            yield block
            continue
        yield block.saying(block.traced[slice(*match.span("lead"))])
        for point in re.finditer(r"[^;]+;?", block.text[match.start("points") :]):
            start, end = (match.start("points") + place for place in point.span())
            item = replace(block, kind="list_item", level=0)
            yield item.saying(block.traced[start:end].strip())


def _placed(blocks: Sequence[RawBlock]) -> tuple[Traced, list[Block]]:
    """Lay the blocks out, footnotes last; gives their places in the order that they came in."""
    order = sorted(range(len(blocks)), key=lambda number: blocks[number].kind == "footnote")
    text, placed = _lay_out([blocks[number] for number in order])
    return text, [block for _, block in sorted(zip(order, placed, strict=True))]


def _lay_out(blocks: Sequence[RawBlock]) -> tuple[Traced, list[Block]]:
    """Join the blocks to one text; points that stood in one paragraph stay in one line."""
    parts: list[Traced] = []
    placed: list[Block] = []
    offset = 0
    for position, block in enumerate(blocks):
        prefix = _glue(blocks, position)
        start = offset + len(prefix)
        offset = end = start + len(block.text)
        parts += (Traced(prefix), block.traced)
        kind: BlockKind = _KINDS.get(block.kind, "paragraph")
        if _in_line(block) and block.text.endswith(";"):
            end -= 1
        placed.append(Block(start, end, kind, block.level, block.page))
    return joined(parts), placed


def _glue(blocks: Sequence[RawBlock], position: int) -> str:
    """What stands between a block and the one before it."""
    block = blocks[position]
    if position and _in_line(block):
        return " "
    bullet = "- " if block.kind == "list_item" and not _in_line(block) else ""
    if not position:
        return bullet
    return ("\n" if _tight(blocks, position) else "\n\n") + bullet


def _in_line(block: RawBlock) -> bool:
    return block.kind == "list_item" and block.level == 0


def _tight(blocks: Sequence[RawBlock], position: int) -> bool:
    """Items of a list, rows of a table and footnotes stand on lines next to one another."""
    kind = blocks[position].kind
    return kind in _TIGHT and blocks[position - 1].kind == kind


def _with_context(text: str, placed: Sequence[Block]) -> Iterator[Block]:
    """Add to each block its heading path, lead-in, facet, audience and provenance."""
    path: list[tuple[int, str]] = []
    lead_in: Span | None = None
    for position, block in enumerate(placed):
        words = text[block.start : block.end]
        if block.kind == "footnote":
            yield _described(block, path, None, words, text)
            continue
        if block.kind == "heading":
            path = [(level, name) for level, name in path if level < block.level]
            path.append((block.level, words))
            lead_in = None
        elif block.kind == "paragraph":
            listed = _kind_after(placed, position) in ("list_item", "table_row")
            introduces = listed and _ENDS_A_LEAD_IN.search(words)
            lead_in = (block.start, block.end) if introduces else None
        yield _described(block, path, lead_in, words, text)


def _kind_after(placed: Sequence[Block], position: int) -> BlockKind | None:
    """The kind of the next block that is no footnote."""
    later = (placed[number].kind for number in range(position + 1, len(placed)))
    return next((kind for kind in later if kind != "footnote"), None)


def _described(
    block: Block, path: list[tuple[int, str]], lead_in: Span | None, words: str, text: str
) -> Block:
    own = lead_in == (block.start, block.end)
    lead_words = text[lead_in[0] : lead_in[1]] if lead_in else ""
    names = [name for _, name in reversed(path)]
    sections = [name for level, name in reversed(path) if level > 1]
    aside = block.kind == "footnote" or _LINK_LINE.match(words)
    return replace(
        block,
        headings=tuple(name for _, name in path),
        lead_in=None if own else lead_in,
        facet="resource" if aside else _facet(names, lead_words, own),
        audience=next((a for a in map(audience_of, names) if a), None),
        provenance=next((p for p in map(provenance_of, (words, lead_words, *sections)) if p), None),
    )


def _facet(names: list[str], lead_in: str, own_lead_in: bool) -> Facet | None:
    """The nearest heading that announces a facet decides, unless a lead-in announces its own."""
    if own_lead_in and facet_of(lead_in) == "action":
        return "recommendation"  # "Makes no recommendations but …" answers what was recommended
    found = (facet for facet in map(facet_of, (*names, lead_in)) if facet)
    return announced(lead_in) or next(found, None)


def _units(text: str, blocks: Sequence[Block]) -> Iterator[Unit]:
    for index, block in enumerate(blocks):
        if block.kind != "heading":
            yield from _units_of(text, block, index)


def _units_of(text: str, block: Block, index: int) -> Iterator[Unit]:
    words = text[block.start : block.end]
    if block.kind == "table_row":
        yield Unit(block.start, block.end, "table_row", index)
    elif block.kind == "list_item" and len(words.split()) <= _LONG_ITEM_WORDS:
        start, end = trim(text, block.start, block.end)
        yield Unit(start, end, "point", index)
    else:
        yield from _sentences(text, block, index)


def _sentences(text: str, block: Block, index: int) -> Iterator[Unit]:
    spans = sentence_spans(text, block.start, block.end)
    for position, (start, end) in enumerate(spans):
        kind: UnitKind = "sentence"
        closes = position == len(spans) - 1 and _ENDS_A_LEAD_IN.search(text[start:end])
        if closes and not _says_something(text[start:end]):
            kind = "lead_in"
        yield Unit(start, end, kind, index)


def _says_something(lead_in: str) -> bool:
    """Whether a lead-in can be quoted alone, or only announces what follows."""
    if announces_absence(lead_in):
        return True
    return len(lead_in.split()) >= _SPEAKING_LEAD_IN and facet_of(lead_in) in (None, "background")
