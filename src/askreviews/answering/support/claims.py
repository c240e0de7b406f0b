"""What a sentence claims beyond its words: advice, cause, how general, who said it, yes or no.

Each rule holds the sentence's cue words against those of its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Word
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.wording import wording

_IMPERATIVE = re.compile(
    r"^(?:Do not |Don['’]t |Never |Always )?(?:Ask|Be|Record|Share|Consider|Seek|Explain|Check|Keep|Use|Make|Say|Talk|"
    r"Know|Plan|Get|Choose|Set|Begin|Include|Read|Speak|Offer|Assess|Think|Introduce|Promote|"
    r"Spread|Improve|Involve|Find|Follow|Work|Write|Agree|Provide|Treat|Notify|Ensure|Give|Review|"
    r"Before|At transfer|Remember|Add|Tell|Look|Listen|Name|Help|Train|Visit|On discharge|Develop)\b"
)
_PLAIN_FACT = re.compile(r"\b(?:was|were|had|did|has been|have been|is|are|has|have)\b", re.I)
_ADVICE = re.compile(
    r"recommend|what to do|if you do one thing|action|learning points|\bsteps\b|asks? (?:practition|profession)",
    re.I,
)
_PAST = re.compile(r"\b(?:was|were|had|did|\w{3,}ed)\b")
_PRESENT = re.compile(r"\b(?:is|are|do|does|has|have|\w{3,}s)\b")
_INSTITUTION = re.compile(
    r"\b(?:review|list|entry|report|briefing|note|learning|panel|partnership|title|form|authors?|"
    r"collection|digest|summary|messages?|documents?)\b[^.;,]{0,60}$",
    re.I,
)
_FRAME = re.compile(
    r"\b(?:said|told|reported|alleged|believed|thought|claimed|explained|felt|stated|suspected|"
    r"considers|assumed|described|disclosed|heard)\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:suspected|possibl[ey]|probably|likely|unlikely|may|might|could|appear(?:s|ed)?|"
    r"seem(?:s|ed)?|perhaps|potentially)\b",
    re.I,
)
_MODAL_IN_SENTENCE = re.compile(r"\b(?:may|might|could|would|can)\b", re.I)
_SAID_OF_ANOTHER = 0.6
_SHORT = 3


def modality_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A finding made a recommendation, or a recommendation made a fact."""
    cues = wording().cues
    said = [u.said for u in pairing.units]
    texts = [u.text for u in pairing.units]
    if cues["deontic"].search(pairing.sentence):
        advice = any(
            cues["deontic"].search(s) or _IMPERATIVE.match(t) or _ADVICE.search(s)
            for s, t in zip(said, texts, strict=True)
        )
        if not advice:
            yield Doubt("recommendation", "the passages tell this and do not recommend it")
        elif not (
            cues["deontic"].search(said[0])
            or _IMPERATIVE.match(texts[0])
            or _ADVICE.search(said[0])
        ):
            yield Doubt("recommendation_near", "the nearest sentence does not recommend this")
        recommends = re.search("recommend", pairing.sentence, re.I)
        if recommends and advice and not any(re.search("recommend", s, re.I) for s in said):
            yield Doubt("no_recommendation", "the passages do not call this a recommendation")
    elif texts and _is_advice(texts[0]) and _PLAIN_FACT.search(pairing.sentence):
        yield Doubt("advice_as_fact", "the passages advise this and do not say that it happened")


def _is_advice(text: str) -> bool:
    """Whether a unit only says what ought to be."""
    return bool(_IMPERATIVE.match(text) or re.search(r"\b(?:should|must|ought to|need to)\b", text))


