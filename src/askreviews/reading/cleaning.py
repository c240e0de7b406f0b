"""Take out what must never be stored: paths, contact details, word-processor debris."""

from __future__ import annotations

import re
from collections import Counter

from askreviews.reading.sentences import bounds
from askreviews.reading.traced import Traced, joined
from askreviews.types import Span

_DEBRIS = {
    "image reference": re.compile(r"\[image:[^\]]*\]?", re.I),
    "bookmark": re.compile(r"\[bookmark:[^\[\]]*\]", re.I),
    "footnote": re.compile(r"\[footnoteRef:\d+\]|\[\d+:\s[^\[\]]*\]", re.I),
    "file path": re.compile(
        r"(?:file:/+)?\b[A-Za-z]:\\(?:[^\\/:*?\"<>|\n\r\t]+\\)*"
        r"(?:[^\\/:*?\"<>|\n\r\t.]{1,80}\.(?:docx?|pdf|png|jpe?g|gif|xlsx?|pptx?|txt|msg)\b"
        r"|[^\\/:*?\"<>|\n\r\t\s]*)"
        r"|\\\\[\w.-]+\\[^\s\"<>|]+|(?<![\w/])/(?:Users|home)/[^\s\"<>|]+"
    ),
}
# The standard has at most 64 characters before the sign (RFC 5321, 4.5.3.1.1); without a bound
# a long word takes time by the square of its length.
_EMAIL = re.compile(r"[^\s@<>()\[\],;:\"]{1,128}@[\w-]+(?:\.[\w-]+)+")
_PHONE = re.compile(r"(?<![\w.])(?:\+44\s?(?:\(0\)\s?)?|0)\d(?:[\s-]?\d){8,9}(?!\w)")
# Published helplines are meant to be seen: freephone and the 116 range, 0300 for public bodies.
_HELPLINE = re.compile(r"^0(?:800|808|300|345)|^116")
_PERSON = re.compile(r"contact:? (?:[A-Z][a-z'’-]+ )+[A-Z][a-z'’-]+")
_SPACES = re.compile(r"[ \u00a0\u2000-\u200a\u202f\u205f\u3000]+")
_AROUND_A_TAB = re.compile(r" ?\t[ \t]*")
_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_MARK = "\ue000"


def clean(text: Traced) -> tuple[Traced, Counter[str]]:
    """Clean one block of text.

    Returns:
        The text without debris and contact details, white space folded (tabs, which part
        the cells of a table, stay), and how many of each kind were taken out.
    """
    removed: Counter[str] = Counter()
    text, _ = text.sub(_INVISIBLE, "")
    for kind, pattern in _DEBRIS.items():
        text, count = text.sub(pattern, " ")
        removed[kind] += count
    text = _drop_contacts(text, removed)
    text, _ = text.sub(_SPACES, " ")
    text, _ = text.sub(_AROUND_A_TAB, "\t")
    return text.strip(), +removed


def _drop_contacts(text: Traced, removed: Counter[str]) -> Traced:
    """Drop each sentence that holds somebody's contact details: the name goes with them."""
    if "@" in text.text:
        text, removed["e-mail address"] = text.sub(_EMAIL, _MARK)
    text, removed["telephone number"] = text.sub(_PHONE, _unless_published)
    if _MARK not in text.text and not _PERSON.search(text.text):
        return text
    kept = []
    for sentence in _sentences(text):
        if _MARK in sentence.text or _PERSON.search(sentence.text):
            removed["contact line"] += 1
        else:
            kept.append(sentence)
    return joined(kept)


def private_spans(text: str) -> list[Span]:
    """Where e-mail addresses, telephone numbers and file paths stand in a text."""
    found = [match.span() for match in _EMAIL.finditer(text)]
    found += [match.span() for match in _DEBRIS["file path"].finditer(text)]
    found += [m.span() for m in _PHONE.finditer(text) if _unless_published(m) == _MARK]
    return sorted(found)


def _unless_published(match: re.Match[str]) -> str:
    number = re.sub(r"\D", "", match.group())
    return match.group() if _HELPLINE.match(number) else _MARK


def _sentences(text: Traced) -> list[Traced]:
    return [text[start:end] for start, end in bounds(text.text)]
