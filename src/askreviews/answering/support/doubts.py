"""A doubt about a sentence: what a rule found that its passages don't bear out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that the passages don't bear out.

    Attributes:
        sign: the rule, by which doubts are weighed.
        reason: for the reader, in plain words.
        hard: certain enough to refuse the sentence by itself.
    """

    sign: str
    reason: str
    hard: bool = False
