"""Files that harm whoever reads them, small on disk."""

import zipfile
from pathlib import Path

from docx import Document

_PARAGRAPH = b"<w:p><w:r><w:t>The stork was counted twice.</w:t></w:r></w:p>"
_FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources <<%b>>"


def pdf(path, objects):
    """Write a PDF of these objects, numbered from 1; the first is its catalogue."""
    parts = [b"%PDF-1.7\n"]
    places = []
    for number, body in enumerate(objects, 1):
        places.append(sum(map(len, parts)))
        parts.append(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    start = sum(map(len, parts))
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1))
    parts += (b"%010d 00000 n \n" % place for place in places)
    parts.append(b"trailer <</Size %d /Root 1 0 R>>\n" % (len(objects) + 1))
    parts.append(b"startxref\n%d\n%%%%EOF\n" % start)
    path.write_bytes(b"".join(parts))
    return path


def _stream(about, content):
    return b"<<%b /Length %d>>\nstream\n%b\nendstream" % (about, len(content), content)


def endless_pdf(path):
    """A page that draws forms, which draw forms ten at a time, ten deep: ten thousand million."""
    depth, font = 10, b"/Font <</F <</Type /Font /Subtype /Type1 /BaseFont /Helvetica>>>>"
    forms = []
    for level in range(depth):
        below = 4 + level + 1
        drawn = b"/XObject <</X %d 0 R>>" % below
        forms.append(_stream(_FORM % (font + drawn), b"/X Do\n" * 10))
    forms.append(_stream(_FORM % font, b"BT /F 12 Tf 72 700 Td (The stork was counted.) Tj ET"))
    page = (
        b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents 4 0 R"
        b" /Resources <<%b /XObject <</X 5 0 R>>>>>>" % font
    )
    tree = b"<</Type /Pages /Kids [3 0 R] /Count 1>>"
    return pdf(
        path, [b"<</Type /Catalog /Pages 2 0 R>>", tree, page, _stream(b"", b"/X Do\n"), *forms]
    )


def pdf_of_pages(path, pages):
    """A page again and again."""
    tree = b"<</Type /Pages /Kids [%b] /Count %d>>" % (b"3 0 R " * pages, pages)
    page = b"<</Type /Page /Parent 2 0 R /MediaBox [0 0 600 800]>>"
    return pdf(path, [b"<</Type /Catalog /Pages 2 0 R>>", tree, page])


def swelling_docx(path, paragraphs=600_000):
    """A Word document of some hundred kilobytes that needs gigabytes once it is parsed."""
    plain = path.with_name("plain.docx")
    Document().save(str(plain))
    with (
        zipfile.ZipFile(plain) as before,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.infolist():
            content = before.read(part)
            if part.filename == "word/document.xml":
                content = content.replace(b"<w:body>", b"<w:body>" + _PARAGRAPH * paragraphs)
            after.writestr(part.filename, content)
    plain.unlink()
    return path


def zip_bomb(path):
    """A Word document that unpacks to more than a gigabyte."""
    Document().save(str(path))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("word/media/image1.png", "w", force_zip64=True) as part,
    ):
        for _ in range(1001):
            part.write(bytes(1_000_000))
    return Path(path)
