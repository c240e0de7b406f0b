"""The heading of the page."""

from askreviews.types import IndexInfo, LanguageModel, VectorServer
from askreviews.web.access.roles import Person
from askreviews.web.header import header


def test_the_head_counts_in_words():
    html = header(IndexInfo(generation="g", documents=1, reviews=12))
    assert "1 document, 12 reviews held" in html
    assert "<h1>Ask the reviews</h1>" in html


INFO = IndexInfo(generation="g", documents=1, reviews=12)


def test_without_a_model_nothing_is_said_of_one():
    html = header(INFO)
    assert "language model" not in html
    assert "quoted word for word" in html
    assert "Nothing you ask leaves" in html


def test_a_model_on_this_machine_is_named():
    html = header(INFO, LanguageModel("small <1>", "127.0.0.1:11434", remote=False))
    assert "small &lt;1&gt;" in html
    assert "own machine" in html
    assert "Nothing you ask leaves" in html


def test_where_questions_are_sent_is_told_to_everybody():
    html = header(INFO, LanguageModel("big", "llm.example.org", remote=True))
    assert "llm.example.org" in html.partition("<details")[0]
    assert "are sent there" in html.partition("<details")[0]
    assert "Nothing you ask leaves" not in html


def test_a_chroma_server_on_this_machine_changes_nothing():
    assert header(INFO, server=VectorServer("127.0.0.1:8000", False, False)) == header(INFO)


def test_where_passages_are_searched_is_told_to_everybody():
    server = VectorServer("<b>vectors.example.org", remote=True, encrypted=True)
    html = header(INFO, server=server)
    assert "&lt;b&gt;vectors.example.org" in html.partition("<details")[0]
    assert "Nothing you ask leaves" not in html
    model = LanguageModel("big", "llm.example.org", remote=True)
    about = header(INFO, model, server=server).partition("<details")[2]
    assert "llm.example.org, where the language model runs, and numbers" in about
    assert about.count("and nowhere else") == 1


def test_that_only_words_are_searched_for_is_told():
    assert "away just now" not in header(INFO)
    assert "found by their words alone" in header(INFO, by_words=True).partition("<details")[0]


def test_who_is_signed_in_is_shown_and_can_sign_out():
    info = IndexInfo(generation="g", documents=1, reviews=1)
    assert "Signed in" not in header(info)
    html = header(info, person=Person("<b>rita", "reader", "to-ken"))
    assert "Signed in as <strong>&lt;b&gt;rita</strong> (reader)" in html
    assert 'method="post" action="sign-out"' in html
    assert 'value="to-ken"' in html
    assert "Sign out" not in header(info, person=Person("rita", "reader"))  # a proxy signed them in
