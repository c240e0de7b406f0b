"""Several texts through a BERT encoder in one pass, with no work on padding but in attention."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention
from torch.nn.utils.rnn import pad_sequence


def read_together(bert: Any, texts: Sequence[Sequence[int]]) -> tuple[Tensor, ...]:
    """The last layer's vectors of each text, shape (tokens, size).

    What is done token by token is done for all texts at once; each text attends to itself only.
    The vectors are those of the texts as one padded batch.

    Args:
        bert: a ``transformers.BertModel``.
        texts: token ids, none longer than the model reads.
    """
    lengths = torch.tensor([len(ids) for ids in texts])
    ids = torch.tensor([[token for text in texts for token in text]])
    places = torch.cat([torch.arange(length) for length in lengths])[None]
    real = torch.arange(int(lengths.max()))[None] < lengths[:, None]
    hidden: Tensor = bert.embeddings(input_ids=ids, position_ids=places)
    for layer in bert.encoder.layer:
        attended = layer.attention.output(_attend(layer.attention.self, hidden, real), hidden)
        hidden = layer.output(layer.intermediate(attended), attended)
    return torch.split(hidden[0], lengths.tolist())


def _attend(attention: Any, hidden: Tensor, real: Tensor) -> Tensor:
    """Self-attention within each text, shape as ``hidden``: (1, tokens, size).

    Args:
        attention: the layer's own.
        hidden: the texts' vectors, one text after the other.
        real: where a token of a padded batch is a text's, shape (texts, tokens of the longest).
    """
    heads, size = attention.num_attention_heads, attention.attention_head_size
    lengths = real.sum(1).tolist()
    padded = [
        pad_sequence(list(torch.split(part(hidden)[0], lengths)), batch_first=True)
        .view(*real.shape, heads, size)
        .transpose(1, 2)
        for part in (attention.query, attention.key, attention.value)
    ]
    mask = None if bool(real.all()) else real[:, None, None, :]
    dropout = attention.dropout.p if attention.training else 0.0
    read = scaled_dot_product_attention(padded[0], padded[1], padded[2], mask, dropout)
    return read.transpose(1, 2).flatten(2)[real][None]
