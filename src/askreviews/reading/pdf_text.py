"""The text of a PDF's paragraphs: lines joined, words parted at a line's end mended."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import Stemmer

from askreviews.reading.traced import Traced, joined

if TYPE_CHECKING:
    from spellchecker import WordFrequency

_SOFT_HYPHEN = re.compile("\xad")
_HYPHENS = ("-", "‐", "\xad")
_WORD = re.compile(r"[^\W\d_]+(?:[-‐’'][^\W\d_]+)*")
_TAIL = re.compile(r"(?<![^\W_])([^\W_]+)[-‐]$")
_HEAD = re.compile(r"[^\W_]+")
# What these begin keeps its hyphen in British spelling.
_PREFIXES = frozenset(
    (
        *("anti", "co", "cross", "early", "eight", "ex", "five", "four", "full", "half", "high"),
        *("ill", "late", "long", "low", "mid", "multi", "nine", "non", "part", "post", "pre"),
        *("quasi", "self", "semi", "seven", "short", "single", "six", "ten", "three", "two"),
        *("well", "year"),
    )
)


class Joiner:
    """Joins lines; whether a hyphen at a line's end stays is judged by the document's words.

    A hyphen goes where the joined word, or one of its stem, is used elsewhere in the document
    or stands in a dictionary, and where the halves are not both words. Otherwise it stays: the
    page shows it.

    Args:
        lines: the text of every line of the document, in order.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        self._stem = Stemmer.Stemmer("english").stemWord
        self._words = {word.lower() for line in _whole_words(lines) for word in _WORD.findall(line)}
        self._stems = {self._stem(word) for word in self._words}

    def join(self, lines: Sequence[Traced]) -> Traced:
        """Return the lines as one paragraph."""
        parts = [lines[0]]
        for before, following in pairwise(lines):
            last, line = before.text, following.text
            if last.endswith("\xad") or (last.endswith(_HYPHENS) and self._is_parted(last, line)):
                parts[-1] = parts[-1][:-1]
            elif not _is_tied(last, line):
                parts.append(Traced(" "))
            parts.append(following)
        return joined(parts).sub(_SOFT_HYPHEN, "")[0]

    def _is_parted(self, last: str, line: str) -> bool:
        """Tell a word parted at the line's end from a compound that has a hyphen anyway."""
        tail, head = _TAIL.search(last), _HEAD.match(line)
        if not tail or not head or not tail[1].isalpha() or not head[0].islower():
            return False
        before, after = tail[1].lower(), head[0]
        if f"{before}-{after}" in self._words or before in _PREFIXES:
            return False
        if before + after in self._words or self._stem(before + after) in self._stems:
            return True
        known = _dictionary()
        return before + after in known or not (self._is_word(before) and self._is_word(after))

    def _is_word(self, word: str) -> bool:
        return word in self._words or word in _dictionary()


@cache
def _dictionary() -> WordFrequency:
    from spellchecker import SpellChecker  # a tenth of a second, and seldom needed

    return SpellChecker(language="en", distance=1).word_frequency


def _whole_words(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines without the halves of words at their ends."""
    parted = False
    for line in lines:
        words = line.split()[1 if parted else 0 :]
        parted = line.endswith(_HYPHENS)
        yield " ".join(words[:-1] if parted else words)


def _is_tied(last: str, line: str) -> bool:
    """Tell whether nothing stands between two lines: after a hyphen, a slash or a range."""
    tied = re.search(r"\S[-‐–—/]$", last) is not None
    return tied and line[0].isalnum()
