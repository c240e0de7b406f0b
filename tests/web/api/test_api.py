"""The HTTP API, over real HTTP: answers as the command line gives them, refusals as sentences."""

import json

import pytest

from askreviews.retrieval.filters import AGE_BANDS, KEYS
from askreviews.web.access.routes import PROGRAMS
from askreviews.web.api.asked import Filters

QUESTION = "What was recommended for Child N?"
UNLIKE = {"timings_ms", "id"}


@pytest.fixture(scope="module")
def program(site):
    with site.program("reader") as client:
        yield client


def without_times(answer):
    return {key: value for key, value in answer.items() if key not in UNLIKE}


def refused(answer, status):
    """The sentence of a refusal."""
    assert answer.status_code == status, answer.text
    sentence = answer.json()["detail"]
    assert list(answer.json()) == ["detail"]
    assert "\n" not in sentence and sentence.endswith(".")
    return sentence


def test_a_question_is_answered_with_the_answer_json(program, assistant):
    answer = program.post(f"{PROGRAMS}/ask", json={"question": QUESTION, "id": "q7"})
    assert answer.status_code == 200
    given = answer.json()
    assert given["id"] == "q7"
    alone = json.loads(assistant.ask(QUESTION).model_dump_json())
    assert without_times(given) == without_times(alone)
    assert list(given) == list(alone)
    assert given["statements"]
    text = program.get(f"{PROGRAMS}/text", params={"document_id": "child-n.md"}).json()["text"]
    for cited in given["citations"]:
        assert text[cited["start"] : cited["end"]] == cited["quote"]


def test_history_and_filters_are_as_in_a_batch(program, assistant):
    history, filters = [QUESTION], {"review": ["Child N"], "since": "2001"}
    sent = {"question": "And for the police?", "history": history, "filters": filters}
    given = program.post(f"{PROGRAMS}/ask", json=sent).json()
    alone = json.loads(assistant.ask(sent["question"], history, filters).model_dump_json())
    assert without_times(given) == without_times(alone)


def test_search_reviews_and_text_are_those_of_the_command_line(program, assistant):
    found = program.post(f"{PROGRAMS}/search", json={"query": "handover", "limit": 3}).json()
    assert found == [p.model_dump(mode="json") for p in assistant.search("handover", limit=3)]
    held = program.post(f"{PROGRAMS}/reviews", json={"filters": {"review": "Child N"}}).json()
    assert held == [r.model_dump(mode="json") for r in assistant.reviews({"review": "Child N"})]
    assert len(held) == 1
    stored = program.get(f"{PROGRAMS}/text", params={"document_id": "handover.md"}).json()
    assert stored == assistant.text("handover.md").model_dump()


def test_what_is_unfit_is_one_sentence_that_holds_none_of_it(program):
    for sent in (
        {"question": ""}, {}, {"question": "x" * 4001}, {"question": "quagga", "filter": {}},
        {"question": "quagga", "filters": {"quagga": "x"}}, {"question": 7}, [],
        {"question": "quagga", "filters": {"since": "quagga"}},
        {"question": "quagga", "filters": {"age": "quagga"}},
    ):  # fmt: skip
        assert "quagga" not in refused(program.post(f"{PROGRAMS}/ask", json=sent), 422)
    for content in (b"{quagga", b"\xff\xfe\x00", b""):
        assert refused(program.post(f"{PROGRAMS}/ask", content=content), 422)
    assert refused(program.get(f"{PROGRAMS}/text"), 422)
    assert refused(program.get(f"{PROGRAMS}/text", params={"document_id": "none.md"}), 404)


def test_a_method_that_is_not_there_is_said_so(program):
    assert program.head(f"{PROGRAMS}/text").status_code == 405
    assert refused(program.put(f"{PROGRAMS}/ask", json={}), 404)


def test_more_than_a_megabyte_is_not_read(program):
    sent = {"question": "x" * 1_000_001}
    assert "megabyte" in refused(program.post(f"{PROGRAMS}/ask", json=sent), 413)


def test_without_a_token_nothing_is_answered_and_how_to_come_in_is_said(site):
    with site.client() as nobody:
        answer = nobody.post(f"{PROGRAMS}/ask", json={"question": QUESTION})
        assert "askreviews users token" in refused(answer, 401)
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_token_ends_when_it_is_taken_when_another_is_made_and_with_the_password(site):
    accounts = site.entrance.accounts
    name = "brief@council.example"
    accounts.add(name, "reader", "copper lantern seven marsh")
    ends = (
        lambda: accounts.take_token(name),
        lambda: accounts.give_token(name),
        lambda: accounts.change_password(name, "copper lantern eight marsh"),
        lambda: accounts.remove(name),
    )
    with site.client() as client:
        for end in ends:
            headers = {"Authorization": f"Bearer {accounts.give_token(name)}"}
            url = f"{PROGRAMS}/openapi.json"
            assert client.get(url, headers=headers).status_code == 200
            end()
            assert client.get(url, headers=headers).status_code == 401


def test_tokens_are_not_kept(site):
    token = site.entrance.accounts.give_token("trainer@council.example")
    kept = site.entrance.accounts.path.read_text("utf-8")
    assert token not in kept
    assert token.removeprefix("askreviews-") not in kept


def test_a_page_of_another_site_can_ask_nothing(program):
    answer = program.post(
        f"{PROGRAMS}/ask", json={"question": QUESTION}, headers={"Origin": "https://evil.example"}
    )
    assert "another site" in refused(answer, 403)


def test_every_filter_is_described(program):
    described = program.get(f"{PROGRAMS}/openapi.json").json()["components"]["schemas"]["Filters"]
    assert set(described["properties"]) == set(KEYS) == set(Filters.model_fields)
    bands = described["properties"]["age"]["anyOf"][0]["enum"]
    assert bands == list(AGE_BANDS)


def test_the_description_names_four_operations_with_their_statuses(program):
    paths = program.get(f"{PROGRAMS}/openapi.json").json()["paths"]
    told = {op["operationId"]: op["responses"] for path in paths.values() for op in path.values()}
    common = {"200", "401", "403", "422", "429", "503", "504"}
    assert {name: set(statuses) - common for name, statuses in told.items()} == {
        "ask": {"413"}, "search": {"413"}, "reviews": {"413"}, "text": {"404"},
    }  # fmt: skip
    schemas = program.get(f"{PROGRAMS}/openapi.json").json()["components"]["schemas"]
    assert "created" not in schemas["IndexInfo"]["properties"]


def test_a_defect_is_a_sentence_and_its_log_keeps_no_question(program, monkeypatch, caplog):
    def broken(_, *given):
        raise ValueError(given)

    monkeypatch.setattr("askreviews.assistant.Assistant.search", broken)
    answer = program.post(f"{PROGRAMS}/search", json={"query": "quagga"})
    assert "went wrong" in refused(answer, 500)
    assert "quagga" not in caplog.text
