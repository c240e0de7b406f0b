"""Synthetic reviews, to measure speed at sizes that no collection at hand has.

    python benchmarks/synthetic.py FOLDER --documents 50 [--pages 8] [--seed 1]

Made of sentence patterns in our own words, with the structure and vocabulary of the genre: nobody
in them lives, nothing in them happened, and each document says so in its title and first lines. The
same seed gives the same documents. Nothing of them is kept in the repository.

Sentences come from a finite ``Pool``, so that ``scale.py`` can encode each once and build a
collection of hundreds of thousands of passages from them; the pseudonym, a month and a number are put
into a sentence when it is used, so that no two documents say the same.
"""

from __future__ import annotations

import argparse
import itertools
import random
import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from askreviews.types import Facet

PARAGRAPHS_A_PAGE = 3
_SENTENCES = (4, 7)
_MONTHS = (
    "January February March April May June July August September October November December".split()
)
_SLOTS = {
    "who": "the health visitor|the school nurse|the midwife|a social worker|the family's GP|a"
    " housing officer|the youth worker|a police officer|the class teacher|the paediatrician|the"
    " family support worker|a drug and alcohol worker|the probation officer|the nursery manager|an"
    " out-of-hours doctor|the independent domestic abuse adviser|a hospital nurse|the early help"
    " lead|a foster carer|the designated safeguarding lead",
    "whom": "the mother|the father|the mother's partner|the grandmother|an older sibling|the aunt|"
    "the stepfather|both parents|the father's new partner|a family friend who often looked after"
    " the children|the lodger|the great-grandfather",
    "did": "visited|telephoned|wrote to|met|spoke briefly with|left a message for|saw|asked a"
    " colleague to see|offered an appointment to|was turned away by|sat down with|texted",
    "about": "missed appointments|bruising to an ear|weight that had stopped rising|shouting heard"
    " through the wall|rent that was owed|a caution from years before|sleep on a sofa|alcohol in the"
    " evenings|low mood after the birth|a dog that had bitten|school attendance below 80 per cent|"
    "cannabis smelt in the hallway|a burn said to come from a radiator|going missing overnight|older"
    " boys waiting at the gate|money that could not be explained|a move to a third address|an"
    " unregistered private arrangement|self-harm|online contact with a stranger|untreated head lice"
    " and dental decay|a learning disability that was never assessed|insulin that was not given|a"
    " feeding tube that was not cleaned",
    "then": "and the note was filed without being read|but nobody told the school|and a meeting was"
    " called within the week|yet the plan stayed as it was|and no strategy discussion followed|so"
    " the visit was put off until after the holidays|and the concern was recorded on one system"
    " only|which the panel thought a missed chance|but the explanation was taken at face value|and a"
    " second opinion was never asked for|so the case was closed at the next supervision|and the duty"
    " team asked for it again in writing|but the referral came back without a reason|and the record"
    " does not show who decided this|while the waiting list grew to four months",
    "agency": "Children's social care|The police|The acute hospital trust|The community health trust|"
    "Primary care|The housing association|The secondary school|Probation|The mental health trust|The"
    " ambulance service|Early help|The youth justice service|The refuge|The nursery|The substance"
    " misuse service|The neighbouring authority",
    "issue": "the voice of the child|fathers and other men in the household|the threshold for"
    " support|the mother's own childhood in care|how often the family had moved|what the siblings"
    " had said|the pattern over time rather than single events|disguised compliance|the cumulative"
    " effect of neglect|information held by the other authority|who had parental responsibility|the"
    " risk outside the home|language and the use of interpreters|poverty and debt|the feeding of a"
    " baby born too early|coercion and control|whether the child was ever alone with a worker|what"
    " was normal for this child given the disability|previous convictions|safe sleeping",
    "why": "because supervision looked at tasks rather than at the child|since staff changed four"
    " times in a year|because the systems cannot read each other|as every agency thought another was"
    " leading|because optimism about the parents was never tested|since the chronology was begun only"
    " after the incident|because the form has no box for it|as the team carried twice its usual"
    " caseload|because the history lay in a paper file|since nobody was asked to chair the meeting",
    "verb": "should make sure that|needs to show how|should review whether|should train its staff so"
    " that|is asked to tell the partnership by when|should agree with its neighbours how|should audit"
    " each quarter whether|must check before a case is closed that",
    "aim": "every adult in a home is named in the assessment|a bruise in a baby who cannot yet roll"
    " is seen by a paediatrician the same day|children who are not brought to appointments are"
    " followed up|chronologies are shared before a conference|a move across a boundary is handed over"
    " in a meeting and in writing|supervision asks what life is like for the child|disagreement"
    " between professionals is escalated within five days|fathers are invited to every meeting and"
    " sent its minutes|interpreters are booked who are no relation|return interviews take place"
    " within 72 hours|safe sleep is talked through in the room where the baby sleeps|medicines for a"
    " long-term condition are checked at each visit|schools are told the outcome of a referral|a"
    " pre-birth assessment begins by the twentieth week|the reasons for ending a plan are recorded",
    "praise": "kept visiting when the door stayed shut|drew the family tree with the children|rang"
    " the next area on the day of the move|challenged a decision in writing and would not let it"
    " rest|noticed the change in the child's drawings|brought the father into the appointment|stayed"
    " late to hand over in person|wrote down the child's own words|found the earlier address from a"
    " library card|asked directly about violence while alone with her",
    "ask": "would you have known who was living in the home|what would you have asked next|whose task"
    " was it to bring the others together|how would this child have told you|which record would have"
    " shown the pattern|what stops you from being curious on a busy day|how does your team hear of"
    " missed appointments|when did you last challenge a colleague",
    "harm": "a fractured arm|serious neglect|a head injury|a stab wound|an overdose|sexual abuse by"
    " a relative|unsafe sleep|an untreated infection|drowning in the bath|exploitation by older"
    " youths|starvation|self-inflicted injury",
    "where": "at home|in a car park|at a relative's flat|in temporary accommodation|at a hostel|on"
    " the way to school|in a caravan|at a friend's house",
}  # fmt: skip
_PATTERNS: dict[Facet, tuple[str, ...]] = {
    "background": (
        "{Child} lived with {whom}, and {who} had known the family since {month}.",
        "In {month} {who} {did} {whom} about {about}, {then}.",
        "{Child} was {number} months old when {who} first heard of {about}.",
        "The incident followed in {month}: {Child} suffered {harm} {where}.",
        "{Who} recorded {about} {number} times, {then}.",
        "By {month} {whom} had told {who} of {about}, {then}.",
        "After {harm} was suspected, {who} {did} {whom}, {then}.",
        "The family had moved {number} times, and {who} knew nothing of {about}.",
    ),
    "finding": (
        "{agency} did not consider {issue} {why}.",
        "Practitioners who {did} {whom} knew of {about} but not of {issue}.",
        "The review of {Child} found that {issue} was lost from sight {why}.",
        "{Who} saw {about} as a matter for others, {then}.",
        "Assessments of {Child} said little about {issue}, although {who} had noted {about}.",
        "Where {about} came together with {issue}, no agency asked what it meant for {Child}.",
        "{agency} held part of the picture on {about} and did not share it {why}.",
    ),
    "recommendation": (
        "{agency} {verb} {aim}.",
        "By {month} {agency} {verb} {aim}.",
        "The partnership {verb} {aim} where there is {about}.",
        "{agency} {verb} {issue} is part of every assessment, and that {aim}.",
    ),
    "good_practice": (
        "{Who} {praise}, which the review of {Child} commends as good practice.",
        "It was good practice that {who} {praise} when there was {about}.",
        "{agency} worked well here: {who} {praise}.",
    ),
    "question": (
        "Thinking of {about}: {ask}?",
        "If {who} had told you about {about}, {ask}?",
        "When {issue} is at stake, {ask}?",
    ),
}
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
_PLACES = (
    "Alderbrook Ashmere Brindle Carrowby Dunmarsh Eastwold Fenhaven Garside Hollowmere Ironbridge"
    " Jasperton Kestrelby Larkhill Mossdale Northmere Oakhanger Pebbleton Quillford Ravensea"
    " Saltfleet Thornwick Underhill Valehurst Wychmoor".split()
)
_OUTCOMES = ("death", "serious harm")


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
            for facet in _PATTERNS
        }

    def _made(self, facet: Facet) -> list[str]:
        chance = random.Random(f"{self._seed} {facet}")
        made: dict[str, None] = {}
        for _ in range(2 * self._most):
            pattern = chance.choice(_PATTERNS[facet])
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
    word = chance.choice(_SLOTS[name.lower()].split("|"))
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
            f"This document is synthetic: number {self.number} of a made-up collection for measuring"
            " speed. No such child, family or review exists."
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
    place = chance.choice(_PLACES)
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
