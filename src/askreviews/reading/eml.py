"""E-mail messages: the subject and the words of whoever wrote, nobody's address."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from pathlib import Path

from lxml.etree import _Element

from askreviews.reading.common import cell, fault, lines_of, typed_item
from askreviews.reading.html import blocks_of_html, parsed
from askreviews.reading.plain import decode
from askreviews.reading.raw import RawBlock, RawDocument

# "-- " by the standard; programs that trim lines leave "--".
_SIGNATURE = re.compile(r"-- ?")
_QUOTED = re.compile(r"\s*>")
_ATTRIBUTION = re.compile(r"(?:On|From|Am|Le)\b.*(?:wrote|writes):\s*", re.S)
_LONGEST_ATTRIBUTION = 3  # lines
_SEPARATOR = re.compile(r"\s*[-_]{5,}[\w ]*-*\s*")
_HEADER = re.compile(r"\s*\*?(?:from|sent|date|to|cc|bcc|reply-to|subject|importance):\*?\s", re.I)
_FEWEST_HEADERS = 3
_MOST_HEADERS = 12  # lines: addresses of many go over several
# Of HTML messages: what a program marks as its user's signature or as quoted.
_SIGNED = ("gmail_signature", "moz-signature", "signature")
_CITED = ("gmail_quote", "gmail_extra", "moz-cite-prefix", "yahoo_quoted")
_REPLY = re.compile(r"\s*(?:re|aw|sv)\s*:", re.I)
_FORWARDED = re.compile(r"\s*(?:(?:re|fwd?|fw)\s*:\s*)+", re.I)
# Messages are wrapped at some 72 characters; longer lines were left to the reader's window.
_WRAPPED = range(55, 101)
_STARTS_ANEW = re.compile(r"\s|\(?\d{1,2}[.)]\s|[=*_#-]{3,}")
_ENCRYPTED = ("multipart/encrypted", "application/pkcs7-mime", "application/x-pkcs7-mime")


def read_eml(path: Path) -> RawDocument:
    """Read an e-mail message.

    Args:
        path: the file.

    Returns:
        Its subject, as title and heading, and its text: the plain part, with lines that were
        only wrapped made whole, else the HTML part. Addresses, dates, signatures and what a
        reply quotes are left out; attachments are counted in the notes.

    Raises:
        ReadingError: it is encrypted, or all its words are in attachments.
    """
    message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(path.read_bytes())
    if message.get_content_type() in _ENCRYPTED:
        raise fault(path, "it is encrypted", "open it in your e-mail program and save its text")
    subject = cell(str(message.get("Subject", "")))
    body = list(_body(message, _REPLY.match(subject) is not None))
    attached = sum(1 for _ in _attachments(message))
    if attached and not any(block.text.strip() for block in body):
        raise fault(path, "it holds no text but its attachments", "save them and add those")
    title = _FORWARDED.sub("", subject, count=1)
    heading = (RawBlock(title, "heading", 1),) if title else ()
    return RawDocument((*heading, *body), title or None, notes=tuple(_told(attached)))


def _told(attached: int) -> Iterator[str]:
    if attached == 1:
        yield "It has an attachment, which was not read; save it and add it as a file of its own."
    elif attached:
        yield (
            f"It has {attached} attachments, which were not read; save them and add them as "
            "files of their own."
        )


def _body(message: EmailMessage, is_reply: bool) -> Iterator[RawBlock]:
    part = message.get_body(preferencelist=("plain", "html"))
    if part is None:
        return
    text = _text(part)
    if part.get_content_subtype() == "html":
        blocks = blocks_of_html(_own_html(text, is_reply))
        yield from (blocks[n] for n in _own_lines([block.text for block in blocks], is_reply))
        return
    lines = lines_of(text.rstrip("\r\n"))
    written = [lines[number] for number in _own_lines(lines, is_reply)]
    flowed = part.get_param("format") == "flowed"
    for line in _unwrapped(written, flowed):
        yield RawBlock(line, "line") if line.strip() else RawBlock("", "blank")


def _own_html(source: str, is_reply: bool) -> _Element:
    """Return a page without its signature and, in a reply, without what it quotes."""
    page = parsed(source)
    for part in list(page.iterdescendants("div", "blockquote", "table", "pre")):
        names = {*part.get("class", "").casefold().split(), part.get("id", "").casefold()}
        cited = part.get("type") == "cite" or not names.isdisjoint(_CITED)
        if not names.isdisjoint(_SIGNED) or (cited and is_reply):
            part.drop_tree()
    return page


def _text(part: MIMEPart) -> str:
    """Return a part's text, decoded as it says or, where it says wrong, as it looks."""
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _own_lines(lines: Sequence[str], is_reply: bool) -> list[int]:
    """Return the numbers of the lines that the sender wrote or passed on.

    A reply ends where another program than its sender's quotes below a block of headers;
    in a message that is passed on only those headers go.
    """
    kept: list[int] = []
    number = 0
    while number < len(lines):
        line = lines[number]
        if _SIGNATURE.fullmatch(line):
            break
        headers = _headers(lines, number)
        attributed = _attribution(lines, number)
        if headers and is_reply:
            break
        if headers or attributed:
            number += headers or attributed
            continue
        if not _QUOTED.match(line):
            kept.append(number)
        number += 1
    return kept


