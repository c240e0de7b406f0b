"""Sentences out of a reply as it streams in: JSON of the schema, JSON of sorts, or prose with [n].

What comes out is what the model said, not what is shown: every sentence still has its check to
pass. What is not understood yields nothing, or sentences without numbers.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Literal

from askreviews.answering.language_model.leash import Drafted
from askreviews.reading.sentences import sentence_spans

_NUMBERS = re.compile(r"\s*[\[【]\^?(\d[\d,;\s]*)[\]】]")
_AFTER_THE_STOP = re.compile(r"([.!?][\"”’')]*)((?:\s*[\[【]\^?\d[\d,;\s]*[\]】])+)")
_FENCE = r"\s*(?:```\w*\s*)?"
_LIST = re.compile(_FENCE + r'(?:\{\s*"\w+"\s*:\s*)?\[\s*(?=[{"\]])')
_OBJECTS = re.compile(_FENCE + r'(?=\{\s*"\w+"\s*:\s*(?:["\d]|\[\s*\d))')
_MAYBE_JSON = re.compile(r"\s*(?:`{1,3}\w*\s*$|```\w*\s*[\[{]|\{|\[\s*(?:$|[{\"]))")
_THOUGHT = re.compile(r"\s*<think(?:ing)?>(?:.*?</think(?:ing)?>|.*)", re.S)
_HEADING = re.compile(r"\s*(?:#|[^\[]*:\s*$)")
_MARKS = re.compile(r"^(?:[ \t]*(?:[-*•+>]|\d{1,2}[.)])[ \t]+)+", re.M)
_EMPHASIS = re.compile(r"\*\*|__|`")
_SPACED = re.compile(r"\s+(?=[.,;:!?](?:\s|$))")
# So many characters tell a thought or a fence from prose.
_TELLS = 9


class BrokenReplyError(Exception):
    """The reply ended within its JSON."""


class Reply:
    """A reply in the making; feed it the pieces as they come."""

    def __init__(self) -> None:
        self._text = ""
        self._at = 0
        self._form: Literal["list", "objects", "prose"] | None = None
        self._closed = False

    @property
    def pending(self) -> int:
        """How many characters have come that belong to no whole sentence yet."""
        return len(self._text) - self._at

    def feed(self, piece: str) -> Iterator[Drafted]:
        """The sentences that a piece completes."""
        self._text += piece
        yield from self._take(final=False)

    def finish(self) -> Iterator[Drafted]:
        """The sentences that the end of the reply completes.

        Raises:
            BrokenReplyError: the end is missing.
        """
        yield from self._take(final=True)
        rest = self._text[self._at :].strip(" \t\r\n`")
        if (self._form == "list" and not self._closed) or (self._form == "objects" and rest):
            raise BrokenReplyError

    def _take(self, *, final: bool) -> Iterator[Drafted]:
        if self._form is None:
            self._recognise(final=final)
        if self._form == "prose":
            yield from self._prose(final=final)
        elif self._form is not None:
            yield from self._json()

    def _recognise(self, *, final: bool) -> None:
        """See what form the reply has, a thought before it left out; not before it can be told."""
        thought = _THOUGHT.match(self._text)
        if thought and not thought[0].endswith(
            "ing>" if "thinking" in thought[0][:12] else "think>"
        ):
            return
        if thought and "</think" in thought[0]:
            self._text = self._text[thought.end() :]
        if not final and len(self._text.lstrip()) < _TELLS:
            return
        for form, opening in (("list", _LIST), ("objects", _OBJECTS)):
            begun = opening.match(self._text)
            if begun:
                self._form, self._at = form, begun.end()  # type: ignore[assignment]
                return
        maybe_json = _MAYBE_JSON.match(self._text)
        if maybe_json and final:
            raise BrokenReplyError
        if not maybe_json:
            self._form = "prose"

    def _json(self) -> Iterator[Drafted]:
        decoder = json.JSONDecoder(strict=False)
        while not self._closed:
            rest = self._text[self._at :]
            item = rest.lstrip(" \t\r\n,")
            if item.startswith("]"):
                self._closed = True
                return
            try:
                found, length = decoder.raw_decode(item)
            except ValueError:  # not whole yet
                return
            self._at += len(rest) - len(item) + length
            yield from _of_item(found)

    def _prose(self, *, final: bool) -> Iterator[Drafted]:
        """A sentence is whole once another begins: numbers may still come after its full stop."""
        # As long as before: "- **It** was so. [1]" becomes "    It   was so [1]."
        text = self._text[self._at :]
        for marks in (_EMPHASIS, _MARKS):
            text = marks.sub(lambda mark: " " * len(mark[0]), text)
        text = _AFTER_THE_STOP.sub(r"\2\1", text)
        done = 0
        for start, end in _lines_cut(text):
            after = text[end:].lstrip(" \t")
            if not final and (not after or after[0] in "[【"):
                break
            yield from _drafted(text[start:end], ())
            done = end
        self._at += done


def _lines_cut(text: str) -> Iterator[tuple[int, int]]:
    """The spans of sentences, none of which goes beyond a line."""
    at = 0
    for line in text.splitlines(keepends=True):
        yield from sentence_spans(text, at, at + len(line))
        at += len(line)


def _of_item(found: Any) -> Iterator[Drafted]:
    """The sentences of one item: an object of the schema, one like it, or a string."""
    if isinstance(found, str):
        yield from _drafted(found, ())
    if not isinstance(found, dict):
        return
    words = [value for value in found.values() if isinstance(value, str)]
    numbers = [value for value in found.values() if isinstance(value, int | list)]
    cited = tuple(dict.fromkeys(int(n) for n in re.findall(r"\d+", json.dumps(numbers))))
    if words:
        yield from _drafted(max(words, key=len), cited)


def _drafted(text: str, cited: tuple[int, ...]) -> Iterator[Drafted]:
    """The sentences of a text, each with its own numbers, else those of the whole."""
    text = " ".join(_MARKS.sub("", _EMPHASIS.sub("", text)).split())
    text = _SPACED.sub("", _AFTER_THE_STOP.sub(r"\2\1", text))
    for start, end in sentence_spans(text, 0, len(text)):
        sentence = text[start:end]
        if _HEADING.match(sentence):
            continue
        own = tuple(int(n) for each in _NUMBERS.findall(sentence) for n in re.findall(r"\d+", each))
        words = _NUMBERS.sub("", sentence).strip()
        if any(character.isalnum() for character in words):
            yield Drafted(words, tuple(dict.fromkeys(own)) or cited)
