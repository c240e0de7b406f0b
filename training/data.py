"""From documents and questions to what the evidence model is trained on."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from askreviews import Library, Settings
from askreviews.answering.ranking import rank
from askreviews.evaluation.gold import FoldedText, fold, places
from askreviews.evaluation.questions import Question, load_questions
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.index import Index
from askreviews.reading.sentences import sentence_spans
from askreviews.retrieval.evidence_model import Page, in_context, pages_of
from askreviews.retrieval.filters import Filters
from askreviews.retrieval.hybrid import search
from askreviews.retrieval.scope import scope_of
from askreviews.retrieval.understanding import understand
from askreviews.retrieval.words import search_words
from askreviews.types import Evidence, Turn

COLLECTIONS = Path(__file__).parent / "collections"
EVALS = Path(__file__).parents[1] / "evals"
TRAIN = ("a", "b", "c", "g", "h", "i", "j", "k", "l", "m", "n")
HELD_OUT = ("d", "e", "f")
SENTENCES = 10  # read beside a question; where it is asked fewer are, which costs less
# A sentence counts as gold if it and a gold span share at least half of the shorter.
_SHARED = 0.5
# Cosine from which two questions are nearly the same.
_NEAR_DUPLICATE = 0.9


@dataclass(frozen=True)
class Example:
    """A question with the sentences found for it, and which of them answer it."""

    id: str
    question: str
    sentences: tuple[str, ...]
    answers: tuple[bool, ...]
    answerable: bool

    def pages(self, tokenizer: Any) -> list[tuple[Page, tuple[bool, ...]]]:
        """Its pages, each with the labels of its sentences."""
        pages = pages_of(tokenizer, self.question, self.sentences)
        return [(page, tuple(self.answers[i] for i in page.places)) for page in pages]


def collection(name: str, encoder: Encoder) -> list[Example]:
    """The examples of one collection, its sentences found by our own search (hard negatives).

    A question that resembles one of ``evals/`` is left out.
    """
    folder = COLLECTIONS / name
    with tempfile.TemporaryDirectory() as place:
        Library.open(folder / "documents", place, Settings()).index()
        index = Index.open(Path(place), encoder)
        asked = load_questions(folder / "questions.jsonl").questions
        alike = near_duplicates([q.question for q in asked], encoder)
        kept = [q for q, of_evals in zip(asked, alike, strict=True) if not of_evals]
        return list(examples(index, kept))


def near_duplicates(questions: Sequence[str], encoder: Encoder) -> list[bool]:
    """Which questions are nearly one of ``evals/``, in words or in meaning."""
    evals = [
        q.question for path in sorted(EVALS.glob("*.jsonl")) for q in load_questions(path).questions
    ]
    theirs, ours = np.stack(encoder.questions(evals)), np.stack(encoder.questions(questions))
    return [bool(near) for near in (ours @ theirs.T).max(axis=1) >= _NEAR_DUPLICATE]


def examples(index: Index, questions: Iterable[Question]) -> Iterator[Example]:
    """Examples of questions that are to be answered or refused, over one index."""
    folded = {name: fold(index.document(name).text) for name in index.document_ids}
    for question in questions:
        if question.expected_status not in ("answered", "partial", "not_found"):
            continue
        query = understand(index, question.question, [Turn(h) for h in question.history])
        scope = scope_of(index, Filters(), query.reviews)
        found = rank(query, search(index, search_words(query.text), scope))[:SENTENCES]
        if not found:
            continue
        answerable = question.expected_status != "not_found"
        yield Example(
            question.id,
            query.text,
            tuple(map(in_context, found)),
            tuple(answerable and _is_gold(e, question, folded) for e in found),
            answerable,
        )


def _is_gold(evidence: Evidence, question: Question, folded: dict[str, FoldedText]) -> bool:
    name, unit = evidence.passage.document_id, evidence.unit
    spans = [
        span
        for gold in question.gold
        if gold.document_id == name
        for span in places(gold, folded[name]) or ()
    ]
    return any(
        min(end, unit.end) - max(start, unit.start)
        >= _SHARED * min(end - start, unit.end - unit.start)
        for start, end in spans
    )


def squad(path: Path, articles: Sequence[int] | None = None) -> list[Example]:
    """Examples of SQuAD 2.0: the sentences of a paragraph, and the one that holds the answer.

    Args:
        path: the file beside the project; it is no part of it.
        articles: which articles, by number; all if not given.
    """
    loaded = json.loads(path.read_text("utf-8"))["data"]
    chosen = range(len(loaded)) if articles is None else articles
    return [
        example
        for number in chosen
        for paragraph in loaded[number]["paragraphs"]
        for example in _of_paragraph(paragraph)
    ]


def _of_paragraph(paragraph: dict[str, Any]) -> Iterator[Example]:
    text = paragraph["context"]
    spans = sentence_spans(text, 0, len(text))
    for asked in paragraph["qas"] if spans else ():
        starts = [] if asked["is_impossible"] else [asked["answers"][0]["answer_start"]]
        yield Example(
            asked["id"],
            asked["question"],
            tuple(text[start:end] for start, end in spans),
            tuple(any(start <= at < end for at in starts) for start, end in spans),
            not asked["is_impossible"],
        )
