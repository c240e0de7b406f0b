"""What somebody said or suspected: told as fact, or put into another's mouth."""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.answering.support.claims import QUOTED, SAID_OF_ANOTHER, is_advice
from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.wording import wording

_INSTITUTION = re.compile(
    r"(?<!police )(?<!intelligence )"
    r"\b(?:review|list|entry|report|briefing|note|learning|title|form|collection|digest|summary|"
    r"documents?)\b[^.;,]{0,60}$",
    re.I,
)
_FRAME = re.compile(
    r"\btold\b(?=[^.;]{0,40}(?: that|, [\"“]))|"
    r"\b(?:according to|in the (?:view|opinion) of)\b|"
    r"\bsay that\b|\bnamed\b[^.;,]{1,30} as\b|\bwrote that\b|"
    r"(?<!was )\b(?:said|reported|alleged|believed|thought|claimed|explained|"
    r"felt|stated|suspected|considers|assumed|described|disclosed|heard|opinion|view|worried)\b",
    re.I,
)
_SAID = re.compile(
    r"(?<!what )\b(?!(?:it|review|entry|list|report|note|briefing|digest|summary)\b)\w+ "
    r"(?:said|told [^.;,]{1,40}?|alleged|claimed|complained|admitted|suspected) that\b",
    re.I,
)
_HEDGE = re.compile(
    r"\b(?:suspected|possibl[ey]|probably|likely|unlikely|may|might|could (?:have|be)|"
    r"appear(?:s|ed)?|seem(?:s|ed)?|perhaps|potentially)\b",
    re.I,
)
# "How MASH might answer" leaves nothing open.
_EMBEDDED = re.compile(r"\b(?:how|what|whether|who|where|why)\b[^.;,]{0,30}\b(?:may|might|could)\b")
_MODAL_IN_SENTENCE = re.compile(r"\b(?:may|might|could|would|can)\b", re.I)
_SAID_IN_PART = 0.3
_SHORT = 2
_SHORTLY = 30  # characters


def attribution_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """What somebody said or suspected, told as fact; words given to one who didn't say them."""
    sentence = pairing.sentence
    if not pairing.units:
        return
    cues = [m[0] for m in wording().cues["reported"].finditer(QUOTED.sub("", sentence))]
    for place, unit in list(zip(pairing.chosen, pairing.units, strict=True))[:2]:
        if is_advice(unit.text):
            continue
        frame = _frame_of(unit.text)
        if frame is None or not _speaks_of(pairing, place):
            continue
        inside = unit.text[frame[0] : frame[1]].lower()
        if any(cue.lower() not in inside for cue in cues):
            continue
        share, used = _paired_inside(pairing, place, frame)
        if share >= SAID_OF_ANOTHER or (share >= _SAID_IN_PART and used >= SAID_OF_ANOTHER):
            yield Doubt("attribution", "in the passages this is what somebody said, not a fact")
            return
        if share >= _SAID_IN_PART:
            yield Doubt(
                "attribution_part", "in the passages this is what somebody said, not a fact"
            )
    hedge = _HEDGE.search(_EMBEDDED.sub(lambda m: " " * len(m[0]), pairing.units[0].text))
    hedged = cues or _MODAL_IN_SENTENCE.search(sentence) or _HEDGE.search(sentence)
    if hedge and not hedged and _is_paired_after(pairing, hedge.end()):
        yield Doubt("hedge", f"the passages only say “{hedge[0]}”")
    if _SAID.search(QUOTED.sub("", sentence)) and not any(
        wording().cues["reported"].search(u.text) for u in pairing.units
    ):
        yield Doubt("nobody_said", "the passages do not give this as what somebody said")


def _is_paired_after(pairing: Pairing, end: int) -> bool:
    """Whether the sentence uses what the first unit says shortly after a place."""
    words, first = pairing.passages.words, pairing.chosen[0]
    paired = [p for p in pairing.partner if p is not None]
    stop = re.search(r"[,;]", pairing.units[0].text[end:])
    reach = min(_SHORTLY, stop.start()) if stop else _SHORTLY
    return any(
        pairing.passages.unit_of[p] == first and end <= words[p].start <= end + reach
        for p in paired
    )


def _frame_of(text: str) -> tuple[int, int] | None:
    """Where what somebody says begins and ends in a text.

    None where nobody says anything, or it is a review or a report that does.
    """
    for match in _FRAME.finditer(text):
        if not _INSTITUTION.search(text[: match.start()]):
            return _frame(text, match)
    return None


def _speaks_of(pairing: Pairing, place: int) -> bool:
    """Whether a unit has half of what the sentence is paired with."""
    every = sum(p is not None for p in pairing.partner)
    return len(_paired_in(pairing, place)) >= max(min(_SHORT, len(pairing.content)), every / 2)


def _paired_in(pairing: Pairing, place: int) -> list[int]:
    """The words of a unit that the sentence is paired with."""
    return [p for p in pairing.partner if p is not None and pairing.passages.unit_of[p] == place]


def _paired_inside(pairing: Pairing, place: int, frame: tuple[int, int]) -> tuple[float, float]:
    """The share of the sentence's pairs in a unit that stand in a frame, and how much of it."""
    words = pairing.passages.words
    start, end = frame
    paired = _paired_in(pairing, place)
    inside = [p for p in paired if start <= words[p].start < end]
    held = [w for w in pairing.passages.units[place].words if w.content and start <= w.start < end]
    return len(inside) / len(paired), len(set(inside)) / len(held) if held else 0.0


def _frame(text: str, match: re.Match[str]) -> tuple[int, int]:
    """Where what is said begins and ends: after the word of saying, or before "the mother said"."""
    after = text[match.end() :]
    if re.match(r"\s*[.;]|\s*$", after):
        return 0, max(text.rfind(", ", 0, match.start()), 0)
    stop = re.search(r"; |, (?:and|but) (?:this|that|it|they|the|no|none)\b", after)
    return match.end(), match.end() + stop.start() if stop else len(text)
