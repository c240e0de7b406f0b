"""What the benchmarks of speed share: the machine they ran on, and a table of ratios."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch

from askreviews.indexing.linear import computes_in_bfloat16

_COLUMNS = (
    ("index", "clock", "index, s"),
    ("index", "processor", "index, processor s"),
    ("add", "clock", "add one, s"),
    ("ask", "first clock", "first question, s"),
    ("ask", "clock", "warm question, s"),
    ("ask", "processor", "warm, processor s"),
    ("index", "memory_mb", "memory indexing, MB"),
    ("ask", "memory_mb", "memory asking, MB"),
)


def machine() -> dict[str, Any]:
    """What it was measured on, and how busy that was."""
    told = Path("/proc/cpuinfo").read_text().splitlines()
    names = (line.partition(":")[2].strip() for line in told if line.startswith("model name"))
    return {
        "processor": next(names, "unknown"), "cores": os.cpu_count(),
        "bfloat16": computes_in_bfloat16(), "threads": torch.get_num_threads(),
        "load": [round(x, 1) for x in os.getloadavg()],
    }  # fmt: skip


def table(rows: Sequence[dict[str, Any]]) -> str:
    """A Markdown table: what was taken, and in brackets a peer's over ours at the same size."""
    ours = {row["documents"]: row for row in rows if row["system"] == "askreviews"}
    heads = ["documents", "system", *(name for *_, name in _COLUMNS), "disk, MB"]
    lines = ["| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    for row in rows:
        own = ours.get(row["documents"])
        cells = [str(row["documents"]), row["system"]]
        for step, what, _ in _COLUMNS:
            value = row[step].get(what, float("nan"))
            base = own[step].get(what, float("nan")) if own else float("nan")
            cells.append(
                f"{value:.3g}" + ("" if own is row or not own else f" ({value / base:.2f})")
            )
        cells.append(f"{row['disk_mb']:.0f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)
