"""A small collection of invented notes; each version of each note has a word of its own in it."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

MARK = re.compile(r"\bquill[0-9]{5}\b")
AGENCIES = ("midwife", "school nurse", "housing officer", "health visitor", "police officer")
ANIMALS = ("heron", "otter", "badger", "kestrel", "lapwing", "curlew", "dormouse", "plover")
FIRST = 6
STATED = "publisher: Saltmarsh {mark}\n"


def words(mark: str, chance: random.Random) -> str:
    """A note with a mark in each of its sentences."""
    agency, animal = chance.choice(AGENCIES), chance.choice(ANIMALS)
    return (
        f"# Review {mark}\n\n## Findings\n\n"
        f"- The {animal} project {mark} was visited twice by the {agency}.\n"
        f"- Nobody wrote down what the {agency} had said about {mark}.\n\n"
        "## Recommendations\n\n"
        f"- What is known of {mark} should be shared with every agency by spring.\n"
    )


@dataclass
class World:
    """A corpus and its index, and what must be in them.

    ``held`` gives the mark of each document by its id, ``stated`` names those with a side-car;
    ``gone`` are marks of what was removed or replaced: nothing may show them any more.
    """

    root: Path
    chance: random.Random
    held: dict[str, str] = field(default_factory=dict)
    stated: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    marks: int = 0

    @property
    def corpus(self) -> Path:
        """The folder of documents."""
        return self.root / "corpus"

    @property
    def index(self) -> Path:
        """The folder of the index."""
        return self.root / "index"

    def text(self) -> tuple[str, str]:
        """A new mark, and a note that has it."""
        self.marks += 1
        mark = f"quill{self.marks:05}"
        return mark, words(mark, self.chance)

    def write(self, document_id: str) -> None:
        """Write a note into the corpus by hand, over the one that is there."""
        mark, text = self.text()
        path = self.corpus / document_id
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        if document_id in self.stated:  # else its side-car would say the mark that is gone
            beside = path.with_name(f"{path.name}.meta.yaml")
            beside.write_text(STATED.format(mark=mark), "utf-8")
        if document_id in self.held:
            self.gone.append(self.held[document_id])
        self.held[document_id] = mark

    def write_new(self) -> None:
        """Write a new note, or as many as there were at the beginning and one."""
        while True:
            self.write(f"note-{self.marks}.md")
            if len(self.held) > FIRST:
                return

    def delete(self, document_id: str) -> None:
        """Delete a note by hand."""
        (self.corpus / document_id).unlink()
        (self.corpus / f"{document_id}.meta.yaml").unlink(missing_ok=True)
        self.stated.discard(document_id)
        self.gone.append(self.held.pop(document_id))

    def found(self) -> dict[str, str]:
        """The mark of each document that stands in the corpus."""
        paths = (p for p in self.corpus.rglob("*.md") if ".removed" not in p.parts)
        notes = (p for p in paths if not p.name.startswith("."))
        return {p.relative_to(self.corpus).as_posix(): mark_in(p.read_text("utf-8")) for p in notes}

    def set_aside(self) -> set[str]:
        """The marks of what stands in ``.removed``."""
        return {mark_in(p.read_text("utf-8")) for p in (self.corpus / ".removed").rglob("*.md")}


def mark_in(text: str) -> str:
    """The one mark of a note, or its marks where it is none of ours any more."""
    return " ".join(sorted({*MARK.findall(text)}))


@dataclass
class Change:
    """One operation on a world.

    ``new`` is what is held once it is done, ``aside`` the marks that are then in ``.removed``,
    ``files`` whether the corpus changes, too, while it is done.
    """

    work: Callable[[], object]
    old: dict[str, str]
    new: dict[str, str]
    stated: set[str]
    aside: set[str] = field(default_factory=set)
    files: bool = False


def first(world: World) -> None:
    """Write the documents that are there at the beginning."""
    for number in range(FIRST):
        world.write(f"note-{number}.md")


def prepared(world: World, kind: str, run: Callable[[Callable[[], object]], object]) -> Change:
    """Make an operation ready; ``run`` does what is to be done before, in a process apart."""
    return _KINDS[kind](world, run)


def _library(world: World):
    from askreviews import Library, Settings

    return Library.open(world.corpus, world.index, Settings(data=world.root / "data"))


def _add(world: World, _run) -> Change:
    """Add a note with a side-car: one time in three it replaces one that is there."""
    added = [name for name in world.held if name.startswith("added/")]
    again = added and world.chance.random() < 1 / 3
    name = world.chance.choice(added) if again else f"added/added-{world.marks}.md"
    mark, text = world.text()
    desk = world.root / "desk"
    shutil.rmtree(desk, ignore_errors=True)
    desk.mkdir()
    given = desk / Path(name).name
    given.write_text(text, "utf-8")
    (desk / f"{given.name}.meta.yaml").write_text(STATED.format(mark=mark), "utf-8")
    return Change(
        lambda: _library(world).add([given]), dict(world.held), world.held | {name: mark},
        world.stated | {name}, {world.held[name]} if again else set(), files=True,
    )  # fmt: skip


def _remove(world: World, _run) -> Change:
    """Remove two documents, if possible ones that were added."""
    order = sorted(world.held, key=lambda name: (name not in world.stated, world.chance.random()))
    names = order[:2]
    new = {name: mark for name, mark in world.held.items() if name not in names}
    return Change(
        lambda: _library(world).remove(names), dict(world.held), new,
        world.stated - set(names), {world.held[name] for name in names}, files=True,
    )  # fmt: skip


def _index(world: World, _run) -> Change:
    """Index a folder in which one file was changed, one deleted and one is new."""
    old = dict(world.held)
    changed, deleted = world.chance.sample(sorted(world.held), 2)
    world.write(changed)
    world.delete(deleted)
    world.write_new()
    return Change(lambda: _library(world).index(), old, dict(world.held), set(world.stated))


def _rebuild(world: World, _run) -> Change:
    return Change(
        lambda: _library(world).index(rebuild=True), dict(world.held), dict(world.held),
        set(world.stated),
    )  # fmt: skip


def _merge(world: World, run) -> Change:
    """Merge segments of which one holds what was removed and others are small."""
    from askreviews.indexing.generations import writing
    from askreviews.indexing.merging import merge_what_is_due

    def build() -> None:
        from askreviews import Settings
        from askreviews.indexing.builder import build
        from askreviews.indexing.embedding import Encoder
        from askreviews.reading.isolated import Reader
        from askreviews.reading.limits import Limits

        with writing(world.index), Reader(Limits()) as reader:
            encoder = Encoder(Settings().embedding_model)
            build(world.corpus, world.index, encoder, reader, rebuild=False, progress=False)

    def merge() -> None:
        with writing(world.index):
            merge_what_is_due(world.index)

    world.write_new()
    world.delete(world.chance.choice(sorted(world.held)))
    run(build)
    return Change(merge, dict(world.held), dict(world.held), set(world.stated))


_KINDS = {"add": _add, "remove": _remove, "index": _index, "rebuild": _rebuild, "merge": _merge}
KINDS = (*_KINDS,)
