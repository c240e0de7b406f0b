"""What is met with kind words instead of a search: decided before anything is retrieved."""

from __future__ import annotations

import re

from askreviews.indexing.embedding import Encoder
from askreviews.indexing.index import Index
from askreviews.reading.taxonomy import taxonomy
from askreviews.retrieval.hybrid import Scope, find_units
from askreviews.retrieval.question_model import question_probabilities
from askreviews.retrieval.words import search_words
from askreviews.types import Reason

# Likeness below and share of known words below, either pair; measured on evals/answers.jsonl.
_OFF_TOPIC = ((0.26, 0.7), (0.33, 0.36))
_LOOK_AT = 10
_BY_MEANING: tuple[Reason, ...] = ("personal_data", "distress", "live_case", "reidentification")
# How much likelier than "ordinary" a reason must be; from the questions kept out of the fitting.
_LIKELIER = 3.5

_IDENTIFIERS = re.compile(
    r"[\w.+'-]+@[\w-]+\.[\w.-]+"
    r"|(?<!\d)(?:\+44\s?|0)(?:\d[\s-]?){9,10}(?!\d)"
    r"|\b(?:d\.?o\.?b\.?|date of birth|born on)\b.{0,25}\d"
    r"|\bborn (?:the )?\d{1,2}(?:st|nd|rd|th)? \w+ (?:19|20)\d\d"
    r"|\b\d{3}[\s-]?\d{3}[\s-]?\d{4}\b"
    r"|\b(?:nhs|case|file|reference|ref|crime|upn|national insurance)\s*(?:no\.?|number|"
    r"ref(?:erence)?)?"
    r"\s*(?:is|:|#)?\s*[A-Z]{0,4}[-/]?(?!(?:19|20)\d\d\b)\d{4,}"
    r"|\b\d{1,4}[a-z]?,?\s+(?:(?-i:[A-Z][a-z]+)\s+){1,3}(?:Street|St|Road|Rd|Close|Avenue|Ave|Lane|"
    r"Drive|Way|Court|Crescent|Gardens|Terrace|Place|Grove)\b"
    r"|\b\d{1,4}[a-z]?,?\s+(?:\w+\s+)(?:street|road|avenue|crescent|terrace)\b"
    r"|\b[A-Z]{1,2}\d[A-Z\d]?\s*\d[A-Z]{2}\b",
    re.I,
)
_DISTRESS = re.compile(
    r"\b(?:i|i['’]m|im|i am|i['’]ve)\b[^.?!]{0,60}\b(?:can['’]?t (?:go on|cope|carry on|"
    r"stop crying|"
    r"sleep|do this|take (?:this|it|any ?more))|don['’]?t (?:think i can|want to (?:live|be here|"
    r"wake))|"
    r"want to die|kill(?:ing)? myself|hurt(?:ing)? myself|end (?:it all|my life)|suicidal|"
    r"going to (?:snap|lose it|shake|hurt)|might (?:hurt|shake|snap)|scared (?:i|of what i))"
    r"|\b(?:my|our) (?:own )?(?:baby|son|daughter|child|little (?:boy|girl|one)|grandson|"
    r"granddaughter|"
    r"brother|sister|niece|nephew) (?:has |was )?(?:just )?(?:died|been killed|passed away|"
    r"taken (?:away|from))"
    r"|\bi (?:lost|miss) my (?:baby|son|daughter|child)|\bcan['’]?t stop crying\b"
    r"|\b(?:i feel|i['’]m feeling|feeling) (?:so )?(?:hopeless|desperate|broken|suicidal|"
    r"overwhelmed)\b"
    r"|\bit['’]?s (?:all )?my fault\b",
    re.I,
)
_PERSON_HERE = (
    r"(?:child|baby|boy|girl|infant|toddler|pupil|student|teenager|patient|family|mum|mother|dad|father|"
    r"parents?|sibling|kid|(?:\w+[ -])?(?:day|week|month|year)s?[ -]old|\d{1,2}\s?(?:yo|y/o|wk|"
    r"mth))"
)
_LIVE = re.compile(
    rf"\b(?:i|we)(?:['’]ve| have)(?: just| currently| now)?(?: got| seen| had| met| visited)?\s+"
    rf"(?:an?|this|one)\s+"
    rf"(?:(?!of\b|on\b|about\b|for\b)\w+[ -]){{0,3}}?{_PERSON_HERE}\b"
    rf"|\bthere['’]?s (?:an?|this) (?:\w+ )?{_PERSON_HERE} (?:in|at|on) (?:my|our)\b"
    rf"|\b(?:an?|one|this|some) (?:of (?:my|our) )?(?:\w+ ){{0,2}}{_PERSON_HERE}s? (?:in|on|from|"
    rf"at) (?:my|our) "
    r"(?:class|school|clinic|caseload|ward|nursery|surgery|setting|street|tutor group|form|care|"
    r"service|team)\b"
    r"|\bone of my (?:famil|pupil|child|patient|case|student|mum|dad|parent|client|tenant|bab)"
    rf"|\b(?:a|this|the) {_PERSON_HERE}[^.?!]{{0,50}}\b(?:i am|i['’]m|we are|we['’]re) (?:seeing|"
    rf"working with|worried)"
    rf"|\bmy (?:client|patient|pupil|tenant|student|neighbour|caseload|service user)\b"
    r"|\b(?:should|do|shall|can|must) (?:i|we) (?:refer|report|close|call|ring|escalate|remove|"
    r"section|"
    r"discharge|let|tell (?:the|her|his|their))\b[^.?!]{0,60}\b(?:him|her|them|this|it|case|"
    r"today|now|family|"
    r"baby|child|monday|tonight|police|home)\b"
    r"|\bi(?:['’]m| am) (?:really |very |so )?(?:worried|concerned) about (?:an?|my|this|one|the) "
    rf"(?:\w+ ){{0,2}}(?:{_PERSON_HERE}|neighbour)"
    r"|\b(?:in front of me|right now in|just disclosed|has disclosed to me|told me (?:today|"
    r"that))\b"
    rf"|\bis (?:it|he|she|this (?:child|baby|family)) (?:safe|at risk)\b[^.?!]*\b(?:to|today|now|"
    rf"tonight|here)\b",
    re.I,
)
_REVIEW_WORDS = re.compile(
    r"\b(?:what (?:do|does|did|have|has) (?:the |these )?(?:reviews?|cases|documents|research)|"
    r"according to|"
    r"reviews? say|in the reviews?|from (?:the )?reviews|writing (?:our|a|the)|policy|training|"
    r"assignment)\b",
    re.I,
)
_IDENTIFY = re.compile(
    r"\breal (?:names?|identit|surname)|\b(?:true|actual) (?:name|identity)\b|\bsurnames?\b|"
    r"\bwho (?:really|actually) (?:is|was|are|were)\b|\bwho (?:is|was|are|were) the (?:family|"
    r"parents) (?:really|in real)|"
    r"\b(?:identify|identity of|work out who|find out who|figure out who|track down|"
    r"name|find|trace|contact) (?:the |this |that |his |her |their )?(?:\w+ ){0,1}"
    r"(?:family|child|baby|mother|father|parents?|they|people|boy|girl|perpetrator|man|woman)\b|"
    r"\b(?:home )?address(?:es)? of (?:the )?(?:family|child|mother|father|parents?)|"
    r"\bwhere (?:do|does|did) (?:the )?(?:family|mother|father|parents?|they|he|she) live (?:now|"
    r"exactly)|"
    r"\b(?:which|what) (?:street|road|house|address|village)\b.{0,40}\b(?:live|living|from|home)|"
    r"\b(?:social media|facebook|newspaper|news (?:story|article|report)|local paper|"
    r"press)\b.{0,60}"
    r"\b(?:name|who|family|match|link|find)|"
    r"\b(?:name|who|match|link|find|identify)\b.{0,60}\b(?:social media|facebook|newspapers?|"
    r"local paper|in the press)\b|"
    r"\bi think (?:i know|it['’]?s|that['’]?s|this is) (?:the|who|my|our)",
    re.I,
)


