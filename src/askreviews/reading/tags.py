"""Themes, agencies and kinds of harm that sentences name, each with the sentence that says it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from askreviews.reading.stretches import Stretch
from askreviews.reading.taxonomy import Tag
from askreviews.types import Block, Facet, Span, Unit

# Where a sentence stands tells how much it says of a theme.
_WEIGHT: dict[Facet | None, int] = {
    "finding": 4, "recommendation": 3, "good_practice": 2, "action": 2, "background": 1,
}  # fmt: skip
_HEADING = 0
# A report of this many sentences names nearly everything once: a theme is named more often.
_SENTENCES_A_MENTION = 150
_NOT_SO = re.compile(
    r"\b(?:no|not any|without) (?:\w+ )?(?:evidence|history|indication|suggestion|concerns?|record|"
    r"sign|known|reports?)s? (?:of|about|that|for)\b[^.;]{0,80}",
    re.I,
)


def tag_sentences(
    stretch: Stretch, tags: Mapping[str, Tag], units: Sequence[Unit], headings: Sequence[Block]
) -> Iterator[tuple[str, Span]]:
    """Each tag that the units name, with the sentence of most weight that does.

    A heading counts where no sentence names it. In a long report, one mention in passing
    makes no tag.
    """
    needed = 1 + len(stretch.units) // _SENTENCES_A_MENTION
    parts: tuple[Unit | Block, ...] = (*units, *headings)
    said = [(part, _NOT_SO.sub(" ", stretch.words(part))) for part in parts]
    for name, tag in tags.items():
        found = list(_found(stretch, tag, said))
        headed = any(isinstance(part, Block) for _, _, part in found)
        if found and (headed or len(found) >= needed):
            _, _, best = max(found, key=lambda weighed: weighed[:2])
            yield name, (best.start, best.end)


def _found(
    stretch: Stretch, tag: Tag, said: Iterable[tuple[Unit | Block, str]]
) -> Iterator[tuple[int, int, Unit | Block]]:
    """The parts that name it, with the weight of where they stand and of how often."""
    for part, words in said:
        times = tag.count(words)
        if times:
            yield _HEADING if isinstance(part, Block) else _weight(stretch, part), times, part


def _weight(stretch: Stretch, unit: Unit) -> int:
    return _WEIGHT.get(stretch.facet(unit), 1)
