"""Sentences out of replies of every form, however they are cut into pieces."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from askreviews.answering.language_model.leash import Drafted
from askreviews.answering.language_model.parsing import BrokenReplyError, Reply

TWO = [("Handover should be a meeting.", (1,)), ("Dr. Hale saw him on 3.5.2019.", (2, 3))]
AS_OBJECTS = [{"text": text, "passages": list(numbers)} for text, numbers in TWO]
WHOLE = json.dumps({"sentences": AS_OBJECTS})
FORMS = {
    "schema": WHOLE,
    "indented": json.dumps({"sentences": AS_OBJECTS}, indent=2),
    "fenced": f"```json\n{WHOLE}\n```",
    "thought first": f"<think>[1] {{ so\n</think>\n{WHOLE}",
    "bare list": json.dumps(AS_OBJECTS),
    "one object a line": "\n".join(map(json.dumps, AS_OBJECTS)),
    "other names": json.dumps(
        {"answer": [{"citations": [f"[{n}]" for n in each["passages"]], "sentence": each["text"]}
                    for each in AS_OBJECTS]}
    ),
    "strings": json.dumps(
        {"sentences": ["Handover should be a meeting [1].", "Dr. Hale saw him on 3.5.2019. [2][3]"]}
    ),
    "prose": "Handover should be a meeting. [1] Dr. Hale saw him on 3.5.2019. [2][3]",
    "before the stop": "Handover should be a meeting [1]. Dr. Hale saw him on 3.5.2019 [2, 3].",
    "points": "- Handover should be a meeting. [1]\n- **Dr. Hale** saw him on 3.5.2019. [2] [3]\n",
    "headed": "## Learning\n\nHere is what they say:\n\n1. Handover should be a meeting [1].\n"
              "2. Dr. Hale saw him on 3.5.2019 [2][3].",
}  # fmt: skip


def parsed(pieces):
    reply = Reply()
    return [d for piece in pieces for d in reply.feed(piece)] + list(reply.finish())


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("size", [1, 4, 7, 10_000])
def test_every_form_gives_the_same_sentences(form, size):
    text = FORMS[form]
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    assert parsed(pieces) == [Drafted(words, numbers) for words, numbers in TWO]


@pytest.mark.parametrize("form", ["schema", "prose", "before the stop", "points"])
def test_a_sentence_is_there_as_soon_as_it_is_whole(form):
    reply, text = Reply(), FORMS[form]
    upto = text.index("Dr.") if form != "schema" else text.index("}") + 1
    assert [d.text for d in reply.feed(text[: upto + 3])] == ["Handover should be a meeting."]


def test_a_text_of_two_sentences_is_two():
    (first, second) = parsed([json.dumps({"sentences": [{"text": "One. Two.", "passages": [4]}]})])
    assert (first, second) == (Drafted("One.", (4,)), Drafted("Two.", (4,)))


@pytest.mark.parametrize("text", ["", "  \n", "{}", '{"sentences": []}', "<think>hm", "```"])
def test_nothing_is_no_sentence(text):
    try:
        assert parsed([text]) == []
    except BrokenReplyError:
        assert text in ("{}", "```")


@pytest.mark.parametrize("cut", [12, 30, 60, len(WHOLE) - 2])
def test_json_that_ends_too_soon_is_broken(cut):
    with pytest.raises(BrokenReplyError):
        parsed([WHOLE[:cut]])


@given(st.text(max_size=200), st.integers(1, 9))
def test_no_text_breaks_it_otherwise(text, size):
    try:
        for drafted in parsed([text[at : at + size] for at in range(0, len(text), size)]):
            assert drafted.text.strip()
    except BrokenReplyError:
        pass
