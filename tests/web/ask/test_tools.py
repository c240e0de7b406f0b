"""What can be done with an answer: copied with citations, linked to, changed."""

from test_transcript import answered, citation, page_of, shown

from askreviews.types import Statement
from askreviews.web.ask.conversation import Conversation
from askreviews.web.ask.tools import address, in_plain_text

QUOTE = Statement(text="Bruising matters.", kind="quote", citations=[1])


def test_a_copy_holds_every_quotation_its_number_and_where_it_stands():
    cited = citation(
        1, publisher="Ayton Partnership", published="2021", digest=True, section="Learning", page=3
    )
    notice = Statement(text="From 1 of the 2 reviews held.", kind="computed", citations=[1])
    conversation = shown(answered([QUOTE, notice], [cited]), question="What matters?")
    assert in_plain_text(conversation.exchanges[0]).split("\n") == [
        "What matters?",
        "",
        "“Bruising matters.” [1]",
        "From 1 of the 2 reviews held. [1]",
        "",
        "Sources",
        "[1] Child A; Ayton Partnership; as at 2021; digest; A title; Learning; page 3; a.md, "
        "characters 0 to 17",
    ]


def test_what_is_not_stated_is_said_in_a_copy():
    conversation = shown(answered([QUOTE], [citation(1)]))
    assert "publisher not stated; date not stated" in in_plain_text(conversation.exchanges[0])


def test_a_question_stands_in_the_fragment_with_its_filters():
    conversation = Conversation(filters={"harm": ["neglect & harm"]})
    shown(answered([QUOTE], [citation(1)]), question="Who? What & why#", conversation=conversation)
    assert address(conversation.exchanges[0]) == (
        "#q=Who%3F%20What%20%26%20why%23&harm=neglect%20%26%20harm"
    )
    assert "Narrowed to Harm: neglect &" in page_of(conversation).text


def test_a_question_that_held_personal_details_has_no_address_and_no_copy():
    refused = answered([], question=None, status="declined", reason="personal_data")
    page = page_of(shown(refused, question="What about Jane Roe?"))
    assert not [a for _, a in page.tags if {"data-address", "data-copy", "data-edit"} & set(a)]


def test_an_answer_stopped_half_way_can_be_asked_again():
    conversation = Conversation()
    conversation.begin("Who?")
    conversation.stop()
    page = page_of(conversation)
    assert [a["data-edit"] for _, a in page.tags if "data-edit" in a] == ["1"]
