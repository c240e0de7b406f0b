"""Synthetic reviews, to measure speed at sizes that no collection at hand has.

    python benchmarks/synthetic.py FOLDER --documents 50 [--pages 8] [--seed 1]

Made of sentence patterns in our own words, with the structure and vocabulary of the genre: nobody
in them lives, nothing in them happened, and each document says so in its title and first lines. The
same seed gives the same documents. Nothing of them is kept in the repository.

Sentences come from a finite ``Pool``, so that ``scale.py`` can encode each once and build a
collection of hundreds of thousands of passages from them; the pseudonym, a month and a number are
put into a sentence when it is used, so that no two documents say the same.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import yaml

from askreviews.types import Facet

PARAGRAPHS_A_PAGE = 3
_SENTENCES = (4, 7)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
# What a review is made of, in its order: a heading, what it holds, its share of the paragraphs.
_SECTIONS: tuple[tuple[str, Facet, float], ...] = (
    ("Background", "background", 0.25),
    ("What happened", "background", 0.2),
    ("Findings", "finding", 0.25),
    ("Learning", "finding", 0.12),
    ("Good practice", "good_practice", 0.06),
    ("Recommendations", "recommendation", 0.09),
    ("Questions for your team", "question", 0.03),
)
_OUTCOMES = ("death", "serious harm")


@cache
def _words() -> dict[str, Any]:
    """The patterns of sentences, what may fill them, and names of places that are none."""
    return dict(yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text("utf-8")))


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the pool: its place there, and its text with what is still to be put in."""

    number: int
    pattern: str


class Pool:
    """The sentences that documents are made of, for each facet as many.

    Args:
        sentences: how many of each facet, at most; some facets have fewer patterns to give.
        seed: the same seed gives the same pool.
    """

    def __init__(self, sentences: int = 20_000, seed: int = 1) -> None:
        self._most, self._seed = sentences, seed

    @cached_property
    def by_facet(self) -> dict[Facet, list[Sentence]]:
        """The sentences by what they are."""
        number = itertools.count()
        return {
            facet: [Sentence(next(number), text) for text in self._made(facet)]
            for facet in _words()["patterns"]
        }

    def _made(self, facet: Facet) -> list[str]:
        chance = random.Random(f"{self._seed} {facet}")
        made: dict[str, None] = {}
        for _ in range(2 * self._most):
            pattern = chance.choice(_words()["patterns"][facet])
            made[re.sub(r"\{(\w+)\}", lambda slot: _filled(slot, chance), pattern)] = None
            if len(made) == self._most:
                break
        return list(made)

    def plain(self) -> list[str]:
        """Every sentence in order of its number, with "the child" and no month put in."""
        told = {"Child": "the child", "month": "the spring", "number": "several"}
        held = sorted(itertools.chain(*self.by_facet.values()), key=lambda s: s.number)
        return [s.pattern.format_map(told) for s in held]


def _filled(slot: re.Match[str], chance: random.Random) -> str:
    name = slot[1]
    if name in ("Child", "month", "number"):
        return slot[0]
    word = chance.choice(_words()["slots"][name.lower()])
    return word[0].upper() + word[1:] if name[0].isupper() else word


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence as a document says it, and which one of the pool it is."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, what stands under it, and its paragraphs; recommendations are points of a list."""

    heading: str
    facet: Facet
    paragraphs: tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class SyntheticReview:
    """One made-up review."""

    number: int
    child: str
    title: str
    publisher: str
    published: str
    outcome: str
    age_months: int
    sections: tuple[Section, ...]

    @property
    def document_id(self) -> str:
        """Its file's name."""
        return f"synthetic-{self.number:05}.md"

    @property
    def label(self) -> str:
        """What every document says of itself."""
        return (
            f"This document is synthetic: number {self.number} of a made-up collection for "
            "measuring speed. No such child, family or review exists."
        )

    def markdown(self) -> str:
        """The document, with its front matter."""
        front = (
            f'---\ntitle: "{self.title}"\nreview: "{self.child}"\npublisher: "{self.publisher}"\n'
            f'published: "{self.published}"\noutcome: "{self.outcome}"\nreview_type: "LCSPR"\n'
            f'child_age: "{self.age_months} months"\n---\n\n# {self.title}\n\n*{self.label}*\n'
        )
        return front + "".join(_marked_down(section) for section in self.sections)


def _marked_down(section: Section) -> str:
    as_list = section.facet in ("recommendation", "question")
    paragraphs = (
        "\n".join(f"- {s.text}" for s in said) if as_list else " ".join(s.text for s in said)
        for said in section.paragraphs
    )
    return f"\n## {section.heading}\n\n" + "\n\n".join(paragraphs) + "\n"


def review(pool: Pool, number: int, pages: int) -> SyntheticReview:
    """The review of a number: about ``pages`` pages, the same whenever it is asked for."""
    chance = random.Random(f"review {number}")
    child = f"Child {_letters(number)}"
    place = chance.choice(_words()["places"])
    told = {"Child": child}
    paragraphs = pages * PARAGRAPHS_A_PAGE

    def said(facet: Facet) -> Said:
        sentence = chance.choice(pool.by_facet[facet])
        when = f"{chance.choice(_MONTHS)} {chance.randrange(2008, 2025)}"
        filled = told | {"month": when, "number": str(chance.randrange(2, 30))}
        return Said(sentence.number, sentence.pattern.format_map(filled))

    sections = tuple(
        Section(
            heading,
            facet,
            tuple(
                tuple(said(facet) for _ in range(chance.randint(*_SENTENCES)))
                for _ in range(max(1, round(share * paragraphs)))
            ),
        )
        for heading, facet, share in _SECTIONS
    )
    return SyntheticReview(
        number=number,
        child=child,
        title=f"{child}: synthetic review {number}, made up for measuring speed",
        publisher=f"{place} Safeguarding Children Partnership (made up)",
        published=f"{chance.randrange(2010, 2026)}-{chance.randrange(1, 13):02}",
        outcome=chance.choice(_OUTCOMES),
        age_months=chance.randrange(1, 216),
        sections=sections,
    )


def _letters(number: int) -> str:
    """Three letters and a digit, a different pseudonym for each number below 175,760."""
    letters = string.ascii_uppercase
    number, digit = divmod(number, 10)
    found = [letters[number // 26**place % 26] for place in (2, 1, 0)]
    return "".join(found) + str(digit)


def reviews(pool: Pool, documents: int, pages: int) -> Iterator[SyntheticReview]:
    """The first so many reviews."""
    return (review(pool, number, pages) for number in range(documents))


def write(folder: Path, documents: int, pages: int, seed: int = 1) -> list[Path]:
    """Write a collection of Markdown files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for made in reviews(Pool(seed=seed), documents, pages):
        paths.append(folder / made.document_id)
        paths[-1].write_text(made.markdown(), encoding="utf-8")
    return paths


def main() -> None:
    """Write a collection."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--documents", type=int, required=True)
    parser.add_argument("--pages", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    print(f"{len(write(given.folder, given.documents, given.pages, given.seed))} documents written")


if __name__ == "__main__":
    main()
