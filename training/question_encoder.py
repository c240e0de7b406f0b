"""Train the question encoder, and report what it finds on shelves kept out of it.

    python training/question_encoder.py --squad ../shared/data/squad2_ten_articles.json [--write]
    python training/question_encoder.py --squad … --report     # on the weights that are there

Stages on two cores without other work: indexing the shelves 5 minutes, training 5 minutes, report
one minute. Sentences keep the vectors that the index has of them. A question is drawn towards each
sentence that answers it and away from all others in its reach (the review that it names, else the
whole shelf): a softmax over them for each answer (InfoNCE; van den Oord et al. 2018), less a share
of how far it has moved from where the embedder puts it. Each of SQuAD's articles is a shelf too, so
that questions of any subject stay near their answers.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import numpy as np
import torch
from data import HELD_OUT, TRAIN
from safetensors.torch import load_file, save_file
from shelves import Asked, Shelf, articles, shelf
from torch import Tensor, nn
from tqdm import tqdm
from transformers import AutoModel

from askreviews.indexing.embedding import Encoder
from askreviews.indexing.packed import read_together
from askreviews.retrieval.question_encoder import TRAINED_LAYERS

WEIGHTS = Path(__file__).parents[1] / "src/askreviews/retrieval/data/question_encoder.safetensors"
SEED = 0
_EPOCHS, _BATCH, _PEAK, _WARM_UP = 3, 48, 1.5e-4, 0.1
_TEMPERATURE = 0.05
_STAY = 1.0
# The last two articles of SQuAD are only reported on.
_ARTICLES_TRAIN, _ARTICLES_HELD_OUT = range(8), range(8, 10)
_FEW, _MANY = 5, 20
_RESAMPLES = 2000
_Item = TypeVar("_Item")


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
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--report", action="store_true")
    given = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    encoder = Encoder()
    kept_out = [shelf(name, encoder) for name in tqdm(HELD_OUT, "indexing what is kept out")]
    kept_out += articles(given.squad, _ARTICLES_HELD_OUT, encoder)
    network = Network(encoder.folder)
    before = [found(network, one) for one in kept_out]
    if given.report:
        network.bert.load_state_dict(network.bert.state_dict() | _stored())
    else:
        shelves = [shelf(name, encoder) for name in tqdm(TRAIN, "indexing")]
        shelves += articles(given.squad, _ARTICLES_TRAIN, encoder)
        train(network, shelves)
    for one, plain in zip(kept_out, before, strict=True):
        for name, recalls in found(network, one).items():
            print(f"{one.name}, {name}: {_compared(plain[name], recalls)}")
    if given.write:
        save_file({n: p.half().contiguous() for n, p in network.trained().items()}, WEIGHTS)


def _stored() -> dict[str, Tensor]:
    return {name: value.float() for name, value in load_file(WEIGHTS).items()}


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


def found(network: Network, one: Shelf) -> dict[str, np.ndarray]:
    """Of each question, the share of its answers among the first sentences: recall@k."""
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
    return {name: np.array(values) for name, values in sorted(recalls.items())}


def _compared(before: np.ndarray, after: np.ndarray) -> str:
    """Both means, and the gain with the 95% interval of a paired bootstrap over questions."""
    gains = after - before
    drawn = np.random.default_rng(SEED).integers(0, len(gains), (_RESAMPLES, len(gains)))
    low, high = np.percentile(gains[drawn].mean(axis=1), [2.5, 97.5])
    return (
        f"{before.mean():.3f} by the embedder, {after.mean():.3f} trained; gain "
        f"{gains.mean():+.3f} ({low:+.3f} to {high:+.3f}), {len(gains)} questions"
    )


if __name__ == "__main__":
    main()
