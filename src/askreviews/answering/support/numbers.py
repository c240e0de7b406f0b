"""Numbers, ages, dates and times: each of a sentence has to stand in its passages."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.names import names_in
from askreviews.answering.support.quantities import (
    Date,
    Quantity,
    clock_times,
    dates,
    marks,
    meets,
    quantities,
    singles,
)
from askreviews.answering.support.swaps import dated
from askreviews.answering.support.wording import key_of

_TIMES = frozenset(map(key_of, (
    "minute hour day night weekend week fortnight month year decade "
    "spring summer autumn winter"
).split()))  # fmt: skip
# How much of the words around a number have to stand in one unit to be sure of its place.
_SURELY = 0.75
_THAN_HALF = re.compile(r"\b(more|less|fewer|under|over|below)(?: than)? half\b", re.I)
_HALF = 50.0  # per cent


def number_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """Numbers, ages, dates and times of the sentence that the passages or the units lack."""
    everything = "\n".join(_of_those_named(pairing))
    units = "\n".join(u.said for u in pairing.units)
    yield from _date_doubts(pairing, everything, units)
    yield from _mark_doubts(pairing, everything)
    yield from _one_of_several(pairing)
    for quantity in quantities(pairing.sentence):
        what = "age" if quantity.age else "number"
        ordinal = quantity.text == "second" and "second" in everything.lower()
        if not ordinal and not any(meets(quantity, other) for other in quantities(everything)):
            yield Doubt(
                what, f"the {what} {quantity.text} does not stand in the passages", hard=True
            )
        elif other := _counts_otherwise(pairing, quantity):
            reason = f"the passages say {other} and not {quantity.text}"
            yield Doubt("number_other", reason, hard=True)
        else:
            yield from _said_elsewhere(pairing, quantity, what, units)


def _date_doubts(pairing: Pairing, everything: str, units: str) -> Iterator[Doubt]:
    for date in dates(pairing.sentence):
        if not any(date.agrees(other) for other in dates(everything)):
            yield Doubt("date", f"the date {date.text} does not stand in the passages", hard=True)
        else:
            yield from _dated_elsewhere(pairing, date, units)
    held = {time for time, _ in clock_times(everything)}
    for time, shown in clock_times(pairing.sentence):
        if time not in held:
            yield Doubt("date", f"the time {shown} does not stand in the passages", hard=True)


def _mark_doubts(pairing: Pairing, everything: str) -> Iterator[Doubt]:
    """Fractions, weekdays and figures inside names that the passages have not."""
    lowered = everything.lower()
    for mark in marks(pairing.sentence):
        if mark.lower().startswith(("satur", "sun")) and "weekend" in lowered:
            continue
        if mark.lower() == "half" and _share_of_half(pairing.sentence, everything):
            continue
        if not re.search(rf"(?<!\w){re.escape(mark.lower())}s?(?!\w)", lowered):
            yield Doubt("number", f"“{mark}” does not stand in the passages", hard=True)


def _of_those_named(pairing: Pairing) -> list[str]:
    """The passages that name whom the sentence names, where headings tell them apart by name."""
    texts = pairing.passages.texts
    named = [n for n in names_in(pairing.sentence) if any(n in t.partition("\n")[0] for t in texts)]
    return [t for t in texts if any(n in t for n in named)] if named else list(texts)


def _counts_otherwise(pairing: Pairing, quantity: Quantity) -> str | None:
    """Another number of the same things in the unit that speaks of them: "three older children"."""
    row = next((i for i, w in enumerate(pairing.words) if w.start > quantity.start), None)
    if not quantity.counted or row is None:
        return None
    home, share = pairing.home(pairing.beside(row))
    mine = quantities(pairing.sentence)
    counted = [
        q for q in quantities(pairing.passages.units[home].text) if q.counted == quantity.counted
    ]
    if share < _SURELY or not counted or any(meets(m, q) for m in mine for q in counted):
        return None
    return counted[0].text


def _share_of_half(sentence: str, held: str) -> bool:
    """Whether "less than half" is borne out by a percentage, or "more than half"."""
    match = _THAN_HALF.search(sentence)
    shares = [q.value for q in quantities(held) if q.unit == "%"]
    less = bool(match and match[1].lower() not in ("more", "over"))
    return bool(match) and any(s < _HALF if less else s > _HALF for s in shares)


def time_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A stretch or point of time that no unit speaks of: "the next day", "for years"."""
    there = {w.key for u in pairing.units for w in u.words}
    for row, word in enumerate(pairing.words):
        if word.key in _TIMES and word.key not in there and row not in _counted(pairing):
            yield Doubt("time", f"the passages do not speak of the “{word.text}”")
            return


def _counted(pairing: Pairing) -> set[int]:
    """Words that belong to a number, which has a rule of its own: "for five weeks"."""
    spans = [(q.start, q.start + len(q.text)) for q in quantities(pairing.sentence)]
    return {i for i, w in enumerate(pairing.words) if any(a <= w.start < b + 1 for a, b in spans)}


def _dated_elsewhere(pairing: Pairing, date: Date, units: str) -> Iterator[Doubt]:
    """A date that stands in the passages, but not where the words around it stand."""
    start = pairing.sentence.find(date.text)
    row = next((i for i, w in enumerate(pairing.words) if w.end > start), None)
    if row is None:
        return
    home, share = pairing.home([i for i in pairing.beside(row) if not dated(pairing.words[i])])
    there = dates(pairing.passages.units[home].text)
    if any(date.agrees(other) for other in there):
        return
    mine = dates(pairing.sentence)
    instead = [o for o in there if not any(m.agrees(o) for m in mine)]
    reason = f"the date {date.text} is said of something else"
    if instead and share >= _SURELY:
        yield Doubt("date_other", f"{reason}; there it is {instead[0].text}", hard=True)
    elif not any(date.agrees(other) for other in dates(units)):
        yield Doubt("date_far", reason)


def _one_of_several(pairing: Pairing) -> Iterator[Doubt]:
    """ "One" or "once" where the passage counts more of the same."""
    mine = quantities(pairing.sentence)
    for start in singles(pairing.sentence):
        row = next((i for i, w in enumerate(pairing.words) if w.end > start), None)
        if row is None:
            continue
        home, share = pairing.home(pairing.beside(row))
        text = pairing.passages.units[home].text
        instead = [
            o for o in quantities(text) if not o.months and not any(meets(m, o) for m in mine)
        ]
        if instead and not singles(text) and share >= _SURELY:
            reason = f"the passages say {instead[0].text} and not one"
            yield Doubt("number_other", reason, hard=True)


def _said_elsewhere(pairing: Pairing, quantity: Quantity, what: str, units: str) -> Iterator[Doubt]:
    """A number that stands in the passages, but not where the words around it stand."""
    row = next((i for i, w in enumerate(pairing.words) if w.end > quantity.start), None)
    if row is None:
        return
    home, share = pairing.home(pairing.beside(row))
    there = quantities(pairing.passages.units[home].text)
    if any(meets(quantity, other) for other in there):
        return
    mine = quantities(pairing.sentence)
    instead = [o for o in there if not any(meets(m, o) for m in mine)]
    reason = f"the {what} {quantity.text} is said of something else"
    if instead and share >= _SURELY:
        yield Doubt("number_other", f"{reason}; there it is {instead[0].text}", hard=True)
    elif not any(meets(quantity, other) for other in quantities(units)):
        yield Doubt("number_far", reason)
