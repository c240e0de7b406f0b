"""Put questions to llama.cpp's own server with a tiny random model: of its nonsense nothing shows.

It needs llama-cpp-python, which compiles for some minutes and is best kept apart:

    python -m venv /tmp/llama && /tmp/llama/bin/pip install 'llama-cpp-python[server]'
    askreviews index && python benchmarks/llama_cpp.py --python /tmp/llama/bin/python

Prints what became of each question; exit 1 if a sentence of the model was shown, or a question took
longer than its limit and a second.
"""

from __future__ import annotations

import argparse
import json
import logging
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tiny_gguf import write_model

from askreviews import Assistant, Settings

_STARTS_WITHIN_S = 120
_LIMIT_S = 30


def main() -> int:
    args = _arguments()
    logging.basicConfig(level=logging.WARNING, format="  %(message)s")
    lines = args.questions.read_text("utf-8").splitlines()
    questions = [json.loads(line)["question"] for line in lines if line.strip()][: args.limit]
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "tiny.gguf"
        write_model(model)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        command = [args.python, "-m", "llama_cpp.server", "--model", str(model), "--n_ctx", "32768"]
        with (
            (Path(folder) / "log").open("w+b") as log,
            subprocess.Popen(
                [*command, "--port", str(port)], stdout=log, stderr=subprocess.STDOUT
            ) as server,
        ):
            try:
                if not _answers(port, server):
                    log.seek(0)
                    sys.exit(f"llama.cpp's server did not start:\n{log.read().decode()}")
                return _ask_all(questions, args.index, port)
            finally:
                server.terminate()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--python", default=sys.executable, help="one that has llama-cpp-python")
    parser.add_argument("--questions", type=Path, default=Path("evals/starter.jsonl"))
    parser.add_argument("--index", type=Path, default=Path("index"))
    parser.add_argument("--limit", type=int, default=20, help="questions at most")
    return parser.parse_args()


def _answers(port: int, server: subprocess.Popen[bytes]) -> bool:
    until = time.monotonic() + _STARTS_WITHIN_S
    while time.monotonic() < until and server.poll() is None:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


def _ask_all(questions: list[str], index: Path, port: int) -> int:
    settings = Settings(
        llm_base_url=f"http://127.0.0.1:{port}/v1", llm_model="tiny", llm_timeout=_LIMIT_S
    )
    assistant = Assistant.open(index, settings)
    assistant.warm_up()
    shown = slow = 0
    ended: Counter[str] = Counter()
    for question in questions:
        began = time.perf_counter()
        answer = assistant.ask(question)
        took = time.perf_counter() - began
        slow += took > _LIMIT_S + 1
        shown += sum(statement.kind == "generated" for statement in answer.statements)
        ended[answer.fallback or f"{answer.status}, the model was not asked"] += 1
        print(f"{took:6.1f} s  {answer.withheld:2d} withheld  {answer.status:9s}  {question}")
    for reason, count in ended.most_common():
        print(f"{count:4d}  {reason}")
    print(f"{shown} sentences of the model shown, {slow} answers later than the limit and a second")
    return int(bool(shown or slow))


if __name__ == "__main__":
    sys.exit(main())