def _headers(lines: Sequence[str], start: int) -> int:
    """Return how many lines the headers of another message take, 0 where there are none."""
    first = start + 1 if _SEPARATOR.fullmatch(lines[start]) else start
    while first > start and first < len(lines) and not lines[first].strip():
        first += 1
    if first >= len(lines) or not _HEADER.match(f"{lines[first]} "):
        return 0
    found = []
    for number in range(first, min(first + _MOST_HEADERS, len(lines))):
        if not lines[number].strip():
            break
        if _HEADER.match(f"{lines[number]} "):
            found.append(number)
    return found[-1] + 1 - start if len(found) >= _FEWEST_HEADERS else 0


def _attribution(lines: Sequence[str], start: int) -> int:
    """Return how many lines "On Monday … wrote:" takes, 0 if no quotation follows it."""
    for count in range(1, _LONGEST_ATTRIBUTION + 1):
        if _ATTRIBUTION.fullmatch(" ".join(lines[start : start + count])):
            later = (lines[number] for number in range(start + count, len(lines)))
            after = (line for line in later if line.strip())
            return count if _QUOTED.match(next(after, "")) else 0
    return 0


def _unwrapped(lines: Sequence[str], flowed: bool) -> Iterator[str]:
    """Yield lines, those made whole that a program wrapped."""
    width = max((len(line.rstrip()) for line in lines), default=0)
    pieces: list[str] = []
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        pieces.append((line.lstrip() if pieces else line).rstrip())
        if not _goes_on(line, following, width, flowed):
            yield " ".join(pieces)
            pieces = []


def _goes_on(line: str, following: str, width: int, flowed: bool) -> bool:
    words = following.split(maxsplit=1)
    if not line.strip() or not words:
        return False
    if flowed:
        return line.endswith(" ")
    if width not in _WRAPPED or typed_item(following) is not None:
        return False
    if _STARTS_ANEW.match(following) and not _continues_item(line, following):
        return False
    return len(line.rstrip()) + 1 + len(words[0]) > width


def _continues_item(line: str, following: str) -> bool:
    """Tell the second line of a list item, which is set in as far as the words of the first."""
    indented = len(following) - len(following.lstrip())
    return indented > 0 and (typed_item(line) is not None or line.startswith(" " * indented))


def _attachments(message: EmailMessage) -> Iterator[MIMEPart]:
    """Yield what is attached, but not pictures that stand in the text."""
    for part in message.iter_attachments() if message.is_multipart() else ():
        in_text = part.get_content_maintype() == "image" and part.get_content_disposition() != (
            "attachment"
        )
        if not in_text:
            yield part
