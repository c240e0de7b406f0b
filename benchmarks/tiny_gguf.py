"""Writes a tiny language model with random weights, in llama.cpp's format: real nonsense.

GGUF version 3 as ggml documents it (``ggml/docs/gguf.md``): a head, key-value pairs, the tensors'
names and places, then their data, each aligned to 32 bytes. The model is a llama of two layers.
"""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import numpy as np

_LAYERS, _WIDTH, _HEADS, _HIDDEN, _CONTEXT = 2, 64, 4, 128, 4096
_ALIGNMENT = 32
_U32, _I32, _F32, _STRING, _ARRAY = 4, 5, 6, 8, 9
_NORMAL, _UNKNOWN, _CONTROL, _BYTE = 1, 2, 3, 6
_WORDS = (
    "child baby mother father review learning health visitor police was were not should said seen "
    "the a of and in to with by for school sleep bruise meeting plan home told asked record"
).split()


def write_model(path: Path, seed: int = 0) -> None:
    """Write the model; the same seed writes the same."""
    random = np.random.default_rng(seed)
    tokens = _vocabulary()
    tensors = {
        name: (random.normal(0, 0.4, shape) if len(shape) > 1 else np.ones(shape)).astype("<f4")
        for name, shape in _shapes(len(tokens)).items()
    }
    head = [_packed_pair(key, kind, value) for key, kind, value in _about(tokens)]
    places, data = [], b""
    for name, values in tensors.items():
        # ggml counts dimensions from the innermost.
        dims = values.shape[::-1]
        places.append(
            _text(name) + struct.pack(f"<I{len(dims)}QIQ", len(dims), *dims, 0, len(data))
        )
        data += values.tobytes() + bytes(-values.nbytes % _ALIGNMENT)
    front = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(head)) + b"".join(head + places)
    path.write_bytes(front + bytes(-len(front) % _ALIGNMENT) + data)


def _vocabulary() -> list[tuple[str, int]]:
    """Tokens with their types: the three that must be, every byte, and some words."""
    marks = [*".,:;[]{}\"'()-", *"0123456789"]
    return [
        ("<unk>", _UNKNOWN), ("<s>", _CONTROL), ("</s>", _CONTROL),
        *((f"<0x{byte:02X}>", _BYTE) for byte in range(256)),
        *((f"▁{word}", _NORMAL) for word in _WORDS), *((mark, _NORMAL) for mark in marks),
    ]  # fmt: skip


def _shapes(words: int) -> dict[str, tuple[int, ...]]:
    square, wide = (_WIDTH, _WIDTH), (_HIDDEN, _WIDTH)
    layer = {
        "attn_norm": (_WIDTH,), "attn_q": square, "attn_k": square, "attn_v": square,
        "attn_output": square, "ffn_norm": (_WIDTH,), "ffn_gate": wide, "ffn_up": wide,
        "ffn_down": wide[::-1],
    }  # fmt: skip
    return {
        "token_embd.weight": (words, _WIDTH),
        "output_norm.weight": (_WIDTH,),
        "output.weight": (words, _WIDTH),
    } | {f"blk.{n}.{name}.weight": shape for n in range(_LAYERS) for name, shape in layer.items()}


def _about(tokens: list[tuple[str, int]]) -> list[tuple[str, int, Any]]:
    return [
        ("general.architecture", _STRING, "llama"),
        ("general.name", _STRING, "tiny and random"),
        ("llama.context_length", _U32, _CONTEXT),
        ("llama.embedding_length", _U32, _WIDTH),
        ("llama.block_count", _U32, _LAYERS),
        ("llama.feed_forward_length", _U32, _HIDDEN),
        ("llama.attention.head_count", _U32, _HEADS),
        ("llama.attention.head_count_kv", _U32, _HEADS),
        ("llama.attention.layer_norm_rms_epsilon", _F32, 1e-5),
        ("llama.rope.dimension_count", _U32, _WIDTH // _HEADS),
        ("tokenizer.ggml.model", _STRING, "llama"),
        ("tokenizer.ggml.tokens", _STRING, [token for token, _ in tokens]),
        ("tokenizer.ggml.scores", _F32, [-float(n) for n in range(len(tokens))]),
        ("tokenizer.ggml.token_type", _I32, [kind for _, kind in tokens]),
        ("tokenizer.ggml.unknown_token_id", _U32, 0),
        ("tokenizer.ggml.bos_token_id", _U32, 1),
        ("tokenizer.ggml.eos_token_id", _U32, 2),
    ]


def _packed_pair(key: str, kind: int, value: Any) -> bytes:
    if isinstance(value, list):
        items = b"".join(_packed(kind, item) for item in value)
        return _text(key) + struct.pack("<IIQ", _ARRAY, kind, len(value)) + items
    return _text(key) + struct.pack("<I", kind) + _packed(kind, value)


def _packed(kind: int, value: Any) -> bytes:
    return (
        _text(value)
        if kind == _STRING
        else struct.pack({_F32: "<f", _I32: "<i"}.get(kind, "<I"), value)
    )


def _text(text: str) -> bytes:
    raw = text.encode()
    return struct.pack("<Q", len(raw)) + raw
