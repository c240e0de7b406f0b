"""How well passages support a sentence: rules and meaning weighed by a logistic model.

The rules give doubts; the likeness of words and sentences gives numbers; a logistic model
fitted on the development half of ``evals/support`` (``benchmarks/support.py``) weighs both. A
hard doubt (a number, an age, a date, a quotation, a name that the passages have not) refuses
the sentence whatever the rest says.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from askreviews.answering.logistic import Logistic, packaged
from askreviews.answering.support.alignment import alignment_doubts
from askreviews.answering.support.attributions import attribution_doubts
from askreviews.answering.support.claims import (
    cause_doubts,
    modality_doubts,
    scope_doubts,
)
from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Unit, units_of
from askreviews.answering.support.likeness import against, likeness
from askreviews.answering.support.meaning import Pairing, Passages, nearness_doubts, pair
from askreviews.answering.support.names import name_doubts, quotation_doubts
from askreviews.answering.support.numbers import number_doubts, time_doubts
from askreviews.answering.support.people import agency_doubts, relation_doubts
from askreviews.answering.support.polarity import polarity_doubts
from askreviews.answering.support.searching import best_units, features_of_long, is_long
from askreviews.answering.support.swaps import swap_doubts
from askreviews.indexing.embedding import Encoder

RULES: tuple[Callable[[Pairing], Iterator[Doubt]], ...] = (
    nearness_doubts, name_doubts, number_doubts, time_doubts, swap_doubts, quotation_doubts,
    agency_doubts, relation_doubts, attribution_doubts, modality_doubts, scope_doubts,
    cause_doubts, polarity_doubts, alignment_doubts,
)  # fmt: skip
SIGNS = (
    "number_far", "date_far", "acronym", "neighbour", "name_far",
    "agency", "agency_other", "agency_far", "role", "role_other",
    "relation", "relation_other", "relation_near", "relation_far",
    "attribution", "attribution_part", "nobody_said", "hedge", "time",
    "recommendation", "recommendation_told", "recommendation_near",
    "advice_as_fact", "wish_as_fact",
    "cause", "unsaid", "everywhere", "frequency", "universal",
    "negation", "negation_near", "negation_direct", "contrary",
    "put_in", "put_in_part", "put_for", "changed", "turned_round",
)  # fmt: skip
# A doubt is weighed again by how far the sentence is in the passages' own words: other words may
# say "not", or who it was, in ways that a rule doesn't see.
CLOSELY = ", in their words"
_MOST = 2
# The share of a sentence's words in a few units of a long passage from which it follows them.
_FOLLOWED = 0.8
_SCATTERED = "the passages nowhere say its words, numbers and names together"


@dataclass(frozen=True, slots=True)
class Support:
    """How well passages support a sentence.

    Attributes:
        score: the probability that they do, 0 to 1.
        reasons: what they do not bear out, in plain words; none for a sentence without doubts.
    """

    score: float
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SupportModel:
    """A logistic model of support, the cap of a hard doubt, and a stricter cut-off.

    ``shown_threshold`` is that from which a model's sentence may be shown; ``long`` weighs a
    passage that has to be searched.
    """

    logistic: Logistic
    cap: float
    shown_threshold: float
    long: Logistic

    @property
    def threshold(self) -> float:
        """The cut-off from which on a sentence counts as supported."""
        return self.logistic.threshold

    def probability(self, values: Mapping[str, float]) -> float:
        """The probability that a sentence with these features is supported."""
        return self.logistic.probability(values)


@cache
def packaged_model() -> SupportModel:
    """The model as fitted."""
    raw = packaged("support.json")
    long = Logistic.of(raw["long"])
    return SupportModel(Logistic.of(raw), raw["cap"], raw["shown_threshold"], long)


def long_score(sentence: str, units: Sequence[Unit]) -> float:
    """How well a long passage as a whole holds a sentence's words, numbers and names."""
    return packaged_model().long.probability(features_of_long(sentence, units))


