"""Yes or no: a "not" put in or left out, a word turned to its contrary."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from askreviews.answering.support.claims import left_open
from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.evidence import Word
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.wording import wording
from askreviews.indexing.lexical import stem

_SURE = 0.6
_PART = 0.25  # of the pairs that a unit must have to be asked
_NON = re.compile(r"\bnon-\w", re.I)
_CLOSE = 0.8
_OBJECTS = frozenset(("nobody", "nothing", "none", "no one"))
_OBJECT_SCOPE = 2
_SCOPE = 4  # words of content
# Where what is denied ends: a new clause, or the verb of the clause around.
# "Not seen since" is last seen, and "not without asking" is asking first.
_NOT_WITHOUT = re.compile(r"\b(?:not|never|\w+n['’]t)\b[^.;,]*\b(?:without|since)\b", re.I)
_ONLY_LATER = re.compile(
    r"(?:not|\w+n['’]t)\b[^.;,]*\buntil\b|no (?:more|further|fewer|less|later) than\b", re.I
)
_LATER = re.compile(
    r"\b(?:until|till|only|later|after|once|when|before|eventually|at last)\b", re.I
)
_PREFIX = re.compile(r"^(?:un|in|im|ir|il|dis|non-?)(?=\w{4})")
_STOP = re.compile(r"[,.;:]| (?:and|but|because|so) ")
_CLAUSE = re.compile(
    r" (?:must|should|was|were|is|are|has|had|will|would|can|could|may|might|who|which|when|where|"
    r"while|if|after|before) "
)


def polarity_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """A "not" put in or left out, or a word turned to its contrary."""
    if _both_leave_open(pairing):
        if pairing.closeness >= _CLOSE and _more_negatives(pairing):
            yield Doubt("negation", "the passages differ on whether it was so")
        return
    yield from _only_later_there(pairing)
    flips, any_there = [], False
    for place in _weighty(pairing):
        unit = pairing.passages.units[place]
        flips += _flips(pairing, place)
        any_there |= any(negated(unit.text, unit.words))
    differ = any(negated(pairing.sentence, pairing.words)) != any_there
    if flips:
        sign = "negation" if differ else "negation_near"
        yield Doubt(sign, f"the passages differ on whether it was so (“{flips[0]}”)")
    elif pairing.closeness >= _CLOSE and _more_negatives(pairing):
        yield Doubt("negation", "the passages differ on whether it was so")
    yield from _direct(pairing)
    yield from _contraries(pairing)


def _both_leave_open(pairing: Pairing) -> bool:
    """Whether the sentence and the nearest unit say of the same that nobody says it."""
    near = pairing.units[0].text if pairing.units else ""
    return bool(left_open(pairing.sentence) and left_open(near))


def _weighty(pairing: Pairing) -> list[int]:
    """The units chosen that say a fair part of the sentence."""
    homes = [int(pairing.passages.unit_of[p]) for p in pairing.partner if p is not None]
    return [u for u in pairing.chosen if homes.count(u) >= _PART * len(homes)]


def _flips(pairing: Pairing, place: int) -> list[str]:
    """Words that are denied here and not in a unit, or there and not here.

    What only fails, lacks or refuses is denied less plainly: it counts where the other side
    has nothing of the kind.
    """
    unit = pairing.passages.units[place]
    first = int((pairing.passages.unit_of < place).sum())
    mine = [negated(pairing.sentence, pairing.words, plain=p) for p in (True, False)]
    theirs = [negated(unit.text, unit.words, plain=p) for p in (True, False)]
    mine_around = in_denied_clause(pairing.sentence, pairing.words)
    theirs_around = in_denied_clause(unit.text, unit.words)
    free = not (any(_cues(pairing.sentence)) and any(_cues(unit.text)))
    found = []
    for row, word in enumerate(pairing.partner):
        if word is None or pairing.passages.unit_of[word] != place:
            continue
        if float(pairing.likeness[row, word]) < 1:
            continue
        column = word - first
        put_in = mine[0][row] and not theirs_around[column]
        left_out = theirs[0][column] and not mine_around[row]
        if put_in or left_out or (free and mine[1][row] != theirs[1][column]):
            found.append(pairing.words[row].text)
    return found


def _more_negatives(pairing: Pairing) -> bool:
    """Whether the sentence says "not" more often than its units do together."""
    told = sum(len(list(_cues(u.text))) + len(_NON.findall(u.text)) for u in pairing.units)
    return len(list(_cues(pairing.sentence))) > told


def _cues(text: str, *, plain: bool = False) -> Iterator[re.Match[str]]:
    """The negatives of a text; "not … until" is none. Plain ones are "not", "no" and the like."""
    cues = wording().cues["denial" if plain else "negative"]
    twice = [m.span() for m in _NOT_WITHOUT.finditer(text)]
    return (
        m
        for m in cues.finditer(text)
        if not _ONLY_LATER.match(text, m.start()) and not any(a <= m.start() < b for a, b in twice)
    )


def _direct(pairing: Pairing) -> Iterator[Doubt]:
    """A word denied outright on one side, and told as it stands on the other."""
    chosen = [pairing.passages.units[i] for i in _weighty(pairing)]
    said = len(list(_cues(pairing.sentence, plain=True)))
    if said == sum(len(list(_cues(u.text, plain=True))) for u in chosen):
        return
    units = [(u.words, negated(u.text, u.words), denied_in(u.text, u.words)) for u in chosen]
    mine = negated(pairing.sentence, pairing.words)
    told = _keys(pairing.words, mine, of=False)
    held = set().union(*(_keys(words, n, of=False) for words, n, _ in units))
    here = {pairing.words[i].key for i in denied_in(pairing.sentence, pairing.words)}
    there = {words[i].key for words, _, denied in units for i in denied}
    here -= set().union(*(_keys(words, n, of=True) for words, n, _ in units))
    there -= _keys(pairing.words, mine, of=True)
    if flips := sorted((here & held) | (there & told)):
        yield Doubt("negation_direct", f"the passages differ on whether it was so (“{flips[0]}”)")


def _keys(words: Sequence[Word], negative: Sequence[bool], *, of: bool) -> set[str]:
    """The keys of the words of content that are, or aren't, denied."""
    return {w.key for w, n in zip(words, negative, strict=True) if w.content and n == of}


