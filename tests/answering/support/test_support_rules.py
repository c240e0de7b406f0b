"""Each rule of the support checker: what is planted is refused, what is faithful is not."""

import pytest

from askreviews.answering.support import SupportChecker
from askreviews.answering.support.score import packaged_model
from askreviews.indexing.embedding import Encoder

PASSAGES = (
    "Edie: What happened\n"
    "The couple had three older children, aged two, four and nine.\n"
    "At the age of five months Edie was admitted with a broken leg; Moss was unharmed.\n"
    "The police were notified of two serious incidents during March and May 2021:\n"
    "The rapid review had to be finished within 15 working days.\n"
    "The nurse was called at about 2 a.m. by the night manager.\n"
    "Edie stayed with her grandmother at weekends and went to nursery for 40 per cent of sessions.",
    "Edie: Learning\n"
    "According to the nursery, the mother was always polite and ready with an explanation.\n"
    "An uncle told the refuge that he was worried about the father's temper.\n"
    "A police report in June named Wren as carrying drugs for adults.\n"
    "The supervisor did not see the note until the review.\n"
    "Protocols on bruising were not always followed.\n"
    "Each referral had been judged on its own, so that the pattern was missed.\n"
    "Practice should concentrate on the child rather than on the adults.\n"
    "The review of Edie found too little contact with the school.\n"
    "A pilot project was started on engaging fathers.",
    "Edie: Recommendations\n"
    "The review recommended these steps:\n"
    "Ask every family who helps to look after the child.\n"
    "Midwives need a clear pathway, with information shared.\n"
    "Health visitors should not close a case without speaking to the referrer.",
    "Teo: What happened\n"
    "Teo, aged 15, lived with housing staff close by. The housing and other services knew him.",
)


@pytest.fixture(scope="module")
def checker():
    return SupportChecker(PASSAGES, Encoder())


@pytest.mark.parametrize(
    ("planted", "reason"),
    [
        # a figure that stands there and counts something else
        ("The couple had four older children.", "three and not four"),
        ("The couple's older children were aged three, four and nine.", "the age three"),
        ("The rapid review had to be finished within 15 months.", "15 months"),
        ("Edie was 15 when she was admitted.", "does not stand"),
        ("The police were notified of two serious incidents during March and May 2022.", "2022"),
        # a name that stands in another clause, a review that is another's
        ("Moss was admitted with a broken leg.", "Moss"),
        ("The review of Teo found too little contact with the school.", "Teo"),
        # what somebody said, told as fact
        ("The mother was always polite and ready with an explanation.", "somebody said"),
        ("He was worried about the father's temper.", "somebody said"),
        ("Wren was carrying drugs for adults.", "somebody said"),
        # advice told as fact, and the reverse
        ("Every family was asked who helps to look after the child.", "advise this"),
        ("A pilot project should be started on engaging fathers.", "do not recommend"),
        # added, put in another's place, turned round
        ("The nurse was called at about 2 a.m. by the night manager in writing.", "nothing close"),
        ("Edie stayed with her aunt at weekends.", "grandmother"),
        ("Practice should concentrate on the adults rather than on the child.", "other way round"),
        # so always, and so from the first
        ("Protocols on bruising were never followed.", "so generally"),
        ("The supervisor saw the note.", "until later"),
    ],
)
def test_what_is_planted_is_refused_for_its_reason(checker, planted, reason):
    support = checker.check(planted)
    assert support.score < packaged_model().shown_threshold, support
    assert any(reason in told for told in support.reasons), support.reasons


@pytest.mark.parametrize(
    "faithful",
    [
        "There were three older children.",
        "The older children were two, four and nine.",
        "Edie was five months old when she was admitted with a broken leg.",
        "In March and May 2021 the police were notified of two serious incidents.",
        "The rapid review had to be finished within 15 days.",
        "The nurse was called at two in the morning by the night manager.",
        "Edie went to nursery for fewer than half of her sessions.",
        "The nursery said that the mother was always polite and ready with an explanation.",
        "Ask every family who helps to look after the child.",
        "Midwives need a clear pathway, with information shared.",
        "Because each referral had been judged on its own, the pattern was missed.",
        "Protocols on bruising were not always followed.",
        "Practice should concentrate on the child and not on the adults.",
        "The supervisor did not see the note until the review.",
        "Housing services knew Teo.",
    ],
)
def test_what_is_faithful_is_shown(checker, faithful):
    support = checker.check(faithful)
    assert support.score >= packaged_model().shown_threshold, support


def test_kinds_of_people_are_no_names(checker):
    told = checker.check("Professionals hesitated to close the case.").reasons
    assert not any("not named" in reason for reason in told), told


LONG = "\n".join((
    *(f"Meeting {n} of the board spoke of the budget and of the garden." for n in range(2, 30)),
    "The bridge at Sorley was opened by the mayor in May 1931.",
    "It had cost the county 4,000 pounds.",
    *(f"Meeting {n} of the board spoke of the roads and of the market." for n in range(30, 60)),
))  # fmt: skip


def test_long_passage_is_searched_for_what_speaks_of_the_sentence():
    checker = SupportChecker([LONG], Encoder())
    held = checker.check("The mayor opened the bridge at Sorley in May 1931.")
    other = checker.check("The mayor opened the bridge at Sorley in May 1957.")
    scattered = checker.check("The board sold the bridge and the market garden to Aldous Pym.")
    assert held.score > max(other.score, scattered.score)
    assert other.score < packaged_model().threshold
    assert scattered.score < packaged_model().threshold
    assert other.reasons and scattered.reasons
