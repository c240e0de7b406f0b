"""Whole documents of every format, small but with all that the readers look at."""

from __future__ import annotations

import zipfile
from email.message import EmailMessage
from pathlib import Path

from pptx import Presentation
from pptx.util import Inches
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import ListFlowable, Paragraph, SimpleDocTemplate, Table

from layouts import press, web, word
from layouts.content import CORPUS, digest

DOCUMENTS = Path(__file__).parents[1] / "documents"
NAMES = ("child-h", "multi-agency-action-plan")
SAID = "The stork on the roof was counted twice by the health visitor in May 2020."
ROWS = [["What", "Who", "When"], ["Share the note", "Team manager", "June 2021"]]
RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Times;}}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 heading 2;}{\*\cs10 Strong;}}"
    r"{\info{\title The stork note}}{\header Page head\par}"
    r"\pard\s1 The stork note\par\pard\s0 He said \ldblquote no\rdblquote , caf\'e9 \u233?\par"
    r"{\listtext\bullet\tab}\ls1\ilvl0 First point of the list.\par"
    r"{\pntext\f1\'b7\tab}Second point; with more.\par"
    r"Body{\footnote \chftn  See the plan.} of text with {\b bold} and {\v hidden} words.\par"
    r"\trowd\cellx1000\cellx2000\intbl What\cell Who\cell\row"
    r"\trowd\cellx1000\cellx2000\intbl Share\cell Manager\cell\row\pard"
    r"{\shp{\*\shpinst{\shptxt In the box.\par}}}{\pict\wmetafile8 0102030405}{\*\bkmkstart a}"
    r"{\field{\*\fldinst HYPERLINK x}{\fldrslt a link}}\page Last page.\par}"
)
_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in {
        "office": "office", "text": "text", "table": "table", "style": "style",
        "draw": "drawing", "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
)  # fmt: skip
_ODT_BODY = (
    '<text:h text:outline-level="1">The stork note</text:h><text:p>He was six'
    "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>See the plan."
    "</text:p></text:note-body></text:note> years<text:s text:c='3'/>old.<text:tab/></text:p>"
    "<text:list><text:list-item><text:p>Ask.</text:p><text:list><text:list-item><text:p>Kindly."
    "</text:p></text:list-item></text:list></text:list-item></text:list>"
    '<table:table><table:table-row><table:table-cell table:number-columns-repeated="2"><text:p>a'
    "</text:p></table:table-cell><table:table-cell><text:p>b</text:p></table:table-cell>"
    '</table:table-row></table:table><draw:frame svg:width="5cm"><draw:text-box><text:p>In the box.'
    "</text:p></draw:text-box></draw:frame>"
    '<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><text:p>gone</text:p>'
    "</text:deletion></text:changed-region></text:tracked-changes>"
)


def seeds(folder: Path) -> dict[str, list[bytes]]:
    """The contents of the seeds of each format, by its ending."""
    contents = [digest(CORPUS / f"{name}.md") for name in NAMES]
    made = {
        "docx": _made(folder, "docx", contents, word.styled, word.in_boxes, word.in_table),
        "html": _made(folder, "html", contents, web.article, web.plain_divisions),
        "pdf": [_pdf(folder / "a.pdf", 0), _pdf(folder / "b.pdf", 1)],
        "md": [(CORPUS / f"{name}.md").read_bytes() for name in NAMES],
        "txt": [path.read_bytes() for path in sorted(DOCUMENTS.glob("*.txt"))],
        "rtf": [RTF.encode("latin-1")],
        "odt": [_odt(folder / "a.odt")],
        "pptx": [_pptx(folder / "a.pptx")],
        "eml": [_eml("plain"), _eml("html")],
    }
    made["txt"].append(made["txt"][0].decode().encode("utf-16"))
    if press.has_fonts():
        made["pdf"] += _made(folder, "pdf", contents, press.in_columns, press.unruled)
    return made


def _made(folder, suffix, contents, *writers) -> list[bytes]:
    files = []
    for writer in writers:
        for content in contents:
            path = folder / f"seed.{suffix}"
            writer(content, path)
            files.append(path.read_bytes())
    return files


def _pdf(path: Path, compression: int) -> bytes:
    styles = getSampleStyleSheet()
    body = [Paragraph("The stork note", styles["Title"])]
    for number in range(12):
        body.append(Paragraph(f"Section {number}", styles["Heading2"]))
        body.append(
            Paragraph(f"{SAID} <b>Bold</b> <a href='https://x.example'>linked</a> words. " * 3)
        )
        body.append(ListFlowable([Paragraph("A point."), Paragraph("Another.")]))
    body.append(Table(ROWS, style=[("GRID", (0, 0), (-1, -1), 0.5, "black")]))
    SimpleDocTemplate(str(path), pageCompression=compression, title="The stork note").build(body)
    return path.read_bytes()


def _odt(path: Path) -> bytes:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr(
            "content.xml",
            f"<office:document-content {_ODF}><office:automatic-styles><style:style style:name="
            '"P1" style:family="paragraph" style:parent-style-name="P1"/></office:automatic-styles>'
            f"<office:body><office:text>{_ODT_BODY}</office:text></office:body>"
            "</office:document-content>",
        )
        archive.writestr(
            "styles.xml",
            f"<office:document-styles {_ODF}><office:styles><style:style style:name='Heading' "
            "style:family='paragraph'/></office:styles></office:document-styles>",
        )
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
    return path.read_bytes()


def _pptx(path: Path) -> bytes:
    deck = Presentation()
    for number in range(3):
        slide = deck.slides.add_slide(deck.slide_layouts[1])
        slide.shapes.title.text = f"Slide {number}"
        slide.placeholders[1].text = f"A point.\nAnother point.\n{SAID}"
        slide.notes_slide.notes_text_frame.text = "What the speaker says."
    table = slide.shapes.add_table(2, 3, *[Inches(1)] * 4).table
    for row, cells in enumerate(ROWS):
        for column, words in enumerate(cells):
            table.cell(row, column).text = words
    deck.save(str(path))
    return path.read_bytes()


def _eml(kind: str) -> bytes:
    message = EmailMessage()
    message["From"], message["To"] = "Pat <pat@office.example>", "all@office.example"
    message["Subject"] = "Re: The stork – café"
    message["Date"] = "Mon, 03 May 2021 10:00:00 +0100"
    message.set_content(f"Dear all,\n\n{SAID}\n\nOn Monday Pat wrote:\n> quoted\n\n-- \nPat\n")
    if kind == "html":
        page = f"<html><body><p>Dear all,</p><p>{SAID}</p><blockquote type=cite>q</blockquote>"
        message.add_alternative(page, subtype="html", cte="quoted-printable")
    message.add_attachment(b"%PDF-1.7", maintype="application", subtype="pdf", filename="a.pdf")
    return bytes(message)
