"""A collection of 400,000 passages: does it answer as one of twenty documents does?

    python benchmarks/scale.py build --work .bench
    python benchmarks/scale.py measure --work .bench [--real FOLDER]

``build`` makes an index of real documents and synthetic ones around them. Text, words, BM25,
catalogue and graph are real; the vectors of the synthetic sentences come from a pool, each sentence
of which is encoded once ("the child" in place of a pseudonym, "the spring" of a month), and a
passage's vector is the mean of its sentences' vectors: encoding so many one by one takes hours. The
pool is kept step by step and goes on where it was broken off; writing the segment stops at
as many passages as there are once a file ``stop`` lies in the work folder.

``measure`` asks, filters, adds a review while others ask, and looks how much real evidence is found
with and without the synthetic passages around it.
"""

from __future__ import annotations

import argparse
import hashlib
import itertools
import json
import os
import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import torch
from figures import machine
from synthetic import Pool, SyntheticReview, review, reviews
from tqdm import tqdm

from askreviews import Assistant, Library, Settings
from askreviews.evaluation.cases import Case
from askreviews.evaluation.questions import load_questions
from askreviews.evaluation.run import evaluate
from askreviews.indexing.catalogue import DocumentRecord, sha256_of_text
from askreviews.indexing.chunking import MAX_WORDS, Chunk
from askreviews.indexing.embedding import Encoder, Vectors
from askreviews.indexing.generations import (
    Manifest,
    new_name,
    publish,
    read_manifest,
    segment_folder,
    writing,
)
from askreviews.indexing.lexical import proper_names
from askreviews.indexing.segment import Prepared, Segment, write_segment
from askreviews.reading import READING_VERSION
from askreviews.retrieval import question_encoder
from askreviews.types import Review, Unit

EVALS = Path(__file__).parents[1] / "evals"
PASSAGES = 400_000
PAGES = 60
POOL = 20_000
_STEP = 512
_RECALL_WORDS = 300
Took = dict[str, float]
_FILTERS: dict[str, dict[str, str]] = {
    "half of all (outcome=death)": {"outcome": "death"},
    "one in twenty (a publisher)": {"publisher": "Ashmere"},
    "a facet (recommendation)": {"facet": "recommendation"},
}
_QUESTIONS = (
    "What do reviews say about bruising in babies who cannot roll?",
    "How should a move to another area be handed over?",
    "What was said about fathers and other men in the household?",
    "Which agency should check that appointments are followed up?",
    "What is said about interpreters?",
    "How was the school told of the outcome of a referral?",
    "What do reviews recommend about safe sleeping?",
    "What is good practice when there is cannabis smelt in the hallway?",
    "Why was the voice of the child lost?",
    "What is said about insulin that was not given?",
    "What do reviews say about disguised compliance?",
    "How often had the family moved?",
    "What should supervision ask?",
    "What did the housing association not consider?",
    "What do reviews say about dogs?",
    "Who noticed the change in the child's drawings?",
    "What happened to Child AAB3?",
    "What is said about return interviews after going missing?",
    "What do reviews say about debt and poverty?",
    "What was recommended about pre-birth assessments?",
)


# --- building ---------------------------------------------------------------------------


def pool_vectors(folder: Path, pool: Pool, encoder: Encoder) -> Vectors:
    """Unit vectors of the pool's sentences by number; encoded in steps, each kept at once."""
    texts = pool.plain()
    folder.mkdir(parents=True, exist_ok=True)
    path, done = folder / "pool.npy", folder / "pool.done"
    if not path.exists():
        empty = np.lib.format.open_memmap(path, "w+", np.float16, (len(texts), 384))
        del empty
    kept = np.load(path, mmap_mode="r+")
    first = int(done.read_text()) if done.exists() else 0
    for start in tqdm(range(first, len(texts), _STEP), "Encoding the pool"):
        some = texts[start : start + _STEP]
        kept[start : start + len(some)] = np.stack(encoder.questions(some))
        kept.flush()
        done.write_text(str(start + len(some)))
    return np.asarray(kept, np.float32)


