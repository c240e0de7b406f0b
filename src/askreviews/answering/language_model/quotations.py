"""Words in quotation marks: somebody's very words, or they are not shown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from askreviews.answering.support.evidence import words_of
from askreviews.answering.support.people import relation_of
from askreviews.answering.support.wording import wording
from askreviews.reading.sentences import sentence_spans

_DOUBLE = str.maketrans(dict.fromkeys("“”„‟«»″＂", '"') | dict.fromkeys("‘’‚‛‹›′´`＇", "'"))
_SINGLE = re.compile(r"(?<!\w)'(?=\S)((?:[^']|'(?=\w))+?)'(?!\w)")
_CLOSING = ".,;:!?"
_SAYING = re.compile(
    r"\b(?:said|says|told|tells|wrote|writes|described|describes|reported|reports|recalled|called|"
    r"explained|felt|thought|put it|words? of|according to|as)\b",
    re.I,
)


def quoted(text: str) -> list[str]:
    """What stands in quotation marks; apostrophes inside words are none."""
    folded = fold(text)
    doubles = folded.split('"')[1::2]
    rest = re.sub(r'"[^"]*"', " ", folded)
    return [*doubles, *_SINGLE.findall(rest)]


def fold(text: str) -> str:
    """A text with one kind of quotation mark and single spaces; nothing else is folded."""
    return " ".join(text.translate(_DOUBLE).split())


def fault_of_quotation(text: str, passages: Sequence[str]) -> str | None:
    """The first quotation that doesn't stand verbatim in one of the passages."""
    if fold(text).count('"') % 2:
        return "a quotation mark is opened and not closed"
    folded = [fold(passage) for passage in passages]
    for words in quoted(text):
        if not any(_stands(words, passage) for passage in folded):
            return f"the words “{words.strip()}” do not stand in what it cites"
    return _said_by_another(text, folded)


def _stands(words: str, passage: str) -> bool:
    """Whether words stand in a passage, whole words only; a closing stop may be the sentence's."""
    exact = words.strip().rstrip(_CLOSING).strip()
    if not exact:
        return False
    left = r"(?<!\w)" if exact[0].isalnum() else ""
    right = r"(?!\w)" if exact[-1].isalnum() else ""
    return re.search(left + re.escape(exact) + right, passage) is not None


def _said_by_another(text: str, passages: Sequence[str]) -> str | None:
    """A quotation put into the mouth of somebody whom its own sentence doesn't speak of."""
    folded = fold(text)
    for words in quoted(text):
        before = folded[: folded.find(words)]
        if not _SAYING.search(before):
            continue
        speakers = set(_people(before))
        there = {person for around in _around(words, passages) for person in _people(around)}
        if speakers and there and not speakers & there:
            return f"the words “{words}” are somebody else's"
    return None


def _around(words: str, passages: Sequence[str]) -> Iterator[str]:
    """The sentences of the passages that hold these words, each with the one before it."""
    exact = words.strip().rstrip(_CLOSING).strip()
    for passage in passages:
        spans = sentence_spans(passage, 0, len(passage))
        for place, (start, end) in enumerate(spans):
            if exact in passage[start:end]:
                yield passage[spans[max(place - 1, 0)][0] : end]


def _people(text: str) -> Iterator[str]:
    """Relations and jobs that a text names, by their keys."""
    for word in words_of(text):
        if relation := relation_of(word):
            yield relation
        elif word.key in wording().roles:
            yield word.key
