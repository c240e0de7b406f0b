"""The sector's vocabulary: themes, agencies, harm types, acronyms. Data, not code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

# Two words of a synonym joined by " .. " stand at most this many characters apart.
_NEAR = 120
_JOINT = " .. "
_NEVER = re.compile(r"(?!)")


@dataclass(frozen=True)
class Tag:
    """What tags a sentence: one of its synonyms, outside the phrases that mean another thing."""

    synonyms: re.Pattern[str]
    elsewhere: re.Pattern[str]
    needles: frozenset[str]

    def count(self, sentence: str) -> int:
        """How often a sentence names it."""
        lowered = sentence.lower()
        for needle in self.needles:  # a loop: this is asked a thousand times a page
            if needle in lowered:
                return len(self.synonyms.findall(self.elsewhere.sub(" ", sentence)))
        return 0


@dataclass(frozen=True)
class Taxonomy:
    """Patterns by key or label, and the glossary of acronyms.

    ``themes``, ``agencies`` and ``harm`` tag sentences of documents. Questions are read more
    widely: ``asked_themes``, ``asked_agencies`` and ``asked_harm`` stand for the whole of one,
    so that its reviews can be counted; ``near_themes`` and
    ``near_agencies`` point towards one, in a question and in what may answer it.
    """

    themes: dict[str, Tag]
    theme_labels: dict[str, str]
    agencies: dict[str, Tag]
    agency_words: dict[str, tuple[str, ...]]
    harm: dict[str, Tag]
    near_themes: dict[str, re.Pattern[str]]
    near_agencies: dict[str, re.Pattern[str]]
    asked_themes: dict[str, re.Pattern[str]]
    asked_agencies: dict[str, re.Pattern[str]]
    asked_harm: dict[str, re.Pattern[str]]
    acronyms: dict[str, str]
    review_types: tuple[str, ...]


@cache
def taxonomy() -> Taxonomy:
    """The packaged taxonomy, its synonyms compiled to patterns."""
    raw = json.loads(files("askreviews.reading").joinpath("data/taxonomy.json").read_text("utf-8"))
    themes, agencies, harm = raw["themes"], raw["agencies"], raw["harm_types"]
    labels = {key: entry["label"] for key, entry in themes.items()}
    return Taxonomy(
        themes=_tags(themes),
        theme_labels=labels,
        agencies=_tags(agencies),
        agency_words={key: tuple(e["near"]) for key, e in agencies.items()},
        harm=_tags(harm),
        near_themes={key: pattern_of(e["near"]) for key, e in themes.items()},
        near_agencies={key: pattern_of(e["near"]) for key, e in agencies.items()},
        asked_themes={key: pattern_of([labels[key], *e["asked"]]) for key, e in themes.items()},
        asked_agencies={
            key: pattern_of([*e["asked"], *e["near"], *e["synonyms"]])
            for key, e in agencies.items()
        },
        asked_harm={key: pattern_of([key, *e["asked"]]) for key, e in harm.items()},
        acronyms=raw["acronyms"],
        review_types=tuple(raw["review_types"]),
    )


def _tags(entries: Mapping[str, Any]) -> dict[str, Tag]:
    return {
        key: Tag(
            pattern_of(entry["synonyms"]),
            pattern_of(entry.get("not", ())),
            frozenset(map(_needle, entry["synonyms"])),
        )
        for key, entry in entries.items()
    }


def _needle(synonym: str) -> str:
    """The longest letters of a synonym that stand together: without them it is not named."""
    parts = re.split(f"{re.escape(_JOINT)}|[*'’]", synonym.lower())
    return max(parts, key=len)


def pattern_of(synonyms: Iterable[str]) -> re.Pattern[str]:
    """One pattern for all synonyms; acronyms keep their case ("ACE" is not "ace").

    A trailing ``*`` stands for the rest of a word; `` .. `` for two parts near one another,
    in either order.
    """
    parts = [part for synonym in synonyms for part in _parts(synonym)]
    return re.compile("|".join(parts)) if parts else _NEVER


def _parts(synonym: str) -> list[str]:
    first, joint, second = synonym.partition(_JOINT)
    if not joint:
        return [_word(synonym)]
    gap = rf"[^.!?]{{0,{_NEAR}}}?"
    return [_word(first) + gap + _word(second), _word(second) + gap + _word(first)]


def _word(synonym: str) -> str:
    word = synonym.rstrip("*")
    body = re.sub("['’]", "['’]", re.escape(word))
    whole = r"(?:s|es|['’]s)?\b" if word[-1].isalnum() else ""
    ending = r"\w*" if word != synonym else whole
    return rf"\b{body}{ending}" if word.isupper() else rf"(?i:\b{body}{ending})"
