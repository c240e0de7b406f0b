"""Train the question encoder, and report what it finds on shelves kept out of it.

    python training/question_encoder.py [--write]

Stages on two cores without other work: indexing the shelves 5 minutes, training 10 minutes, report
one minute. Sentences keep the vectors that the index has of them. A question is drawn towards each
sentence that answers it and away from all others in its reach (the review that it names, else the
whole shelf): a softmax over them for each answer (InfoNCE; van den Oord et al. 2018), less a share
of how far it has moved from where the embedder puts it.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from data import COLLECTIONS, HELD_OUT, TRAIN, near_duplicates
from safetensors.torch import save_file
from torch import Tensor, nn
from tqdm import tqdm
from transformers import AutoModel, AutoTokenizer

from askreviews import Library, Settings
from askreviews.evaluation.gold import FoldedText, fold, places
from askreviews.evaluation.questions import Question, load_questions
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.index import Index
from askreviews.indexing.packed import read_together
from askreviews.retrieval.question_encoder import TRAINED_LAYERS
from askreviews.retrieval.searches import without_names
from askreviews.retrieval.understanding import understand
from askreviews.retrieval.words import search_words
from askreviews.types import Turn

WEIGHTS = Path(__file__).parents[1] / "src/askreviews/retrieval/data/question_encoder.safetensors"
SEED = 0
_EPOCHS, _BATCH, _PEAK, _WARM_UP = 6, 48, 2e-4, 0.1
_TEMPERATURE = 0.05
_STAY = 0.3
_SHARED = 0.5
_FEW, _MANY = 5, 20
_Item = TypeVar("_Item")


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


class Network(nn.Module):
    """The embedder, of which the upper layers are trained."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.bert = AutoModel.from_pretrained(
            str(folder), local_files_only=True, add_pooling_layer=False
        )
        self.bert.requires_grad_(False)
        self.bert.encoder.layer[-TRAINED_LAYERS:].requires_grad_(True)

    def trained(self) -> dict[str, Tensor]:
        """What training changed, by its name in the embedder."""
        return {n: p for n, p in self.bert.named_parameters() if p.requires_grad}

    def forward(self, texts: Sequence[list[int]]) -> Tensor:
        """Unit vectors of token ids, shape (texts, d)."""
        read = [row.mean(0) for row in read_together(self.bert, texts)]
        return nn.functional.normalize(torch.stack(read), dim=1)


def main() -> None:
    """Train, report, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    encoder = Encoder()
    shelves = [shelf(name, encoder) for name in tqdm(TRAIN, "indexing")]
    kept_out = [shelf(name, encoder) for name in tqdm(HELD_OUT, "indexing")]
    network = Network(encoder.folder)
    for one in kept_out:
        print("before", one.name, found(network, one))
    train(network, shelves)
    for one in kept_out:
        print("after", one.name, found(network, one))
    if given.write:
        save_file({n: p.half().contiguous() for n, p in network.trained().items()}, WEIGHTS)


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


def sentences(index: Index) -> tuple[list[tuple[str, str | None, int, int]], Tensor]:
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
    index: Index, rows: list[tuple[str, str | None, int, int]], tokenizer: object,
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
        ids = tokenizer(text, truncation=True)["input_ids"]  # type: ignore[operator]
        yield Asked(ids, answers, torch.tensor(list(reach)), whole=not within)


def _rows_of(
    gold: object, rows: list[tuple[str, str | None, int, int]], folded: dict[str, FoldedText]
) -> tuple[int, ...]:
    """Sentences that share at least half of the shorter with a gold passage."""
    name = gold.document_id  # type: ignore[attr-defined]
    spans = places(gold, folded[name]) or () if name in folded else ()  # type: ignore[arg-type]
    return tuple(
        n
        for n, (document, _, start, end) in enumerate(rows)
        if document == name
        and any(min(b, end) - max(a, start) >= _SHARED * min(b - a, end - start) for a, b in spans)
    )


def train(network: Network, shelves: Sequence[Shelf]) -> None:
    """Take every step of every epoch, the rate rising first and falling then."""
    items = [(one, asked) for one in shelves for asked in one.asked]
    with torch.no_grad():
        first = torch.cat([network([a.ids for _, a in part]) for part in _parts(items)])
    planned = [(*item, vector) for item, vector in zip(items, first, strict=True)]
    optimiser = torch.optim.AdamW(list(network.trained().values()), lr=_PEAK, weight_decay=0.01)
    steps = _EPOCHS * -(-len(planned) // _BATCH)
    network.train()
    progress = tqdm(total=steps, desc="training")
    for _ in range(_EPOCHS):
        random.shuffle(planned)
        for batch in _parts(planned):
            done = progress.n / steps
            share = done / _WARM_UP if done < _WARM_UP else (1 - done) / (1 - _WARM_UP)
            for group in optimiser.param_groups:
                group["lr"] = _PEAK * share
            vectors = network([asked.ids for _, asked, _ in batch])
            losses = [_loss(v, *item) for v, item in zip(vectors, batch, strict=True)]
            optimiser.zero_grad()
            torch.stack(losses).mean().backward()
            nn.utils.clip_grad_norm_(list(network.trained().values()), 1.0)
            optimiser.step()
            progress.update()
    network.eval()


def _parts(items: Sequence[_Item]) -> Iterator[Sequence[_Item]]:
    for start in range(0, len(items), _BATCH):
        yield items[start : start + _BATCH]


def _loss(vector: Tensor, one: Shelf, asked: Asked, first: Tensor) -> Tensor:
    """How far the answers are from standing first, and how far the question has moved."""
    likeness = one.vectors @ vector / _TEMPERATURE
    gold = {row for answer in asked.answers for row in answer}
    others = likeness[[row for row in asked.reach.tolist() if row not in gold]]
    against = torch.logsumexp(others, 0)
    fors = [torch.logsumexp(likeness[list(answer)], 0) for answer in asked.answers]
    missed = torch.stack([torch.logaddexp(one, against) - one for one in fors]).mean()
    return missed + _STAY * (1 - vector @ first)


def found(network: Network, one: Shelf) -> dict[str, float]:
    """Share of the answers among the first sentences, by likeness alone: recall@k."""
    network.eval()
    recalls: dict[str, list[float]] = {}
    with torch.no_grad():
        vectors = torch.cat([network([a.ids for a in part]) for part in _parts(one.asked)])
    for asked, vector in zip(one.asked, vectors, strict=True):
        order = asked.reach[torch.argsort(one.vectors[asked.reach] @ vector, descending=True)]
        ranks = {row: rank for rank, row in enumerate(order.tolist())}
        best = [min(ranks[row] for row in answer if row in ranks) for answer in asked.answers]
        for k in (_FEW, _MANY):
            name = f"{'across the shelf' if asked.whole else 'in one review'}, recall@{k}"
            recalls.setdefault(name, []).append(sum(r < k for r in best) / len(best))
    return {name: round(float(np.mean(values)), 3) for name, values in sorted(recalls.items())}


if __name__ == "__main__":
    main()
