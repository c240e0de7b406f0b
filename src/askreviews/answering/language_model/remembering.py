"""An encoder that reads each text once: a passage is cited by many sentences, in many sets."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from askreviews.indexing.embedding import Encoder, Vectors
from askreviews.types import Span


class RememberingEncoder(Encoder):
    """Another encoder's vectors, kept by text as long as this one lives."""

    def __init__(self, encoder: Encoder) -> None:
        super().__init__(encoder.name)
        self._encoder = encoder
        self._known: dict[str, tuple[Vectors, Vectors]] = {}

    def passages(
        self, contexts: Sequence[str], texts: Sequence[str], spans: Sequence[Sequence[Span]]
    ) -> tuple[Vectors, list[Vectors]]:
        """As the other encoder does; contexts are empty and a text has its spans always alike."""
        new = [i for i, text in enumerate(texts) if text not in self._known]
        if new:
            whole, parts = self._encoder.passages(
                [contexts[i] for i in new], [texts[i] for i in new], [spans[i] for i in new]
            )
            self._known |= {texts[i]: (whole[n], parts[n]) for n, i in enumerate(new)}
        found = [self._known[text] for text in texts]
        return np.stack([whole for whole, _ in found]), [parts for _, parts in found]
