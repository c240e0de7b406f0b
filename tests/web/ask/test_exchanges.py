"""A conversation: changed, narrowed, interrupted and cleared."""

from askreviews.web.ask.conversation import Conversation


def asked(*questions):
    conversation = Conversation()
    for question in questions:
        conversation.begin(question)
        conversation.stop()
    return conversation


def test_a_question_that_is_changed_takes_the_place_of_itself_and_what_followed():
    conversation = asked("One?", "Two?", "Three?")
    conversation.editing = 2
    conversation.begin("Other?")
    assert [e.question for e in conversation.exchanges] == ["One?", "Other?"]
    assert [e.number for e in conversation.exchanges] == [1, 2]
    assert conversation.editing is None


def test_an_exchange_keeps_the_filters_it_was_asked_with():
    conversation = Conversation(filters={"harm": ["neglect"]})
    first = conversation.begin("One?")
    conversation.filters = {}
    assert first.filters == {"harm": ["neglect"]}


def test_a_question_interrupted_by_a_reload_is_handed_back_once():
    conversation = asked("One?")
    running = conversation.begin("Two?")
    assert conversation.unfinished() == "Two?"
    assert not running.open
    assert [e.question for e in conversation.exchanges] == ["One?"]
    assert conversation.unfinished() is None


def test_a_conversation_that_is_cleared_holds_nothing():
    conversation = Conversation(filters={"harm": ["neglect"]}, editing=1)
    running = conversation.begin("One?")
    conversation.clear()
    assert not running.open
    assert (conversation.exchanges, conversation.filters, conversation.editing) == ([], {}, None)
