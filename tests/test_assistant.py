"""The reading door: every citation opens its words, and the newest generation answers."""

import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

from askreviews import Answer, Assistant, Filters, Library, Passage, Review, Settings, Turn
from askreviews.errors import FilterError, IndexingError
from askreviews.types import AnswerEvent, StatementEvent

QUESTIONS = [
    "What do reviews say about handover between areas?",
    "What was recommended for Child N?",
    "How old was Child K?",
    "How many reviews record a death?",
    "What do the reviews say about fathers?",
    "Which hospital treated Child N?",
    "What does HOR mean?",
    "Compare the learning for Child T and Baby T.",
]
UNANSWERED = ("not_found", "declined")


def timeless(answer):
    return answer.model_dump(exclude={"timings_ms"})


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_citation_is_the_text_at_its_place(assistant, question):
    answer = assistant.ask(question)
    assert isinstance(answer, Answer)
    assert answer.question == question
    assert answer.statements
    numbers = [citation.number for citation in answer.citations]
    assert numbers == list(range(1, len(numbers) + 1))
    for citation in (*answer.citations, *answer.nearest):
        text = assistant.text(citation.document_id).text
        assert text[citation.start : citation.end] == citation.quote
        assert citation.quote.strip()
    for statement in answer.statements:
        assert set(statement.citations) <= set(numbers)
        if statement.kind == "quote":
            assert statement.text == answer.citations[statement.citations[0] - 1].quote


def test_an_answer_is_given_from_the_documents(assistant):
    answer = assistant.ask("Which agency should ring about a burn at nursery?", answer_id="q7")
    assert answer.id == "q7"
    assert answer.model == "extractive"
    assert (answer.index.documents, answer.index.reviews) == (5, 6)
    answer = assistant.ask("What was recommended for Child N?")
    assert (answer.status, answer.reason) == ("answered", None)
    shown = " ".join(s.text for s in answer.statements)
    assert "bath-time safety" in shown
    assert {c.review for c in answer.citations} == {"Child N"}
    assert {c.digest for c in answer.citations} == {True}


def test_what_is_not_there_is_not_answered(assistant):
    answer = assistant.ask("Which hospital treated Child N?")
    assert (answer.status, answer.reason) == ("not_found", "no_evidence")
    assert answer.citations == []
    assert [s.kind for s in answer.statements] == ["notice"] * len(answer.statements)
    assert answer.nearest


@pytest.mark.parametrize("question", ["", "  ", "???", "\n", "what of the"])
def test_a_question_without_a_word_to_look_for_is_not_answered(assistant, question):
    answer = assistant.ask(question)
    assert answer.status in UNANSWERED
    assert answer.citations == []


def test_half_a_character_does_no_harm(assistant):
    question = "What do reviews say about fathers\udcff and \ud83d?"
    answer = assistant.ask(question, history=["Tell me about Child N\udcff."])
    assert answer.model_dump_json()
    assert assistant.search("fathers \udcff")


def test_details_that_identify_a_person_are_not_kept(assistant):
    answer = assistant.ask("What about Jane Roe, NHS number 943 476 5919?")
    assert (answer.status, answer.reason) == ("declined", "personal_data")
    assert answer.question is None
    assert answer.confidence is None
    assert "943" not in answer.model_dump_json()


def test_a_stream_is_the_answer_statement_by_statement(assistant):
    for question in QUESTIONS:
        *events, last = assistant.stream(question)
        assert isinstance(last, AnswerEvent)
        assert all(isinstance(event, StatementEvent) for event in events)
        assert [event.statement for event in events] == last.answer.statements
        first_used = [citation for event in events for citation in event.citations]
        assert first_used == last.answer.citations
        assert timeless(last.answer) == timeless(assistant.ask(question))


def test_a_stream_can_be_left_before_its_end(assistant):
    stream = assistant.stream(QUESTIONS[0])
    next(stream)
    stream.close()
    assert assistant.ask(QUESTIONS[0]).status == "answered"


def test_a_follow_up_is_about_what_was_asked_before(assistant):
    alone = assistant.ask("And what was recommended?", history=["What happened to Child N?"])
    assert {c.review for c in alone.citations} == {"Child N"}
    shown = Turn("Which reviews are about burns?", ("list-2021-11.txt#1", "child-n.md#1"))
    second = assistant.ask("What was recommended in the second one?", history=[shown])
    assert {c.review_id for c in second.citations} == {"child-n.md#1"}


def test_search_gives_passages_best_first(assistant):
    found = assistant.search("handover meeting between workers", limit=3)
    assert len(found) == 3
    assert all(isinstance(passage, Passage) for passage in found)
    assert found[0].document_id == "handover.md"
    assert [p.score for p in found] == sorted((p.score for p in found), reverse=True)
    for passage in found:
        text = assistant.text(passage.document_id).text
        assert text[passage.start : passage.end] == passage.text
    assert len({(p.document_id, p.start) for p in found}) == 3


