"""Shelves to train the question encoder on: sentences' vectors, and which answer a question."""

from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from data import COLLECTIONS, near_duplicates
from torch import Tensor
from tqdm import tqdm
from transformers import AutoTokenizer

from askreviews import Library, Settings
from askreviews.evaluation.gold import FoldedText, fold, places
from askreviews.evaluation.questions import Gold, Question, load_questions
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.index import Index
from askreviews.reading.sentences import sentence_spans
from askreviews.retrieval.searches import without_names
from askreviews.retrieval.understanding import understand
from askreviews.retrieval.words import search_words
from askreviews.types import Turn

# Questions taken of an article of SQuAD.
_OF_AN_ARTICLE = 150
_SHARED = 0.5
# Document, review, start and end of a sentence.
_Row = tuple[str, str | None, int, int]


@dataclass(frozen=True)
class Asked:
    """A question of a shelf: where its answers stand among the shelf's sentences.

    ``answers`` has the rows of each gold passage, ``reach`` the rows it may be answered from.
    """

    ids: list[int]
    answers: tuple[tuple[int, ...], ...]
    reach: Tensor
    whole: bool


@dataclass(frozen=True)
class Shelf:
    """The sentences' vectors, shape (sentences, d), and the questions that they answer."""

    name: str
    vectors: Tensor
    asked: tuple[Asked, ...]


def shelf(name: str, encoder: Encoder) -> Shelf:
    """Index one collection; questions that resemble one of ``evals/`` are left out."""
    folder = COLLECTIONS / name
    tokenizer = AutoTokenizer.from_pretrained(str(encoder.folder), local_files_only=True)
    with tempfile.TemporaryDirectory() as place:
        Library.open(folder / "documents", place, Settings()).index()
        index = Index.open(Path(place), encoder)
        rows, vectors = sentences(index)
        questions = [q for q in load_questions(folder / "questions.jsonl").questions if q.gold]
        alike = near_duplicates([q.question for q in questions], encoder)
        kept = [q for q, of_evals in zip(questions, alike, strict=True) if not of_evals]
        asked = tuple(asked_of(index, rows, tokenizer, kept))
    return Shelf(name, vectors, asked)


def articles(path: Path, numbers: Sequence[int], encoder: Encoder) -> list[Shelf]:
    """Articles of SQuAD as shelves: a question is answered by one sentence of its article."""
    tokenizer = AutoTokenizer.from_pretrained(str(encoder.folder), local_files_only=True)
    loaded = json.loads(path.read_text("utf-8"))["data"]
    return [_article(loaded[number], encoder, tokenizer) for number in tqdm(numbers, "articles")]


def _article(article: dict[str, Any], encoder: Encoder, tokenizer: Any) -> Shelf:
    texts = [paragraph["context"] for paragraph in article["paragraphs"]]
    spans = [sentence_spans(text, 0, len(text)) for text in texts]
    title = article["title"].replace("_", " ")
    _, vectors = encoder.passages([title] * len(texts), texts, spans)
    firsts = np.cumsum([0, *map(len, spans)])
    reach = torch.arange(int(firsts[-1]))
    asked = [
        Asked(
            tokenizer(q["question"], truncation=True)["input_ids"],
            ((int(first) + place,),),
            reach,
            whole=True,
        )
        for paragraph, own, first in zip(article["paragraphs"], spans, firsts, strict=False)
        for q in paragraph["qas"]
        if not q["is_impossible"]
        for place, (start, end) in enumerate(own)
        if start <= q["answers"][0]["answer_start"] < end
    ]
    chosen = random.sample(asked, min(len(asked), _OF_AN_ARTICLE))
    return Shelf(title, torch.tensor(np.concatenate(vectors)), tuple(chosen))


def sentences(index: Index) -> tuple[list[_Row], Tensor]:
    """Document, review, start and end of each sentence held, and their vectors."""
    rows, vectors = [], []
    for segment in index.segments:
        for stored in segment.catalogue.passages(range(segment.count)):
            chunk = stored.chunk
            rows += [(chunk.document_id, chunk.review_id, u.start, u.end) for u in chunk.units]
            first = stored.first_unit
            vectors.append(np.asarray(segment.vectors[first : first + len(chunk.units)]))
    return rows, torch.tensor(np.concatenate(vectors).astype(np.float32))


def asked_of(
    index: Index, rows: list[_Row], tokenizer: Any,
    questions: Sequence[Question],
) -> Iterator[Asked]:  # fmt: skip
    """The questions as they are searched for, with the rows of their answers."""
    folded = {name: fold(index.document(name).text) for name in index.document_ids}
    for question in questions:
        query = understand(index, question.question, [Turn(h) for h in question.history])
        text = search_words(without_names(query.text, query.reviews, query.text)).text
        answers = tuple(a for g in question.gold if (a := _rows_of(g, rows, folded)))
        if not answers:
            continue
        named = {review.review_id for review in query.reviews}
        inside = [n for n, (_, review, *_) in enumerate(rows) if review in named]
        within = set(inside) >= {row for answer in answers for row in answer}
        reach = inside if within else range(len(rows))
        ids = tokenizer(text, truncation=True)["input_ids"]
        yield Asked(ids, answers, torch.tensor(list(reach)), whole=not within)


def _rows_of(gold: Gold, rows: list[_Row], folded: dict[str, FoldedText]) -> tuple[int, ...]:
    """Sentences that share at least half of the shorter with a gold passage."""
    name = gold.document_id
    spans = places(gold, folded[name]) or () if name in folded else ()
    return tuple(
        n
        for n, (document, _, start, end) in enumerate(rows)
        if document == name
        and any(min(b, end) - max(a, start) >= _SHARED * min(b - a, end - start) for a, b in spans)
    )
