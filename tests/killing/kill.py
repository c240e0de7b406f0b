"""One kill after the other, and after each of them everything is looked at."""

from __future__ import annotations

import gc
import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from killing.apart import Server, killed, run
from killing.look import opened, seen, stage, tree
from killing.world import KINDS, Change, World, first, prepared

_ASKED = 2  # marks of what is gone, the last ones


@dataclass
class Tally:
    """What came of the kills of one operation."""

    stages: Counter[str] = field(default_factory=Counter)
    finished: int = 0
    seconds: float = 0
    lost: list[str] = field(default_factory=list)
    unreadable: list[str] = field(default_factory=list)
    cited: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """How many processes were killed."""
        return sum(self.stages.values())

    @property
    def bad(self) -> list[str]:
        """Everything that must not be."""
        return [*self.lost, *self.unreadable, *self.cited, *self.faults]


def load() -> None:
    """Load what each process would otherwise load for itself; Chroma is not opened."""
    import chromadb  # noqa: F401
    import torch
    from llama_index.retrievers.bm25 import BM25Retriever  # noqa: F401
    from llama_index.vector_stores.chroma import ChromaVectorStore  # noqa: F401

    from askreviews import Settings
    from askreviews.indexing.embedding import Encoder
    from askreviews.reading import read
    from askreviews.reading.isolated import Reader

    torch.set_num_threads(1)
    encoder = Encoder(Settings().embedding_model)
    encoder.warm_up()
    loaded, stamp = encoder._model, encoder.stamp
    Encoder._model = property(lambda _: loaded)  # every process has this one, and loads none
    Encoder.stamp = property(lambda _: stamp)
    # Reading changes nothing on the disk; a process for it would take longer than all the rest.
    Reader.read = lambda reader, path, name: read(path, name, reader.limits.max_bytes)
    gc.freeze()  # forked processes share what they do not touch


class Killing:
    """A world in which every operation is killed, time and again."""

    def __init__(self, root: Path, seed: int) -> None:
        self.chance = random.Random(seed)
        self.world = World(root, self.chance)
        self.tallies = {kind: Tally() for kind in KINDS}
        self._lasts: dict[str, tuple[float, int]] = {}
        first(self.world)
        run(lambda: _library(self.world).index())
        index = self.world.index
        self.server = Server(lambda: _serving(index))
        for kind in KINDS:  # to its end, to learn how long it takes
            self._once(kind, 0, 0)

    def kill(self, kills: int) -> Iterator[str]:
        """Kill one operation after the other, so many times; gives its name after each kill."""
        for kind in islice(cycle(KINDS), kills):
            wanted = self.tallies[kind].kills + 1
            while self.tallies[kind].kills < wanted:
                seconds, steps = self._lasts[kind]
                by_clock = self.chance.random() < 1 / 2
                self._once(
                    kind,
                    self.chance.uniform(0.001, seconds) if by_clock else 0,
                    0 if by_clock else self.chance.randint(1, steps),
                )
            yield kind

    def _once(self, kind: str, after_s: float, at_step: int) -> None:
        """Do an operation, kill it then, and look at everything before and after a restart."""
        world, tally = self.world, self.tallies[kind]
        change = prepared(world, kind, run)
        from askreviews.indexing.generations import current_name

        before = tree(world.index), tree(world.corpus), current_name(world.index)
        ended = killed(change.work, world.root, after_s=after_s, at_step=at_step)
        where = f"{kind}, after {after_s:.3f} s" if after_s else f"{kind}, at step {at_step}"
        if ended.killed:
            tally.stages[stage(world.index, world.corpus, before)] += 1
        else:
            self._lasts[kind] = ended.seconds, ended.steps
            tally.finished += 1
        tally.seconds += ended.seconds
        asked = world.gone[-1:]
        look: Callable = lambda: seen(opened(world.index), asked)  # noqa: E731
        for who, see in (("restarted", lambda: run(look)), ("serving", lambda: self._ask(asked))):
            self._check(tally, f"{where}, {who}", see, change.old, change.new)
        self._settle(tally, where, change)

    def _ask(self, asked: list[str]) -> object:
        return self.server.ask(asked)

    def _settle(self, tally: Tally, where: str, change: Change) -> None:
        """Start again, as ``serve`` does, and see that all is there, in one state or the other."""
        from askreviews.indexing.generations import current_name

        world = self.world
        served = current_name(world.index)
        try:
            run(lambda: _library(world).index())
        except AssertionError as error:
            tally.unreadable.append(f"{where}: it cannot be indexed again: {error}")
            return
        found = world.found()
        done = found == change.new
        if not done and not (change.files and found == change.old):
            tally.lost.append(f"{where}: {sorted(found.items())} for {sorted(change.new.items())}")
        if done:
            world.stated = change.stated
            if not change.aside <= world.set_aside():
                tally.lost.append(f"{where}: what was replaced or removed is not in .removed")
            world.gone += [m for m in change.old.values() if m not in change.new.values()
                           and m not in world.gone]  # fmt: skip
        world.held = found
        self._files(tally, where)
        if current_name(world.index) == served:
            return
        asked = world.gone[-_ASKED:]
        look: Callable = lambda: seen(opened(world.index), asked)  # noqa: E731
        self._check(tally, f"{where}, afterwards", lambda: run(look), found, found)
        self._check(tally, f"{where}, serving on", lambda: self._ask(asked), found, found)

    def _files(self, tally: Tally, where: str) -> None:
        """Side-cars stand by their documents, nothing passing is left, nor what was removed."""
        world = self.world
        ending = ".meta.yaml"
        beside = (p for p in world.corpus.rglob(f"*{ending}") if ".removed" not in p.parts)
        there = {p.relative_to(world.corpus).as_posix().removesuffix(ending) for p in beside}
        if there != world.stated:
            tally.faults.append(f"{where}: side-cars of {there}, for {world.stated}")
        tally.faults += (f"{where}: {p} is left" for p in world.corpus.rglob(".askreviews-*"))
        inside = b"".join(p.read_bytes() for p in world.index.rglob("*") if p.is_file())
        left = [mark for mark in world.gone if mark.encode() in inside]
        if left:
            tally.faults.append(f"{where}: {left} can still be read in the index's files")

    def _check(
        self, tally: Tally, where: str, see: Callable, old: dict[str, str], new: dict[str, str]
    ) -> None:
        """Everything is as before the operation or as after it, and nothing gone is shown."""
        try:
            found = see()
        except AssertionError as error:
            tally.unreadable.append(f"{where}: {error}")
            return
        if found.held not in (old, new):
            tally.lost.append(f"{where}: {sorted(found.held.items())}, neither old nor new")
        shown = found.answered & {*self.world.gone} - {*old.values(), *new.values()}
        if shown:
            tally.cited.append(f"{where}: {sorted(shown)} shown, which are gone")


def _library(world: World):
    from askreviews import Library, Settings

    return Library.open(world.corpus, world.index, Settings(data=world.root / "data"))


def _serving(index: Path) -> Callable[[list[str]], object]:
    assistant = opened(index)
    return lambda asked: seen(assistant, asked)
