"""The network behind ``evidence_model``; apart from it since it needs torch to be imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn

from askreviews.indexing.bert import Bert
from askreviews.indexing.linear import computes_in_bfloat16
from askreviews.indexing.packed import read_together
from askreviews.retrieval.evidence_model import Page

# The embeddings and the lowest layers stay the embedder's; the rest is trained and stored.
FROZEN_LAYERS = 2
_ENCODER = "enc."
_SIZE = 384


class EvidenceHeads(nn.Module):
    """What scores each sentence, and the question, from their tokens' vectors."""

    def __init__(self, size: int = _SIZE) -> None:
        super().__init__()
        self.sent = nn.Sequential(nn.Linear(3 * size, size), nn.GELU(), nn.Linear(size, 1))
        self.ans = nn.Sequential(nn.Linear(2 * size, size), nn.GELU(), nn.Linear(size, 1))
        self.drop = nn.Dropout(0.1)

    def scored(
        self, hidden: Sequence[Tensor], pages: Sequence[Page]
    ) -> tuple[list[Tensor], Tensor]:
        """Logits of each page's sentences, and one for each page.

        Args:
            hidden: the vectors of each page's tokens.
            pages: as ``pages_of`` packs them.
        """
        sentences: list[Tensor] = []
        settled: list[Tensor] = []
        for read, page in zip(hidden, pages, strict=True):
            row = self.drop(read.float())
            question = row[: page.spans[0][0]].mean(0)
            vectors = torch.stack([row[start:end].mean(0) for start, end in page.spans])
            beside = torch.cat([vectors, question.expand_as(vectors), vectors * question], 1)
            logits = self.sent(beside).squeeze(1)
            summary = (torch.softmax(logits, 0)[:, None] * vectors).sum(0)
            sentences.append(logits)
            settled.append(self.ans(torch.cat([summary, question])).squeeze(0) + logits.max())
        return sentences, torch.stack(settled)


class EvidenceReader:
    """The trained network as questions are answered by it: it only reads.

    Args:
        folder: the embedder that it was grown from.
        weights: what training changed, by name.

    Raises:
        RuntimeError: a weight is of no part of the network.
    """

    def __init__(self, folder: Path, weights: Mapping[str, Tensor]) -> None:
        own = {
            name.removeprefix(_ENCODER): weight
            for name, weight in weights.items()
            if name.startswith(_ENCODER)
        }
        self._bert = Bert(folder, own)
        self._heads = EvidenceHeads()
        others = {name: w for name, w in weights.items() if not name.startswith(_ENCODER)}
        self._heads.load_state_dict(others)
        self._heads.eval()

    def __call__(self, pages: Sequence[Page]) -> tuple[list[Tensor], Tensor]:
        """As ``EvidenceHeads.scored``."""
        with torch.inference_mode():
            return self._heads.scored(self._bert.read([page.ids for page in pages]), pages)


class EvidenceNetwork(EvidenceHeads):
    """Encoder and heads as they are trained."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        from transformers import AutoModel

        self.enc = AutoModel.from_pretrained(
            str(folder), local_files_only=True, add_pooling_layer=False
        )
        for part in (self.enc.embeddings, *self.enc.encoder.layer[:FROZEN_LAYERS]):
            part.requires_grad_(False)

    def trained(self) -> dict[str, Tensor]:
        """What training changed, by name."""
        return {name: value for name, value in self.named_parameters() if value.requires_grad}

    def load_trained(self, weights: Mapping[str, Tensor]) -> None:
        """Put stored weights in place.

        Raises:
            RuntimeError: a weight is of no part of the network.
        """
        missing, unexpected = self.load_state_dict(dict(weights), strict=False)
        if unexpected or set(missing) & set(self.trained()):
            raise RuntimeError("the evidence model's weights do not fit its network")

    def forward(self, pages: Sequence[Page]) -> tuple[list[Tensor], Tensor]:
        """As ``scored``."""
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=computes_in_bfloat16()):
            hidden = read_together(self.enc, [page.ids for page in pages])
        return self.scored(hidden, pages)
