"""What a question wants filled in (who, when, how many …), and whether a text fills it.

A passage that shares every word with a question may still not answer it: "an ambulance was
called" does not say who called. The check is of form, by rule, as in the answer-type
matching of question answering (Li & Roth 2002).
"""

from __future__ import annotations

import re
from typing import Literal

from askreviews.indexing.lexical import terms
from askreviews.reading.ages import NUMBER_WORDS, ages
from askreviews.reading.facts import MONTHS
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.words import search_words

Slot = Literal[
    "who", "when", "count", "duration", "age", "share", "named", "place", "agency", "why",
    "frequency", "contact",
]  # fmt: skip

# Slots of which a text that answers shows plainly that it fills them.
SURE: frozenset[Slot] = frozenset(("when", "duration", "agency", "place", "named"))
_NAMED_NOUNS = (
    r"court|hospital|school|college|nursery|surgery|ward|clinic|prison|company|charity|church|"
    r"university|publisher|newspaper|judge|street|road"
)
_PLACES = (
    r"countr(?:y|ies)|cit(?:y|ies)|towns?|areas?|count(?:y|ies)|councils?|local authorit(?:y|ies)|"
    r"authorit(?:y|ies)|boroughs?|regions?|villages?|nations?"
)
_AGENCIES = (
    r"agency|agencies|body|bodies|organisation|service|team|professionals?|profession|department|"
    r"force"
)
_SUBJECT = (
    r"(?:the |this |that )?(?:family|child|baby|he|she|they|it|mother|father|incident|"
    r"[A-Z]\w+(?: [A-Z]+)?)"
)
_ASKED_BY: dict[Slot, str] = {
    "share": r"\b(?:what|which) (?:share|percentage|proportion|per ?cent)\b",
    "age": r"\bhow old\b|\b(?:what|which) age\b|\bage of\b|\bage was\b",
    "duration": r"\bhow long\b|\bwhat sentence\b",
    "count": r"\bhow (?:many|much)\b|\bnumber of\b",
    "named": rf"\b(?:which|what|name of (?:the|his|her|their)) (?:\w+ )?(?:{_NAMED_NOUNS})\b",
    "place": rf"\b(?:which|what|name of the) (?:\w+ ){{0,2}}?(?:{_PLACES})\b|"
    rf"\bwhere (?:was|were|did|is|does|do) {_SUBJECT} "
    r"(?:live|living|from|born|move|based|happen|placed|taken)\b",
    "agency": rf"\b(?:which|what) (?:\w+ )?(?:{_AGENCIES})\b",
    "when": r"\b(?:on |in )?(?:what|which) (?:date|day|month|year)\b|"
    r"\bwhen (?:was|were|did|is|will|had|has)\b|\bdate (?:of|was|did)\b",
    "who": r"(?:^|[.?!,;:–-]\s*|\b(?:and|or|say|said|tell me|know|asking|exactly|"
    r"of)\s+)who(?:se)?\b|"
    r"\bwhom\b|\bwhich (?:person|people|professional|practitioner)\b",
    "frequency": r"\bhow (?:often|frequently|regularly)\b",
    "contact": r"\b(?:phone|telephone|contact|mobile) (?:number|details)\b|\be-?mail address\b",
    "why": r"\bwhy\b|\bwhat (?:was the reason|caused)\b|\bcause of death\b|\bfor what reason\b",
}
_ASKS = {slot: re.compile(pattern, re.I) for slot, pattern in _ASKED_BY.items()}
_FREQUENCY = re.compile(
    r"\b(?:daily|weekly|monthly|quarterly|annual\w*|yearly|every \w+|each (?:week|month|year)|"
    r"(?:once|twice|times) (?:a|per)|\w+ (?:times|occasions))\b",
    re.I,
)
_CONTACT = re.compile(r"\b0\d{2,4}[\s\d]{5,}|\b(?:999|111|116)\b")
_NUMBER = re.compile(
    rf"\b(?:\d[\d,.]*(?:st|nd|rd|th)?|{'|'.join(list(NUMBER_WORDS)[2:])}|both|twice|once|several|dozen|"
    r"hundred|thousand)\b",
    re.I,
)
_TIME = re.compile(
    rf"\b(?:19|20)\d\d\b|\b(?:{'|'.join(MONTHS)})\b|\b(?:spring|summer|autumn|winter) \d|"
    r"\b(?:days?|weeks?|months?|years?) (?:after|before|later|earlier|prior|ago)\b|\bprior to\b|"
    r"\bduring\b|"
    r"\bat the time\b|\b(?:before|after) (?:birth|the|being|entering|she|he|they)\b|"
    r"\bpost-mortem\b",
    re.I,
)
_DURATION = re.compile(
    rf"\b(?:\d+|{'|'.join(list(NUMBER_WORDS)[1:])}|several|few)[ -](?:working )?(?:hour|day|week|"
    rf"month|year)s?\b",
    re.I,
)
_SHARE = re.compile(r"\d\s?%|\bper ?cent\b|\bhalf\b|\bthird\b|\bquarter\b|\bout of\b", re.I)
_PEOPLE = re.compile(
    r"\b(?:mother|father|parents?|partner|associates?|carers?|siblings?|grand\w+|uncle|aunt|relatives?|"
    r"neighbours?|friends?|practitioners?|professionals?|staff|social workers?|health visitors?|"
    r"midwi\w+|"
    r"nurses?|doctors?|GPs?|police|officers?|teachers?|paramedics?|reviewers?|panel|partnership|partners|"
    r"drivers?|workers?|managers?|coroners?|judges?|solicitors?|consultants?|paediatricians?|"
    r"interpreters?|passers?-by|strangers?|witness(?:es)?|landlords?|boyfriends?|girlfriends?|"
    r"brothers?|sisters?|cousins?|"
    r"Ofsted|Board|Council|housing provider|services?|agenc\w+|teams?|men|man|woman|offenders?)\b"
)
_AGENTLESS = re.compile(
    r"\b(?:was|were|been|being|is|are)\s+(?:\w+ly\s+)?(?:also\s+)?\w+(?:ed|en|ade|ought|ung)\b"
)
_BY = re.compile(r"\bby\b(?! (?:the time|then|now))|\bfrom\b", re.I)
_WHY = re.compile(
    r"\bbecause\b|\bdue to\b|\bas a result\b|\bowing to\b|\breasons?\b|\bso that\b|"
    r"\bin order to\b|\bled to\b|"
    r"\bcaused? (?:by|of|the)\b|\battributed\b|\bsince\b|\bfound\b|\bgiven\b|\btherefore\b|"
    r"\bwould not be\b|\bas they\b",
    re.I,
)
_ANOTHER = re.compile(
    r"\b(mother|father|mum|dad|parents?|partner|grand\w+|brother|sister|sibling|uncle|aunt)\b", re.I
)
_CHILD_OLD = re.compile(r"\b(?:baby|child|boy|girl)\b.{0,30}\bold\b", re.I)
_COUNTED = re.compile(r"\bhow (?:many|much)\s+(?P<what>(?:[\w-]+\s*){1,3})", re.I)
_YEAR = re.compile(r"(?:19|20)\d\d$")
_PROPER = re.compile(r"(?<=[a-z,;)] )[A-Z][a-z]{2,}")
_DID = re.compile(
    r"\bwho (?:\w+ly )?(?:was it that )?(?!is\b|was\b|were\b|are\b|should\b|can\b|will\b|must\b|"
    r"needs?\b|has to\b)\w+",
    re.I,
)


