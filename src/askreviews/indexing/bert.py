"""A BERT encoder that only reads: its layers straight from a file of weights.

Loading it takes a tenth of what importing transformers does, and its passes are leaner than that
library's: texts are laid end to end and never padded, the three projections of attention are one,
and where the processor computes in bfloat16 weights are kept in it. Vectors are those of the
library's own model (a test holds it so).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import embedding, layer_norm, scaled_dot_product_attention

from askreviews.indexing.linear import Layer, layer
from askreviews.indexing.once import Once
from askreviews.indexing.threads import Workers

# Read together by one worker: more are no faster, and take memory; so few need no second one.
TOKENS_AT_ONCE = 2048
TOKENS_FOR_A_WORKER = 128
# Rows are filled up to a multiple of so many: for each number of rows oneDNN compiles anew, and
# keeps that: 2 MB for each question, otherwise.
_ROWS = 16
_WORKERS = Workers()


class Bert:
    """The encoder of a sentence-transformers folder that holds a ``BertModel``.

    Args:
        folder: where it lies.
        changed: weights that take the place of the folder's, by name.
    """

    def __init__(self, folder: Path, changed: Mapping[str, Tensor] | None = None) -> None:
        from safetensors.torch import load_file

        self.folder = folder
        config = json.loads((folder / "config.json").read_text("utf-8"))
        self._heads = int(config["num_attention_heads"])
        self._eps = float(config["layer_norm_eps"])
        weights = {**load_file(folder / "model.safetensors"), **(changed or {})}
        self._weights = {name: weight.float() for name, weight in weights.items()}
        self._layers = [self._layer(n) for n in range(config["num_hidden_layers"])]

    @cached_property
    def tokenizer(self) -> Any:
        """A ``tokenizers.Tokenizer``, which neither pads nor cuts off."""
        from tokenizers import Tokenizer

        tokenizer = Tokenizer.from_file(str(self.folder / "tokenizer.json"))
        tokenizer.no_padding()
        tokenizer.no_truncation()
        return tokenizer

    def read(self, texts: Sequence[Sequence[int]]) -> tuple[Tensor, ...]:
        """The last layer's vectors of each text, shape (tokens, size), as floats.

        Args:
            texts: token ids, none longer than the model reads. Texts of like length that follow
                on each other are read together.
        """
        read = _WORKERS.map(self._read_together, _groups(texts))
        return tuple(vectors for group in read for vectors in group)

    @torch.inference_mode()
    def _read_together(self, texts: Sequence[Sequence[int]]) -> tuple[Tensor, ...]:
        filling = [0] * (-sum(map(len, texts)) % _ROWS)
        filled = [*texts, filling] if filling else list(texts)
        lengths = [len(text) for text in filled]
        weights = self._weights
        ids = torch.tensor([token for text in filled for token in text])
        places = torch.cat([torch.arange(length) for length in lengths])
        hidden = embedding(ids, weights["embeddings.word_embeddings.weight"])
        hidden = hidden + embedding(places, weights["embeddings.position_embeddings.weight"])
        hidden = hidden + weights["embeddings.token_type_embeddings.weight"][0]
        hidden = self._normed(hidden, "embeddings.LayerNorm")
        for projected, attended, widened, narrowed, name in self._layers:
            mixed = attended(self._attend(projected(hidden), lengths))
            hidden = self._normed(mixed + hidden, f"{name}.attention.output.LayerNorm")
            spread = narrowed(widened(hidden))
            hidden = self._normed(spread + hidden, f"{name}.output.LayerNorm")
        return torch.split(hidden, lengths)[: len(texts)]

    def _attend(self, projected: Tensor, lengths: list[int]) -> Tensor:
        """Self-attention within each text, shape (tokens, size)."""
        read = []
        for text in torch.split(projected, lengths):
            query, key, value = text.view(len(text), 3, self._heads, -1).permute(1, 2, 0, 3)[
                :, None
            ]
            found = scaled_dot_product_attention(query, key, value)[0]
            read.append(found.transpose(0, 1).reshape(len(text), -1))
        return torch.cat(read)

    def _normed(self, hidden: Tensor, name: str) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return layer_norm(hidden.float(), weight.shape, weight, bias, self._eps)

    def _layer(self, number: int) -> tuple[Layer, Layer, Layer, Layer, str]:
        name = f"encoder.layer.{number}"
        own = [f"{name}.attention.self.{part}" for part in ("query", "key", "value")]
        return (
            self._linear(own),
            self._linear([f"{name}.attention.output.dense"]),
            self._linear([f"{name}.intermediate.dense"], activated=True),
            self._linear([f"{name}.output.dense"]),
            name,
        )

    def _linear(self, names: Sequence[str], *, activated: bool = False) -> Layer:
        """Several linear layers as one, their outputs side by side."""
        weight = torch.cat([self._weights.pop(f"{name}.weight") for name in names])
        bias = torch.cat([self._weights.pop(f"{name}.bias") for name in names])
        return layer(weight, bias, activated=activated)


def _groups(texts: Sequence[Sequence[int]]) -> list[list[Sequence[int]]]:
    """Texts one after the other in groups of about as many tokens, one for a worker at a time."""
    ends = list(accumulate(map(len, texts)))
    total = ends[-1] if ends else 0
    count = max(-(-total // TOKENS_AT_ONCE), min(_WORKERS.count, total // TOKENS_FOR_A_WORKER), 1)
    groups: list[list[Sequence[int]]] = [[] for _ in range(count)]
    for text, end in zip(texts, ends, strict=True):
        middle = (end - len(text) / 2) / max(total, 1)
        groups[min(int(middle * count), count - 1)].append(text)
    return [group for group in groups if group]


shared_bert = Once(Bert)
"""The encoder of a folder."""
