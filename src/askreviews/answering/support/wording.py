"""Words that say the same or the contrary, and words that carry a claim. Data, not code."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import yaml

from askreviews.indexing.lexical import stem


@dataclass(frozen=True)
class Wording:
    """The packaged lists, read once.

    ``same`` leads a stem to the key of its group, ``relations`` a stem to a relation,
    ``contrary`` a key to the keys that deny it; the cues are patterns; ``roles`` and ``light``
    are keys.
    """

    same: dict[str, str]
    relations: dict[str, str]
    contains: dict[str, frozenset[str]]
    contrary: dict[str, frozenset[str]]
    cues: dict[str, re.Pattern[str]]
    roles: frozenset[str]
    light: frozenset[str]


@cache
def wording() -> Wording:
    """The packaged word lists."""
    text = files("askreviews.answering").joinpath("data/support_words.yaml").read_text("utf-8")
    raw = yaml.safe_load(text)
    same = {stem(w): group for group, words in raw["same"].items() for w in (group, *words)}
    contrary: dict[str, set[str]] = {}
    for pair in raw["contrary"]:
        left, right = ([same.get(stem(w), stem(w)) for w in side] for side in pair)
        for a in left:
            contrary.setdefault(a, set()).update(right)
        for b in right:
            contrary.setdefault(b, set()).update(left)
    return Wording(
        same=same,
        relations={
            stem(w): relation for relation, ws in raw["relations"].items() for w in (relation, *ws)
        },
        contains={
            key: frozenset([*values, *(stem(v) for v in values)])
            for key, values in raw["contains"].items()
        },
        contrary={key: frozenset(values) for key, values in contrary.items()},
        cues={name: _pattern(phrases) for name, phrases in raw["cues"].items()},
        roles=frozenset(same.get(stem(w), stem(w)) for w in raw["roles"]),
        light=frozenset(same.get(stem(w), stem(w)) for w in raw["light"]),
    )


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    parts = [re.escape(p.rstrip("*")) + (r"\w*" if p.endswith("*") else r"\b") for p in phrases]
    return re.compile(rf"\b(?:{'|'.join(parts)})".replace("'", "['’]"), re.I)


@cache
def key_of(word: str) -> str:
    """What a word in lower case counts as: its group's name, or its stem."""
    stemmed = stem(word)
    return wording().same.get(stemmed, stemmed)