def slots_asked(question: str) -> tuple[Slot, ...]:
    """The slots that a question leaves open, at most one of each."""
    return tuple(slot for slot, pattern in _ASKS.items() if pattern.search(question))


def asks_who_did(question: str) -> bool:
    """Whether it is asked who did something, not who somebody is or should be."""
    return bool(_DID.search(question))


def fills(slot: Slot, question: str, text: str) -> bool:
    """Whether a text holds something of the form that the slot wants, new to the question."""
    if slot == "who":
        return _says_who(question, text)
    if slot == "age":
        return _says_age(question, text)
    if slot == "named":
        return _names(question, text)
    if slot == "place":
        return any(name.lower() not in question.lower() for name in _PROPER.findall(text))
    if slot == "agency":
        return any(
            p.search(text) and not p.search(question) for p in taxonomy().near_agencies.values()
        )
    if slot == "count":
        return _says_how_many(question, text)
    patterns = {
        "when": _TIME, "duration": _DURATION, "share": _SHARE, "why": _WHY,
        "frequency": _FREQUENCY, "contact": _CONTACT,
    }  # fmt: skip
    return bool(patterns[slot].search(text))


def _names(question: str, text: str) -> bool:
    """A proper name before the noun asked for: "Leeds Crown Court", not "the court"."""
    noun = re.search(_NAMED_NOUNS, question, re.I)
    return bool(noun and re.search(rf"[A-Z][\w’'-]+ {noun.group().capitalize()}", text))


def _says_how_many(question: str, text: str) -> bool:
    """A number, and close after it what is counted, by the question's word or another."""
    asked = _COUNTED.search(question)
    if asked is None:
        return bool(_NUMBER.search(text))
    words = search_words(asked["what"])
    wanted = set(words.weights)
    for match in _NUMBER.finditer(text):
        if _YEAR.match(match.group()):
            continue
        after = terms(" ".join(text[match.end() :].split()[:5]))
        if wanted & set(after):
            return True
    return False


def _says_who(question: str, text: str) -> bool:
    """Somebody is named whom the question did not name, and not in a passive without "by"."""
    asked = question.lower()
    named = [m.group() for m in _PEOPLE.finditer(text) if m.group().lower() not in asked]
    if not named:
        return False
    return not (asks_who_did(question) and _AGENTLESS.search(text) and not _BY.search(text))


def asks_age_of_another(slot: Slot, question: str) -> bool:
    """Whether an age is asked for that is not the child's."""
    return slot == "age" and bool(_ANOTHER.search(question) and not _CHILD_OLD.search(question))


def _says_age(question: str, text: str) -> bool:
    """An age; of a parent only where the text gives the parent's."""
    adult = _ANOTHER.search(question)
    if adult and asks_age_of_another("age", question):
        person = {"mum": "mother", "dad": "father"}.get(adult.group().lower(), adult.group())
        return bool(
            re.search(
                rf"{person}[^.]{{0,25}}(?:\baged\b|\d+[- ]years?[- ]old|\bteenage)", text, re.I
            )
        )
    return any(True for _ in ages(text)) or bool(
        re.search(r"\bage[d]?\b (?:of )?\w+|\bunder the age\b", text)
    )
