"""Kill add, remove, index, rebuild and merge at random moments, and tell what was left each time.

    python benchmarks/kills.py [--kills 200] [--seed 1] [--keep DIR]

A small collection of invented notes lives through all of it. Each operation is run in a process of
its own and killed (SIGKILL): half the time after a random part of the time that it takes, half the
time just before a random one of its steps on the disk (a file opened to write, a rename, a folder
made, a file deleted), which finds the moments that are too short for a clock. After each kill, the
index is opened as it lies there, a server that has run all along is asked too, then the folder is
indexed again as at the start of a server, and where that changed anything both are asked once more.
Every document is read each time, and answers are sought for what was removed last.

Exits 1 if a document was lost, an index could not be read, an answer showed what had been removed
before, a side-car lost its document, or anything of what was removed was left in the index's files.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"  # processes are forked: nothing may run beside
sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from tqdm import tqdm

from killing.kill import Killing, Tally, load
from killing.look import STAGES

MOST_TOLD = 20


def main() -> None:
    """Kill, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--kills", type=int, default=200, help="in all, shared out evenly")
    parser.add_argument("--seed", type=int, default=1, help="of the random moments")
    parser.add_argument("--keep", type=Path, help="copy what is left at the end to this folder")
    given = parser.parse_args()
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also where a shell ignores it
    load()
    with tempfile.TemporaryDirectory(prefix="askreviews-kills-") as folder:
        killing = Killing(Path(folder), given.seed)
        with contextlib.suppress(KeyboardInterrupt):  # what was seen until then is told
            for _ in tqdm(killing.kill(given.kills), "Killing", total=given.kills):
                pass
        killing.server.end()
        if given.keep:
            shutil.copytree(folder, given.keep)
    tell(killing.tallies)
    sys.exit(1 if any(tally.bad for tally in killing.tallies.values()) else 0)


def tell(tallies: dict[str, Tally]) -> None:
    """Print how far each kill came, and what must not be."""
    head = ("operation", "kills", *STAGES, "lost", "unreadable", "removed, shown", "other faults")
    print(" | ".join(head))
    for kind, t in tallies.items():
        counts = (t.stages[name] for name in STAGES)
        bad = map(len, (t.lost, t.unreadable, t.cited, t.faults))
        print(" | ".join(map(str, (kind, t.kills, *counts, *bad))))
    found = [sentence for tally in tallies.values() for sentence in tally.bad]
    print(f"{sum(t.kills for t in tallies.values())} kills, {len(found)} faults")
    for sentence in found[:MOST_TOLD]:
        print(sentence)


if __name__ == "__main__":
    main()
