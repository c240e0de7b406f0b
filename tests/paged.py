"""A PDF of known words, a sentence of which runs over the page."""

from pathlib import Path

from reportlab.pdfgen.canvas import Canvas

LANTERNS = "Lanterns were left burning in the hay loft on three nights of that week."
OVER = (
    "The keeper of the lanterns had told the landlord twice about the nights in the loft,",
    "and the landlord told nobody else until the spring.",
)


def write_pdf(path: Path, first: str = LANTERNS) -> None:
    """Write two pages: a heading and a sentence, and one more that the page parts."""
    canvas = Canvas(str(path), pagesize=(595, 842))
    canvas.setFont("Helvetica-Bold", 16)
    canvas.drawString(60, 780, "Learning from the hay loft")
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 740, first)
    canvas.drawString(60, 70, OVER[0])
    canvas.showPage()
    canvas.setFont("Helvetica", 11)
    canvas.drawString(60, 780, OVER[1])
    canvas.save()
