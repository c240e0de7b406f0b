"""Measure the leash: what does it withhold that passages don't support, and show that they do?

    python benchmarks/leash.py [--split test] [--wrong]

Plays the scripted replies of ``evals/leash/replies.jsonl`` and prints, by kind and by how the
sentences were made, the share withheld of those planted and shown of those supported, with 95%
intervals (Wilson 1927). Bars: at least 97% of the planted withheld, all of the kinds that a rule
can check, and at least 90% of the supported shown. Exit status 1 where one is missed. ``--wrong``
lists each sentence that went wrong, of the development half and of the documents of the test half
that were looked at before (``looked_at.py``).
"""

from __future__ import annotations

import argparse
import json
import re
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from looked_at import LOOKED_AT
from scipy.stats import binomtest

from askreviews.answering.language_model.leash import Drafted, Leash
from askreviews.indexing.embedding import Encoder
from askreviews.reading.facets import facet_of, provenance_of
from askreviews.types import Evidence, Passage, Unit

ROOT = Path(__file__).parents[1]
REPLIES = ROOT / "evals/leash/replies.jsonl"
CHECKABLE = ("number", "age", "date", "quotation", "citation", "neighbour")
PARAPHRASED = ("distant", "fusion", "close")
WITHHELD, SHOWN = 0.97, 0.90


def main() -> None:
    """Play, print, judge."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--split", default="test", choices=("dev", "test"))
    parser.add_argument("--wrong", action="store_true")
    given = parser.parse_args()
    told = [json.loads(line) for line in REPLIES.read_text("utf-8").splitlines()]
    start = time.perf_counter()
    rows = [row for reply in told if reply["split"] == given.split for row in played(reply)]
    took = time.perf_counter() - start
    print(f"{len(rows)} sentences of {given.split}; {1000 * took / len(rows):.0f} ms a sentence")
    met = report(rows)
    if given.wrong:
        for row in rows:
            readable = given.split == "dev" or row["source"] in LOOKED_AT
            if row["shown"] != row["supported"] and readable:
                print(f"{row['kind']:14s} {row['score']:.2f} {row['text']}  {row['reasons']}")
    sys.exit(not met)


def played(reply: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The sentences of one reply, each with the leash's verdict."""
    leash = Leash([evidence(p, n) for n, p in enumerate(reply["passages"])], encoder())
    for told in reply["sentences"]:
        verdict = leash.check(Drafted(told["text"], tuple(told["numbers"])))
        yield told | {"shown": verdict.shown, "score": verdict.score, "reasons": verdict.reasons}


def evidence(told: dict[str, str | None], number: int) -> Evidence:
    """A passage of a reply as retrieval would hand it over."""
    review, section, text = told["review"], told["section"] or "", told["text"] or ""
    name = f"{re.sub(r'[^a-z]+', '-', (review or section).lower())}.md"
    held = Passage(
        document_id=name, review_id=f"{name}#1" if review else None, review=review,
        section=section, facet=facet_of(section), provenance=provenance_of(section),
        start=0, end=len(text), text=text, passage_id=f"{name}:{number}",
    )  # fmt: skip
    return Evidence(Unit(0, len(text), "sentence", 0), text, held, 1.0, 1.0, 1.0)


def report(rows: Sequence[dict[str, Any]]) -> bool:
    """Print the tables; whether every bar is met."""
    planted = [r for r in rows if not r["supported"]]
    supported = [r for r in rows if r["supported"]]
    checkable = [r for r in planted if r["kind"] in CHECKABLE]
    print(f"planted, withheld                 {shares(planted, withheld=True)}")
    print(f"  of kinds that a rule can check  {shares(checkable, withheld=True)}")
    print(f"supported, shown                  {shares(supported, withheld=False)}")
    print("of documents no verdict of which was read:")
    for rows_of, told, withheld in (
        (planted, "planted, withheld", True), (checkable, "  that a rule can check", True),
        (supported, "supported, shown", False),
    ):  # fmt: skip
        unread = [r for r in rows_of if r["source"] not in LOOKED_AT]
        print(f"  {told:31s} {shares(unread, withheld)}")
    for name, mine, withheld in (("planted", planted, True), ("supported", supported, False)):
        print(f"\n{name:16s} {'by hand':32s} by rule")
        for kind in sorted({r["kind"] for r in mine}):
            cells = [
                shares([r for r in mine if r["kind"] == kind and r["made"] == made], withheld)
                for made in ("by hand", "by rule")
            ]
            print(f"{kind:16s} {cells[0]:32s} {cells[1]}")
    print(f"\nof {len(supported)} supported {sum(r['made'] == 'by hand' for r in supported)} are "
          "paraphrases written by hand")  # fmt: skip
    return (
        right(planted, True) >= WITHHELD
        and right(checkable, True) == 1
        and right(supported, False) >= SHOWN
    )


def right(rows: Sequence[dict[str, Any]], withheld: bool) -> float:
    """The share withheld, or shown."""
    return sum(r["shown"] != withheld for r in rows) / len(rows) if rows else 1.0


def shares(rows: Sequence[dict[str, Any]], withheld: bool) -> str:
    """A share with its interval and the count."""
    if not rows:
        return "–"
    count = sum(r["shown"] != withheld for r in rows)
    sure = binomtest(count, len(rows)).proportion_ci(method="wilson")
    return f"{count / len(rows):6.1%} ({sure.low:.1%} to {sure.high:.1%}) of {len(rows)}"


_ENCODER: list[Encoder] = []


def encoder() -> Encoder:
    """The one encoder of this run."""
    if not _ENCODER:
        _ENCODER.append(Encoder())
    return _ENCODER[0]


if __name__ == "__main__":
    main()
