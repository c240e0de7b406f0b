"""Take the trainers' guide's pictures of a pack: ``python tools/pack_pictures.py``.

Makes a pack of the starter collection, has LibreOffice (Writer and Impress) lay it out, and
writes pages of it to ``docs/images/pack-*.png``. With ``--all FOLDER`` every page is written
there instead, to be looked at.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import pypdfium2

from askreviews import Assistant, Library, Settings
from askreviews.packs.export import pack_bytes
from askreviews.packs.make import pack_on
from askreviews.packs.pdf import pdf_bytes

ROOT = Path(__file__).parents[1]
IMAGES = ROOT / "docs" / "images"
TOPIC = "bruising in non-mobile babies"
# What is kept: the format, words that stand on the page, the picture's name.
KEPT = (
    (".docx", "Seven-minute briefing", "pack-briefing"),
    (".docx", "Who will do it", "pack-action-plan"),
    (".pptx", "In their exact words", "pack-slide"),
    (".pptx", "Questions for discussion: Written", "pack-question"),
)
_SCALE = {".docx": 1.3, ".pptx": 0.8}


def main() -> None:
    """Make the pack, lay it out, keep its pages."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--topic", default=TOPIC)
    parser.add_argument("--all", type=Path, metavar="FOLDER")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        Library.open(ROOT / "corpus", Path(name), Settings()).index(progress=True)
        pack = pack_on(Assistant.open(name, Settings()), given.topic)
    for suffix, scale in _SCALE.items():
        laid_out = pypdfium2.PdfDocument(pdf_bytes(pack_bytes(pack, suffix), suffix))
        pages = [(page.get_textpage().get_text_bounded(), page) for page in laid_out]
        if given.all:
            given.all.mkdir(parents=True, exist_ok=True)
            for n, (_, page) in enumerate(pages, 1):
                page.render(scale=scale).to_pil().save(given.all / f"{suffix[1:]}-{n:02}.png")
            continue
        for kind, words, picture in KEPT:
            found = (page for text, page in pages if words.lower() in text.lower())
            page = next(found, None) if kind == suffix else None
            if page is not None:
                image = page.render(scale=scale).to_pil().convert("P", colors=64)
                image.save(IMAGES / f"{picture}.png", optimize=True)


if __name__ == "__main__":
    sys.exit(main())
