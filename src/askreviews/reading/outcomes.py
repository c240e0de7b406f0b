"""What became of the child, or the adult, of a case: read of the case and not of the law."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WHO = (
    r"(?:child(?:ren)?|bab(?:y|ies)|infants?|toddler|boys?|girls?|twins?|brothers|sisters|"
    r"siblings|teenagers?|young people|young person|wom[ae]n|m[ae]n|adult|son|daughter|[\w-]+old|"
    r"(?-i:(?:Child(?:ren)?|Baby|Infant|Adult|Mr|Mrs|Ms|Family) [‘'“\"]?[A-Z]\w{0,2}[’'”\"]?))"
    r"(?: (?-i:[‘'“\"]?[A-Z]{1,3}\d?[’'”\"]?))?"
)
_DIED = (
    r"(?:died|drowned|(?:was|were) (?:found dead|\w*\s?killed|murdered)|"
    r"took (?:his|her|their) own (?:life|lives))"
)
_THEN = r"(?:,? (?:\w+ly|later|then|also|has|had|who|and))*"
_DEATH = re.compile(
    rf"\b(?:death|murder|killing|homicide|suicide|drowning)s? of (?:[\w-]+,? ){{0,6}}?{_WHO}\b|"
    rf"^(?:the )?(?:sudden |unexpected |tragic )*deaths? of\b|"
    rf"\b{_WHO}(?:,[^.;]{{0,60}},| of [\w -]{{1,30}})?{_THEN} {_DIED}\b|"
    rf"\b(?:he|she|they){_THEN} {_DIED}\b|(?-i:\b[A-Z][a-z]+)(?:,[^.;]{{0,60}},)?{_THEN} {_DIED}\b|"
    r"\b(?:until|led to|resulted in|cause of|causing) (?:his|her|their|the) deaths?\b|"
    r"\bcause of death\b|\b(?:sadly|tragically) died\b|\b(?:and|but) died\b",
    re.I,
)
_ELDER = (
    r"(?:mother|father|mum|dad|parent|partner|grand\w+|uncle|aunt|friend|carer|husband|wife|"
    r"step\w+)s?"
)
_ONE = re.compile(
    r"\b(?:an?|the) (?:[\w-]+ ){0,3}(?:child|baby|infant|toddler|boy|girl|teenager|adult|wom[ae]n|"
    r"m[ae]n|young person)\b|(?-i:\b(?:Child|Baby|Infant|Adult|Mr|Mrs|Ms) [‘'“\"]?[A-Z]\w{0,2}\b)",
    re.I,
)
# The death of somebody else: a bereavement in the family's story.
_OF_ANOTHER = re.compile(
    rf"\b(?:death|loss|murder|killing|suicide) of (?:(?:his|her|their|the|a|an|both)\s)?"
    rf"(?:\w+['’]s? )?(?:\w+ )?{_ELDER}\b|"
    r"\b(?:death|loss) of (?:his|her|their) (?:\w+ )?(?:sibling|brother|sister)s?\b|"
    rf"\b{_ELDER}{_THEN} {_DIED}\b|\b{_ELDER}['’]s death\b|"
    r"\b(?:older|elder|younger|half|previous|another|first)[- ](?:sibling|child|baby|brother|"
    rf"sister){_THEN} {_DIED}\b",
    re.I,
)
# What is said of reviews, of the law and of numbers is not said of this case.
_GENERAL = re.compile(
    r"\bdie[sd]? or\b|\bor (?:has |have )?die[sd]?\b|\b(?:when|where|if|whether) an? child\b|"
    r"\ba child (?:has|dies|is)\b|\bchild has (?:died|been)\b|\bdeaths? or serious|"
    r"\bserious (?:harm|injury) or death|\bper ?cent\b|\d%|\bstatistic|\bnational(?:ly)?\b|"
    r"\bcriteria (?:are|is|for)\b|\b(?:case|practice) reviews\b|\bcan cause\b|\bshould\b|\bmust\b|"
    r"\bserious incidents\b|\breviews? found\b",
    re.I,
)
_HARM = re.compile(
    r"\binjur(?:y|ies|ed)\b|\bserious(?:ly)? (?:harm|ill\b|underweight|neglect)|"
    r"\bsignificant harm\b|\b(?:abuse|neglect|assault|rape|exploitation|stabbing|poisoning) of\b|"
    r"\bfractur\w+|\bbruis|\bburn(?:s|ed|t)?\b|\bscald|\bsuffered by\b|\battempted murder\b|"
    r"\bmalnourish|"
    r"\b(?:was|were|been) (?:\w+ly )?(?:harmed|abused|neglected|assaulted|stabbed|raped|"
    r"exploited|shaken|poisoned)\b",
    re.I,
)
_NO_SERIOUS_HARM = re.compile(
    r"\b(?:minor|accidental|no|risk of|possible|past|previous|earlier|infant|prevent\w*)"
    r"(?: \w+)? (?:injur\w+|bruis\w+|fractur\w+|burns?|scalds?|abuse|harm)\b",
    re.I,
)
_NON_ACCIDENTAL = re.compile(r"\bnon[- ]accidental\b", re.I)


_IN_DANGER = re.compile(
    r"\b(?:unresponsive|not breathing|stopped breathing|cardiac arrest|collapsed|unconscious|"
    r"life support|intensive care)\b",
    re.I,
)
_LIVED = re.compile(
    r"\b(?:recover(?:ed|ing|y)|surviv\w+|non-fatal|life-?changing|life-?long|permanent|disabilit\w+|"
    r"discharged|now (?:lives?|aged|in the care)|(?:serious|significant) harm|attempted murder)\b",
    re.I,
)


def leaves_open(sentences: Iterable[str]) -> bool:
    """Whether the child's life was in danger and nothing says if it was saved."""
    told = " ".join(sentences)
    return bool(_IN_DANGER.search(told)) and not _LIVED.search(told)


def names_one(title: str) -> bool:
    """Whether a title names a child or an adult, and not injuries or deaths at large."""
    return bool(_ONE.search(title))


def is_general(sentence: str) -> bool:
    """Whether a sentence tells of the law, of reviews or of numbers rather than of a case."""
    return bool(_GENERAL.search(sentence))


def outcome_of(sentence: str) -> str | None:
    """ "death" or "serious harm", where this sentence about the case says so."""
    if is_general(sentence):
        return None
    if _DEATH.search(_OF_ANOTHER.sub(" ", sentence)):
        return "death"
    plain = _NO_SERIOUS_HARM.sub(" ", _NON_ACCIDENTAL.sub("inflicted", sentence))
    return "serious harm" if _HARM.search(plain) else None
