"""Three servers and one writer over one Chroma server that is killed, paused and restarted.

    python benchmarks/chroma_server.py [--rounds 4] [--index FOLDER]

Serves ``corpus/`` from a temporary folder by three ``askreviews serve`` processes that share an
index and a Chroma server, all on loopback. Each is asked, one question after the other with half a
second between, what of ``evals/starter.jsonl`` it answered with the gold sentence at first.
Meanwhile this process adds and removes documents, and the Chroma server is killed (SIGKILL), hung
(SIGSTOP) or restarted at once, often in the midst of a write. Counted are:

- wrong answers: without the gold sentence and not marked as found by words alone; to another
  question asked at the time; with a sentence of a document removed more than 5 s before;
- lost writes: what ended well, and what it added is not held at the end;
- how long after the index changed a question was last asked that was answered as before, by any of
  the three (and how long until all three had answered as after).

Exits with 1 where any of the bars is missed.
"""

from __future__ import annotations

import argparse
import html
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

from askreviews import Library, Settings
from askreviews.answering.notices import BY_WORDS
from askreviews.errors import AskReviewsError

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))
from chroma_process import ChromaProcess  # noqa: E402
from ports import free_port  # noqa: E402

SERVERS, QUESTIONS = 3, 12
AGREE_WITHIN_S = 5.0
STARTS_WITHIN_S = 300
_BETWEEN_S = 0.5
THINGS = ("kill", "pause", "restart")


@dataclass
class Asked:
    """One answer: what was asked, what came, and when it was asked for."""

    question: str
    gold: str
    text: str
    began: float
    took: float
    error: str = ""

    @property
    def marked(self) -> bool:
        """Whether it says that it was found by words alone."""
        return BY_WORDS in self.text


@dataclass(frozen=True)
class Seen:
    """Seconds from a change to the last question answered as before, and to all answered right."""

    stale: float
    right: float