def cause_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A cause claimed where the evidence has none."""
    cue = wording().cues["cause"].search(pairing.sentence)
    if cue and not any(wording().cues["cause"].search(u.text) for u in pairing.units):
        reason = f"the passages do not say that one led to the other (“{cue[0]}”)"
        yield Doubt("cause", reason)


def scope_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """One case made many, or many made all."""
    cues = wording().cues
    said = " ".join(u.said for u in pairing.units)
    for sign in ("everywhere", "frequency", "universal"):
        cue = cues[sign].search(pairing.sentence)
        if cue and not cues[sign].search(said):
            yield Doubt(sign, f"the passages do not speak so generally (“{cue[0]}”)")
    texts = " ".join(u.text for u in pairing.units)
    told_past = _PAST.search(texts) and not re.search(r"\b(?:is|are|do|does)\b", texts)
    plain = not _PAST.search(pairing.sentence) and _PRESENT.search(pairing.sentence)
    if told_past and plain and not cues["deontic"].search(pairing.sentence):
        yield Doubt("present", "the passages tell of one case and not of what is so in general")


def attribution_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """What somebody said or suspected, told as fact."""
    sentence = pairing.sentence
    if not pairing.units:
        return
    attributed = wording().cues["reported"].search(sentence)
    for place, unit in list(zip(pairing.chosen, pairing.units, strict=True))[:2]:
        after = _paired_after(pairing, place, unit.text, _FRAME)
        if after is not None and not attributed and after >= _SAID_OF_ANOTHER:
            yield Doubt("attribution", "in the passages this is what somebody said, not a fact")
            return
    hedge = _HEDGE.search(pairing.units[0].text)
    hedged = attributed or _MODAL_IN_SENTENCE.search(sentence)
    if hedge and not hedged and not _HEDGE.search(sentence):
        yield Doubt("hedge", f"the passages only say “{hedge[0]}”")


def _paired_after(
    pairing: Pairing, place: int, text: str, frame: re.Pattern[str]
) -> float | None:
    """The share of the sentence's pairs in a unit that stand after its first word of saying.

    None where the unit has none, or where it is a review or a report that says it.
    """
    match = next(
        (m for m in frame.finditer(text) if not _INSTITUTION.search(text[: m.start()])), None
    )
    if match is None:
        return None
    words = pairing.passages.words
    paired = [p for p in pairing.partner if p is not None and pairing.passages.unit_of[p] == place]
    if len(paired) < _SHORT:
        return None
    subject = _before_frame(text, match.start())
    inside = [words[p].start > match.end() or words[p].end <= subject for p in paired]
    return sum(inside) / len(paired)


def _before_frame(text: str, start: int) -> int:
    """Where the clause of the word of saying begins; "X was hurt, the mother reported" has X before."""
    comma = max(text.rfind(", ", 0, start), text.rfind("; ", 0, start))
    return max(comma, 0)


def polarity_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A "not" put in or left out, or a word turned to its contrary."""
    mine = negated(pairing.sentence, pairing.words)
    words = pairing.passages.words
    flipped: list[str] = []
    kept = 0
    cache: dict[int, list[bool]] = {}
    for row, place in enumerate(pairing.partner):
        if place is None:
            continue
        unit = int(pairing.passages.unit_of[place])
        first = int((pairing.passages.unit_of < unit).sum())
        if unit not in cache:
            cache[unit] = negated(
                pairing.passages.units[unit].text, pairing.passages.units[unit].words
            )
        if mine[row] != cache[unit][place - first]:
            flipped.append(pairing.words[row].text)
        elif mine[row]:
            kept += 1
        if words[place].key in wording().contrary.get(pairing.words[row].key, ()):
            yield Doubt("contrary", f"the passages say the contrary of “{pairing.words[row].text}”")
    negatives = any(mine), any(any(n) for n in cache.values())
    if flipped and negatives[0] != negatives[1]:
        yield Doubt("negation", f"the passages differ on whether it was so (“{flipped[0]}”)")
    elif flipped and not kept:
        yield Doubt("negation_near", f"the passages may differ on whether it was so (“{flipped[0]}”)")


_SCOPE = 5


def negated(text: str, words: Sequence[Word]) -> list[bool]:
    """For each word of a text, whether a negative stands shortly before it in its clause."""
    ends = [m.end() for m in wording().cues["negative"].finditer(text)]
    spans = [(w.start, w.end) for w in words]
    out = [False] * len(spans)
    for end in ends:
        stop = re.search(r"[,.;:]| and | but | because ", text[end:])
        limit = end + stop.start() if stop else len(text)
        count = 0
        for i, (start, last) in enumerate(spans):
            if start >= end - 1 and last <= limit and count < _SCOPE:
                out[i] = True
                count += 1
    return out