@pytest.mark.parametrize("filters", [{"review": "Baby T"}, Filters(values={"review": ("Baby T",)})])
def test_filters_hold_for_asking_searching_and_listing(assistant, filters):
    assert {p.review for p in assistant.search("handover", filters=filters)} == {"Baby T"}
    assert [r.label for r in assistant.reviews(filters)] == ["Baby T"]
    answer = assistant.ask("What should be talked through?", filters=filters)
    assert {c.review for c in (*answer.citations, *answer.nearest)} <= {"Baby T"}


def test_an_unknown_filter_is_refused_everywhere(assistant):
    for use in (assistant.ask, assistant.search):
        with pytest.raises(FilterError, match=r"no filter 'colour'.*publisher"):
            use("handover", filters={"colour": "red"})
    with pytest.raises(FilterError, match=r"'facet' has no value 'rumour'"):
        assistant.reviews({"facet": "rumour"})


def test_the_catalogue_lists_every_review(assistant):
    reviews = assistant.reviews()
    assert all(isinstance(review, Review) for review in reviews)
    labels = [review.label for review in reviews]
    assert len(labels) == assistant.info.reviews == 6
    assert {"Child K", "Child N", "Child T", "Baby T", "Child TW"} < set(labels)
    ages = {review.label: review.child_age_months for review in reviews}
    assert (ages["Child K"], ages["Child N"], ages["Child TW"]) == (72, 14, 42)
    assert [r.label for r in assistant.reviews({"outcome": "death"})] == ["Child N", "Baby T"]
    assert {r.recommendations for r in reviews if r.label == "Baby T"} == {"none recorded"}


def test_texts_and_documents(assistant, corpus):
    assert assistant.documents() == sorted(p.name for p in corpus.iterdir())
    stored = assistant.text("child-n.md")
    assert "left in the bath with her brother" in stored.text
    with pytest.raises(IndexingError, match=r"no document 'no-such\.md'"):
        assistant.text("no-such.md")


def test_the_context_of_a_citation_is_the_text_around_it_within_its_review(assistant):
    answer = assistant.ask("What was recommended for Child T about a burn?")
    assert answer.citations
    for citation in answer.citations:
        around = assistant.context(citation)
        assert around.quote == citation.quote
        text = assistant.text(citation.document_id).text
        assert around.before + around.quote + around.after in text
        assert text.index(around.before + around.quote) + len(around.before) == citation.start
    assert "Baby ‘T’" not in around.after


def test_examples_are_questions_that_are_answered(assistant):
    examples = assistant.examples()
    assert len(examples) > 2
    assert [assistant.ask(q).status for q in examples] == ["answered"] * len(examples)


def test_two_threads_at_once_give_the_answers_of_one(assistant):
    one_by_one = [timeless(assistant.ask(q)) for q in QUESTIONS]
    with ThreadPoolExecutor(4) as pool:
        at_once = [timeless(a) for a in pool.map(assistant.ask, QUESTIONS * 3)]
    assert at_once == one_by_one * 3


def test_threads_that_open_an_index_together_share_it(index_folder, assistant):
    """Everything is loaded at first use; two first uses at once must not spoil each other."""
    fresh = Assistant.open(index_folder, Settings())
    with ThreadPoolExecutor(4) as pool:
        at_once = list(pool.map(fresh.ask, QUESTIONS[:4]))
    assert [timeless(a) for a in at_once] == [timeless(assistant.ask(q)) for q in QUESTIONS[:4]]


def test_a_newer_generation_is_picked_up(corpus, index_folder, tmp_path):
    corpus = shutil.copytree(corpus, tmp_path / "corpus")
    folder = shutil.copytree(index_folder, tmp_path / "index")
    door = Assistant.open(folder, Settings())
    question = "What should a lollipop worker do about the Quibble crossing?"
    assert door.ask(question).status in UNANSWERED
    before = door.info
    words = "The lollipop worker should tell the school about every near miss at Quibble crossing."
    (corpus / "quibble.md").write_text(f"# Quibble crossing\n\n## What to do\n\n{words}\n", "utf-8")
    Library.open(corpus, folder, Settings()).index()
    answer = door.ask(question)
    assert words in [s.text for s in answer.statements]
    assert answer.index.documents == before.documents + 1
    assert answer.index.generation != before.generation
    assert "quibble.md" in door.documents()
    Library.open(corpus, folder, Settings()).remove(["quibble.md"])
    assert door.ask(question).status in UNANSWERED
    with pytest.raises(IndexingError, match=r"no document 'quibble\.md'"):
        door.text("quibble.md")


def test_an_index_that_is_not_there_is_one_sentence(tmp_path):
    with pytest.raises(IndexingError, match=r"no index in .*askreviews index --index"):
        Assistant.open(tmp_path / "none", Settings())


def test_an_answer_tells_what_its_time_went_into(assistant):
    assistant.index.encoder.forget()
    taken = assistant.ask("What do reviews say about the handover of a family?").timings_ms
    stages = {name: taken[name] for name in ("encode", "dense", "units", "read")}
    assert all(took > 0 for took in stages.values())
    assert sum(stages.values()) <= taken["total"] + 1
