"""A sentence is supported if its passages say it; what they don't bear out is told in words."""

import json
from pathlib import Path

import pytest

from askreviews.answering.support import SupportChecker, check_support
from askreviews.answering.support.score import packaged_model
from askreviews.indexing.embedding import Encoder

PASSAGES = (
    "Baby Wick: What happened\n"
    "Baby Wick, a boy of nine weeks, was admitted to Sandle Hospital on 4 May 2021. "
    "The mother told the paramedics that he had rolled off a bed. "
    "Seven practitioners were interviewed, and the police were not told of the bruise. "
    'The health visitor saw the father twice and wrote that he was "tired and kind".',
    "Child Tam: Recommendations\n"
    "The review of Child Tam made these recommendations:\n"
    "Schools should keep a record of each missed appointment.\n"
    "Midwives should ask about sleep before a baby goes home.",
    "Child Tam: Learning\n"
    "The school closed the case after two missed appointments. "
    "The housing officer knew that the flat was cold.",
)
HARD_MOST = 0.1


@pytest.fixture(scope="module")
def checker():
    return SupportChecker(PASSAGES, Encoder())


def test_sentence_that_stands_there_is_supported(checker):
    support = checker.check("Seven practitioners were interviewed.")
    assert support.score > packaged_model().threshold
    assert support.reasons == ()


@pytest.mark.parametrize(
    "sentence",
    [
        "Baby Wick was nine weeks old when he was admitted to Sandle Hospital on 4 May 2021.",
        "According to the mother, the baby had rolled off a bed.",
        "The father was seen by the health visitor on two occasions.",
        "Nobody told the police about the bruise.",
        "The review of Child Tam recommended that schools record every missed appointment.",
        "The health visitor saw the father twice, and seven practitioners were interviewed.",
    ],
)
def test_paraphrase_is_supported(checker, sentence):
    assert checker.check(sentence).score > packaged_model().threshold


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("Nine practitioners were interviewed.", "the number Nine"),
        ("Baby Wick was nine months old when he was admitted.", "the age nine months"),
        ("Baby Wick was admitted on 4 June 2021.", "the date 4 June 2021"),
        ('The health visitor wrote that he was "tired and angry".', "tired and angry"),
        ("Baby Bram was admitted to Sandle Hospital.", "Baby Bram"),
        ("Child Tam was admitted to Sandle Hospital at nine weeks.", "Child Tam"),
    ],
)
def test_number_age_date_quotation_and_name_refuse_by_themselves(checker, sentence, reason):
    support = checker.check(sentence)
    assert support.score < HARD_MOST
    assert reason in support.reasons[0]


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("The baby had rolled off a bed.", "what somebody said"),
        ("The police were told of the bruise.", "differ on whether"),
        ("The health visitor saw the grandmother twice.", "grandmother"),
        ("The GP closed the case after two missed appointments.", "GP"),
        ("The review recommended that the school close the case.", "do not recommend"),
        ("In most reviews the police were not told of the bruise.", "so generally"),
        ("The school closed the case because the flat was cold.", "led to the other"),
    ],
)
def test_what_the_passages_do_not_bear_out_is_refused_and_told(checker, sentence, reason):
    support = checker.check(sentence)
    assert support.score < packaged_model().threshold
    assert any(reason in told for told in support.reasons), support.reasons


def test_sentence_about_something_else_is_refused(checker):
    support = checker.check("The moon is made of cheese.")
    assert support.score < HARD_MOST
    assert support.reasons


@pytest.mark.parametrize("passages", [[], [""], ["\n"]])
def test_no_passage_supports_nothing(passages):
    support = check_support("Seven practitioners were interviewed.", passages, Encoder())
    assert support.score == 0
    assert support.reasons


def test_measures_agree_whatever_they_are_called():
    encoder = Encoder()
    passages = ["The delay was 26 weeks, and over 200 people came. He was aged three and a half."]
    for sentence in (
        "The delay was six months.",
        "More than 150 people came.",
        "He was three years and six months old.",
    ):
        told = check_support(sentence, passages, encoder).reasons
        assert not any("does not stand" in reason for reason in told), told


def test_pairs_of_the_repository_are_of_the_documented_form():
    folder = Path(__file__).parents[3] / "evals" / "support"
    pairs = [
        json.loads(line)
        for name in ("by_hand.jsonl", "by_rule.jsonl")
        for line in (folder / name).read_text("utf-8").splitlines()
    ]
    ids = {p["id"] for p in pairs}
    assert len(ids) == len(pairs) >= 1500
    assert sum(p["made"] == "by hand" for p in pairs) >= len(pairs) / 3
    assert 0.45 < sum(p["supported"] for p in pairs) / len(pairs) < 0.55
    split_of = {}
    for p in pairs:
        assert p["sentence"] and p["passages"] and p["kind"] and p["source"]
        assert split_of.setdefault(p["source"], p["split"]) == p["split"], p["id"]
