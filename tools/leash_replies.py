"""Make the scripted replies of ``evals/leash/replies.jsonl``, which play a model's answers.

    python tools/leash_replies.py

Sentences come from ``evals/leash/by_hand.jsonl`` and from the test half of ``evals/support``;
what is wanting is made by rule of the same half's documents: sentences as they stand, corruptions,
quotations with a word changed, citations of nothing. The development half makes replies of its
own, which no bar counts. Seeded: the same documents give the same file.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

from corruptions import CORRUPTIONS, Place, Rng
from support_pairs import LONGEST, sentences, split_sentences

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "evals" / "leash"
SUPPORT = ROOT / "evals" / "support"
COLLECTIONS = ROOT / "training" / "collections"
SEED = 20230501
REPLIES = {"test": 300, "dev": 300}
EACH = 1000  # planted sentences, and supported ones, of the test half
# Passages whose first line opens like this are of no one review.
NO_REVIEW = (
    "Bruising", "Case list", "Fathers guide", "ICON", "Information sharing",
    "MARAC and children", "Professional curiosity", "Rapid review guide", "The multi-agency",
    "What a rapid review", "Working with fathers",
)  # fmt: skip
PER_KIND = 60  # planted quotations and citations
OTHERS = 2  # passages of other cases in each reply
OWN = 0.25  # share of a source's pairs in which a passage's label must stand to be its own
LEAST_WORDS = 6
QUOTED = 7  # words of a quotation
CHANGED = {
    "was": "is", "were": "are", "should": "must", "not": "never", "and": "or", "the": "a",
    "review": "report", "practitioners": "professionals", "mother": "mum", "father": "dad",
    "with": "by", "of": "about", "in": "at",
}  # fmt: skip
Row = dict[str, Any]


def main() -> None:
    """Make the replies and write them."""
    rng = Rng(SEED)
    with (FOLDER / "replies.jsonl").open("w", encoding="utf-8") as file:
        for split, count in REPLIES.items():
            rows = list(rows_of(split, rng))
            for reply in replies(split, rows, count, rng):
                file.write(json.dumps(reply, ensure_ascii=False) + "\n")
            print(split, Counter("supported" if r["supported"] else "planted" for r in rows))


def rows_of(split: str, rng: Rng) -> Iterator[Row]:
    """The sentences of a split, each with the passages it cites."""
    rows = [*by_hand(split), *pairs(split)]
    yield from rows
    splits = split_of_sources()
    found = [(s, p) for s, p in sentences() if splits.get(p.document) == split]
    rng.shuffle(found)
    if split == "test":
        more = list(further_sentences(splits))
        rng.shuffle(more)
        found += more
    supported = [r for r in rows if r["supported"]]
    planted = [*misquoted(found), *miscited(rng.sample(supported, PER_KIND), rng)]
    yield from planted
    known = {r["text"] for r in rows}
    plain = [row(s, [p.passage], p.document, True, "verbatim") for s, p in found if s not in known]
    yield from plain[: EACH - len(supported)]
    have = len(planted) + len(rows) - len(supported)
    more = (r for r in corrupted(found, rng) if r["text"] not in known)
    yield from islice(more, EACH - have)


def further_sentences(known: dict[str, str]) -> Iterator[tuple[str, Place]]:
    """Sentences of the documents in ``training/collections`` that only ``by_hand.jsonl`` is on."""
    labels = {
        p["source"]: label_of(p["passages"][0])
        for p in lines(FOLDER / "by_hand.jsonl")
        if p["source"] not in known
    }
    for source, label in sorted(labels.items()):
        (path,) = COLLECTIONS.glob(f"*/documents/{source.partition('/')[2]}")
        for passage, units in parts(path.read_text("utf-8"), label):
            for unit in units:
                if LEAST_WORDS <= len(unit.split()) <= LONGEST and unit[-1] == ".":
                    yield unit, Place(source, label, passage, None)


def parts(text: str, label: str) -> Iterator[tuple[str, list[str]]]:
    """Each part of a document with a heading of its own, as a passage, and its sentences."""
    for part in re.split(r"^###? ", text, flags=re.M)[1:]:
        heading, _, body = part.partition("\n")
        told = [re.sub(r"^(?:[-*]|\d+\.) |\*\*", "", x) for x in body.split("\n")]
        told = [x.strip() for x in told if x.strip() and x[0] != "|"]
        if told:
            units = [unit for line in told for unit in split_sentences(line)]
            yield "\n".join((f"{label}: {re.sub(r'^[0-9. ]+', '', heading)}", *told)), units


def corrupted(found: list[tuple[str, Place]], rng: Rng) -> Iterator[Row]:
    """True sentences with one thing wrong, two of each at most."""
    for sentence, place in found:
        for kind, corrupt in rng.sample(sorted(CORRUPTIONS.items()), 2):
            wrong = corrupt(sentence, place, rng)
            if wrong and wrong != sentence:
                yield row(wrong, [place.passage], place.document, False, kind)


def misquoted(found: list[tuple[str, Place]]) -> Iterator[Row]:
    """A stretch of a sentence in quotation marks, with one word changed."""
    count = 0
    for sentence, place in found:
        words = sentence.rstrip(".").split()[1 : QUOTED + 1]
        spot = next((i for i, w in enumerate(words) if w in CHANGED), None)
        if spot is None or len(words) < QUOTED or re.search("[\"“”']", sentence):
            continue
        words[spot] = CHANGED[words[spot]]
        text = f"It puts it in these words: “{' '.join(words)}”."
        yield row(text, [place.passage], place.document, False, "quotation")
        count += 1
        if count == PER_KIND:
            return


def miscited(rows: list[Row], rng: Rng) -> Iterator[Row]:
    """True sentences that cite nothing, or a number that was not given."""
    for r in rows:
        numbers = rng.choice(([], [0], [99], [-1], "beyond"))
        yield {**r, "supported": False, "kind": "citation", "made": "by rule", "numbers": numbers}


def by_hand(split: str) -> Iterator[Row]:
    """Sentences of ``by_hand.jsonl``, which cite their passages."""
    for pair in lines(FOLDER / "by_hand.jsonl"):
        if pair["split"] == split:
            told = [pair[key] for key in ("sentence", "passages", "source", "supported", "kind")]
            yield row(*told, "by hand")


def pairs(split: str) -> Iterator[Row]:
    """Pairs of ``evals/support``: they cite the passages of their own source.

    A sentence on a neighbour cites all, since the fact stands in one and the name in another.
    """
    every = [p for name in ("by_hand", "by_rule") for p in lines(SUPPORT / f"{name}.jsonl")]
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for pair in every:
        counts[pair["source"]].update({label_of(p) for p in pair["passages"]} | {""})
    for pair in every:
        if pair["split"] != split or pair["kind"] == "elsewhere":
            continue
        seen = counts[pair["source"]]
        own = {label for label, n in seen.items() if n >= OWN * seen[""]}
        cites = [p for p in pair["passages"] if label_of(p) in own or pair["kind"] == "neighbour"]
        cites = cites or pair["passages"]
        made, kind = pair["made"], pair["kind"]
        yield row(pair["sentence"], cites, pair["source"], pair["supported"], kind, made)


def replies(split: str, rows: list[Row], count: int, rng: Rng) -> Iterator[Row]:
    """Sentences about one source together, beside passages of others."""
    rng.shuffle(rows)
    rows.sort(key=lambda r: r["source"])
    every = sorted({p for r in rows for p in r["cites"]})
    for number in range(count):
        mine = rows[number * len(rows) // count : (number + 1) * len(rows) // count]
        given = list(dict.fromkeys(p for r in mine for p in r["cites"]))
        given += rng.sample([p for p in every if p not in given], OTHERS)
        rng.shuffle(given)
        told = [
            {
                "text": r["text"],
                "numbers": numbers_of(r, given),
                "supported": r["supported"],
                "kind": r["kind"],
                "made": r["made"],
                "source": r["source"],
            }
            for r in mine
        ]
        yield {
            "id": f"{split}-{number + 1:03d}",
            "split": split,
            "passages": [told_apart(p) for p in given],
            "sentences": told,
        }


def told_apart(passage: str) -> dict[str, str | None]:
    """A passage without its first line, and the review and section that this names."""
    heading, _, text = passage.partition("\n")
    label, _, section = heading.partition(": ")
    if label.startswith(NO_REVIEW):
        return {"review": None, "section": heading, "text": text}
    return {"review": label, "section": section, "text": text}


def numbers_of(r: Row, given: list[str]) -> list[int]:
    """What a sentence cites, from 1."""
    if r.get("numbers") == "beyond":
        return [len(given) + 1]
    return r["numbers"] if "numbers" in r else [given.index(p) + 1 for p in r["cites"]]


def row(text: str, cites: list[str], *told: Any) -> Row:
    """One sentence; ``told`` are its source, whether it is supported, its kind, how it was made."""
    keys = ("source", "supported", "kind", "made")
    return {"text": text, "cites": cites, "made": "by rule", **dict(zip(keys, told, strict=False))}


def split_of_sources() -> dict[str, str]:
    """The split of each document, as the pairs by hand have it."""
    return {p["source"]: p["split"] for p in lines(SUPPORT / "by_hand.jsonl")}


def label_of(passage: str) -> str:
    """The review that the first line of a passage names."""
    return passage.partition("\n")[0].partition(":")[0]


def lines(path: Path) -> list[Row]:
    """The objects of a file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


if __name__ == "__main__":
    main()
