"""Files made to harm whoever reads them: sixty and more, by name, small and quickly made.

Beside each stands who makes it, given the path to write, and what is expected: words of the one
sentence by which it is refused, or ``READ`` where what it holds is read as mere words.
"""

from __future__ import annotations

from reportlab.lib.pdfencrypt import StandardEncryption

import bombs
from hostile import makers as made
from hostile.makers import MAIN, WORDS

READ = None
MEDIA = "word/media/a.png"
TYPES = {
    "laughs": made.LAUGHS, "outside": made.OUTSIDE,
    "elsewhere": made.ELSEWHERE, "parameter": made.PARAMETER,
}  # fmt: skip
MAINS = (
    ("docx", MAIN, made.docx_bytes),
    ("pptx", "ppt/slides/slide1.xml", made.pptx_bytes),
    ("odt", "content.xml", made.odt_bytes),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
ACTS = (
    b"/OpenAction <</S /JavaScript /JS (app.alert\\(1\\))>> /AA <</WC <</S /Launch /F (cmd.exe)>>>>"
)
SCRIPT = (
    f"<html><body><script>fetch('http://192.0.2.1')</script><p>{WORDS}</p>"
    "<img src='http://192.0.2.1' onerror='alert(1)'><iframe src='file:///etc/passwd'></iframe>"
    "</body></html>"
).encode()
OBJECT = (
    rb"{\rtf1 " + WORDS.encode() + rb"{\object\objdata 0105000002}"
    rb"{\field{\*\fldinst INCLUDETEXT file:///etc/passwd}}\par}"
)
MARKDOWN = (
    f"# Kites\n\n<script>alert(1)</script>\n\n{WORDS}\n\n![x](http://192.0.2.1/x)\n"
).encode()
docx, pptx = made.docx_bytes(), made.pptx_bytes()

# A file's name, who makes it, and the words that it is refused with.
FILES: dict[str, tuple] = {
    # archives that unpack to more than can be held
    "bomb.docx": (made.written(lambda: made.lying(docx, MEDIA, 2_000_000_000)), "over a gigabyte"),
    "ratio.docx": (made.with_picture(made.docx_bytes, MEDIA), "times its size"),
    "ratio.pptx": (made.with_picture(made.pptx_bytes, "ppt/media/a.png"), "times its size"),
    "ratio.odt": (made.with_picture(made.odt_bytes, "Pictures/a.png"), "times its size"),
    "xml.docx": (made.written(lambda: made.lying(docx, "a.xml", 101_000_000)), "too much text"),
    "swelling.docx": (bombs.swelling_docx, "memory|longer than"),
    "parts.docx": (made.many_parts(), "20,0"),
    "lying.docx": (made.written(lambda: made.lying(docx, "word/more.xml", 10)), "damaged"),
    "nested.docx": (made.bare_zip(docx), "zip archive"),
    "quine.docx": (made.bare_zip(b"PK\x03\x04" * 1000), "zip archive"),
    "nested-zip.pptx": (made.bare_zip(docx), "zip archive"),
    "bare-bomb.odt": (made.bare_zip(bytes(20_000_000), 3), "zip archive"),
    # names that lead out, parts that stand twice
    "slip.docx": (made.with_part(made.docx_bytes, "../../evil.xml"), "leads out"),
    "slip.pptx": (made.with_part(made.pptx_bytes, "..\\..\\evil.xml"), "leads out"),
    "slip.odt": (made.with_part(made.odt_bytes, "a/../../evil"), "leads out"),
    "twice.docx": (made.with_part(made.docx_bytes, "WORD/document.xml"), "two parts of one name"),
    "twice.odt": (made.with_part(made.odt_bytes, "Content.xml"), "two parts of one name"),
    # entities
    **{
        f"{what}.{ending}": (made.with_type(make, main, words), "declares entities")
        for what, words in TYPES.items()
        for ending, main, make in MAINS
    },
    "utf16.odt": (made.wide(), "declares entities"),
    "deep.odt": (made.written(lambda: made.odt_bytes(body="<text:section>" * 50_000)), "damaged"),
    "deep.docx": (made.deep_docx(), "damaged"),
    # what needs a password
    "locked.pdf": (
        made.written(lambda: made.pdf_bytes(encrypt=StandardEncryption("secret"))),
        "password",
    ),
    "locked.docx": (made.written(_OLE + "EncryptedPackage".encode("utf-16-le")), "password"),
    "locked.pptx": (made.written(lambda: made.flagged(pptx)), "password"),
    "locked.odt": (made.written(lambda: made.odt_bytes(manifest="<encryption-data/>")), "password"),
    "old.docx": (made.written(_OLE), "old Office format"),
    # what is not what its name says, and what is two things at once
    "image.pdf": (made.written(b"\x89PNG\r\n\x1a\n" + bytes(500)), "binary"),
    "program.txt": (made.written(b"MZ\x90\x00" + bytes(range(256)) * 9), "binary"),
    "elf.md": (made.written(b"\x7fELF\x02\x01\x01" + bytes(300)), "binary"),
    "pdf-and-zip.docx": (made.written(lambda: made.pdf_bytes() + docx), "a PDF"),
    "zip-and-pdf.pdf": (made.written(docx), "a Word document"),
    "html-and-pdf.html": (made.written(lambda: b"<html><!--" + made.pdf_bytes()), "a PDF"),
    "gif-and-script.html": (made.written(b"GIF89a/*" + bytes(400) + b"*/=1;alert(1)"), "binary"),
    "mail-and-html.txt": (
        made.written(b"From: a@b.example\r\nMIME-Version: 1.0\r\n\r\n<script>1</script>"),
        "an e-mail",
    ),
    "rtf.docx": (made.written(rb"{\rtf1 {\object\objdata 0105}}"), "rich text"),
    "deck.docx": (made.written(pptx), "PowerPoint"),
    # PDFs that never end
    "endless.pdf": (bombs.endless_pdf, "longer than|memory"),
    "pages.pdf": (lambda path: bombs.pdf_of_pages(path, 1_200), "1,200 pages"),
    "packed.pdf": (made.deflated_page(60_000_000), "longer than|memory|no text"),
    "circular.pdf": (made.circular, "damaged"),
    "font-in-itself.pdf": (made.loop("font"), "no text layer"),
    "form-in-itself.pdf": (made.loop("form"), "no text layer"),
    "cut.pdf": (made.written(lambda: made.pdf_bytes()[:300]), "damaged"),
    # mail, web pages, rich text, Markdown that grow or nest
    "nested.eml": (made.nested_mail(), "no text"),
    "boundaries.eml": (
        made.mail("Content-Type: multipart/mixed; boundary=x", "", "--x\r\n" * 20_000),
        "no text",
    ),
    "deep.html": (made.written(b"<div>" * 200_000), "no text"),
    "deep.rtf": (made.written(rb"{\rtf1 " + b"{" * 100_000), "cut short|damaged"),
    "aliases.md": (made.aliases(), "front matter is not valid YAML at line"),
    "huge.txt": (made.sparse, "over the limit"),
    "nothing.txt": (made.written(b"\0" * 5_000), "empty"),
    # what would act if it were opened in another program: here it is words, or it is nothing
    "acts.pdf": (made.page(catalogue=ACTS), READ),
    "huge-page.pdf": (made.page(box=b"0 0 14400000 14400000"), READ),
    "cmap.pdf": (made.map_font(), READ),
    "template.docx": (made.template(), READ),
    "script.html": (made.written(SCRIPT), READ),
    "object.rtf": (made.written(OBJECT), READ),
    "script.md": (made.written(MARKDOWN), READ),
}
