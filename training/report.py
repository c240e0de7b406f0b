"""What the evidence model is worth on questions that it was not trained on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import torch
from data import Example
from sklearn.metrics import roc_auc_score

from askreviews.retrieval.evidence_network import EvidenceNetwork

_REFUSED = 0.08


def report(network: EvidenceNetwork, tokenizer: Any, examples: Sequence[Example]) -> str:
    """Answerability by AUROC and by what is refused at 8% over-refusal; precision at 1."""
    network.eval()
    settled: list[float] = []
    first: list[bool] = []
    with torch.inference_mode():
        for example in examples:
            pages = example.pages(tokenizer)
            logits, whole = network([page for page, _ in pages])
            settled.append(float(whole.max()))
            labels = [label for _, page in pages for label in page]
            if any(labels):
                first.append(labels[int(torch.cat(logits).argmax())])
    answerable = np.array([example.answerable for example in examples])
    scores = np.array(settled)
    cut_off = np.quantile(scores[answerable], _REFUSED)
    return (
        f"{len(examples)} questions: answerability AUROC {roc_auc_score(answerable, scores):.3f}, "
        f"refused at {_REFUSED:.0%} over-refusal {(scores[~answerable] < cut_off).mean():.3f}, "
        f"best sentence answers {np.mean(first):.3f}"
    )
