"""Draws PDFs by hand, so that what stands where is known; reads back what boxes hold."""

from __future__ import annotations

import re

import pypdfium2 as pdfium
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

AUNT = (
    "The boy lived with an aunt who worked nights, and nobody asked who looked after him when "
    "she was out. The neighbours wrote to the school twice; the letters were filed and not "
    "answered until spring."
)
WARDENS = (
    "Wardens saw that the heating was off on three visits. They told the landlord but nobody "
    "else, since no one had said that a toddler was living there. Nobody at the council put the "
    "two things together."
)
BUS = (
    "The driver of the early bus had seen him alone at the stop on most days of that winter. "
    "He spoke of it at the depot, where it was taken for a joke, and it was only when a new "
    "inspector came that anyone wrote it down."
)
NURSE = (
    "The nurse weighed the baby in the kitchen, since the other rooms were locked. She asked why "
    "and was told of a burst pipe, which she believed, and the locked rooms are in no note of "
    "any of her visits."
)
BOLD = "Helvetica-Bold"


def write_pdf(path, *pages, setting=("Helvetica", 11), **options):
    """Draw pages: each a list of (x, y, text[, font, size]) or functions of the canvas."""
    canvas = Canvas(str(path), pagesize=options.pop("pagesize", A4), **options)
    for page in pages:
        for item in page:
            canvas.setFont(*setting)
            if callable(item):
                item(canvas)
                continue
            x, y, text, *face = item
            canvas.setFont(*(face or setting))
            canvas.drawString(x, y, text)
        canvas.showPage()
    canvas.save()
    return path


def lines(text, x, y, width=450, *, size=11, pitch=13):
    """A paragraph's lines, to be drawn."""
    split = simpleSplit(text, "Helvetica", size, width)
    return [(x, y - pitch * number, line) for number, line in enumerate(split)]


def column(x, y, *paragraphs, width=220, gap=7):
    """Paragraphs one under another."""
    drawn = []
    for text in paragraphs:
        drawn += lines(text, x, y, width)
        y = drawn[-1][1] - 13 - gap
    return drawn


def across(*columns):
    """Lines drawn from left to right, then down, as some programs do."""
    return sorted((line for each in columns for line in each), key=lambda line: -line[1])


def box(x, y, width, height, *, fill=None):
    """A box, outlined, or filled with a shade of grey."""

    def draw(canvas):
        canvas.setFillGray(1 if fill is None else fill)
        canvas.rect(x, y, width, height, stroke=fill is None, fill=fill is not None)
        canvas.setFillGray(0)

    return draw


def rules(xs, ys):
    """The rules of a table that has a cell between all of these."""

    def draw(canvas):
        canvas.grid(xs, ys)

    return draw


def shown(document):
    return [(b.kind, b.level, b.text) for b in document.blocks]


def texts(document):
    return [b.text for b in document.blocks]


def letters(text):
    return "".join(re.findall(r"[^\W_]", text))


def letters_in_boxes(path, document, start, end):
    """The letters and digits of the text layer inside the boxes of a span."""
    with pdfium.PdfDocument(path) as shown_pages:
        return letters(
            "".join(
                shown_pages[b.page - 1]
                .get_textpage()
                .get_text_bounded(b.left, b.bottom, b.right, b.top)
                for b in document.layout.boxes(start, end)
            )
        )
