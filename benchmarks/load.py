"""Many conversations at once with a running server: errors, crossed answers, how long each waits.

    python benchmarks/load.py evals/starter.jsonl --index index [--conversations 50] [--minutes 5]

Half of the conversations go on in the page, by the requests that it makes, half by the HTTP API.
Each asks, reads for a while (exponential, `--reads` seconds in the mean) and asks again; by the API
every third time with a question before it. Each looks at what it gets: by the API the answer must
bear its own id and say what the same question got alone before; in the page the conversation must
hold its own questions in their order, nobody else's, and to its first question the same quotations.
Exit 1 where one doesn't, or where the API's 95th percentile is over the bar.

The page brings what stands around an answer too, and is drawn anew as it comes; its times are to
the end of that. Memory is the server's, as it tells in /metrics, before and after.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import random
import re
import sys
import time
import uuid
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from html import escape, unescape
from pathlib import Path
from typing import Any

import httpx
import numpy as np
from served import Served, served

from askreviews.evaluation.questions import load_questions

_LONGEST_S = 120
_BAR_MS = 1500
_WARM_UP = 8
_HISTORY_EVERY = 3
_TOLD = re.compile(r'id="question-\d+"[^>]*><span[^>]*>You asked: </span>(.*?)</h2>', re.DOTALL)


@dataclass
class Seen:
    """What came of it."""

    api_ms: list[float] = field(default_factory=list)
    page_ms: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    crossed: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Load:
    """One run: which server, which questions, until when, how long people read."""

    server: Served
    questions: Sequence[str]
    until: float
    reads: float
    seen: Seen
    alone: dict[tuple[str, ...], str]


def main() -> None:
    """Run it and print what came of it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("set", type=Path)
    parser.add_argument("--corpus", type=Path, default=Path("corpus"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--conversations", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--reads", type=float, default=15, help="seconds, in the mean")
    parser.add_argument("--questions", type=int, default=60, help="different ones")
    given = parser.parse_args()
    asked = [q.question for q in load_questions(given.set).questions][: given.questions]
    with served(given.corpus, given.index, max_per_minute=0) as server:
        print(f"{_megabytes(server):.0f} MB at the start", flush=True)
        seen = asyncio.run(_run(server, asked, given))
        print(f"{_megabytes(server):.0f} MB at the end")
    sys.exit(_report(seen, given))


async def _run(server: Served, asked: Sequence[str], given: argparse.Namespace) -> Seen:
    alone: dict[tuple[str, ...], str] = {}
    async with _client(server) as client:
        for number, question in enumerate(asked):
            before = asked[number - 1]
            for history in ([], [before]):
                answer = await _ask(client, question, history, "alone")
                alone[(*history, question)] = _said(answer)
    print(f"{len(alone)} answers known", flush=True)
    until = time.monotonic() + given.minutes * 60
    load = Load(server, asked, until, given.reads, Seen(), alone)
    ways = (_by_api, _in_page)
    await asyncio.gather(
        *(_guarded(ways[n % 2], load, random.Random(n)) for n in range(given.conversations))
    )
    return load.seen


async def _guarded(
    way: Callable[[Load, random.Random], Awaitable[None]], load: Load, chance: random.Random
) -> None:
    await asyncio.sleep(chance.uniform(0, load.reads))  # people do not begin all at once
    while time.monotonic() < load.until:
        try:
            await way(load, chance)
        except Exception as error:  # counted, and the others go on
            load.seen.errors.append(f"{way.__name__}: {type(error).__name__}: {error}")


async def _by_api(load: Load, chance: random.Random) -> None:
    async with _client(load.server) as client:
        for turn in range(1_000_000):
            if time.monotonic() > load.until:
                return
            number = chance.randrange(len(load.questions))
            question = load.questions[number]
            history = [load.questions[number - 1]] if turn % _HISTORY_EVERY == 2 else []  # noqa: PLR2004
            own = uuid.uuid4().hex
            began = time.perf_counter()
            answer = await _ask(client, question, history, own)
            load.seen.api_ms.append((time.perf_counter() - began) * 1000)
            if answer["id"] != own or _said(answer) != load.alone[(*history, question)]:
                load.seen.crossed.append(f"by the API: {question}")
            await asyncio.sleep(chance.expovariate(1 / load.reads))


async def _in_page(load: Load, chance: random.Random) -> None:
    async with _client(load.server) as client:
        page = await _Page.opened(client)
        asked: list[str] = []
        for _ in range(6):
            if time.monotonic() > load.until:
                return
            asked.append(chance.choice(load.questions))
            began = time.perf_counter()
            shown = await page.ask(asked[-1])
            load.seen.page_ms.append((time.perf_counter() - began) * 1000)
            told = [_plain(each) for each in _TOLD.findall(shown)]
            foreign = told != [_plain(escape(each)) for each in asked]
            if foreign or (len(asked) == 1 and not _holds(shown, load.alone[(asked[0],)])):
                load.seen.crossed.append(f"in the page: {asked[-1]}: {told}")
            await asyncio.sleep(chance.expovariate(1 / load.reads))


class _Page:
    """A page that is open, as its scripts know it."""

    def __init__(self, client: httpx.AsyncClient, config: dict[str, Any]) -> None:
        self._client = client
        self._session = uuid.uuid4().hex[:11]
        parts = {p["props"].get("elem_id") or p["props"].get("label"): p["id"]
                 for p in config["components"]}  # fmt: skip
        box = next(
            p["id"] for p in config["components"] if p["props"].get("label") == "Your question"
        )
        event = next(
            e for e in config["dependencies"] if [box, "submit"] in [list(t) for t in e["targets"]]
        )
        self._event, self._inputs, self._box = event["id"], event["inputs"], box
        self._place = event["outputs"].index(parts["ask-transcript"])

    @classmethod
    async def opened(cls, client: httpx.AsyncClient) -> _Page:
        return cls(client, (await client.get("/config")).raise_for_status().json())

    async def ask(self, question: str) -> str:
        """Ask, and give the conversation as it is shown in the end."""
        data = [question if part == self._box else None for part in self._inputs]
        body = {"session_hash": self._session, "fn_index": self._event, "data": data}
        (await self._client.post("/gradio_api/queue/join", json=body)).raise_for_status()
        shown: Any = ""
        url = f"/gradio_api/queue/data?session_hash={self._session}"
        async with self._client.stream("GET", url) as lines:
            async for line in lines.aiter_lines():
                message = json.loads(line.removeprefix("data: ")) if line else {"msg": ""}
                if message["msg"] == "process_generating":
                    shown = _changed(shown, message["output"]["data"][self._place])
                elif message["msg"] == "process_completed":
                    if not message["success"]:
                        raise RuntimeError(f"the page failed: {message['output']}")
                    break
        if "ask-problem" in str(shown) or "Not finished" in str(shown):
            raise RuntimeError(f"the page says: {re.findall('ask-problem.>(.*?)<', str(shown))}")
        return str(shown)


def _changed(value: Any, told: Any) -> Any:
    """What a part shows after an update: the first is whole, those after it say what changed."""
    if not isinstance(told, list):
        return told if isinstance(told, str) else value
    for action, path, new in told:
        if not path and action == "replace":
            value = new
        elif not path and action == "append":
            value += new
        elif path == ["value"] and isinstance(new, str):
            value = value + new if action == "append" else new
    return value


async def _ask(
    client: httpx.AsyncClient, question: str, history: Sequence[str], own: str
) -> dict[str, Any]:
    sent = {"question": question, "history": list(history), "id": own}
    answer = await client.post("/api/v1/ask", json=sent)
    answer.raise_for_status()
    given: dict[str, Any] = answer.json()
    return given


def _said(answer: dict[str, Any]) -> str:
    """All of an answer but what is of this one asking alone."""
    return json.dumps({k: v for k, v in answer.items() if k not in ("id", "timings_ms")})


def _plain(html: str) -> str:
    """The words of some HTML."""
    return " ".join(unescape(re.sub("<[^>]*>", "", html)).split())


def _holds(shown: str, alone: str) -> bool:
    """Whether the quotations of an answer are all shown."""
    words = _plain(shown)
    quoted = [s["text"] for s in json.loads(alone)["statements"] if s["kind"] == "quote"]
    return all(" ".join(text.split()) in words for text in quoted)


def _client(server: Served) -> httpx.AsyncClient:
    return httpx.AsyncClient(
        base_url=server.address,
        timeout=_LONGEST_S,
        headers={"Authorization": f"Bearer {server.token}", "Cookie": server.cookie},
    )


def _megabytes(server: Served) -> float:
    headers = {"Authorization": f"Bearer {server.token}"}
    told = httpx.get(f"{server.address}/metrics", headers=headers, timeout=60).text
    found = re.search(r"^process_resident_memory_bytes (\S+)$", told, re.MULTILINE)
    return float(found[1]) / 1e6 if found else float("nan")


def _report(seen: Seen, given: argparse.Namespace) -> int:
    print(
        f"{given.conversations} conversations for {given.minutes:g} min, reading "
        f"{given.reads:g} s: {len(seen.api_ms)} answers by the API, {len(seen.page_ms)} in the page"
    )
    for name, times in (("API", seen.api_ms), ("page", seen.page_ms)):
        if times:
            p50, p95, p99 = np.percentile(times, [50, 95, 99])
            print(f"{name}: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms (bar {_BAR_MS})")
    print(f"{len(seen.errors)} errors, {len(seen.crossed)} crossed answers")
    for line in [*seen.errors[:5], *seen.crossed[:5]]:
        print(f"  {line}")
    slow = np.percentile(seen.api_ms or [0], 95) > _BAR_MS
    return 1 if seen.errors or seen.crossed or slow else 0


if __name__ == "__main__":
    main()