@dataclass
class Server:
    """One ``askreviews serve``, asked as a browser asks it."""

    port: int
    process: subprocess.Popen[bytes]
    asked: list[Asked] = field(default_factory=list)
    _box: Any = None

    def wait(self) -> None:
        """Until it serves its page."""
        ends = time.monotonic() + STARTS_WITHIN_S
        while time.monotonic() < ends:
            try:
                config = self._get("config").json()
            except httpx.HTTPError:
                time.sleep(0.5)
                continue
            box = next(
                c["id"] for c in config["components"] if c["props"].get("label") == "Your question"
            )
            submitted = (
                d for d in config["dependencies"] if [box, "submit"] in map(list, d["targets"])
            )
            self._box = box, next(submitted)
            return
        raise SystemExit("A server did not start.")

    def ask(self, question: str, gold: str) -> Asked:
        """The answer as the page shows it, without its markup's characters."""
        began, clock = time.monotonic(), time.monotonic
        session = uuid.uuid4().hex
        box, submit = self._box
        data = [question if i == box else None for i in submit["inputs"]]
        body = {"session_hash": session, "fn_index": submit["id"], "data": data}
        shown, error = "", ""
        try:
            reply = httpx.post(self._at("gradio_api/queue/join"), json=body, timeout=60)
            reply.raise_for_status()
            events = self._get(f"gradio_api/queue/data?session_hash={session}").text
            last = [json.loads(x[6:]) for x in events.splitlines() if x.startswith("data: ")]
            done = next(m for m in last if m["msg"] == "process_completed")
            shown = html.unescape(json.dumps(done["output"]["data"], ensure_ascii=False))
            error = "" if done["success"] else "it failed"
        except (httpx.HTTPError, StopIteration, ValueError) as fault:
            error = repr(fault)
        return Asked(question, gold, shown.replace('\\"', '"'), began, clock() - began, error)

    def _at(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"

    def _get(self, path: str) -> httpx.Response:
        return httpx.get(self._at(path), timeout=60)


@dataclass
class Writes:
    """Documents added and removed; ``gone`` has when each sentence stopped being held."""

    folder: Path
    library: Library
    held: dict[str, str] = field(default_factory=dict)
    gone: dict[str, float] = field(default_factory=dict)
    done: int = 0
    refused: list[str] = field(default_factory=list)

    def add(self, number: int) -> tuple[str, str] | None:
        """Add a document of its own; the question about it and the sentence that answers it."""
        name = f"Child QX{number}"
        said = f"{name} was seen at the marina by a lifeguard called the harbour warden {number}."
        path = self.folder / f"qx{number}.md"
        path.write_text(f"# Serious case review: {name}\n\n## Learning\n\n{said}\n")
        if not self._done(lambda: self.library.add([path])):
            return None
        self.held[name] = said
        return f"Who saw {name} at the marina?", said

    def remove(self, name: str) -> bool:
        """Remove one of those; whether that was done."""
        number = name.removeprefix("Child QX")
        if not self._done(lambda: self.library.remove([f"added/qx{number}.md"])):
            return False
        self.gone[self.held.pop(name)] = time.monotonic()
        return True

    def _done(self, write: Callable[[], Any]) -> bool:
        try:
            write()
        except AskReviewsError as error:
            self.refused.append(str(error))
            return False
        self.done += 1
        return True


def main() -> int:
    given = argparse.ArgumentParser(description=__doc__)
    given.add_argument("--rounds", type=int, default=4, help="of a kill, a pause and a restart")
    given.add_argument("--index", type=Path, help="an index of corpus/ to begin with")
    options = given.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # so that all processes are ended
    with tempfile.TemporaryDirectory() as folder:
        return _run(Path(folder), options.rounds, options.index)


def _run(folder: Path, rounds: int, index: Path | None) -> int:
    shutil.copytree(ROOT / "corpus", folder / "corpus")
    if index:
        shutil.copytree(index, folder / "index")
    chroma = ChromaProcess(folder / "chroma")
    chroma.start()
    environment = {
        **os.environ,
        "ASKREVIEWS_CORPUS": str(folder / "corpus"),
        "ASKREVIEWS_INDEX": str(folder / "index"),
        "ASKREVIEWS_DATA": str(folder / "data"),
        "ASKREVIEWS_CHROMA_URL": chroma.url,
        "OMP_NUM_THREADS": "1",
        "OMP_WAIT_POLICY": "passive",
    }
    settings = Settings(
        corpus=folder / "corpus",
        index=folder / "index",
        data=folder / "data",
        chroma_url=chroma.url,
    )
    library = Library.open(settings.corpus, settings.index, settings)
    writes = Writes(folder, library)
    began = time.monotonic()
    print(library.index(progress=True).sentence())
    print(f"indexed, and moved to the Chroma server, in {time.monotonic() - began:.0f} s")
    servers = [_serve(folder, environment) for _ in range(SERVERS)]
    stop = threading.Event()
    try:
        for server in servers:
            server.wait()
        known = _known(servers[0])
        print(f"{len(known)} questions; {SERVERS} servers; {rounds} rounds of {', '.join(THINGS)}")
        askers = [threading.Thread(target=_keep_asking, args=(s, known, stop)) for s in servers]
        for asker in askers:
            asker.start()
        agreed = [_change(writes, servers, number) for number in range(2)]
        for number in range(rounds * len(THINGS)):
            agreed.append(_trouble(chroma, writes, servers, number))
        stop.set()
        for asker in askers:
            asker.join()
        print(f"memory: {_memory([s.process.pid for s in servers])} MB each serve, "
              f"{_memory([chroma.pid])} MB the Chroma server")  # fmt: skip
        return _report(servers, writes, known, [s for seen in agreed for s in seen])
    finally:
        stop.set()
        for server in servers:
            server.process.send_signal(signal.SIGTERM)
        for server in servers:
            server.process.wait()
        chroma.kill()


def _serve(folder: Path, environment: dict[str, str]) -> Server:
    port = free_port()
    command = [sys.executable, "-m", "askreviews.cli", "serve", "--port", str(port)]
    with (folder / f"serve-{port}.log").open("wb") as log:
        return Server(port, subprocess.Popen(command, env=environment, cwd=folder, stderr=log))


def _known(server: Server) -> list[tuple[str, str]]:
    """Questions whose gold sentence the server shows when all is well, with it."""
    lines = (ROOT / "evals" / "starter.jsonl").read_text("utf-8").splitlines()
    rows = [row for row in map(json.loads, lines) if row.get("gold") and not row.get("history")]
    found: list[tuple[str, str]] = []
    for row in rows:
        gold = row["gold"][0]["quote"]
        other = any(gold in said or said in gold for _, said in found)
        if not other and gold in server.ask(row["question"], gold).text:
            found.append((row["question"], gold))
        if len(found) == QUESTIONS:
            break
    return found


def _keep_asking(server: Server, known: list[tuple[str, str]], stop: threading.Event) -> None:
    order = random.Random(server.port)
    while not stop.is_set():
        server.asked.append(server.ask(*order.choice(known)))
        time.sleep(_BETWEEN_S)


def _change(writes: Writes, servers: list[Server], number: int) -> list[Seen]:
    """Add a document, and remove the one before; when each was seen everywhere."""
    seen = []
    added, at = _when_changed(writes, lambda: writes.add(number))
    if added:
        question, said = added
        seen.append(_seen(servers, question, at, lambda text: said in text))
    names = list(writes.held)[:-1]
    if number % 2 and names:
        said = writes.held[names[0]]
        removed, at = _when_changed(writes, lambda: writes.remove(names[0]))
        if removed:
            question = f"Who saw {names[0]} at the marina?"
            seen.append(_seen(servers, question, at, lambda text: said not in text))
    return seen


def _when_changed(writes: Writes, change: Any) -> tuple[Any, float]:
    """What a change gives, and when the index first was another one."""
    pointer = writes.folder / "index" / "CURRENT"
    before, at, over = pointer.read_text(), [0.0], threading.Event()

    def watch() -> None:
        while not over.is_set():
            if pointer.read_text() != before:
                at[0] = time.monotonic()
                return
            time.sleep(0.005)

    watcher = threading.Thread(target=watch)
    watcher.start()
    given = change()
    over.set()
    watcher.join()
    return given, at[0] or time.monotonic()


def _seen(servers: list[Server], question: str, at: float, fits: Callable[[str], bool]) -> Seen:
    """When the servers answer as they should, each asked without pause until it does."""
    stale, right = [0.0] * len(servers), [float("inf")] * len(servers)

    def watch(place: int) -> None:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            answer = servers[place].ask(question, "")
            if not answer.error and fits(answer.text):
                right[place] = answer.began + answer.took - at
                return
            stale[place] = answer.began - at

    watchers = [threading.Thread(target=watch, args=(place,)) for place in range(len(servers))]
    for watcher in watchers:
        watcher.start()
    for watcher in watchers:
        watcher.join()
    return Seen(max(stale), max(right))


def _trouble(
    chroma: ChromaProcess, writes: Writes, servers: list[Server], number: int
) -> list[Seen]:
    """Do something to the Chroma server in the midst of a write, then mend it, then write again."""
    what = THINGS[number % len(THINGS)]
    before = writes.done
    first, second = 100 + 2 * number, 101 + 2 * number
    writer = threading.Thread(target=writes.add, args=(first,))
    writer.start()
    time.sleep(random.Random(number).uniform(0, 15))
    if what == "pause":
        chroma.pause()
        time.sleep(8)
        chroma.resume()
    else:
        chroma.kill()
        time.sleep(0 if what == "restart" else 8)
        chroma.start()
    writer.join()
    during = "went on" if writes.done > before else "was refused"
    time.sleep(3)
    seen = _change(writes, servers, second)
    print(f"{what}: the write under way {during}; then seen everywhere after "
          f"{', '.join(f'{s.right:.1f} s' for s in seen)}", flush=True)  # fmt: skip
    return seen


def _memory(processes: list[int]) -> str:
    """What processes hold of the memory by themselves, in megabytes (Linux)."""
    told = []
    for process in processes:
        status = Path(f"/proc/{process}/status").read_text()
        told.append(int(status.partition("RssAnon:")[2].split()[0]) // 1024)
    return ", ".join(map(str, told))


def _report(
    servers: list[Server], writes: Writes, known: list[tuple[str, str]], agreed: list[Seen]
) -> int:
    asked = [a for server in servers for a in server.asked]
    wrong = [a for a in asked if not a.error and _is_wrong(a, known, writes)]
    failed = [a for a in asked if a.error]
    lost = [
        name for name, said in writes.held.items()
        if any(said not in s.ask(f"Who saw {name} at the marina?", said).text for s in servers)
    ]  # fmt: skip
    marked = [a for a in asked if a.marked]
    golden = sum(a.gold in a.text for a in marked)
    times = sorted(a.took for a in asked)
    p50, p95 = statistics.median(times), times[int(0.95 * len(times))]
    print(f"answers: {len(asked)}, of which {len(marked)} marked as found by words alone "
          f"({golden} with the gold sentence)")  # fmt: skip
    print(f"time: median {p50:.2f} s, p95 {p95:.2f} s, longest {times[-1]:.2f} s")
    print(f"wrong answers: {len(wrong)}; errors: {len(failed)}")
    for a in (*wrong, *failed)[:5]:
        print(f"  {a.question!r}: {a.error or a.text[-300:]}")
    print(f"writes done: {writes.done}; lost: {len(lost)}; refused: {len(writes.refused)}")
    for sentence in dict.fromkeys(writes.refused):
        print(f"  {sentence}")
    stale, right = [s.stale for s in agreed], [s.right for s in agreed]
    late = sum(not s.stale <= AGREE_WITHIN_S or s.right == float("inf") for s in agreed)
    print(f"{len(agreed)} changes: last answered as before by a question asked {max(stale):.1f} s "
          f"after it at most; answered as after by all {SERVERS} in {max(right):.1f} s at most, "
          f"median {statistics.median(right):.1f} s")  # fmt: skip
    return int(bool(wrong or failed or lost or late))


def _is_wrong(a: Asked, known: list[tuple[str, str]], writes: Writes) -> bool:
    others = [question for question, _ in known if question != a.question]
    crossed = a.question not in a.text or any(question in a.text for question in others)
    removed = any(
        said in a.text and a.began > at + AGREE_WITHIN_S for said, at in writes.gone.items()
    )
    return crossed or removed or (a.gold not in a.text and not a.marked)


if __name__ == "__main__":
    sys.exit(main())
