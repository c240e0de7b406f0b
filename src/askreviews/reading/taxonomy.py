"""The sector's vocabulary: themes, agencies, harm types, acronyms. Data, not code."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

# Entries that are the beginnings of words rather than words.
_STEMS = frozenset({"injur", "fracture", "bruis", "neglect", "escalat", "exploit", "perpetrators"})


@dataclass(frozen=True)
class Taxonomy:
    """Patterns by key or label, and the glossary of acronyms."""

    themes: dict[str, re.Pattern[str]]
    theme_labels: dict[str, str]
    theme_words: dict[str, tuple[str, ...]]
    agencies: dict[str, re.Pattern[str]]
    agency_words: dict[str, tuple[str, ...]]
    harm: dict[str, re.Pattern[str]]
    acronyms: dict[str, str]


@cache
def taxonomy() -> Taxonomy:
    """The packaged taxonomy, its synonyms compiled to patterns."""
    raw = json.loads(files("askreviews.reading").joinpath("data/taxonomy.json").read_text("utf-8"))
    themes = {key: tuple(entry["synonyms"]) for key, entry in raw["themes"].items()}
    return Taxonomy(
        themes={key: _pattern(words) for key, words in themes.items()},
        theme_labels={key: entry["label"] for key, entry in raw["themes"].items()},
        theme_words=themes,
        agencies={label: _pattern(tuple(words)) for label, words in raw["agencies"].items()},
        agency_words={label: tuple(words) for label, words in raw["agencies"].items()},
        harm={label: _pattern(tuple(words)) for label, words in raw["harm_types"].items()},
        acronyms=raw["acronyms"],
    )


def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all words; acronyms keep their case ("ACE" is not "ace")."""
    parts = []
    for word in words:
        body = re.sub("['’]", "['’]", re.escape(word))
        ending = r"\w*" if word in _STEMS else r"(?:s|es|['’]s)?\b"
        parts.append(rf"\b{body}{ending}" if word.isupper() else rf"(?i:\b{body}{ending})")
    return re.compile("|".join(parts))
