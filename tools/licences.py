"""Tell under which licences everything installed stands; exits 1 where one is the GPL or the AGPL.

    python tools/licences.py

Read from what each package says of itself: its licence expression, else its classifiers, else its
licence field. The LGPL is no fault. A choice that leaves another ("MIT OR GPL-2.0") is none either.
"""

from __future__ import annotations

import importlib.metadata
import re
import sys
from collections import defaultdict

_COPYLEFT = re.compile(r"(?<!l)(?<!lesser )\ba?gpl|affero|(?<!lesser )general public license", re.I)
_LESSER = re.compile(r"lesser general public|\blgpl|library general public", re.I)
_LONGEST = 60
# Packages that say nothing of it themselves, as their sources do.
_KNOWN = {"axe-playwright-python": "MIT"}


def main() -> None:
    """Print each licence with its packages."""
    found: dict[str, list[str]] = defaultdict(list)
    for package in importlib.metadata.distributions():
        found[licence_of(package)].append(package.metadata["Name"])
    for licence in sorted(found, key=str.casefold):
        print(f"{licence}: {', '.join(sorted(set(found[licence]), key=str.casefold))}")
    faults = {licence: names for licence, names in found.items() if is_copyleft(licence)}
    for licence, names in faults.items():
        print(f"licences: {', '.join(names)}: {licence} cannot be used here.", file=sys.stderr)
    sys.exit(1 if faults or "not stated" in found else 0)


def licence_of(package: importlib.metadata.Distribution) -> str:
    """What a package says of its licence, in one line; "not stated" where it says nothing."""
    told = package.metadata
    classifiers = [c for c in told.get_all("Classifier") or () if c.startswith("License ::")]
    named = " OR ".join(c.rpartition(" :: ")[2] for c in classifiers)
    stated = (told["License"] or "").strip().split("\n")[0][:_LONGEST]
    return told["License-Expression"] or named or stated or _KNOWN.get(told["Name"], "not stated")


def is_copyleft(licence: str) -> bool:
    """Whether there is no other choice than the GPL or the AGPL."""
    choices = re.split(r"\bor\b", licence, flags=re.I)
    return all(_COPYLEFT.search(_LESSER.sub("", choice)) for choice in choices)


if __name__ == "__main__":
    main()
