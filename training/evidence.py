"""Train the evidence model, and report on what was kept out of it.

    python training/evidence.py --squad ../shared/data/squad2_ten_articles.json [--resume] [--write]

Stages on two cores without other work: finding sentences 4 minutes, training 15 to 60 minutes
(by the processor's bfloat16), report 3 minutes. After every ``_SAVE`` steps the state goes to
training/.checkpoint.pt, from which ``--resume`` goes on.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import dataclass
from pathlib import Path

import torch
from data import HELD_OUT, TRAIN, Example, collection, squad
from report import report
from safetensors.torch import save_file
from torch import Tensor, nn
from tqdm import tqdm

from askreviews.indexing.embedding import Encoder
from askreviews.retrieval.evidence_model import Page
from askreviews.retrieval.evidence_network import EvidenceNetwork

ROOT = Path(__file__).parent
CHECKPOINT = ROOT / ".checkpoint.pt"
WEIGHTS = ROOT.parent / "src/askreviews/retrieval/data/evidence_model.safetensors"
SEED = 0
_BATCH = 16
# Epochs and peak learning rates: encyclopaedia and domain together first, the domain alone then.
_STAGES = ((True, 1e-4), (False, 6e-5))
# Of SQuAD's ten articles the last two are only reported on.
_SQUAD_TRAIN, _SQUAD_HELD_OUT = range(8), range(8, 10)
_ANSWERS_WEIGHT, _SETTLED_WEIGHT = 2.5, 0.7
_WARM_UP = 0.1
_SAVE = 100
Labelled = tuple[Page, tuple[bool, ...]]


@dataclass
class State:
    """How far training has come."""

    network: EvidenceNetwork
    optimiser: torch.optim.Optimizer
    step: int = 0

    def save(self) -> None:
        """Write the checkpoint."""
        kept = {"trained": self.network.trained(), "optimiser": self.optimiser.state_dict()}
        torch.save({**kept, "step": self.step}, CHECKPOINT)

    def load(self) -> None:
        """Go on from the checkpoint."""
        kept = torch.load(CHECKPOINT, weights_only=True)
        self.network.load_trained(kept["trained"])
        self.optimiser.load_state_dict(kept["optimiser"])
        self.step = kept["step"]


def main() -> None:
    """Train, report, and write the weights if asked."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--squad", type=Path, required=True)
    parser.add_argument("--resume", action="store_true")
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    random.seed(SEED)
    torch.manual_seed(SEED)
    encoder = Encoder()
    assert encoder.bert is not None
    tokenizer = encoder.bert.tokenizer
    domain = [e for name in tqdm(TRAIN, "finding") for e in collection(name, encoder)]
    general = squad(given.squad, _SQUAD_TRAIN)
    network = EvidenceNetwork(encoder.folder)
    trained = list(network.trained().values())
    state = State(network, torch.optim.AdamW(trained, lr=1e-4, weight_decay=0.01))
    if given.resume:
        state.load()
    train(state, _schedule(domain, general, tokenizer))
    for name in HELD_OUT:
        print(name, report(network, tokenizer, collection(name, encoder)))
    print("squad", report(network, tokenizer, squad(given.squad, _SQUAD_HELD_OUT)))
    if given.write:
        save_file({k: v.half().contiguous() for k, v in network.trained().items()}, WEIGHTS)


def _schedule(
    domain: list[Example], general: list[Example], tokenizer: object
) -> list[tuple[list[Labelled], float]]:
    """Every batch of every stage with its learning rate."""
    planned: list[tuple[list[Labelled], float]] = []
    for mixed, peak in _STAGES:
        pages = [p for e in (*domain, *(general if mixed else ())) for p in e.pages(tokenizer)]
        batches = _batches(pages)
        for number, batch in enumerate(batches):
            done = number / len(batches)
            share = min(1.0, done / _WARM_UP) if done < _WARM_UP else (1 - done) / (1 - _WARM_UP)
            planned.append((batch, peak * share))
    return planned


def _batches(pages: list[Labelled]) -> list[list[Labelled]]:
    """Batches of pages of about one length, in random order."""
    random.shuffle(pages)
    batches: list[list[Labelled]] = []
    for first in range(0, len(pages), _BATCH * 20):
        block = sorted(pages[first : first + _BATCH * 20], key=lambda page: len(page[0].ids))
        batches += [block[n : n + _BATCH] for n in range(0, len(block), _BATCH)]
    random.shuffle(batches)
    return batches


def train(state: State, planned: list[tuple[list[Labelled], float]]) -> None:
    """Take the steps that are left."""
    state.network.train()
    for batch, rate in tqdm(planned[state.step :], "training"):
        for group in state.optimiser.param_groups:
            group["lr"] = rate
        state.optimiser.zero_grad()
        _loss(state.network, batch).backward()
        nn.utils.clip_grad_norm_(list(state.network.trained().values()), 1.0)
        state.optimiser.step()
        state.step += 1
        if state.step % _SAVE == 0:
            state.save()


def _loss(network: EvidenceNetwork, batch: list[Labelled]) -> Tensor:
    """Cross-entropy of each sentence, and of whether a page has any that answers."""
    sentences, settled = network([page for page, _ in batch])
    wanted = torch.tensor([float(label) for _, labels in batch for label in labels])
    any_wanted = torch.tensor([float(any(labels)) for _, labels in batch])
    each: Tensor = nn.functional.binary_cross_entropy_with_logits(
        torch.cat(sentences), wanted, pos_weight=torch.tensor(_ANSWERS_WEIGHT)
    )
    whole = nn.functional.binary_cross_entropy_with_logits(settled, any_wanted)
    return each + _SETTLED_WEIGHT * whole


if __name__ == "__main__":
    main()
