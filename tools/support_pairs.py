"""Make the pairs of ``evals/support/by_rule.jsonl`` from true sentences of our own documents.

    python tools/support_pairs.py

Sentences of ``corpus/`` and ``evals/support/documents/`` are kept, reworded by rule or joined
(supported), or corrupted in one of twelve ways (not supported). True sentences of
``by_hand.jsonl`` are laid beside passages of other cases ("elsewhere", not supported). Seeded:
the same documents give the same file. A document is of the split that ``by_hand.jsonl`` puts it in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corruptions import CORRUPTIONS, Corruption, Place, Rng, small

from askreviews.reading.sentences import sentence_spans

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "evals" / "support"
SEED = 20220202
PER_CORRUPTION = 40
PER_WORDING = {"verbatim": 240, "close": 240, "fusion": 150}
SHORTEST, LONGEST = 6, 45  # words of a sentence that is used
MOST_PASSAGES = 5
HALF = 0.5
ELSEWHERE = 80

WORDINGS = (
    (r"\bmother\b", "mum"), (r"\bfather\b", "dad"), (r"\bdid not\b", "didn't"),
    (r"\bwas not\b", "wasn't"), (r"\bwere not\b", "weren't"), (r"\bshould be\b", "ought to be"),
    (r"\bshould\b", "ought to"), (r"\bconcerns about\b", "worries about"),
    (r"\bsuffered\b", "sustained"), (r"\bcolleagues\b", "co-workers"), (r"\bin order to\b", "to"),
    (r"\bimportant\b", "essential"), (r"\binclude\b", "cover"), (r"\bwere begun\b", "were started"),
    (r"\bhome\b", "household"), (r"\bpractitioners\b", "professionals"), (r"\bhelp\b", "support"),
    (r"\bspoke\b", "talked"), (r"\boften\b", "frequently"), (r"\bchildren\b", "youngsters"),
    (r"\bjoint\b", "shared"), (r"\bdoes not say\b", "doesn't say"), (r"\bnoticed\b", "saw"),
)  # fmt: skip


def main() -> None:
    """Make the pairs and write them."""
    by_hand = [json.loads(x) for x in (FOLDER / "by_hand.jsonl").read_text("utf-8").splitlines()]
    splits = {pair["source"]: pair["split"] for pair in by_hand}
    rng = Rng(SEED)
    found = list(sentences())
    rng.shuffle(found)
    passages = sorted({(place.document, place.passage) for _, place in found})
    rows = [*supported(found, rng), *corrupted(found, rng)]
    with (FOLDER / "by_rule.jsonl").open("w", encoding="utf-8") as file:
        for number, (kind, sentence, place) in enumerate(rows, 1):
            split = splits.get(place.document, "dev")
            near = [text for d, text in passages if splits.get(d, "dev") == split]
            pair = {
                "id": f"rule-{number:04d}",
                "sentence": sentence[0].upper() + sentence[1:],
                "passages": surround(place.passage, near, rng),
                "supported": kind in PER_WORDING,
                "kind": kind,
                "source": place.document,
                "made": "by rule",
                "split": split,
            }
            file.write(json.dumps(pair, ensure_ascii=False) + "\n")
        for pair in elsewhere(by_hand, [(splits.get(d, "dev"), d, p) for d, p in passages], rng):
            file.write(json.dumps(pair, ensure_ascii=False) + "\n")
    print(f"{len(rows)} pairs, {sum(r[0] in PER_WORDING for r in rows)} of them supported")


def elsewhere(
    by_hand: list[dict[str, Any]], passages: list[tuple[str, str, str]], rng: Rng
) -> Iterator[dict[str, Any]]:
    """True sentences of invented cases beside passages of other cases."""
    usable = [p for p in by_hand if p["supported"] and p["source"].startswith("invented")]
    for number, pair in enumerate(rng.sample(usable, ELSEWHERE), 1):
        others = [p for split, d, p in passages if split == pair["split"] and d != pair["source"]]
        held = rng.sample(others, rng.randint(1, MOST_PASSAGES))
        told = {"id": f"elsewhere-{number:03d}", "passages": held, "supported": False}
        yield pair | told | {"kind": "elsewhere", "made": "by rule"}


def sentences() -> Iterator[tuple[str, Place]]:
    """Every sentence of a fit length, with where it stands."""
    for folder in (ROOT / "corpus", FOLDER / "documents"):
        for path in sorted(folder.glob("*.md")):
            text = path.read_text("utf-8")
            title = re.search(r'^review: "(.+)"$', text, re.M)
            kind = "corpus" if folder.name == "corpus" else "invented"
            label = (title or re.search(r'^title: "(.+)"$', text, re.M))[1]
            for heading, body in sections(text):
                passage = f"{label}: {heading}\n{body}"
                units = [u for line in body.split("\n") for u in split_sentences(line)]
                for unit, following in zip(units, [*units[1:], None], strict=True):
                    if SHORTEST <= len(unit.split()) <= LONGEST and unit[-1] == ".":
                        name = title[1] if title else ""
                        yield unit, Place(f"{kind}/{path.name}", name, passage, following)


def sections(text: str, left_out: str = "About this summary") -> Iterator[tuple[str, str]]:
    """Each heading but the first and one left out, and the text under it without marks."""
    for part in re.split(r"^## ", text, flags=re.M)[1:]:
        heading, _, body = part.partition("\n")
        lines = [re.sub(r"^[-*] ", "", line) for line in body.split("\n") if line.strip()]
        if lines and heading != left_out:
            yield heading, "\n".join(lines)


def split_sentences(line: str) -> list[str]:
    """The sentences of one line."""
    return [line[a:b] for a, b in sentence_spans(line, 0, len(line))]


def surround(passage: str, others: list[str], rng: Rng) -> list[str]:
    """The passage among up to four others, in any order."""
    rest = [p for p in others if p != passage]
    held = [passage, *rng.sample(rest, rng.randrange(MOST_PASSAGES))]
    rng.shuffle(held)
    return held


def supported(found: list[tuple[str, Place]], rng: Rng) -> Iterator[tuple[str, str, Place]]:
    """Sentences that stand as they are, reworded, or joined with the next."""
    makers = {"verbatim": lambda s, _p, _r: s, "close": reworded, "fusion": fused}
    for kind, maker in makers.items():
        yield from made(kind, maker, found, PER_WORDING[kind], rng)


def corrupted(found: list[tuple[str, Place]], rng: Rng) -> Iterator[tuple[str, str, Place]]:
    """Sentences with one thing wrong; half of them reworded too, so that words alone don't tell."""
    for kind, maker in CORRUPTIONS.items():
        for _, sentence, place in made(kind, maker, found, PER_CORRUPTION, rng):
            other = reworded(sentence, place, rng)
            yield kind, other if other and rng.random() < HALF else sentence, place


