"""A conversation as Markdown: words of documents and people never become markup or links."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.packs.transcript import (
    NEAREST,
    NOT_A_DECISION_TOOL,
    NOTHING,
    TITLE,
    Asked,
    Group,
    OurWords,
    Quotation,
    SourceLine,
    Transcript,
)

# Written as entities, which older readers of Markdown understand too.
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Emphasis, code, links, images, tables, strikethrough, formulas, footnotes, attributes, mentions.
_MARKUP = re.compile(r"[\\`*_\[\]{}|~$^@#!]")
# What makes a link or a picture of bare words: "https:", "www.", ":name:".
_BARE = re.compile(r":(?=\S)|(?<=\bwww)\.", re.I)
# A dash or dots that some readers join into one character.
_JOINED = re.compile(r"(?<=-)-|(?<=\.)\.")
# What begins a list, a heading or a rule at the start of a line.
_LINE_START = re.compile(r"^(\s*)(\d*)([+=.)-])")
_LINE_END = re.compile(r"\r\n?|\n")
_DIRECTION_MARKS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def markdown(transcript: Transcript) -> str:
    """Write a conversation as Markdown (CommonMark), as text that any reader of it shows alike."""
    return "\n\n".join(_blocks(transcript)) + "\n"


def _blocks(transcript: Transcript) -> Iterator[str]:
    yield f"# {TITLE}"
    yield f"**{_plain(NOT_A_DECISION_TOOL)}**"
    yield _plain(transcript.origin)
    if not transcript.asked:
        yield NOTHING
    for asked in transcript.asked:
        yield from _asked(asked)


def _asked(asked: Asked) -> Iterator[str]:
    yield f"## Question {asked.number}: {_plain(asked.question)}"
    yield f"**{asked.status}**"
    yield from map(_plain, asked.scope)
    for part in asked.parts:
        yield from _our_words(part) if isinstance(part, OurWords) else _group(part)
    if asked.nearest:
        yield f"### {NEAREST}"
        for group in asked.nearest:
            yield from _group(group, level=4)
    if asked.sources:
        yield f"### Sources for question {asked.number}"
        yield "\n".join(map(_source, asked.sources))


def _our_words(part: OurWords) -> Iterator[str]:
    yield f"*{part.label}:* {_plain(part.words)} {part.marks}".rstrip()


def _group(group: Group, level: int = 3) -> Iterator[str]:
    yield f"{'#' * level} {_plain(group.name)}"
    yield _plain(group.byline)
    for section in group.sections:
        if section.heading:
            yield f"*{_plain(section.heading)}*"
        for quotation in section.quotations:
            yield from _quotation(quotation)


def _quotation(quotation: Quotation) -> Iterator[str]:
    scope = " (national)" if quotation.national else ""
    words = f"“{_verbatim(quotation.words)}” {quotation.mark}{scope}"
    yield "\n".join(f"> {line}" for line in words.split("\n"))
    if quotation.also:
        yield f"Also said: {', '.join(f'{_plain(who)} {mark}' for who, mark in quotation.also)}"


def _source(source: SourceLine) -> str:
    quote = f" “{_verbatim(source.quote, 2)}”" if source.quote else ""
    notes = "".join(f" *Our note, not in the document:* {_plain(note)}" for note in source.notes)
    facts = "; ".join(map(_plain, source.facts))
    return f"- {source.mark} **{_plain(source.name)}**: {facts}.{quote}{notes}"


def _verbatim(words: str, indent: int = 0) -> str:
    """Words of a document, their lines kept, a mark that turns their direction closed in."""
    lines = ("\\\n" + " " * indent).join(map(_escaped, _LINE_END.split(words)))
    return f"\u2068{lines}\u2069" if _DIRECTION_MARKS.search(words) else lines


def _plain(words: str) -> str:
    """Words on one line."""
    return _escaped(" ".join(words.split()))


def _escaped(line: str) -> str:
    """A line that shows exactly these characters, whatever they would mean as markup."""
    for found in (_MARKUP, _BARE, _JOINED):
        line = found.sub(r"\\\g<0>", line)
    line = _LINE_START.sub(r"\1\2\\\3", line)
    return "".join(_ENTITIES.get(character, character) for character in line)
