"""What a question wants filled in, and whether a text fills it."""

import pytest

from askreviews.answering.slots import fills, slots_asked


@pytest.mark.parametrize(
    ("question", "slots"),
    [
        ("Who found Child K?", ("who",)),
        ("Tell me who rang the council", ("who",)),
        ("Which person saw the bruise?", ("who",)),
        ("When did Child N die?", ("when",)),
        ("In which year was he found?", ("when",)),
        ("On what date was it published?", ("when",)),
        ("How many times did the school ring?", ("count",)),
        ("How long was she in hospital?", ("duration",)),
        ("What sentence did he get?", ("duration",)),
        ("How old was Child T?", ("age",)),
        ("What age was the girl?", ("age",)),
        ("What percentage were under one?", ("share",)),
        ("Which court heard it?", ("named",)),
        ("What was the name of the school?", ("named",)),
        ("Which town did they live in?", ("place",)),
        ("Where did the family live?", ("place",)),
        ("Which agency made the referral?", ("agency",)),
        ("Why was the case closed?", ("why",)),
        ("How often did they visit?", ("frequency",)),
        ("What is the phone number for the line?", ("contact",)),
        ("What do reviews say about fathers?", ()),
        ("What did those who visited think?", ()),
        ("What happened to Child K?", ()),
    ],
)
def test_a_question_leaves_slots_open(question, slots):
    assert slots_asked(question) == slots


FILLED = [
    ("who", "Who found Child K?", "Child K was found by a bus driver who told the police."),
    ("who", "Who saw the bruise?", "A midwife saw the bruise."),
    ("when", "When was he found?", "He was found in November 2021."),
    ("when", "When did they move?", "They moved four months before the birth."),
    ("count", "How many calls were made?", "The school made four calls."),
    ("duration", "How long was he away?", "He was away for three weeks."),
    ("duration", "What sentence did he get?", "He was given 12 years."),
    ("age", "How old was he?", "The boy was 6 years old."),
    ("age", "How old was his mother?", "His mother, aged nineteen, was asleep."),
    ("share", "What share were under one?", "36% were under one."),
    ("share", "What proportion were boys?", "Two thirds, or one third less than before."),
    ("named", "Which court heard it?", "It was heard at Saltmarsh Crown Court."),
    ("place", "Which town did they live in?", "The family lived in Saltmarsh."),
    ("agency", "Which agency made the referral?", "The police made the referral."),
    ("why", "Why was it closed?", "It was closed because nobody answered."),
    ("frequency", "How often did they visit?", "They visited once a week."),
    ("contact", "What is the number to ring?", "Ring 0800 000 0000."),
]
OPEN = [
    ("who", "Who called the ambulance?", "An ambulance was summoned at night by then."),
    ("who", "Who found the grandmother?", "The grandmother was in the garden."),
    ("when", "When was he found?", "He was found by a bus driver."),
    ("count", "How many calls were made?", "Calls were made to the council."),
    ("count", "How many calls were made?", "In 2021 there were two sisters."),
    ("duration", "How long was he away?", "He was away for some time."),
    ("age", "How old was he?", "The boy lived with his aunt."),
    ("age", "How old was his mother?", "The boy was 6 years old."),
    ("share", "What share were under one?", "Many were under one."),
    ("named", "Which court heard it?", "It was heard at the crown court."),
    ("named", "Which hospital was he taken to?", "He was taken to hospital."),
    ("place", "Where did the family live?", "The family lived on the edge of town."),
    ("agency", "Which agency made the referral?", "A referral was made."),
    ("why", "Why was it closed?", "It was closed in May."),
    ("frequency", "How often did they visit?", "They visited the home."),
    ("contact", "What is the number to ring?", "There is a line to ring."),
]


@pytest.mark.parametrize(("slot", "question", "text"), FILLED)
def test_a_text_fills_the_slot(slot, question, text):
    assert fills(slot, question, text)


@pytest.mark.parametrize(("slot", "question", "text"), OPEN)
def test_a_text_that_shares_the_words_may_leave_it_open(slot, question, text):
    assert not fills(slot, question, text)