def made(
    kind: str, maker: Corruption, found: list[tuple[str, Place]], most: int, rng: Rng
) -> Iterator[tuple[str, str, Place]]:
    """Up to ``most`` sentences that ``maker`` can make, each from another true one."""
    count = 0
    for sentence, place in rng.sample(found, len(found)):
        out = maker(sentence, place, rng)
        if out and count < most and (out != sentence) == (kind != "verbatim"):
            count += 1
            yield kind, out, place


def reworded(sentence: str, _: Place, rng: Rng) -> str | None:
    """Up to three words replaced by others that mean the same here."""
    if '"' in sentence:
        return None  # what stands in quotation marks stands as it is
    usable = [(p, w) for p, w in WORDINGS if re.search(p, sentence)]
    for pattern, word in rng.sample(usable, min(3, len(usable))):
        sentence = re.sub(pattern, word, sentence, count=1)
    return sentence if usable else None


def fused(sentence: str, place: Place, rng: Rng) -> str | None:
    """This sentence and the next of its passage as one."""
    if not place.next or place.next[-1] != "." or len(place.next.split()) > LONGEST // 2:
        return None
    joint = rng.choice((", and ", "; ", ", while "))
    return sentence.rstrip(".") + joint + small(place.next)


if __name__ == "__main__":
    main()
