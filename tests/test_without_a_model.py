"""With no language model configured nothing of one is imported; with one, nothing is looked up."""

import json
import os
import subprocess
import sys

import pytest

import scripted_model as scripts
from commandline import CommandLine, without_settings
from ports import free_port

LOADED = """
import json, sys
from askreviews import Assistant
from askreviews.cli import app
import askreviews.web.server, askreviews.starting
assistant = Assistant.open(sys.argv[1])
answer = assistant.ask("How old was Child K?")
assert answer.model == "extractive" and assistant.language_model is None
print(json.dumps(sorted(sys.modules)))
"""
LOOKED_UP = """
import socket, sys
tried, connect, look_up = [], socket.socket.connect, socket.getaddrinfo
def connecting(self, address):
    tried.append(address)
    return connect(self, address)
def looking_up(host, *given, **named):
    tried.append((host, *given))
    return look_up(host, *given, **named)
socket.socket.connect, socket.getaddrinfo = connecting, looking_up
from askreviews import Assistant
answer = Assistant.open(sys.argv[1]).ask("How old was Child K?")
print(answer.model, *sorted({str(address[0]) for address in tried}))
"""
MISSING = """
import sys
sys.modules["llama_index.llms.openai_like"] = None
from askreviews.cli import main
sys.argv = ["askreviews", "ask", "How old was Child K?", "--index", sys.argv[1]]
main()
"""


def run(program, index, **settings):
    environment = {k: v for k, v in os.environ.items() if not k.startswith("ASKREVIEWS_")}
    return subprocess.run(
        [sys.executable, "-c", program, str(index)],
        capture_output=True, text=True, env=environment | settings, check=False, cwd=index,
    )  # fmt: skip


def test_nothing_of_a_model_is_imported(index_folder):
    ran = run(LOADED, index_folder)
    assert ran.returncode == 0, ran.stderr
    loaded = json.loads(ran.stdout.splitlines()[-1])
    assert "askreviews.answering.answerer" in loaded
    assert [name for name in loaded if "language_model" in name] == []
    assert [name for name in loaded if name.startswith(("openai", "llama_index.llms."))] == []


def test_with_a_model_nobody_else_is_looked_up(index_folder):
    with scripts.serving() as model:
        model.play(scripts.faithful)
        ran = run(
            LOOKED_UP,
            index_folder,
            ASKREVIEWS_LLM_BASE_URL=model.url,
            ASKREVIEWS_LLM_MODEL=scripts.NAME,
        )
    assert ran.stdout.split() == [scripts.NAME, "127.0.0.1"], ran.stderr


def test_a_model_that_is_configured_and_not_installed_is_one_sentence(index_folder):
    ran = run(
        MISSING,
        index_folder,
        ASKREVIEWS_LLM_BASE_URL="http://127.0.0.1:9/v1",
        ASKREVIEWS_LLM_MODEL="small",
    )
    assert ran.returncode == 2
    (said,) = [line for line in ran.stderr.splitlines() if line.startswith("askreviews: ")]
    assert "pip install 'askreviews[llm]'" in said
    assert "Traceback" not in ran.stderr


@pytest.fixture
def configured(monkeypatch):
    without_settings(monkeypatch)
    with scripts.serving() as model:
        monkeypatch.setenv("ASKREVIEWS_LLM_BASE_URL", model.url)
        monkeypatch.setenv("ASKREVIEWS_LLM_MODEL", scripts.NAME)
        model.play(scripts.faithful)
        yield model


def test_the_command_line_writes_and_off_turns_it_off(
    capsys, monkeypatch, configured, index_folder, tmp_path
):
    run = CommandLine(capsys, monkeypatch)
    asking = ("ask", "How old was Child K?", "--index", index_folder, "--json")
    assert run(*asking).json["model"] == scripts.NAME
    configured.asked.clear()
    assert run(*asking, "--llm", "off").json["model"] == "extractive"
    questions, out = tmp_path / "q.jsonl", tmp_path / "a.jsonl"
    questions.write_text('{"id": "a", "question": "How old was Child K?"}\n', "utf-8")
    run("batch", questions, "--out", out, "--index", index_folder, "--llm", "off")
    run("eval", questions, "--index", index_folder, "--llm", "off")
    assert configured.asked == []
    run("batch", questions, "--out", out, "--index", index_folder)
    assert json.loads(out.read_text("utf-8"))["model"] == scripts.NAME


def test_eval_reports_on_the_model(capsys, monkeypatch, configured, index_folder, tmp_path):
    run = CommandLine(capsys, monkeypatch)
    questions, saved = tmp_path / "q.jsonl", tmp_path / "run.json"
    questions.write_text('{"id": "a", "question": "How old was Child K?"}\n', "utf-8")

    def half_wrong(asked):
        wrong = [("Child K was 9 years old.", [1])]
        return scripts.as_json(wrong if asked.again else scripts.faithful_sentences(asked) + wrong)

    configured.play(half_wrong)
    ran = run("eval", questions, "--index", index_folder, "--json", saved)
    assert ran.code == 0
    told = json.loads(saved.read_text("utf-8"))
    figures = {m["name"]: m["value"] for m in (*told["metrics"], *told["latency_ms"])}
    assert 0 < figures["withheld_sentence_rate"] <= 0.5
    assert figures["unsupported_sentence_rate"] == 0
    assert figures["fallback_rate"] == 0
    assert figures["latency_model_median"] > 0
    assert told["model"] == scripts.NAME
    assert scripts.NAME in told["settings"]["language_model"]


def test_start_refuses_an_address_elsewhere_in_one_sentence(
    capsys, monkeypatch, configured, index_folder
):
    run = CommandLine(capsys, monkeypatch)
    monkeypatch.setenv("ASKREVIEWS_LLM_BASE_URL", "https://llm.example.org/v1")
    refused = run.refused("ask", "How old was Child K?", "--index", index_folder)
    assert "ASKREVIEWS_LLM_REMOTE" in refused
    assert run("ask", "How old was Child K?", "--index", index_folder, "--llm", "off").code == 0
    assert "ASKREVIEWS_LLM_REMOTE" in run.refused("serve", "--port", free_port())
    assert configured.asked == []
