"""What a sentence claims beyond its words: advice, cause, how general, who said it.

Each rule holds the sentence's cue words against those of its evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.wording import wording

# How advice opens that has no "should": a list of things to do.
_OPENINGS = (
    "Add Agree Ask Assess Be Before Begin Check Choose Consider Develop Ensure Explain Find Follow "
    "Get Give Go Help Improve Include Introduce Involve Keep Know Lay Let Listen Look Make Name "
    "Notify Offer Plan Promote Provide Put Read Record Remember Review Ring Say Seek Set Share "
    "Speak Spread Take Talk Tell Think Train Treat Try Use Visit Work Write"
)
_IMPERATIVE = re.compile(
    r"^(?:Do not |Don['’]t \w+|(?:Never|Always) (?!was|were|had)\w+|At transfer\b|On discharge\b|"
    rf"(?:{'|'.join(_OPENINGS.split())})\b(?! (?:was|were|is|are|has|had)\b))"
)
_ADVICE = re.compile(
    r"recommend|what to do|if you do one thing|learning (?:points|for)\b|\bsteps\b|"
    r"asks? (?:practition|profession)",
    re.I,
)
_ASKED_WHOM = re.compile(
    r"\b(?:who|whom|what|where|when|how|which|whether) (?:\w+ ){0,2}should\b", re.I
)
# "As they should" and "was asked who" advise nothing.
_NO_ADVICE = re.compile(
    r"\b(?:as|than) (?:they|it|he|she|one|people) should\b|"
    r"\b(?:was|were) asked (?!to\b|that\b|for\b)",
    re.I,
)
_WANTED = re.compile(
    r"\b(?:needs? (?:to|more|a|for|be)|important|essential|vital|critical|will|"
    r"(?:is|are) (?:always )?to be|recommends?|recommended that|"
    r"ask(?:s|ed)? (?:that|for)|call(?:s|ed) for|consider)\b",
    re.I,
)
_HAPPENED = re.compile(r"\b(?:was|were|has been|have been|had|did)\b", re.I)
# The same with the past of other verbs: what a model says that somebody did.
_DONE = re.compile(
    rf"{_HAPPENED.pattern}|(?<!to be )(?<!\bbe )\b(?:\w{{2,}}ed|made|gave|took|saw|knew|"
    r"held|met|kept|led|sent|spoke|wrote)\b",
    re.I,
)
_ASKS = re.compile(r"\b(?:recommend|ask|call|propos|advis|urg|want|stress|highlight|suggest)", re.I)
_TO_YOU = re.compile(r"\b(?:you|your|yourself)\b", re.I)
_NATIONAL = re.compile(r"\bnational", re.I)
_NOT_EVERY = re.compile(r"\b(?:in|at) all(?=[,.;])|\ball (?:together|right|the same)\b", re.I)
_NOT_ALWAYS = re.compile(r"\bnot (?:always|every|all|often|fully|consistently|routinely)\b", re.I)
_NEVER = re.compile(r"\b(?:never|no|nobody|none|nothing|at no)\b", re.I)
_EITHER_WAY = re.compile(r"[,:] whether [^,;.]+ or [^,;.]+(?=[,;.])", re.I)
_HAD_NOT_KNOWN = re.compile(r"\b(?:had|has|have|having) not known\b", re.I)
_EACH = re.compile(r"\b(?:each|any|whoever|whenever)\b", re.I)
QUOTED = re.compile(r"[\"“][^\"”]*[\"”]")
_SO = re.compile(r"\bso that\b|, so\b|\bfor this reason\b", re.I)
SAID_OF_ANOTHER = 0.6
_MOSTLY = 0.7


def modality_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A finding made a recommendation, or a recommendation made a fact."""
    cues = wording().cues
    said = [u.said for u in pairing.units]
    texts = [u.text for u in pairing.units]
    if cues["deontic"].search(_NO_ADVICE.sub(" ", _ASKED_WHOM.sub("", pairing.sentence))):
        advice = any(
            cues["deontic"].search(s) or _IMPERATIVE.match(t) or _ADVICE.search(s)
            for s, t in zip(said, texts, strict=True)
        ) or any(_WANTED.search(t) for t in texts)
        if not advice:
            yield Doubt("recommendation", "the passages tell this and do not recommend it")
        elif _told(pairing):
            yield Doubt("recommendation_told", "the passages tell this and do not recommend it")
        elif not (
            cues["deontic"].search(said[0])
            or _IMPERATIVE.match(texts[0])
            or _ADVICE.search(said[0])
        ):
            yield Doubt("recommendation_near", "the nearest sentence does not recommend this")
    elif texts and not _advises(pairing.sentence):
        near = _nearest_clause(pairing)
        if is_advice(texts[0]):
            yield Doubt(
                "advice_as_fact", "the passages advise this and do not say that it happened"
            )
        elif _done(pairing.sentence, near) and _WANTED.search(near) and not _HAPPENED.search(near):
            yield Doubt("wish_as_fact", "the passages ask for this and do not say that it happened")


