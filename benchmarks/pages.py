"""Print how truly quotations are marked on the images of pages, and how long an image takes.

    python benchmarks/pages.py [--every N]

The starter digests are laid out as PDF in nine ways (``tests/layouts``; LibreOffice is needed).
Each paragraph, point and row is marked on its page. A mark is right if the pixels that it changes
cover the ink of every character of the words and of no other character of the page. All of them
take half an hour; ``--every 5`` judges each fifth.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from statistics import median, quantiles

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from askreviews.reading import read
from askreviews.reading.render import render_page
from layouts import office
from layouts.content import Content, contents
from layouts.make import PRESS, WORD
from layouts.marked import Verdict, verdicts


def main() -> None:
    """Lay out, mark and judge; print the share of each layout, and the times."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--every", type=int, default=1, metavar="N", help="judge each Nth mark")
    every = parser.parse_args().every
    found: dict[str, list[Verdict]] = defaultdict(list)
    times: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        made = list(_lay_out(contents(), Path(name)))
        for layout, content, path in tqdm(made, "Marking", unit="file"):
            found[layout] += verdicts(content, path, every)
            times += _times(content, path)
    for layout, judged in found.items():
        print(f"{layout:28}{_share(judged)}")
    print(f"{'all':28}{_share([v for judged in found.values() for v in judged])}")
    for layout, judged in found.items():
        for verdict in judged:
            for fault in verdict.wrong:
                print(f"  {layout}: {verdict.mark.text[:50]!r}: {fault}")
    slow = quantiles(times, n=20)[-1]
    print(f"{len(times)} images: {median(times):.0f} ms in the middle, 95% within {slow:.0f} ms")


def _lay_out(held: list[Content], folder: Path) -> Iterator[tuple[str, Content, Path]]:
    for content in held:
        for name, write in PRESS.items():
            path = folder / f"{content.name}.{name}.pdf"
            write(content, path)
            yield f"pdf {name}", content, path
    word = [(name, content) for content in held for name in WORD]
    paths = [folder / f"{content.name}.{name}.docx" for name, content in word]
    for (name, content), path in zip(word, paths, strict=True):
        WORD[name](content, path)
    for (name, content), path in zip(word, office.to_pdf(paths, folder), strict=True):
        yield f"pdf of docx {name}", content, path


def _share(judged: list[Verdict]) -> str:
    right = sum(not verdict.wrong and verdict.images > 0 for verdict in judged)
    return f"{right}/{len(judged)} marks right = {right / len(judged):.2%}"


def _times(content: Content, path: Path) -> Iterator[float]:
    """Milliseconds of each page's image, the first mark on it marked."""
    document = read(path, path.name, 100_000_000)
    drawn = set()
    for mark in content.marks:
        start = max(document.text.find(mark.text), 0)
        boxes = document.layout.boxes(start, start + len(mark.text)) if document.layout else ()
        for page in {box.page for box in boxes} - drawn:
            drawn.add(page)
            begun = time.perf_counter()
            render_page(path, page, boxes)
            yield 1000 * (time.perf_counter() - begun)


if __name__ == "__main__":
    main()
