"""Have spoilt documents read, and see that nothing but a document or a sentence comes of it."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from askreviews.errors import ReadingError
from askreviews.reading.isolated import Reader
from askreviews.reading.limits import Limits
from fuzzing.mutate import mutated

SECONDS = 10
LIMITS = Limits(max_bytes=20_000_000, max_seconds=SECONDS, max_mb=1000)
_LONGEST = 400  # characters of a sentence
_ENDED = re.compile(r"reading it (?:took longer|needed more)|the program that reads it stopped")


@dataclass
class Tally:
    """What came of the files of one format."""

    kind: str
    counts: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_file: int = 0
    started: int = 0
    faults: list[str] = field(default_factory=list)


def fuzz(kind: str, seeds: list[bytes], count: int, folder: Path) -> Iterator[Tally]:
    """Read so many spoilt files of a format; gives the tally after each.

    A file with which something is wrong stays in the folder; the others are taken away.
    """
    tally = Tally(kind)
    with Reader(LIMITS) as reader:
        for number in range(count):
            random = Random(f"{kind} {number}")
            path = folder / f"{number}.{kind}"
            path.write_bytes(mutated(random.choice(seeds), kind, random))
            before = len(tally.faults)
            began = time.monotonic()
            _read(reader, path, tally)
            took = time.monotonic() - began
            if took > tally.slowest:
                tally.slowest, tally.slowest_file = took, number
            if len(tally.faults) == before:
                path.unlink()
            tally.started = reader.started
            yield tally


def _read(reader: Reader, path: Path, tally: Tally) -> None:
    try:
        document = reader.read(path, path.name)
    except ReadingError as error:
        sentence = str(error)
        tally.counts["refused"] += 1
        if _ENDED.search(sentence) or not _is_a_sentence(sentence, path.name):
            tally.faults.append(sentence)
        return
    except Exception as error:  # the very thing that must not happen
        tally.faults.append(f"{path.name}: {error!r}")
        return
    tally.counts["read"] += 1
    ends = [end for unit in document.units for end in (unit.start, unit.end)]
    if not document.text or max(ends) > len(document.text) or min(ends) < 0:
        tally.faults.append(f"{path.name}: its units do not lie in its text")


def _is_a_sentence(said: str, name: str) -> bool:
    told = said.startswith(f"{name}: ") and said.endswith(".") and "\n" not in said
    return told and len(said) < _LONGEST
