"""Memory over many questions, in process: what it grows by, as a slope, once it is warm.

    python benchmarks/memory.py evals/starter.jsonl --index index [--questions 10000]

The questions of the set are asked over and over through the server's workers, four at once, every
third with the one before it as history. The resident memory of the process is read every hundred;
the slope is that of a straight line through what was read after the first fifth.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
from pathlib import Path

import numpy as np

from askreviews import Assistant, Settings
from askreviews.evaluation.questions import load_questions
from askreviews.web.access.roles import ANYONE
from askreviews.web.api.answering import Answering
from askreviews.web.api.asked import Ask
from askreviews.web.work.workers import Workers

_EVERY = 100
_AT_ONCE = 4
_PAGE = 4096


def main() -> None:
    """Ask, and print the slope."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--questions", type=int, default=10_000)
    given = parser.parse_args()
    assistant = Assistant.open(given.index)
    assistant.warm_up()
    asked = [q.question for q in load_questions(given.set).questions]
    answering = Answering(assistant, Workers(Settings(max_per_minute=0)))
    read = asyncio.run(_run(answering, asked, given.questions))
    left = read[len(read) // 5 :]
    numbers = np.arange(len(left)) * _EVERY
    slope, _ = np.polyfit(numbers, left, 1)
    print(
        f"{given.questions} questions: {read[0]:.0f} MB after the first {_EVERY}, "
        f"{max(read):.0f} MB at the most, {read[-1]:.0f} MB in the end; "
        f"slope {slope * 1000:+.2f} MB per 1,000 questions after the first fifth"
    )


async def _run(answering: Answering, asked: list[str], count: int) -> list[float]:
    read: list[float] = []

    async def ask(number: int) -> None:
        history = [asked[(number - 1) % len(asked)]] if number % 3 == 2 else []  # noqa: PLR2004
        sent = Ask(question=asked[number % len(asked)], history=history)
        await answering.ask(sent, ANYONE, "api")

    for first in range(0, count, _AT_ONCE):
        await asyncio.gather(*(ask(n) for n in range(first, min(first + _AT_ONCE, count))))
        if (first + _AT_ONCE) % _EVERY == 0:
            gc.collect()
            read.append(_resident_mb())
            if len(read) % 10 == 0:
                print(f"{len(read) * _EVERY} questions, {read[-1]:.0f} MB", flush=True)
    return read


def _resident_mb() -> float:
    """Resident memory of this process, on Linux."""
    return int(Path("/proc/self/statm").read_text("utf-8").split()[1]) * _PAGE / 1e6


if __name__ == "__main__":
    main()
