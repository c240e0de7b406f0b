"""The route of reports: of runs saved alone, whatever is asked of it."""

import json

import pytest
from fastapi.testclient import TestClient

from askreviews import Settings
from askreviews.evaluation.bench import Bench
from askreviews.web.evaluate.reports import address
from askreviews.web.offers import Offers
from askreviews.web.server import application

QUESTION = {"id": "<i>q1</i>", "question": "Which hospital treated Child N?", "answerable": False}


@pytest.fixture(scope="module")
def bench(assistant, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bench")
    (folder / "evals").mkdir()
    (folder / "evals" / "my set.jsonl").write_text(json.dumps(QUESTION), "utf-8")
    bench = Bench.of(assistant, Settings(corpus=folder / "corpus", data=folder / "data"))
    for _ in range(2):
        assert list(bench.open("my set.jsonl").run()) == [1]
    return bench


@pytest.fixture(scope="module")
def client(assistant, bench):
    with TestClient(application(assistant, Offers(bench=bench))) as client:
        yield client


@pytest.fixture(scope="module")
def runs(bench):
    return [run_id for _, run_id in bench.runs("my set.jsonl")]


def test_a_report_is_served_whole_and_not_kept(client, runs):
    reply = client.get(address(runs[0], None))
    assert reply.status_code == 200
    assert reply.headers["content-type"].startswith("text/html")
    assert reply.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in reply.headers["content-security-policy"]
    assert "1 of 1 questions" in reply.text
    assert "&lt;i&gt;q1" in reply.text
    assert "default-src 'none'" in reply.text
    assert " src=" not in reply.text


def test_a_report_compares_with_a_former_run(client, runs):
    assert "Against the former run" in client.get(address(*runs)).text
    assert "Against the former run" not in client.get(address(runs[0], None)).text


@pytest.mark.parametrize(
    "asked", ["", "?run=", "?run=my-set", "?run=../my-set/20261121T154805Z", "?run=%00&former=x"]
)
def test_what_is_not_saved_is_a_sentence(client, asked):
    reply = client.get(f"/evaluation-report{asked}")
    assert reply.status_code == 404
    assert reply.text == "This run is no longer saved; choose another, or run the set."


def test_a_former_run_that_is_gone_is_a_sentence(client, runs):
    reply = client.get(address(runs[0], "my-set/20200101T000000Z"))
    assert (reply.status_code, reply.headers["cache-control"]) == (404, "no-store")


def test_nothing_pressed_on_the_page_is_a_public_interface(client):
    calls = client.get("/config").json()["dependencies"]
    assert not [call for call in calls if call["api_visibility"] == "public"]
