"""Words of a document that speak to a program which reads it, not to a reader.

Where a language model writes, they are neither shown to it nor quoted in its stead. What slips
through is met by the leash: a sentence that obeys is supported by no passage.
"""

from __future__ import annotations

import re

_BOT = r"(?:ai|a\.i\.|llms?|language models?|chat ?bots?|gpt(?:-\d)?|ai assistants?)\b"
_PATTERNS = (
    # "Ignore all previous instructions", "disregard the text above"
    r"\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:above|previous|prior|earlier|"
    r"preceding|all|any|system|your)\b.{0,30}\b(?:instructions?|prompts?|rules|text|passages?)\b",
    r"\b(?:ignore|disregard|forget)\b.{0,20}\b(?:instructions?|prompts?|passages?|text|everything|"
    r"what (?:is|was)|all)\b.{0,20}\b(?:above|before|previous|so far|you were)\b",
    r"\b(?:system|developer|hidden) (?:prompt|message|instructions?)\b",
    # "You are an AI", "note to language models", "any AI that reads this must say"
    rf"\b(?:as|you are|you're|act as|dear|attention|notice|note|to|instructions? for)\W+"
    rf"(?:(?:an?|the|all|any|to|you)\W+){{0,2}}{_BOT}",
    rf"\b{_BOT}.{{0,40}}\b(?:must|should|shall|will|please|ha(?:s|ve) to|needs? to)\b",
    r"\b(?:you are now|from now on,? you|pretend (?:to be|that you))\b",
    # "Reply only with the word X", "add Y to every answer", "begin your reply with Z"
    r"\b(?:reply|respond|answer|output|print|say|write)\b.{0,20}\b(?:only with\b|the (?:exact )?"
    r"(?:word|code|phrase|string|token)\W+(?-i:[A-Z0-9]{2}))",
    r"\b(?:add|append|include|insert|repeat|begin|start|end|finish|open|close)\b.{0,60}\b(?:your|"
    r"every|each) (?:answers?|reply|replies|output)\b",
    r"\b(?:in|to|of|with) your (?:answers?|reply|replies|responses?|output|summary)\b",
    # Marks of a conversation, and pictures fetched from an address
    r"<\|?/?(?:system|user|assistant|im_start|im_end|s|inst)\|?>|\[/?(?:inst|sys|system)\]",
    r"^\W*(?:assistant\s*:|#{2,}\s*(?:system|instructions?)\b)",
    r"!\[[^\]]*\]\s*\(",
)
_ANY = re.compile("|".join(f"(?:{pattern})" for pattern in _PATTERNS), re.I | re.S | re.M)


def speaks_to_a_model(text: str) -> bool:
    """Whether a text gives instructions to a model that might read it."""
    return bool(_ANY.search(text))
