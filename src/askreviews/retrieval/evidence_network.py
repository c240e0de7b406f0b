"""The network behind ``evidence_model``; apart from it since it needs torch to be imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor, nn
from transformers import AutoModel

from askreviews.indexing.packed import read_together
from askreviews.retrieval.evidence_model import Page

# The embeddings and the lowest layers stay the embedder's; the rest is trained and stored.
FROZEN_LAYERS = 2


class EvidenceNetwork(nn.Module):
    """Encoder, a head for each sentence, and one for the question."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.enc = AutoModel.from_pretrained(
            str(folder), local_files_only=True, add_pooling_layer=False
        )
        size = self.enc.config.hidden_size
        self.sent = nn.Sequential(nn.Linear(3 * size, size), nn.GELU(), nn.Linear(size, 1))
        self.ans = nn.Sequential(nn.Linear(2 * size, size), nn.GELU(), nn.Linear(size, 1))
        self.drop = nn.Dropout(0.1)
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

    def only_read(self) -> None:
        """No more training: weights lie as they are computed with, not converted at each pass."""
        self.eval()
        if _bfloat16():
            for layer in self.enc.encoder.modules():
                if isinstance(layer, nn.Linear):
                    layer.bfloat16()

    def forward(self, pages: Sequence[Page]) -> tuple[list[Tensor], Tensor]:
        """Logits of each page's sentences, and one for each page.

        Args:
            pages: as ``pages_of`` packs them.
        """
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=_bfloat16()):
            hidden = read_together(self.enc, [page.ids for page in pages])
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


def _bfloat16() -> bool:
    """Whether the processor computes in bfloat16 itself; without, it is slower."""
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