def prepared(made: SyntheticReview, vectors: Vectors) -> Prepared:
    """A synthetic review as a segment takes it, with vectors of the pool."""
    text = f"{made.title}\n\n{made.label}\n"
    chunks: list[Chunk] = []
    unit_vectors: list[Vectors] = []
    review_id = f"{made.document_id}#1"
    block = 0
    for section in made.sections:
        text += f"\n{section.heading}\n"
        for paragraph in section.paragraphs:
            text += "\n"
            units: list[Unit] = []
            numbers: list[int] = []
            words = 0
            for said in paragraph:
                length = len(said.text.split())
                if units and words + length > MAX_WORDS:
                    chunks.append(_chunk(made, review_id, section.heading, section.facet, units))
                    unit_vectors.append(vectors[numbers])
                    units, numbers, words = [], [], 0
                units.append(Unit(len(text), len(text) + len(said.text), "sentence", block))
                numbers.append(said.number)
                words += length
                text += said.text + " "
            chunks.append(_chunk(made, review_id, section.heading, section.facet, units))
            unit_vectors.append(vectors[numbers])
            block += 1
    whole = np.stack([own.mean(axis=0) for own in unit_vectors])
    whole /= np.linalg.norm(whole, axis=1, keepdims=True)
    record = DocumentRecord(
        document_id=made.document_id, source_sha256=sha256_of_text(made.markdown()),
        sidecar_sha256="", title=made.title, digest=False, publisher=made.publisher,
        published=made.published, text=text, text_sha256=sha256_of_text(text), removed={},
        names=proper_names(text), marks=_marks(text, chunks),
    )  # fmt: skip
    held = Review(
        review_id=review_id, document_id=made.document_id, label=made.child, title=made.title,
        publisher=made.publisher, published=made.published, review_type="LCSPR",
        child_age_months=made.age_months, outcome=made.outcome, recommendations="made",
        start=0, end=len(text), pseudonym=made.child,
        sources={"title": (0, len(made.title)), "outcome": (0, len(made.title))},
    )  # fmt: skip
    contexts = [f"{made.child}. {chunk.section}" for chunk in chunks]
    return Prepared(record, [held], chunks, contexts, whole, unit_vectors)


def _chunk(
    made: SyntheticReview, review_id: str, heading: str, facet: object, units: Sequence[Unit]
) -> Chunk:
    return Chunk(
        document_id=made.document_id, review_id=review_id, start=units[0].start,
        end=units[-1].end, page=None, headings=(made.title, heading), lead_in=None,
        section=heading, facet=facet, provenance=None, audience=None, units=tuple(units),
    )  # fmt: skip


def _marks(text: str, chunks: Sequence[Chunk]) -> bytes:
    said = {text[u.start : u.end] for c in chunks for u in c.units}
    hashes = (hashlib.blake2b(s.encode(), digest_size=8).digest() for s in said)
    return np.sort(np.frombuffer(b"".join(hashes), dtype="<u8").astype(np.uint64)).tobytes()


def build(work: Path, passages: int, real: Path | None) -> None:
    """Make the real documents' index, then lay the large segment beside it."""
    torch.set_num_threads(1)
    encoder = Encoder()
    pool = Pool(POOL)
    vectors = pool_vectors(work, pool, encoder)
    index = work / "index"
    if real and not (work / "real").exists():
        corpus = work / "corpus"
        shutil.copytree(real, corpus, dirs_exist_ok=True)
        print(Library.open(corpus, work / "real", Settings()).index().sentence())
    began, used = time.perf_counter(), time.process_time()
    name = new_name()
    with writing(index):
        write_segment(
            segment_folder(index, name), _documents(pool, vectors, passages, work / "stop")
        )
        counts = Segment(segment_folder(index, name)).catalogue.counts()
        stamp = encoder.stamp
        segments, more = [name], (0, 0, 0)
        if real:
            former = read_manifest(work / "real")
            for segment in former.segments:
                shutil.copytree(
                    segment_folder(work / "real", segment), segment_folder(index, segment)
                )
            segments += former.segments
            more = former.documents, former.reviews, former.passages
        manifest = Manifest(
            reading=READING_VERSION, generation=new_name(), created=datetime.now(UTC),
            model=stamp.name, model_sha256=stamp.sha256, segments=segments,
            documents=counts.documents + more[0], reviews=counts.reviews + more[1],
            passages=counts.passages + more[2],
        )  # fmt: skip
        publish(index, manifest)
    took = {
        "passages": counts.passages, "documents": counts.documents,
        "seconds": round(time.perf_counter() - began),
        "processor_seconds": round(time.process_time() - used),
    }  # fmt: skip
    (work / "build.json").write_text(json.dumps(took))
    print(took)


