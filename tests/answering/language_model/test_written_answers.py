"""Answers in a model's words: only what passed its check, with citations that open."""

import json

import pytest

import scripted_model as scripts
from askreviews.types import AnswerEvent, StatementEvent

THEME = "What do the reviews say about safer sleeping?"
FACT = "How old was Child K?"


def of_kind(answer, kind):
    return [statement for statement in answer.statements if statement.kind == kind]


def cited(answer, statement):
    return [answer.citations[number - 1] for number in statement.citations]


@pytest.mark.parametrize("question", [THEME, FACT, "Compare the learning for Child T and Baby T."])
@pytest.mark.parametrize("script", [scripts.faithful, scripts.without_schemas(400)])
def test_what_the_passages_say_is_shown_and_cites_them(writes, assistant, question, script):
    answer = writes(script).ask(question)
    assert (answer.status, answer.model, answer.fallback) == ("answered", scripts.NAME, None)
    written = of_kind(answer, "generated")
    assert written
    for statement in written:
        for citation in cited(answer, statement):
            text = assistant.text(citation.document_id).text
            assert text[citation.start : citation.end] == citation.quote
    assert [c.number for c in answer.citations] == [*range(1, len(answer.citations) + 1)]
    assert answer.timings_ms["model"] > 0


@pytest.mark.parametrize("status", [400, 422, 500])  # the last is llama-cpp-python's
def test_an_endpoint_that_knows_no_schema_is_asked_for_one_once(writes, model, status):
    assistant = writes(scripts.without_schemas(status))
    assistant.ask(FACT)
    assistant.ask(FACT)
    assert [asked.structured for asked in model.asked] == [True, False, False]


def test_a_sentence_comes_before_the_reply_is_whole(writes):
    def slow(asked):
        return scripts.faithful(asked, piece_s=0.02)

    kinds = [type(event) for event in writes(slow).stream(THEME)]
    assert kinds[0] is StatementEvent
    assert kinds[-1] is AnswerEvent


@pytest.mark.parametrize(
    "sentence",
    [
        "Child K was 9 years old.",
        "Child K was 6 years old and lived with his father in Leeds.",
        "Child K was not 6 years old.",
        "Child K said that “he was six and afraid of the dark”.",
        "Les professionnels doivent partager les informations sans attendre.",
        "The weather on the moon is mild.",
    ],
)
def test_what_no_passage_says_is_withheld_counted_and_leaves_the_quotations(writes, sentence):
    answer = writes(scripts.says(sentence)).ask(FACT)
    assert (answer.status, answer.model, answer.withheld) == ("answered", "extractive", 1)
    assert answer.fallback
    assert "\n" not in answer.fallback
    assert of_kind(answer, "generated") == []
    assert of_kind(answer, "quote")


def test_invented_numbers_are_never_shown(writes, model):
    answer = writes(scripts.invented_numbers).ask("Compare the learning for Child T and Baby T.")
    assert answer.withheld > 1
    assert of_kind(answer, "generated") == []
    assert len(model.asked) == 1  # there is no passage to try again with


def test_no_review_is_given_the_words_of_another(writes, index):
    answer = writes(scripts.swapped).ask("Compare the learning for Child T and Baby T.")
    for statement in of_kind(answer, "generated"):
        for citation in cited(answer, statement):
            review = index.review_by_id[citation.review_id]
            own = index.document(citation.document_id).text[review.start : review.end]
            assert statement.text in own


def test_a_failed_sentence_is_tried_once_more_with_its_passages_alone(writes, model):
    def wrong_at_first(asked):
        if asked.again:
            return scripts.faithful(asked)
        return scripts.as_json([("Child K was 9 years old.", [1])])

    answer = writes(wrong_at_first).ask(FACT)
    assert (answer.withheld, answer.model) == (0, scripts.NAME)
    (written,) = of_kind(answer, "generated")
    assert written.text.startswith("Child K was 6 years old")
    assert [len(asked.passages) for asked in model.asked][1:] == [1]


def test_a_sentence_that_stands_already_takes_the_place_of_none(writes):
    def right_and_wrong(asked):
        right = scripts.faithful_sentences(asked)[:1]
        return scripts.as_json(right if asked.again else [*right, ("Child K was 9.", [1])])

    answer = writes(right_and_wrong).ask(FACT)
    assert (answer.withheld, len(of_kind(answer, "generated"))) == (1, 1)


def test_the_evidence_that_settles_a_part_is_quoted_where_no_sentence_cites_it(writes):
    def second_only(asked):
        return scripts.as_json(scripts.faithful_sentences(asked)[1:2])

    answer = writes(second_only).ask(THEME)
    assert len(of_kind(answer, "generated")) == 1
    assert len(of_kind(answer, "quote")) == 1


@pytest.mark.parametrize(
    "question",
    [
        "How many reviews record a death?",
        "Which reviews are about burns?",
        "Which hospital treated Child N?",
        "What did the review of Child T say word for word about handover?",
        "What was recommended for Child N?",
        "My neighbour's baby has a bruise and I am seeing them this afternoon, what do I do?",
    ],
)
def test_counts_lists_exact_words_and_what_is_not_found_never_reach_the_model(
    writes, assistant, model, question
):
    answer = writes(scripts.faithful).ask(question)
    assert model.asked == []
    held = assistant.ask(question)
    assert (answer.statements, answer.status) == (held.statements, held.status)


def test_the_model_sees_numbered_passages_as_data_and_no_key_is_made_up(writes, model, monkeypatch):
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-somebody-else")
    writes(scripts.faithful, llm_api_key="k-secret").ask(THEME)
    (asked,) = model.asked
    assert asked.path == "/v1/chat/completions"
    assert asked.headers["Authorization"] == "Bearer k-secret"
    assert [p["passage"] for p in asked.passages] == [*range(1, len(asked.passages) + 1)]
    assert all(p["review"] and p["text"] for p in asked.passages)
    enum = json.dumps(asked.body["response_format"])
    assert str([*range(1, len(asked.passages) + 1)]) in enum
    writes(scripts.faithful).ask(THEME)
    assert "sk-of-somebody-else" not in str(model.asked[-1].headers)


def test_a_small_context_is_given_fewer_passages(writes, model):
    writes(scripts.faithful).ask(THEME)
    whole = len(model.asked[0].passages)
    writes(scripts.faithful, llm_context=1500).ask(THEME)
    assert 0 < len(model.asked[0].passages) < whole


def test_a_follow_up_is_put_to_the_model_resolved(writes, model):
    writes(scripts.faithful).ask("And for Baby T?", history=["What was learnt about Child T?"])
    assert all("Baby T" in asked.user for asked in model.asked)