def check_support(sentence: str, passages: Sequence[str], encoder: Encoder) -> Support:
    """How well passages support a sentence, and what they don't bear out.

    Args:
        sentence: one sentence, as somebody else put it.
        passages: the texts it should rest on; each may open with a line that names its review
            and heading. For many sentences on the same passages see ``SupportChecker``.
        encoder: the embedding model.

    Returns:
        A score from 0 to 1 and the reasons for doubt.
    """
    return SupportChecker(passages, encoder).check(sentence)


class SupportChecker:
    """Checks sentences against the same passages, which are read and encoded once.

    Of a long passage (``searching.LONG``) only what speaks of the sentence is encoded.
    """

    def __init__(self, passages: Sequence[str], encoder: Encoder) -> None:
        self.texts = tuple(passages)
        self._encoder = encoder
        self._units = units_of(passages)
        self._passages = None if is_long(self._units) else Passages(passages, encoder)

    def check(self, sentence: str) -> Support:
        """How well the passages support one sentence."""
        if self._passages is None:
            return self._search(sentence)
        pairing = pair(sentence, self._passages, self._encoder)
        if not pairing.chosen:
            return Support(0.0, ("there is nothing in the passages to compare it with",))
        doubts = doubts_of(pairing)
        model = packaged_model()
        score = model.probability(features_of(pairing, doubts))
        if any(d.hard for d in doubts):
            score *= model.cap
        reasons = [d.reason for d in sorted(doubts, key=lambda d: not d.hard)]
        if score < model.threshold and not reasons:
            reasons = [_strange(pairing)]
        return Support(round(score, 4), tuple(dict.fromkeys(reasons)))

    def _search(self, sentence: str) -> Support:
        """How well the whole holds the sentence; what it follows closely is checked besides."""
        whole = long_score(sentence, self._units)
        units, share = best_units(sentence, self._units)
        if share < _FOLLOWED:
            reasons = () if whole >= packaged_model().threshold else (_SCATTERED,)
            return Support(round(whole, 4), reasons)
        near: dict[int, list[str]] = {}
        for unit in units:
            near.setdefault(unit.passage, [unit.heading]).append(unit.text)
        texts = ["\n".join(filter(None, lines)) for lines in near.values()]
        found = SupportChecker(texts, self._encoder).check(sentence)
        return Support(min(found.score, round(whole, 4)), found.reasons)


def doubts_of(pairing: Pairing) -> list[Doubt]:
    """The doubts of every rule."""
    doubts = [doubt for rule in RULES for doubt in rule(pairing)]
    return [d for d in doubts if d.hard] if _stands(pairing) else doubts


def _stands(pairing: Pairing) -> bool:
    """Whether the sentence is a unit's own, word for word."""
    mine = [w.text.lower() for w in pairing.words]
    return any(mine == [w.text.lower() for w in u.words] for u in pairing.units)


def features_of(pairing: Pairing, doubts: Sequence[Doubt]) -> dict[str, float]:
    """What the model weighs: doubts by their sign, and likeness in numbers."""
    signs = [d.sign for d in doubts]
    counts = {s: float(min(signs.count(s), _MOST)) for s in SIGNS}
    closely = {f"{s}{CLOSELY}": n * pairing.closeness for s, n in counts.items()}
    return counts | closely | against(pairing) | likeness(pairing)


def token_precision(pairing: Pairing) -> float:
    """The share of the sentence's words of content that stand in the passages, by stem."""
    exact = [float(pairing.anywhere[i] >= 1) for i in pairing.content]
    return sum(exact) / len(exact) if exact else 0.0


def _strange(pairing: Pairing) -> str:
    """The reason where no rule has one: the words that the passages have nothing like."""
    rows = sorted(pairing.content, key=lambda i: float(pairing.near[i]))[:3]
    words = ", ".join(f"“{pairing.words[i].text}”" for i in sorted(rows))
    return f"the passages say nothing close to {words}" if words else "it says nothing to check"
