"""Packs of twenty topics and of every review, read back; and a pack over 400 reviews, timed.

    python benchmarks/packs.py [--reviews 400] [--pages]

Every quotation of each .docx and .pptx is read back and held beside the stored text, and the cells
that a team is to fill in are looked at. With ``--pages`` each briefing is laid out by LibreOffice
too, and its pages counted. The 400 reviews are invented, no sentence twice.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from io import BytesIO
from pathlib import Path

import pypdf
from tqdm import tqdm

from askreviews import Assistant, Library, Settings
from askreviews.packs.export import pack_bytes
from askreviews.packs.make import pack_of, pack_on, verify
from askreviews.packs.model import Pack

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from packed import empty_cells, faults, in_slides, in_word  # noqa: E402

TOPICS = (
    "engaging fathers", "bruising in non-mobile babies", "professional curiosity",
    "information sharing", "domestic abuse", "neglect", "ICON and crying babies",
    "house moves and transfer between areas", "early help and thresholds", "strategy meetings",
    "child in need plans", "mental health of parents", "the child's lived experience",
    "sexual abuse", "good practice", "working with GPs", "housing", "safe sleeping",
    "bereavement and culture", "chronologies",
)  # fmt: skip
_WHO = "midwife,school nurse,health visitor,housing officer,social worker,GP,teacher".split(",")
_WHOM = "the mother,the father,the older brother,an aunt,the stepfather,the neighbour".split(",")
_FINDINGS = (
    "The {who} did not ask {whom} about case {n}.",
    "Nobody told the {who} what {whom} had said in case {n}.",
    "Bruising in case {n} was seen by the {who} and explained away by {whom}.",
    "Domestic abuse in case {n} was known to the {who} but {whom} was not seen alone.",
)
_RECOMMENDATIONS = (
    "The {who} should see {whom} at home, as case {n} shows.",
    "Each {who} should be told within a day when {whom} moves, as in case {n}.",
    "Training for every {who} should cover bruising, which {whom} explained in case {n}.",
)


def main() -> None:
    """Read packs of the starter collection back, then time one over many reviews."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reviews", type=int, default=400)
    parser.add_argument("--pages", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        starter = _assistant(ROOT / "corpus", Path(name) / "starter")
        packs = [pack_on(starter, topic) for topic in tqdm(TOPICS, "Topics")]
        packs += [pack_of(starter, r.review_id) for r in tqdm(starter.reviews(), "Reviews")]
        _read_back(starter, packs, pages=given.pages)
        many = Path(name) / "many"
        many.mkdir()
        for n in range(given.reviews):
            (many / f"case-{n:04}.md").write_text(_review(n), "utf-8")
        _time(_assistant(many, Path(name) / "index"), pages=given.pages)


def _assistant(corpus: Path, index: Path) -> Assistant:
    print(Library.open(corpus, index, Settings()).index(progress=True).sentence())
    assistant = Assistant.open(index, Settings())
    assistant.warm_up()
    return assistant


def _read_back(starter: Assistant, packs: list[Pack], *, pages: bool) -> None:
    def text_of(document_id: str) -> str:
        return starter.text(document_id).text

    quotes = wrong = empty = cells = 0
    for pack in tqdm(packs, "Reading back"):
        verify(starter, pack)
        word = pack_bytes(pack, ".docx")
        found = in_word(word) + in_slides(pack_bytes(pack, ".pptx"))
        told = faults(found, text_of)
        total, kept = empty_cells(word)
        quotes, wrong = quotes + len(found), wrong + len(told)
        cells, empty = cells + total, empty + kept
        for sentence in told:
            print(f"{pack.title}: {sentence}")
        if not pack.parts:
            print(f"{pack.title}: {pack.status}")
    print(
        f"{len(packs)} packs, {quotes} quotations read back from .docx and .pptx: {wrong} at fault "
        f"or uncited; {empty} of {cells} cells to fill in are empty"
    )
    if pages:
        many = [p.title for p in tqdm(packs, "Laying out") if p.parts and _briefing_pages(p) != 1]
        print(f"briefings on more than one page: {', '.join(many) or 'none'}")


def _briefing_pages(pack: Pack) -> int:
    return len(pypdf.PdfReader(BytesIO(pack_bytes(pack.only(["briefing"]), ".pdf"))).pages)


def _time(assistant: Assistant, *, pages: bool) -> None:
    for topic in ("bruising", "domestic abuse", "engaging fathers"):
        start = time.perf_counter()
        pack = pack_on(assistant, topic)
        verify(assistant, pack)
        made = time.perf_counter()
        size = {suffix: len(pack_bytes(pack, suffix)) for suffix in (".docx", ".pptx")}
        written = time.perf_counter()
        print(
            f"{assistant.info.reviews} reviews, {topic!r}: {len(pack.citations)} citations, made "
            f"in {made - start:.2f} s, .docx and .pptx in {written - made:.2f} s more "
            f"({size['.docx'] // 1024} and {size['.pptx'] // 1024} KB)"
        )
        if pages:
            print(f"  pages of its briefing: {_briefing_pages(pack)}")


def _review(n: int) -> str:
    chance = random.Random(n)

    def lines(forms: tuple[str, ...], count: int) -> str:
        told = (
            chance.choice(forms).format(
                who=chance.choice(_WHO), whom=chance.choice(_WHOM), n=f"{n}-{k}"
            )
            for k in range(count)
        )
        return "\n".join(f"- {sentence}" for sentence in told)

    label = f"Child {chr(65 + n % 26)}{n}"
    return (
        f'---\ntitle: "{label}: local child safeguarding practice review"\nreview: "{label}"\n'
        f'published: "{2015 + n % 10}"\n---\n\n# {label}\n\n## What happened\n\n'
        f"{label} was taken to hospital with bruising in spring {2014 + n % 10}.\n\n## Findings\n\n"
        f"{lines(_FINDINGS, 12)}\n\n## Recommendations\n\n{lines(_RECOMMENDATIONS, 6)}\n"
    )


if __name__ == "__main__":
    sys.exit(main())
