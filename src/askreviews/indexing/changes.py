"""What changed in a corpus folder since it was indexed, by content hash."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from askreviews.reading import fingerprint

Fingerprint = tuple[str, str]


@dataclass
class Changes:
    """What to do for each document; a document stands in one of these only.

    ``renamed`` gives the former id by the new one, ``unread`` a sentence for each file that
    cannot be opened.
    """

    unchanged: list[str] = field(default_factory=list)
    to_read: dict[str, Path] = field(default_factory=dict)
    renamed: dict[str, str] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    unread: dict[str, str] = field(default_factory=dict)

    @property
    def any(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.to_read or self.renamed or self.gone)


def changes_in(
    files: Mapping[str, Path],
    held: Mapping[str, Fingerprint],
    max_bytes: int,
) -> Changes:
    """Compare files with what is indexed.

    Args:
        files: the files of the corpus by document id.
        held: the fingerprints of the documents in the index.
        max_bytes: the largest file that is opened; a larger one counts as changed.
    """
    found = Changes()
    gone = {name: print_ for name, print_ in held.items() if name not in files}
    for name, path in files.items():
        try:
            own = fingerprint(path) if path.stat().st_size <= max_bytes else ("", "")
        except OSError as error:
            found.unread[name] = (
                f"{path.name}: it cannot be opened ({error.strerror}); check that you may read it."
            )
            if name in held:
                found.unchanged.append(name)
            continue
        former = next((old for old, print_ in gone.items() if print_ == own), None)
        if held.get(name) == own:
            found.unchanged.append(name)
        elif name not in held and former:
            found.renamed[name] = former
            del gone[former]
        else:
            found.to_read[name] = path
    found.gone = sorted(gone)
    return found