def _advises(sentence: str) -> bool:
    """Whether a sentence without a "should" gives advice all the same."""
    return bool(
        _IMPERATIVE.match(sentence)
        or _TO_YOU.search(QUOTED.sub("", sentence))
        or _ASKS.search(_NO_ADVICE.sub(" ", sentence))
    )


def _done(sentence: str, near: str) -> bool:
    """Whether a sentence says that something was done, in a word that the nearest clause has not.

    A wish said again ("needs a response, with information shared") claims nothing more.
    """
    held = near.lower()
    wanted = {m[0].lower() for m in _WANTED.finditer(near)}
    if any(m[0].lower() in wanted for m in _WANTED.finditer(sentence)):
        return False
    return any(m[0].lower() not in held for m in _DONE.finditer(sentence))


def _told(pairing: Pairing) -> bool:
    """Whether the unit that says most of the sentence tells only what was done."""
    first = pairing.chosen[0]
    paired = [p for p in pairing.partner if p is not None]
    inside = [p for p in paired if pairing.passages.unit_of[p] == first]
    near = _nearest_clause(pairing)
    return (
        len(inside) >= _MOSTLY * len(paired)
        and bool(_DONE.search(near))
        and not is_advice(near)
        and not wording().cues["deontic"].search(near)
        and not _WANTED.search(near)
    )


def _nearest_clause(pairing: Pairing) -> str:
    """The part of the first unit, between semicolons, that most of the sentence is paired with."""
    words, first = pairing.passages.words, pairing.chosen[0]
    text = pairing.units[0].text
    paired = [p for p in pairing.partner if p is not None and pairing.passages.unit_of[p] == first]
    middle = words[sorted(paired)[len(paired) // 2]].start if paired else 0
    return text[text.rfind(";", 0, middle) + 1 :].partition(";")[0]


def is_advice(text: str) -> bool:
    """Whether a unit only says what ought to be."""
    return bool(_IMPERATIVE.match(text) or re.search(r"\b(?:should|must|ought to|need to)\b", text))


def cause_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A cause claimed where the evidence has none; something told that it leaves open."""
    cues = wording().cues
    cue = cues["cause"].search(pairing.sentence)
    if cue and not any(_causes(pairing, place, cue) for place in pairing.chosen):
        reason = f"the passages do not say that one led to the other (“{cue[0]}”)"
        yield Doubt("cause", reason)
    first = pairing.units[0].text if pairing.units else ""
    open_there = left_open(first)
    if (
        open_there
        and not left_open(pairing.sentence)
        and _share_after(pairing, open_there.start()) >= SAID_OF_ANOTHER
    ):
        yield Doubt("unsaid", "the passages leave this open")


def left_open(text: str) -> re.Match[str] | None:
    """Where a text says that something isn't known; ", whether in this or in that," is no doubt."""
    blank = _EITHER_WAY.sub(lambda m: " " * len(m[0]), text)
    blank = _HAD_NOT_KNOWN.sub(lambda m: " " * len(m[0]), blank)
    return wording().cues["unsaid"].search(blank)


def _causes(pairing: Pairing, place: int, cue: re.Match[str]) -> bool:
    """Whether a unit has a word of cause between what stands on either side of the sentence's."""
    text = pairing.passages.units[place].text
    held = wording().cues["cause"].search(text) or _SO.search(text)
    if not held or (left_open(text) and not left_open(pairing.sentence)):
        return False
    paired = [p for p in pairing.partner if p is not None]
    inside = sum(pairing.passages.unit_of[p] == place for p in paired)
    if place == pairing.chosen[0] and inside >= len(paired) / 2:
        return True
    split = pairing.sentence.find(",") if cue.start() == 0 else cue.start()
    sides = {
        pairing.words[row].start < split
        for row, p in enumerate(pairing.partner)
        if p is not None and pairing.passages.unit_of[p] == place
    }
    return sides == {True, False}


def scope_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """One case made many, or many made all."""
    cues = wording().cues
    said = " ".join(u.said for u in pairing.units)
    for sign in ("everywhere", "frequency", "universal"):
        found = [m[0] for m in cues[sign].finditer(_NOT_EVERY.sub(" ", pairing.sentence))]
        if not found:
            continue
        cue = found[0]
        if cue.lower() == "never" and cues["negative"].search(said):
            first = pairing.units[0].text
            if _NOT_ALWAYS.search(first) and not _NEVER.search(first):
                yield Doubt("frequency", f"the passages do not speak so generally (“{cue}”)")
            continue
        if cue.lower().startswith("nation") and _NATIONAL.search(said):
            continue
        if sign == "universal" and _EACH.search(said):
            continue
        if len(found) > len(cues[sign].findall(said)):
            yield Doubt(sign, f"the passages do not speak so generally (“{cue}”)")


def _share_after(pairing: Pairing, start: int) -> float:
    """The share of the sentence's pairs in the first unit that stand after a place."""
    words, first = pairing.passages.words, pairing.chosen[0]
    paired = [p for p in pairing.partner if p is not None and pairing.passages.unit_of[p] == first]
    return sum(words[p].start >= start for p in paired) / len(paired) if paired else 0.0
