"""What somebody sees of a collection: what is held, what is answered, what lies on the disk."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from killing.world import MARK, mark_in

STAGES = ("nothing written", "files moving", "segment half written", "not swapped in yet",
          "swapped in")  # fmt: skip


@dataclass(frozen=True)
class Seen:
    """The mark of each document held, by its id, and every mark in any answer."""

    held: dict[str, str]
    answered: frozenset[str]


def seen(assistant, marks: list[str]) -> Seen:
    """Read every document that is held, and ask for marks."""
    held = {name: mark_in(assistant.text(name).text) for name in assistant.documents()}
    shown = []
    for mark in marks:
        answer = assistant.ask(f"What did the agencies know of {mark}?")
        shown.append(answer.model_copy(update={"question": None}).model_dump_json())
        shown += (p.model_dump_json() for p in assistant.search(f"the project {mark}", limit=5))
    return Seen(held, frozenset(MARK.findall(" ".join(shown))))


def opened(index: Path):
    """An assistant over an index, as a server starts it; what is shown needs no second model."""
    from askreviews import Assistant, Settings

    return Assistant.open(index, Settings(reranker="none"))


def tree(folder: Path) -> frozenset[tuple[str, int]]:
    """Every file below a folder with its size, but what Chroma notes when it is opened."""
    files = (p for p in folder.rglob("*") if p.is_file() and not p.name.startswith(".lock"))
    return frozenset(
        (p.relative_to(folder).as_posix(), p.stat().st_size)
        for p in files
        if not p.name.startswith("chroma.sqlite3")
    )


def stage(index: Path, corpus: Path, before: tuple[frozenset, frozenset, str | None]) -> str:
    """How far a process came that was killed: the last of ``STAGES`` that it reached.

    Args:
        index: the folder of the index.
        corpus: the folder of documents.
        before: ``tree`` of each, and the generation that was served.
    """
    from askreviews.indexing.generations import current_name, read_manifest

    if current_name(index) != before[2]:
        return STAGES[4]
    named = read_manifest(index).segments
    fresh = [p for p in (index / "segments").iterdir() if p.name not in named]
    if any((folder / "whole.json").is_file() for folder in fresh):
        return STAGES[3]
    if fresh or tree(index) != before[0]:
        return STAGES[2]
    return STAGES[1] if tree(corpus) != before[1] else STAGES[0]
