"""Texts read together without padding get the vectors that a padded batch gives them."""

import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from askreviews.indexing.embedding import Encoder
from askreviews.indexing.packed import read_together

TEXTS = ["Who rang?", "The health visitor rang twice in May, and nobody answered the door.", ""]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_vectors_are_those_of_a_padded_batch(count):
    folder = str(Encoder().folder)
    bert = AutoModel.from_pretrained(folder, local_files_only=True).eval()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    batch = tokenizer(TEXTS[:count], padding=True, return_tensors="pt")
    with torch.inference_mode():
        padded = bert(**batch).last_hidden_state
        packed = read_together(bert, tokenizer(TEXTS[:count])["input_ids"])
    for row, mask, own in zip(padded, batch["attention_mask"].bool(), packed, strict=True):
        assert torch.allclose(row[mask], own, atol=1e-5)
