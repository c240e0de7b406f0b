"""Index many long PDFs: pages a second beside pypdf's plain extraction, and peak memory.

    python benchmarks/bulk.py [--files 200] [--pages 40]

The PDFs are made first: two columns, running heads, footnotes, no sentence twice. pypdf and our
reader take the same sample of files in the same run; ours gives reading order, structure and a box
for every character besides the text. Then the whole folder is indexed with progress shown.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pypdf
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas
from tqdm import tqdm

from askreviews import Library, Settings
from askreviews.reading import read

_SAMPLE = 5
_WHO = "midwife,school nurse,health visitor,housing officer,social worker,GP,teacher".split(",")
_DID = "rang,wrote to,visited,met,asked about,heard from,worried about,sat with".split(",")
_WHOM = "the mother,the father,the older brother,an aunt,the landlord,the neighbour".split(",")
_THEN = (
    "and nobody wrote it down,but the letter was not answered,and the note was shared in a week,"
    "which the review calls good practice,and no meeting was held,so the plan was changed"
).split(",")


def main() -> None:
    """Make the PDFs, read a sample both ways, index them all, print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--files", type=int, default=200)
    parser.add_argument("--pages", type=int, default=40)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        corpus = Path(name) / "corpus"
        corpus.mkdir()
        made = range(given.files)
        paths = [
            _write(corpus / f"report-{n:03}.pdf", n, given.pages) for n in tqdm(made, "Making")
        ]
        sample = paths[:_SAMPLE]
        pages = len(sample) * given.pages
        theirs = pages / _timed(lambda: [_plain(path) for path in sample])
        ours = pages / _timed(lambda: [read(path, path.name, 10**9) for path in sample])
        print(f"reading: ours {ours:.0f} pages/s, pypdf {theirs:.0f} pages/s: {ours / theirs:.2f}x")
        library = Library.open(corpus, Path(name) / "index", Settings())
        seconds = _timed(lambda: print(library.index(progress=True).sentence()))
        print(
            f"indexing: {given.files * given.pages / seconds:.1f} pages/s, {seconds:.0f} s in all"
        )
        own, workers = (
            resource.getrusage(who).ru_maxrss / 1024
            for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        print(f"peak memory: {own:.0f} MB, and {workers:.0f} MB in the process that reads")


def _write(path: Path, seed: int, pages: int) -> Path:
    chance = random.Random(seed)
    canvas = Canvas(str(path), pagesize=A4)
    for page in range(1, pages + 1):
        canvas.setFont("Helvetica", 8)
        canvas.drawString(60, 805, f"Report {seed} of the partnership")
        canvas.drawCentredString(300, 40, f"Page {page} of {pages}")
        canvas.setFont("Helvetica-Bold", 13)
        canvas.drawString(60, 770, f"{page}. What was learned in month {page}")
        canvas.setFont("Helvetica", 10)
        for left in (60, 315):
            said = " ".join(_sentence(chance, seed, page) for _ in range(16))
            for n, line in enumerate(simpleSplit(said, "Helvetica", 10, 220)):
                canvas.drawString(left, 745 - 13 * n, line)
        canvas.setFont("Helvetica", 7.5)
        canvas.drawString(60, 66, f"1 From the record of report {seed}, sheet {page}.")
        canvas.showPage()
    canvas.save()
    return path


def _sentence(chance: random.Random, seed: int, page: int) -> str:
    who, did, whom, then = (chance.choice(words) for words in (_WHO, _DID, _WHOM, _THEN))
    return f"In case {seed}-{page}-{chance.randrange(10**6)} the {who} {did} {whom} {then}."


def _plain(path: Path) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


if __name__ == "__main__":
    sys.exit(main())
