"""What passages say, cut into units (sentence, list point) with their lead-in and heading."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from askreviews.answering.support.wording import key_of
from askreviews.indexing.lexical import STOPWORDS
from askreviews.reading.sentences import sentence_spans

_WORD = re.compile(r"\d[\d,.]*\d|\b[Nn]on-[a-z]+|[^\W_]+(?:['’][a-z]{1,2}\b)?")
_FULL_STOP = re.compile(r"[.!?:;]['’\"”]?\s*$")
_HEADING_WORDS = 16
_INLINE_LIST = re.compile(r"^(?P<lead>[^:;]{3,120}:)\s+(?P<points>[^;]+(?:;[^;]+)+)$")
# Longer units would not fit the encoder in one go.
_LONGEST = 110
_AUXILIARY = frozenset(
    "also then than only very much more still yet just been being done did does do get got that's "
    "s t own such same other others each both so too upon per via etc not no nor never".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: as written, where, its key (what it counts as), and if it has content."""

    text: str
    start: int
    end: int
    key: str
    content: bool


@dataclass(frozen=True)
class Unit:
    """A sentence or list point of a passage.

    ``said`` is the unit with its lead-in and heading: what tells if a list holds
    recommendations, and of which review it is.
    """

    text: str
    passage: int
    lead_in: str = ""
    heading: str = ""
    words: tuple[Word, ...] = field(default=())

    @property
    def said(self) -> str:
        """The unit after its heading and lead-in."""
        return " ".join(part for part in (self.heading, self.lead_in, self.text) if part)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text in order."""
    return tuple(_word(m) for m in _WORD.finditer(text))


def _word(match: re.Match[str]) -> Word:
    lowered = match[0].lower().replace("’", "'")
    plain = lowered.removesuffix("'s")
    content = plain not in STOPWORDS and plain not in _AUXILIARY and "'" not in plain
    return Word(match[0], match.start(), match.end(), key_of(plain), content)


def units_of(passages: Sequence[str]) -> list[Unit]:
    """The units of passages, in order; a passage may open with a line that is its heading."""
    return [unit for number, text in enumerate(passages) for unit in _units(text, number)]


def _units(passage: str, number: int) -> Iterator[Unit]:
    lines = [line.strip() for line in passage.split("\n") if line.strip()]
    heading = ""
    if len(lines) > 1 and _is_heading(lines[0]):
        heading = lines.pop(0)
    lead_in = ""
    for line in lines:
        if line.endswith(":"):
            lead_in = line
            for piece in _pieces(line):
                yield Unit(piece, number, "", heading, words_of(piece))
            continue
        listed = _INLINE_LIST.match(line)
        if listed:
            lead, texts = listed["lead"], [p.strip() for p in listed["points"].split(";")]
        else:
            lead, texts = lead_in, [line[a:b] for a, b in sentence_spans(line, 0, len(line))]
        for text in texts:
            for piece in _pieces(text):
                yield Unit(piece, number, lead, heading, words_of(piece))


def _is_heading(line: str) -> bool:
    return not _FULL_STOP.search(line) and len(line.split()) <= _HEADING_WORDS


def _pieces(text: str) -> list[str]:
    """A text, in several pieces where it is too long."""
    parts = text.split()
    return [" ".join(parts[i : i + _LONGEST]) for i in range(0, len(parts), _LONGEST)]
