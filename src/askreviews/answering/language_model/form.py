"""What a model's sentence may look like at all: plain English prose of a sentence's length.

Nothing here looks at the passages' sense. It keeps out what could carry a reader or a browser
somewhere else, what is hidden in a text, and what isn't a statement about a document.
"""

from __future__ import annotations

import re
import unicodedata

from askreviews.indexing.lexical import stems

MOST_WORDS = 70
MOST_CHARACTERS = 600
LEAST_WORDS = 3
_LONGEST_WORD = 40
_ENOUGH_WORDS = 8
_FEW = 0.1
_OWN = 0.3
_SPACES = " \u00a0\u2009\u202f"

_ADDRESS = re.compile(
    r"\b[a-z][a-z0-9+.-]*://|\b(?:https?|ftp|mailto|javascript|data|file|tel):\S|\bwww\.|"
    r"(?<!\w)//\w|\w@\w|\b\d{1,3}(?:\.\d{1,3}){3}\b|\\\\\w|"
    r"\b[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}(?![\w.])",
    re.I,
)
# A full stop without a space after it is a slip, not an address: "home.The".
_SLIP = re.compile(r"(?<=[a-z]{2})\.(?=[A-Z][a-z]+\b)")
_MARKUP = re.compile(
    r"!\[|\]\s*\(|\]\s*\[|\]:|<\s*[a-z/!?]|&(?:#\w+|[a-z]+);|`|^\s*(?:#{1,6}\s|>|\|)|\|\s*-{3}|"
    r"\[\s*\d|【|\{\{|\}\}|\$\$|\\[a-z(\[]",
    re.I,
)
_TO_THE_READER = re.compile(
    r"\b(?:as an? (?:\w+ )?(?:ai|language model|assistant)|language model|system prompt|prompt|"
    r"(?:ignore|disregard|forget|override)\w* (?:\w+ ){0,3}(?:instruction|above|previous|prior|"
    r"rule|message)\w*|(?:previous|above|following|new) instructions|you are now|chat ?(?:bot|gpt)|"
    r"i (?:am|was|have|had|will|would|could|can|cannot|do|don['’]t|can['’]t|apologi[sz]e)|"
    r"i['’](?:m|ve|ll|d)|as requested|your (?:question|request|query|browser|password|account|"
    r"session|screen|device|computer|credentials?)|"
    r"click|log ?in|sign in|download|install|paste|upload|web ?site|hyperlink|e-?mail (?:me|us|it|"
    r"the)|scan (?:the|this)|the (?:user|operator)|dear reader|this (?:tool|application|app|"
    r"software|answer)|the (?:application|app|citations?|passages?|excerpts?)|"
    r"(?:disable|enable|turn off|switch off|bypass) \w+)\b",
    re.I,
)
_ENGLISH = frozenset(
    "the of and to that was were with for is are had not by as it his her who from be should has "
    "have been at in on an or this they their which would could he she it if when what than about "
    "there did into because only him them".split()
)
_WORD = re.compile(r"[^\W\d_]+")


def fault_of_form(text: str, evidence: str) -> str | None:
    """Why a sentence can't be shown whatever the passages say; None where it can.

    Args:
        text: the sentence.
        evidence: all that it cites, to tell a document's own words of another language or
            about addresses from the model's.
    """
    folded = unicodedata.normalize("NFKC", text)
    words = _WORD.findall(folded)
    return (
        _hidden(text)
        or _led_away(folded)
        or _length(folded, words)
        or _language(folded, words, evidence)
    )


def _hidden(text: str) -> str | None:
    """Control characters, and those that turn or hide what is written."""
    for character in text:
        category = unicodedata.category(character)
        if category[0] == "C" or (category[0] == "Z" and character not in _SPACES):
            return "it holds characters that cannot be seen"
        if category in ("Mn", "Me") and not unicodedata.combining(character):
            return "it holds characters that cannot be seen"
    return None


def _led_away(text: str) -> str | None:
    """Addresses, markup, and words to the reader in place of a statement about a document."""
    if _ADDRESS.search(_SLIP.sub(". ", text)):
        return "it holds an address"
    if _MARKUP.search(text):
        return "it holds code or a link"
    if said := _TO_THE_READER.search(text):
        return f"it speaks to the reader and not of the reviews (“{said[0]}”)"
    return None


def _length(text: str, words: list[str]) -> str | None:
    if len(words) > MOST_WORDS or len(text) > MOST_CHARACTERS:
        return "it is too long for a sentence"
    if len(words) < LEAST_WORDS:
        return "it is too short for a sentence"
    if any(len(word) > _LONGEST_WORD for word in text.split()):
        return "it holds a word that is none"
    return None


def _language(text: str, words: list[str], evidence: str) -> str | None:
    """Letters that English hasn't, or words that neither English nor the passages have."""
    for letter in text:
        if letter.isalpha() and not unicodedata.name(letter, "").startswith("LATIN"):
            return "it is not written in English letters"
    if len(words) < _ENOUGH_WORDS:
        return None
    english = sum(word.lower() in _ENGLISH for word in words) / len(words)
    own = stems(text)
    shared = len(own & stems(evidence)) / len(own) if own else 1.0
    return "it is not in English" if english < _FEW and shared < _OWN else None