def declined(index: Index, question: str) -> Reason | None:
    """Why a question asked by itself is declined; None where it is to be answered."""
    reason = route(index.encoder, question)
    return reason or ("off_topic" if is_off_topic(index, question) else None)


def route(encoder: Encoder, question: str) -> Reason | None:
    """Whether a question is declined for how it is put; the first reason that fits counts.

    By phrases that leave no doubt, then by what the question model makes of the whole. What is
    off topic depends on the documents held: see ``is_off_topic``.
    """
    return route_by_phrase(question) or route_by_meaning(encoder, question)


def route_by_meaning(encoder: Encoder, question: str) -> Reason | None:
    """The likeliest reason, where it is clearly likelier than an ordinary question."""
    chances = question_probabilities(encoder, question, "route")
    ordinary = chances.pop("ordinary", 1.0)
    reason = max(_BY_MEANING, key=lambda r: chances.get(r, 0.0))
    return reason if chances.get(reason, 0.0) > _LIKELIER * ordinary else None


def route_by_phrase(question: str) -> Reason | None:
    """The first reason that a phrase of the question leaves no doubt of."""
    if _IDENTIFIERS.search(question):
        return "personal_data"
    if _DISTRESS.search(question):
        return "distress"
    if _LIVE.search(question) and not _REVIEW_WORDS.search(question):
        return "live_case"
    if _IDENTIFY.search(question):
        return "reidentification"
    return None


def is_off_topic(index: Index, question: str) -> bool:
    """Whether nothing held is like the question, nor shares its words, whatever is held.

    Near misses stay far above both limits on the development questions, so that they are
    searched for and honestly not found.
    """
    if any(pattern.search(question) for pattern in taxonomy().near_agencies.values()):
        return False  # what agencies did is asked of any collection, and honestly not found
    words = search_words(question)
    known = list(index.document_frequency(list(words.own)).values())
    share = sum(1 for n in known if n) / len(known) if known else 0.0
    limits = [like for like, part in _OFF_TOPIC if share < part]
    if not limits:
        return False
    found = find_units(index, words, Scope(), limit=_LOOK_AT, topic=True)
    if found.by_words:
        return False  # what is like it in other words cannot be known now
    return max((e.cosine for e in found.evidence()), default=0.0) < max(limits)