def _documents(pool: Pool, vectors: Vectors, passages: int, stop: Path) -> Iterator[Prepared]:
    """So many passages, or fewer once the file ``stop`` is there: what is written then is whole."""
    held = 0
    with tqdm(total=passages, desc="Writing", unit="passage", mininterval=10) as bar:
        for made in reviews(pool, passages, PAGES):
            document = prepared(made, vectors)
            yield document
            held += len(document.chunks)
            bar.update(len(document.chunks))
            if held >= passages or stop.exists():
                return


# --- measuring --------------------------------------------------------------------------


class Figures:
    """What was measured, by name, kept after each so that nothing is lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._held: dict[str, Any] = json.loads(path.read_text()) if path.exists() else {}

    def note(self, name: str, value: Any) -> None:
        """Keep a figure and print it."""
        self._held[name] = value
        self._path.write_text(json.dumps(self._held, indent=1))
        print(name, json.dumps(value), flush=True)

    def held(self, name: str) -> Any:
        """A figure that was measured."""
        return self._held[name]


def measure(work: Path, real: Path | None) -> None:
    """Every figure in turn."""
    figures = Figures(work / "figures.json")
    figures.note("machine", machine())
    figures.note("build", json.loads((work / "build.json").read_text()))
    figures.note("disk_mb", _sizes(work / "index"))
    began = time.perf_counter()
    assistant = Assistant.open(work / "index", Settings())
    assistant.warm_up()
    assistant.index.open_all()
    figures.note("opened_s", round(time.perf_counter() - began, 1))
    asked = [q.question for q in load_questions(EVALS / "real.jsonl").questions] if real else []
    questions = [*_QUESTIONS, *asked]
    for question in questions[:5]:
        assistant.ask(question)
    figures.note("memory_mb_opened", memory())
    figures.note("warm", latency([taken(assistant, q) for q in questions]))
    figures.note("memory_mb_warm", memory())
    for name, filters in _FILTERS.items():
        figures.note(f"filtered: {name}", _pairs(assistant, filters))
    _add(work, assistant, figures)
    if real:
        for name in ("real", "index"):
            run = evaluate(
                Assistant.open(work / name, Settings()), load_questions(EVALS / "real.jsonl")
            )
            wanted = ("evidence_recall", "recall_at_10", "ndcg_at_10")
            found = {metric: round(run.metric(metric).value, 4) for metric in wanted}
            found |= _evidence_by_reach(run.items)
            figures.note(f"evidence in {name}", found)


def _evidence_by_reach(cases: Sequence[Case]) -> dict[str, float]:
    """The share of gold shown, apart for questions on one review and on all that is held.

    To the latter, synthetic reviews of the same subjects are answers too, and take up words.
    """
    shown: dict[str, list[float]] = {}
    for case in cases:
        gold = [g.shown_within is not None and g.shown_within <= _RECALL_WORDS
                for g in case.gold if g.places]  # fmt: skip
        if gold:
            reach = "asked of one review" if case.question.review else "asked of all"
            shown.setdefault(reach, []).append(sum(gold) / len(gold))
    return {reach: round(sum(found) / len(found), 4) for reach, found in sorted(shown.items())}


def memory() -> dict[str, int]:
    """Resident megabytes of this process, and those of them that are no file's."""
    lines = Path("/proc/self/status").read_text().splitlines()
    held = {line.split(":")[0]: line.split()[1] for line in lines if line.endswith("kB")}
    return {"resident": int(held["VmRSS"]) // 1024, "without files": int(held["RssAnon"]) // 1024}


def taken(assistant: Assistant, question: str, filters: dict[str, str] | None = None) -> Took:
    """Milliseconds to the complete answer: by the clock, of the processor, and by stage."""
    assistant.index.encoder.forget()
    question_encoder.forget(assistant.index.encoder)
    began, used = time.perf_counter(), time.process_time()
    answer = assistant.ask(question, filters=filters)
    clock = (time.perf_counter() - began) * 1000
    return {
        "clock": clock, "processor": (time.process_time() - used) * 1000, **answer.timings_ms
    }  # fmt: skip


def latency(rows: Sequence[Took]) -> dict[str, list[float]]:
    """Median and 95th percentile by what was timed, over the questions that had it."""
    names = dict.fromkeys(name for row in rows for name in row)
    held = {name: [row[name] for row in rows if name in row] for name in names}
    return {
        name: [round(float(np.quantile(values, q)), 1) for q in (0.5, 0.95)]
        for name, values in held.items()
    }


def _pairs(assistant: Assistant, filters: dict[str, str]) -> dict[str, Any]:
    """Each question with the filter and without, turn about."""
    chance = random.Random(1)
    rows: dict[bool, list[Took]] = {True: [], False: []}
    for question in _QUESTIONS:
        for filtered in chance.sample((True, False), 2):
            rows[filtered].append(taken(assistant, question, filters if filtered else None))
    whole = {name: latency(rows[on]) for name, on in (("with", True), ("without", False))}
    ratio = {
        name: round(whole["with"][name][0] / whole["without"][name][0], 2)
        for name in ("clock", "processor")
    }
    return {"ratio of medians": ratio} | {name: t["clock"] for name, t in whole.items()}


def _sizes(folder: Path) -> dict[str, int]:
    parts = ("chroma", "bm25", "catalogue.sqlite", "sentences.npy", "passage_vectors.npy")
    found = dict.fromkeys(parts, 0)
    for path in folder.rglob("*"):
        part = next((p for p in parts if p in path.parts), None)
        if path.is_file() and part:
            found[part] += path.stat().st_size
    return {name: size // 2**20 for name, size in found.items()}


def _add(work: Path, assistant: Assistant, figures: Figures) -> None:
    """Add one review by the command line, in a process of its own, and ask meanwhile."""
    pool = Pool(POOL)
    for made in tqdm(reviews(pool, figures.held("build")["documents"], PAGES), "Corpus"):
        path = work / "corpus" / made.document_id
        if not path.exists():
            path.write_text(made.markdown(), encoding="utf-8")
    new = review(pool, 170_000, PAGES)
    path = work / new.document_id
    path.write_text(new.markdown(), encoding="utf-8")
    idle = [taken(assistant, q) for q in _QUESTIONS]
    command = [sys.executable, "-m", "askreviews.cli", "add", str(path)]
    command += ["--corpus", str(work / "corpus"), "--index", str(work / "index")]
    began = time.perf_counter()
    adding = subprocess.Popen(command)
    meanwhile: list[Took] = []
    searchable = None
    questions = itertools.cycle(_QUESTIONS)
    while adding.poll() is None or (searchable is None and not adding.returncode):
        meanwhile.append(taken(assistant, next(questions)))
        if searchable is None and f"added/{path.name}" in assistant.documents():
            searchable = round(time.perf_counter() - began, 1)
    figures.note("added_s", {"searchable": searchable, "exit": adding.returncode})
    figures.note("while adding", {"idle": latency(idle), "meanwhile": latency(meanwhile)})
    figures.note("memory_mb_after_adding", memory())


def main() -> None:
    """Build or measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=["build", "measure"])
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--real", type=Path, default=os.environ.get("ASKREVIEWS_REAL_REVIEWS"))
    given = parser.parse_args()
    if given.step == "build":
        build(given.work, given.passages, given.real)
    else:
        measure(given.work, given.real)


if __name__ == "__main__":
    main()
