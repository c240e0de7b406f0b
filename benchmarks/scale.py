"""A collection of 400,000 passages: does it answer as one of twenty documents does?

    python benchmarks/scale.py build --work .bench
    python benchmarks/scale.py measure --work .bench [--real FOLDER]

``build`` makes an index of real documents and synthetic ones around them. Text, words, BM25, catalogue
and graph are real; the vectors of the synthetic sentences come from a pool, each sentence of which is
encoded once ("the child" in place of a pseudonym, "the spring" of a month), and a passage's vector is
the mean of its sentences' vectors: encoding that many passages one by one takes hours. It goes on
where it was broken off: the pool is encoded and documents are counted in steps that are kept.

``measure`` asks, filters, adds a review while others ask, and looks how much real evidence is found
with and without the synthetic passages around it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import torch
from synthetic import Pool, SyntheticReview, review, reviews
from tqdm import tqdm

from askreviews import Assistant, Library, Settings
from askreviews.evaluation.questions import Question, load_questions
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
from askreviews.indexing.index import Index
from askreviews.indexing.lexical import proper_names
from askreviews.indexing.segment import Prepared, Segment, write_segment
from askreviews.reading import READING_VERSION
from askreviews.types import Review, Unit

PASSAGES = 400_000
PAGES = 60
POOL = 20_000
_STEP = 512
_RECALL_WORDS = 300
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


def main() -> None:
    """Build or measure."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("step", choices=["build", "measure"])
    parser.add_argument("--work", type=Path, default=Path(".bench"))
    parser.add_argument("--passages", type=int, default=PASSAGES)
    parser.add_argument("--real", type=Path, default=os.environ.get("ASKREVIEWS_REAL_REVIEWS"))
    given = parser.parse_args()
    torch.set_num_threads(1)
    if given.step == "build":
        build(given.work, given.passages, given.real)


if __name__ == "__main__":
    main()
