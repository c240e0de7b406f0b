"""Names and quotations: whose case it is, who is named, and whose very words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from askreviews.answering.support.doubts import Doubt
from askreviews.answering.support.meaning import Pairing
from askreviews.answering.support.wording import wording
from askreviews.indexing.lexical import normalise, stem
from askreviews.reading.taxonomy import taxonomy

_PSEUDONYM = re.compile(
    r"\b(?:Child|Baby|Infant|Young Person|Adult|Family|Sibling|Twin|Mr|Mrs|Ms|Dr)\s+"
    r"(?:[A-Z]{1,3}\d{0,2}|[A-Z][a-z]+|\d)\b"
)
_CAPITAL = re.compile(r"(?<![.!?:]\s)(?<![\"“‘(])(?<!^)\b[A-Z][\w&-]+\b")
# A name that opens a sentence: what follows is said of one person.
_OPENING = re.compile(
    r"^(?P<name>[A-Z][a-z]{2,})(?=(?:['’]s)? (?:was|is|has|had|died|said|told|became|lived|lives|"
    r"weighed|suffered|recovered|went|wrote|and [A-Z][a-z]+\b|(?!need)[a-z]+ed\b|[a-z]+['’]s)|"
    r"['’]s\b|, (?:a|an|aged|who)\b)"
)
_NO_NAME = frozenset(
    "it he she they this that there who nobody somebody everybody everyone nothing neither none "
    "one mum dad gran mother father nan doctor safety information advice practice police housing "
    "another each either whoever whatever social health money everything bruising guidance "
    "training exclusion support contact learning curiosity sharing".split()
)
# Capitals of the field that are nobody's name.
_TITLES = frozenset(
    "Child Baby Infant Twin Mr Mrs Ms Dr GP GPs Early Help Panel National Children Need Plan Plans "
    "Section Saturday Sunday Saturdays Sundays Monday Tuesday Wednesday Thursday Friday Christmas "
    "Easter England Mother Father Mum Dad Gran It If The They I".split()
)
_ACRONYM = re.compile(r"^[A-Z][A-Z&]+s?$")
_QUOTED = re.compile(r"[\"“]([^\"”]{3,}?)[\"”]|(?<!\w)[‘']([^’']{3,}?(?:['’]\w[^’']*?)*)[’'](?!\w)")
# How much of the rest of a sentence has to stand in one unit to be sure of whom it is said.
_SURELY = 0.6
_REVIEW_OF = re.compile(
    r"\breview (?:of|on|into) (?P<whose>[^.;,]{2,50}?) (?:also )?"
    r"(?:found|said|says|recommended|recommends|identified|noted|concluded|heard|asked|held)\b"
)
_MONTH_NAMES = frozenset(
    "January February March April May June July August September October November December".split()
)


@cache
def pseudonyms_in(sentence: str) -> tuple[str, ...]:
    """Pseudonyms ("Child RS") in order."""
    return tuple(" ".join(m.split()) for m in _PSEUDONYM.findall(sentence))


@cache
def names_in(sentence: str) -> tuple[str, ...]:
    """Pseudonyms and other words with a name's capital, each once."""
    rest = _PSEUDONYM.sub(lambda m: "x" * len(m[0]), sentence)
    capitals = [m for m in _CAPITAL.findall(rest) if m not in _TITLES and m not in _MONTH_NAMES]
    opening = _OPENING.match(rest)
    if opening and not _is_plain_word(opening["name"].lower()):
        capitals.insert(0, opening["name"])
    return tuple(dict.fromkeys([*pseudonyms_in(sentence), *capitals]))


def _is_plain_word(word: str) -> bool:
    """Whether a word that opens a sentence is the name of a kind of person or thing."""
    lists, stemmed = wording(), stem(word)
    key = lists.same.get(stemmed, stemmed)
    return (
        word in _NO_NAME
        or stemmed in lists.same
        or {stemmed, key} & lists.roles != set()
        or (stemmed in lists.relations)
    )


def name_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """Names of the sentence that no passage has, or that its evidence gives to another review."""
    everything = normalise("\n".join(pairing.passages.texts))
    passages = {u.passage for u in pairing.units[:1]}
    nearest = normalise("\n".join(pairing.passages.texts[i] for i in passages))
    evidence = normalise(
        "\n".join(pairing.passages.texts[i] for i in {u.passage for u in pairing.units})
    )
    for name in names_in(pairing.sentence):
        if not _holds(everything, name):
            acronym = _ACRONYM.match(name)
            if acronym and _expanded(name, everything):
                continue
            reason = f"{name} is not named in the passages"
            yield Doubt("acronym" if acronym else "name", reason, hard=not acronym)
        elif not _holds(evidence, name):
            other = _PSEUDONYM.match(name) or name.istitle()
            yield Doubt(
                "neighbour" if other else "name_far",
                f"what is said of {name} stands in a passage about something else",
                hard=bool(_PSEUDONYM.match(name)),
            )
        elif instead := _named_instead(pairing, name) or _reviewed_instead(pairing, name):
            reason = f"what is said of {name} is said of {instead} in the passages"
            yield Doubt("neighbour", reason, hard=True)
        elif not _holds(nearest, name):
            yield Doubt("name_far", f"{name} is named in another passage")


def _named_instead(pairing: Pairing, name: str) -> str | None:
    """The one that is named where the rest of the sentence stands, if it isn't the one named."""
    if not _PSEUDONYM.match(name):
        return None
    parts = name.split()
    rest = [i for i in pairing.content if pairing.words[i].text.split("'")[0] not in parts]
    home, share = pairing.home(rest)
    there = [n for n in names_in(pairing.passages.units[home].text) if _PSEUDONYM.match(n)]
    others = [n for n in there if n not in names_in(pairing.sentence)]
    return others[0] if others and name not in there and share >= _SURELY else None


def _reviewed_instead(pairing: Pairing, name: str) -> str | None:
    """The review that the rest of the sentence is of, where it names another as its subject."""
    mine = _REVIEW_OF.search(pairing.sentence)
    if not mine or name not in mine["whose"]:
        return None
    parts = name.split()
    rest = [
        i for i in pairing.content
        if pairing.words[i].start > mine.end() and pairing.words[i].text not in parts
    ]  # fmt: skip
    home, share = pairing.home(rest)
    text = pairing.passages.units[home].text
    other = _REVIEW_OF.search(text)
    return other["whose"] if other and share >= _SURELY and name not in text else None


def quotation_doubts(pairing: Pairing) -> Iterator[Doubt]:
    """Words in quotation marks that no passage has as they stand."""
    everything = _plain("\n".join(pairing.passages.texts))
    for match in _QUOTED.finditer(pairing.sentence):
        quoted = match[1] or match[2]
        if _plain(quoted) not in everything:
            yield Doubt(
                "quotation", f"the words “{quoted}” do not stand in the passages", hard=True
            )


def _holds(text: str, name: str) -> bool:
    flexible = r"\s+['‘’\"“]?".join(map(re.escape, normalise(name).split()))
    return re.search(rf"(?<![A-Za-z]){flexible}(?![A-Za-z])", text) is not None or (
        not _PSEUDONYM.match(name) and re.search(rf"\b{flexible}", text, re.I) is not None
    )


def _expanded(acronym: str, text: str) -> bool:
    """Whether a text says an acronym in full, or it is an agency's, which has a rule of its own."""
    full = taxonomy().acronyms.get(acronym)
    if full and full.lower() in text.lower():
        return True
    return any(tag.count(acronym) for tag in taxonomy().agencies.values())


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[\w']+", normalise(text).lower()))