def in_denied_clause(text: str, words: Sequence[Word]) -> list[bool]:
    """For each word, whether a plain negative stands in its clause: "the police were not told"."""
    cuts = [0, *(m.end() for m in _STOP.finditer(text)), len(text)]
    spans = [
        (a, b)
        for a, b in pairwise(cuts)
        if any(a <= cue.start() < b for cue in _cues(text, plain=True))
    ]
    return [any(a <= w.start < b for a, b in spans) for w in words]


def denied_in(text: str, words: Sequence[Word]) -> list[int]:
    """The places of words that a plain "not" or "no" denies: the next of content in its clause."""
    found = []
    for cue in _cues(text, plain=True):
        limit = _limit(text, cue.end(), words)
        rest = (i for i, w in enumerate(words) if w.start >= cue.end() and w.end <= limit)
        found += [i for i in rest if words[i].content][:1]
    return found


def _limit(text: str, end: int, words: Sequence[Word]) -> int:
    """Where what stands after a "not" is no longer denied."""
    stop = _STOP.search(text, end)
    limit = stop.start() if stop else len(text)
    first = next((w.end for w in words if w.content and end - 1 <= w.start < limit), limit)
    clause = _CLAUSE.search(text, first, limit + 1)
    return clause.start() if clause else limit


def _contraries(pairing: Pairing) -> Iterator[Doubt]:
    """Words whose contrary stands in the unit where the words around them stand."""
    contrary = wording().contrary
    mine = {w.key for w in pairing.words}
    for row, word in enumerate(pairing.words):
        denied = contrary.get(word.key)
        if not denied:
            continue
        home, share = pairing.home(pairing.beside(row))
        unit = pairing.passages.units[home]
        there = {w.key for w in unit.words}
        agreed = negated(pairing.sentence, pairing.words)[row]
        theirs = negated(unit.text, unit.words)
        against = {w.key for w, n in zip(unit.words, theirs, strict=True) if not n} & denied - mine
        if share >= _SURE and not agreed and word.key not in there and against:
            yield Doubt("contrary", f"the passages say the contrary of “{word.text}”")
    yield from _prefixed(pairing)


def _prefixed(pairing: Pairing) -> Iterator[Doubt]:
    """ "Unimportant" for "important", or the reverse, where neither is denied."""
    mine = _denied_stems(pairing.sentence, pairing.words)
    theirs = {k: d for u in pairing.units for k, d in _denied_stems(u.text, u.words).items()}
    for one, other in ((mine, theirs), (theirs, mine)):
        for key, denied in one.items():
            bare = _PREFIX.sub("", key)
            if bare in (key, *one) or bare not in other or key in other:
                continue
            if not denied and not other[bare]:
                yield Doubt("contrary", f"the passages differ on “{key}” and “{bare}”")
                return


def _denied_stems(text: str, words: Sequence[Word]) -> dict[str, bool]:
    """The stems of a text's words, and whether each is denied."""
    denied = negated(text, words)
    return {stem(w.text.lower()): n for w, n in zip(words, denied, strict=True)}


def _only_later_there(pairing: Pairing) -> Iterator[Doubt]:
    """What the passages say was not so until later, told as so from the first."""
    if not pairing.units or any(_cues(pairing.sentence)) or _LATER.search(pairing.sentence):
        return
    words, first = pairing.passages.words, pairing.chosen[0]
    for match in _ONLY_LATER.finditer(pairing.units[0].text):
        if match[0].lower().startswith("no "):
            continue
        inside = [
            p for p in pairing.partner
            if p is not None and pairing.passages.unit_of[p] == first
            and match.start() <= words[p].start < match.end()
        ]  # fmt: skip
        if inside:
            yield Doubt("negation", "the passages say that it was not so until later")


def negated(text: str, words: Sequence[Word], *, plain: bool = False) -> list[bool]:
    """For each word of a text, whether a negative stands shortly before it in its clause."""
    spans = [(w.start, w.end) for w in words]
    out = [False] * len(spans)
    for cue in _cues(text, plain=plain):
        end = cue.end()
        limit = _limit(text, end, words)
        count = 0
        for i, (start, last) in enumerate(spans):
            if start >= end - 1 and last <= limit and count < _SCOPE:
                out[i] = True
                count += words[i].content
        if cue[0].lower() in _OBJECTS:
            before = [i for i, (_, last) in enumerate(spans) if last <= cue.start()]
            for i in before[-_OBJECT_SCOPE:]:
                out[i] = True
    return out
