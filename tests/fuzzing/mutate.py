"""Ways to spoil a document, by chance but the same for the same seed."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from copy import deepcopy
from random import Random

from lxml import etree

_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483648", b"4294967295", b"99999999999999999999",
            b"1e308", b"NaN")  # fmt: skip
_NASTY = (
    b"\x00", b"\xff\xfe", b"\xed\xa0\x80", b"%s%n", b"../../../evil", b"/etc/hostname", b"&#0;",
    b"&a;", b"]]>", b"<!--", b"<![CDATA[", b"\r", b"\x0c", b"\xe2\x80\xae", b"`" * 500,
    b"[" * 3000, b"*a " * 1500, b"> " * 2000, b"\\bin99999999 ", b"\\u-99999999 ", b"=?utf-8?b?",
    b"{" * 3000, b"(" * 5000, b"a@" * 3000, b"a" * 20000, b"\n" * 20000, b"|a" * 3000,
    b"<div>" * 3000, b"<table><tr><td>" * 1000, b"--x\r\n" * 500,
)  # fmt: skip
_LAUGHS = (
    b'<!DOCTYPE a [<!ENTITY a "ha">'
    + b"".join(
        b'<!ENTITY %b "%b">' % (bytes([98 + n]), b"&%b;" % bytes([97 + n]) * 10) for n in range(9)
    )
    + b'<!ENTITY x SYSTEM "file:///etc/hostname">]>'
)
_TOKEN = {
    "markup": re.compile(rb"<[^<>]*>|[^<>]+"),
    "words": re.compile(rb"\S+|\s+"),
    "rtf": re.compile(rb"\\[a-z]+-?\d* ?|[{}]|\\.|[^\\{}]+"),
    "lines": re.compile(rb"[^\n]*\n|[^\n]+"),
}
_SPLIT = {
    "html": ("markup", "lines"), "pdf": ("words", "lines"), "rtf": ("rtf",),
    "md": ("words", "lines"), "txt": ("words", "lines"), "eml": ("words", "lines", "markup"),
}  # fmt: skip
_ZIPPED = ("docx", "odt", "pptx")
_MOST = 2_000_000  # bytes that spoiling may make of a document


def mutated(data: bytes, kind: str, random: Random) -> bytes:
    """Spoil a document of a format, one to three times."""
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        if kind in _ZIPPED and random.random() < 0.8:
            data = _zip(data, random)
        elif kind not in _ZIPPED and random.random() < 0.5:
            data = _tokens(data, random.choice(_SPLIT[kind]), random)
        else:
            data = _bytes(data, random)
    return data[:_MOST]


def _bytes(data: bytes, random: Random) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in range(2))
    way = random.randrange(7)
    if way == 0:
        spoilt = bytearray(data)
        for _ in range(random.choice((1, 4, 30))):
            if spoilt:
                spoilt[random.randrange(len(spoilt))] ^= 1 << random.randrange(8)
        return bytes(spoilt)
    if way == 1:
        return data[:start]
    end = min(end, start + random.choice((1, 8, 64, 1024, 1 << 20)))
    if way == 2:
        return data[:start] + data[end:]
    if way == 3:
        return data[:end] + data[start:end] * random.choice((1, 2, 50)) + data[end:]
    if way == 4:
        return data[:start] + random.randbytes(end - start) + data[end:]
    if way == 5:
        return data[:start] + random.choice(_NASTY) + data[start:]
    other = random.randrange(len(data) + 1)
    return data[:start] + data[other : other + end - start] + data[end:]


def _tokens(data: bytes, split: str, random: Random) -> bytes:
    parts = _TOKEN[split].findall(data)
    if not parts:
        return data
    for _ in range(random.choice((1, 3, 10))):
        at, other = random.randrange(len(parts)), random.randrange(len(parts))
        way = random.randrange(7)
        if way == 0:
            parts[at] = b""
        elif way == 1:
            parts[at] *= random.choice((2, 30, 1000))
        elif way == 2:
            parts[at], parts[other] = parts[other], parts[at]
        elif way == 3:
            parts[at] = re.sub(rb"\d+", lambda _: random.choice(_NUMBERS), parts[at])
        elif way == 4:
            parts[at] = random.choice(_NASTY)
        elif way == 5:
            parts[at] = parts[other]
        else:
            parts[at] = _bytes(parts[at], random) if parts[at] else b""
    return b"".join(parts)


def _zip(data: bytes, random: Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = [(part.filename, archive.read(part)) for part in archive.infolist()]
    except Exception:  # spoilt before
        return _bytes(data, random)
    texts = [n for n, (name, _) in enumerate(members) if name.endswith((".xml", ".rels"))]
    if not texts:
        return _bytes(data, random)
    # The parts with the words are the largest; they are spoilt the most.
    texts.sort(key=lambda n: -len(members[n][1]))
    at = random.choice(texts[:4] if random.random() < 0.6 else texts)
    name, content = members[at]
    way = random.randrange(10)
    if way < 6:
        members[at] = (name, _xml(content, random))
    elif way == 6:
        del members[at]
    elif way == 7:
        members[at] = (random.choice(("../../evil.xml", "/tmp/evil.xml", "a" * 300)), content)
    elif way == 8:
        members.append((name, _bytes(content, random)))
    else:
        other = random.choice(texts)
        members[at] = (name, members[other][1])
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")  # a name twice is what was meant
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content)
    return made.getvalue()


def _xml(content: bytes, random: Random) -> bytes:
    way = random.randrange(7)
    if way > 3:
        return _tree(content, random)
    if way == 0:
        return _bytes(content, random)
    if way == 1:
        root = re.search(rb"<[a-zA-Z]", content)
        start = root.start() if root else 0
        spoilt = content[:start] + _LAUGHS + content[start:]
        return re.sub(rb">[^<>]{3,40}<", b">&j;&x;<", spoilt, count=3)
    return _tokens(content, "markup", random)


def _tree(content: bytes, random: Random) -> bytes:
    """Move, double, nest or take out elements: what stays well formed gets further."""
    try:
        root = etree.fromstring(content)
    except etree.XMLSyntaxError:
        return _bytes(content, random)
    for _ in range(random.choice((1, 5, 40))):
        elements = list(root.iterdescendants("*"))
        if not elements:
            break
        _misplace(random.choice(elements), random.choice(elements), random)
    return etree.tostring(root)


def _misplace(element, other, random: Random) -> None:
    way = random.randrange(6)
    parent = element.getparent()
    if way == 0:
        parent.remove(element)
    elif way == 1:
        for _ in range(random.choice((1, 20))):
            parent.append(deepcopy(element))
    elif way == 2:
        inner = element
        for _ in range(random.choice((1, 10, 80))):
            inner.append(inner.makeelement(element.tag, element.attrib, element.nsmap))
            inner = inner[-1]
    elif way == 3 and element not in other.iterancestors() and element is not other:
        other.append(element)
    elif way == 4:
        for name in element.attrib:
            element.set(name, random.choice(_NUMBERS).decode())
    else:
        element.text = random.choice(("", "\t", "a" * 5000, "Contact: Pat Example", "\u202e6. a"))
