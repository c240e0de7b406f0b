"""Take out what must never be stored: paths, contact details, word-processor debris."""

from __future__ import annotations

import re
from collections import Counter

from sentencex import get_sentence_boundaries

_DEBRIS = {
    "image reference": re.compile(r"\[image:[^\]]*\]?", re.I),
    "bookmark": re.compile(r"\[bookmark:[^\]]*\]", re.I),
    "footnote": re.compile(r"\[footnoteRef:\d+\]|\[\d+:\s[^\[\]]*\]", re.I),
    "file path": re.compile(
        r"(?:file:/+)?\b[A-Za-z]:\\(?:[^\\/:*?\"<>|\n\r\t]+\\)*"
        r"(?:[^\\/:*?\"<>|\n\r\t.]{1,80}\.(?:docx?|pdf|png|jpe?g|gif|xlsx?|pptx?|txt|msg)\b"
        r"|[^\\/:*?\"<>|\n\r\t\s]*)"
        r"|\\\\[\w.-]+\\[^\s\"<>|]+|(?<![\w/])/(?:Users|home)/[^\s\"<>|]+"
    ),
}
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]+@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])(?:\+44\s?(?:\(0\)\s?)?|0)\d(?:[\s-]?\d){8,9}(?!\w)")
# Published helplines are meant to be seen: freephone and the 116 range, 0300 for public bodies.
_HELPLINE = re.compile(r"^0(?:800|808|300|345)|^116")
_PERSON = re.compile(r"contact:? (?:[A-Z][a-z'’-]+ )+[A-Z][a-z'’-]+")
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARK = "\ue000"


def clean(text: str) -> tuple[str, Counter[str]]:
    """Clean one block of text.

    Returns:
        The text without debris and contact details, white space folded (tabs, which part
        the cells of a table, stay), and how many of each kind were taken out.
    """
    removed: Counter[str] = Counter()
    text = _INVISIBLE.sub("", text)
    for kind, pattern in _DEBRIS.items():
        text, count = pattern.subn(" ", text)
        removed[kind] += count
    text = _drop_contacts(text, removed)
    text = re.sub(r" ?\t[ \t]*", "\t", _SPACES.sub(" ", text))
    return text.strip(), +removed


def _drop_contacts(text: str, removed: Counter[str]) -> str:
    """Drop each sentence that holds somebody's contact details: the name goes with them."""
    text, emails = _EMAIL.subn(_MARK, text)
    phones = 0

    def number(match: re.Match[str]) -> str:
        nonlocal phones
        if _HELPLINE.match(re.sub(r"\D", "", match.group())):
            return match.group()
        phones += 1
        return _MARK

    text = _PHONE.sub(number, text)
    removed["e-mail address"] += emails
    removed["telephone number"] += phones
    if _MARK not in text and not _PERSON.search(text):
        return text
    kept = []
    for sentence in _sentences(text):
        if _MARK in sentence or _PERSON.search(sentence):
            removed["contact line"] += 1
        else:
            kept.append(sentence)
    return "".join(kept)


def _sentences(text: str) -> list[str]:
    return [text[b["start_index"] : b["end_index"]] for b in get_sentence_boundaries("en", text)]
