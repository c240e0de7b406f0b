"""Read a thousand spoilt documents of each format and tell what came of them.

    python benchmarks/fuzz.py [--count 1000] [--only docx,pdf] [--keep DIR]

The documents are made by ``tests/fuzzing``, the same ones each time: bytes flipped, cut out,
doubled or swapped, tags and control words misplaced, parts of zip archives spoilt or renamed,
entities that grow. Each is read as indexing reads it, without programs for OCR. Exits 1 if
a document took over ten seconds or a gigabyte, made the process stop, was refused by something
else than one sentence, or if a file was written anywhere but where it belongs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from collections import deque
from pathlib import Path

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fuzzing.run import Tally, fuzz
from fuzzing.seeds import seeds

HEAD = ("format", "files", "read", "refused", "slowest s", "its number", "processes", "faults")
MOST_TOLD = 20  # faults of a format


def main() -> None:
    """Read them all and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=1000, help="documents of each format")
    parser.add_argument("--only", default="", help="formats, parted by commas")
    parser.add_argument("--keep", type=Path, help="copy what was at fault to this folder")
    given = parser.parse_args()
    keep = given.keep.resolve() if given.keep else None
    with tempfile.TemporaryDirectory(prefix="askreviews-fuzz-") as folder:
        below = alone_in(Path(folder))
        made = seeds(below)
        kinds = given.only.split(",") if given.only else sorted(made)
        for path in below.iterdir():
            path.unlink()
        before = tree(Path(folder))
        tallies = [run(kind, made[kind], given.count, below) for kind in kinds]
        stray = tree(Path(folder)) - before - set(below.iterdir())
        if keep:
            shutil.copytree(below, keep, dirs_exist_ok=True)
    tell(tallies, stray)
    sys.exit(1 if stray or any(tally.faults for tally in tallies) else 0)


def alone_in(folder: Path) -> Path:
    """Make this folder all that there is: home, place for passing files; gives one deep in it."""
    for name, variable in (("home", "HOME"), ("passing", "TMPDIR"), ("programs", "PATH")):
        (folder / name).mkdir()
        os.environ[variable] = str(folder / name)
    tempfile.tempdir = None
    below = folder / "a" / "b" / "documents"
    below.mkdir(parents=True)
    os.chdir(below)
    return below


def tree(folder: Path) -> set[Path]:
    """Every file and folder in it."""
    return set(folder.rglob("*"))


def run(kind: str, made: list[bytes], count: int, folder: Path) -> Tally:
    tallies = tqdm(fuzz(kind, made, count, folder), kind.rjust(5), count, unit="file")
    return deque(tallies, maxlen=1)[0]


def tell(tallies: list[Tally], stray: set[Path]) -> None:
    rows = [HEAD, *map(row, tallies)]
    for cells in rows:
        print("  ".join(cell.rjust(10) for cell in cells))
    for tally in tallies:
        for fault in tally.faults[:MOST_TOLD]:
            print(fault)
    for path in sorted(stray):
        print(f"written where nothing belongs: {path}")


def row(tally: Tally) -> tuple[str, ...]:
    counts = tally.counts
    told = (sum(counts.values()), counts["read"], counts["refused"], f"{tally.slowest:.2f}",
            tally.slowest_file, tally.started, len(tally.faults))  # fmt: skip
    return (tally.kind, *map(str, told))


if __name__ == "__main__":
    main()
