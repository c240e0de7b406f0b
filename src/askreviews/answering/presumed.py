"""What a question takes for granted by naming it, and whether anything found speaks of it.

A near miss is often like its passage in every word but one: "what did the interpreter say" of a
review without an interpreter. Words that nothing says are no sign by themselves, since people ask
in their own words; but for a few classes of things (relatives, services, proceedings, matters
with a name of their own) the ways to say them can be listed. On six training shelves 97 of 100
questions that name such a thing where nothing found does are not answered there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from askreviews.indexing.lexical import stems
from askreviews.reading.taxonomy import pattern_of
from askreviews.types import Evidence

_QUOTED = re.compile(r'["“]([^"”]{3,60})["”]')


@dataclass(frozen=True, slots=True)
class Presumed:
    """One thing: how a question names it, and how a document may speak of it."""

    asked: re.Pattern[str]
    said: re.Pattern[str]


def unsaid(question: str, found: Iterable[Evidence]) -> bool:
    """Whether a question names a thing that nothing found speaks of, or quotes what it lacks.

    Args:
        question: without the words by which somebody says who they are.
        found: everything in reach of the question, with its headings and lead-ins.
    """
    named = [thing for thing in _things() if thing.asked.search(question)]
    quoted = [words for phrase in _QUOTED.findall(question) if (words := stems(phrase))]
    texts = list(_texts(found)) if named or quoted else []
    return any(not any(thing.said.search(text) for text in texts) for thing in named) or any(
        not any(words <= stems(text) for text in texts) for words in quoted
    )


def _texts(found: Iterable[Evidence]) -> Iterator[str]:
    for e in found:
        yield " ".join((*e.headings, e.lead_in or "", e.text))


@cache
def _things() -> tuple[Presumed, ...]:
    raw = files("askreviews.answering").joinpath("data/presumed.yaml").read_text("utf-8")
    return tuple(
        Presumed(pattern_of(entry["asked"]), pattern_of([*entry["asked"], *entry["said"]]))
        for entry in yaml.safe_load(raw)
    )
