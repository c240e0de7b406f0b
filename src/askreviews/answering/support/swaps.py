"""What belongs to something else in the same sentence: "the mother, 20, and the father, 24".

A figure or name of the sentence stands in the unit; but the words beside it are paired with words
that stand nearer to another figure or name there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Word
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.names import names_in, pseudonyms_in
from askreviews.answering.support.quantities import MONTHS, dates, meets, quantities
from askreviews.types import Span

_BESIDE = 5  # words of the sentence on either side
_NEARER = 2.0  # words, on the mean
_BEFORE = 2.0
_PART = "part"
_FEW = 2
_CLAUSES = re.compile(r"; |, (?:and|but|while|whereas) (?=[A-Z])")


def swap_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """Figures, dates and names that the nearest units give to something else."""
    for unit in pairing.chosen:
        yield from _numbers(pairing, unit)
        yield from _dates(pairing, unit)
        yield from _names(pairing, unit)


def _numbers(pairing: Pairing, unit: int) -> Iterator[Doubt]:
    mine, held = quantities(pairing.sentence), quantities(pairing.passages.units[unit].text)
    for number in mine:
        own = [q for q in held if meets(number, q)]
        if len(own) != 1:
            continue
        others = [
            q for q in held
            if (q.age, q.unit) == (own[0].age, own[0].unit) and not any(meets(n, q) for n in mine)
        ]  # fmt: skip
        spans = [(q.start, q.start + len(q.text)) for q in (*own, *others)]
        if _nearer_to_another(pairing, _span(number.start, number.text), spans, unit):
            yield _doubt("number_swapped", number.text)


def _dates(pairing: Pairing, unit: int) -> Iterator[Doubt]:
    text = pairing.passages.units[unit].text
    mine, held = dates(pairing.sentence), dates(text)
    for date in mine:
        own = [d for d in held if date.agrees(d)]
        others = [d for d in held if not any(m.agrees(d) for m in mine)]
        spans = [_span(text.find(d.text), d.text) for d in (*own, *others)]
        at = _span(pairing.sentence.find(date.text), date.text)
        if len(own) == 1 and _nearer_to_another(pairing, at, spans, unit):
            yield _doubt("date_swapped", date.text)


def _names(pairing: Pairing, unit: int) -> Iterator[Doubt]:
    text = pairing.passages.units[unit].text
    mine, held = names_in(pairing.sentence), names_in(text)
    for name in mine:
        if text.count(name) != 1:
            continue
        sort = _sort(name, text)
        others = [h for h in held if h not in pairing.sentence and _sort(h, text) == sort != _PART]
        spans = [_span(text.find(n), n) for n in (name, *others)]
        at = _span(pairing.sentence.find(name), name)
        if (others and _of_another_clause(pairing, name, others, unit)) or (
            _nearer_to_another(pairing, at, spans, unit)
        ):
            yield _doubt("name_swapped", name)


def _of_another_clause(pairing: Pairing, name: str, others: Sequence[str], unit: int) -> bool:
    """Whether all else stands in a clause that names another: "Rowan was hurt; Ash was not"."""
    held = pairing.passages.units[unit]
    parts = name.split()
    rows = [i for i in pairing.content if pairing.words[i].text.split("'")[0] not in parts]
    places = [p for i in rows if (p := pairing.partner[i]) is not None]
    if len(places) < _FEW or any(pairing.passages.unit_of[p] != unit for p in places):
        return False
    starts = [pairing.passages.words[p].start for p in places]
    cuts = [0, *(m.end() for m in _CLAUSES.finditer(held.text)), len(held.text)]
    for a, b in pairwise(cuts):
        if all(a <= s < b for s in starts):
            clause = held.text[a:b]
            return name not in clause and any(o in clause for o in others)
    return False


def _sort(name: str, text: str) -> str:
    """A pseudonym, a name that stands alone, or part of a longer one ("Sandle Hospital")."""
    if pseudonyms_in(name):
        return "pseudonym"
    longer = re.search(rf"\b[A-Z]\w+ {re.escape(name)}\b|\b{re.escape(name)} [A-Z]", text)
    return _PART if longer else "alone"


def _nearer_to_another(pairing: Pairing, at: Span, spans: Sequence[Span], unit: int) -> bool:
    """Whether the words beside a place of the sentence stand nearer to another span of a unit.

    ``spans`` are places of the unit's text, the first of them what the sentence has at ``at``.
    """
    of_unit = pairing.passages.units[unit].words
    rows = [i for i, w in enumerate(pairing.words) if w.end > at[0] and w.start < at[1]]
    if len(spans) == 1 or not rows or not of_unit:
        return False
    first = int((pairing.passages.unit_of < unit).sum())
    beside = [i for i in pairing.beside(rows[0]) if i not in rows and _near(i, rows)]
    if pairing.home(beside)[0] != unit:
        return False
    places = [p - first for i in beside if (p := pairing.partner[i]) is not None]
    taken = [i for i, w in enumerate(of_unit) if any(a <= w.start < b for a, b in spans)]
    places = [p for p in places if 0 <= p < len(of_unit) and p not in taken]
    places = [p for p in places if not dated(of_unit[p])]
    if not places:
        return False
    at_spans = [next((i for i, w in enumerate(of_unit) if w.end > a), 0) for a, _ in spans]
    own, *others = [[_distance(p, place) for p in places] for place in at_spans]
    return any(
        all(theirs < mine for theirs, mine in zip(other, own, strict=True))
        and sum(other) + _NEARER * len(places) < sum(own)
        for other in others
    )


def _distance(word: int, figure: int) -> float:
    """In words; a figure is oftener told after what it belongs to: "the father, who was 24"."""
    return figure - word if figure > word else word - figure + _BEFORE


def _near(row: int, rows: Sequence[int]) -> bool:
    return min(abs(row - r) for r in rows) <= _BESIDE


def dated(word: Word) -> bool:
    """Whether a word belongs to a date or is a number."""
    return word.text.lower() in MONTHS or word.text.isdigit()


def _span(start: int, text: str) -> Span:
    return start, start + len(text)


def _doubt(sign: str, text: str) -> Doubt:
    reason = f"in the passages {text} belongs to something else in the same sentence"
    return Doubt(sign, reason, hard=True)
