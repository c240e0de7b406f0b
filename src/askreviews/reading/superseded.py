"""Guidance, bodies and terms in a quotation that have since been replaced: ours, not its words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from askreviews.reading.facts import MONTHS
from askreviews.types import Superseded


@dataclass(frozen=True, slots=True)
class _Entry:
    pattern: re.Pattern[str]
    replaced_by: str
    since: str | None
    nation: str | None
    kind: str


def superseded_in(text: str) -> tuple[Superseded, ...]:
    """What a text names that has since been replaced, in its order, each kind of thing once."""
    found: dict[str, Superseded] = {}
    for entry in _entries():
        match = entry.pattern.search(text)
        if match:
            found[entry.replaced_by] = Superseded(
                match.span(), match.group().strip(), entry.replaced_by, entry.since,
                entry.nation, entry.kind,
            )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda one: one.span))


@cache
def _entries() -> tuple[_Entry, ...]:
    raw = files("askreviews.reading").joinpath("data/superseded.yaml").read_text("utf-8")
    return tuple(map(_entry, yaml.safe_load(raw)))


def _entry(fields: dict[str, Any]) -> _Entry:
    pattern = re.compile("|".join(fields["terms"]), re.I)
    since = fields["since"] and _in_words(str(fields["since"]))
    return _Entry(pattern, fields["replaced_by"], since, fields["nation"], fields["kind"])


def _in_words(since: str) -> str:
    """ "December 2023" for 2023-12."""
    year, month = since.split("-")
    return f"{MONTHS[int(month) - 1].capitalize()} {year}"
