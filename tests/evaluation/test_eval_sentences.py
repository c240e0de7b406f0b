"""Support by citations, as ALCE defines it, and sentences against gold: worked out by hand."""

import pytest

from askreviews.evaluation import decisions, grounding
from askreviews.evaluation.bootstrap import estimate
from askreviews.types import Statement

NURSE = "The nurse rang the doctor on Monday."
NOBODY = "Nobody wrote it down."
FATHERS = "Fathers were not asked."
GP = "The GP was telephoned."


def written(world, *sentences, quotes=(("a.md", NURSE), ("a.md", NOBODY)), **fields):
    """An answer of generated sentences, each told as its words and the numbers it cites."""
    statements = [Statement(text=t, kind="generated", citations=list(n)) for t, n in sentences]
    return world.answer(*quotes, statements=statements, **fields)


def by_words(sentence, passages):
    """A checker that knows one paraphrase, by either of two passages together or the first."""
    told = " ".join(passages)
    return 0.9 if sentence == GP and "rang the doctor" in told else 0.1


def test_quotations_are_supported_by_the_passage_that_holds_them(world):
    cases = world.cases((world.question(), world.answer(("a.md", NURSE), ("b.md", FATHERS))))
    assert estimate(grounding.citation_recall(cases)) == 1
    assert estimate(grounding.citation_precision(cases)) == 1
    assert estimate(grounding.unsupported_sentence_rate(cases)) == 0


def test_recall_is_the_mean_over_answers_and_the_rate_is_over_sentences(world):
    altered = Statement(text="Fathers were asked.", kind="quote", citations=[1])
    cases = world.cases(
        (world.question("q1"), world.answer(("a.md", NURSE), ("a.md", NOBODY), ("b.md", FATHERS))),
        (world.question("q2"), world.answer(("b.md", FATHERS), statements=[altered])),
    )
    assert estimate(grounding.citation_recall(cases)) == 0.5  # (3/3 + 0/1) / 2
    assert estimate(grounding.unsupported_sentence_rate(cases)) == 0.25  # 1 of 4


def test_words_in_a_row_support_a_generated_sentence_and_nothing_else_is_judged(world):
    cases = world.cases(
        (world.question("q1"), written(world, ("the nurse rang the doctor on monday", [1]))),
        (world.question("q2"), written(world, (GP, [1]), (NOBODY, [2]))),
    )
    assert [s.supported for case in cases for s in case.sentences] == [True, None, True]
    metric = grounding.unsupported_sentence_rate(cases)
    assert (estimate(metric), metric.counted().sum()) == (0, 2)


def test_a_checker_judges_what_is_not_found_word_for_word(world):
    pair = world.question(), written(world, (GP, [1]), ("The GP came.", [1]))
    cases = world.cases(pair, support=by_words)
    assert [s.supported for s in cases[0].sentences] == [True, False]
    assert estimate(grounding.citation_recall(cases)) == 0.5


def test_a_checker_never_saves_an_altered_quotation(world):
    altered = Statement(text=GP, kind="quote", citations=[1])
    cases = world.cases(
        (world.question(), world.answer(("a.md", NURSE), statements=[altered])), support=by_words
    )
    assert cases[0].sentences[0].supported is False


@pytest.mark.parametrize("numbers", [[], [1, 9]])
def test_no_citation_or_one_that_leads_nowhere_is_no_support(world, numbers):
    (case,) = world.cases((world.question(), written(world, (NURSE, numbers))))
    assert case.sentences[0].supported is False


def test_a_citation_that_the_others_do_without_is_irrelevant(world):
    # Sentence 1 rests on citation 1 alone; 2 adds nothing. Sentence 2 is unsupported: 0 of 1.
    answer = written(world, (GP, [1, 2]), ("The GP came.", [2]))
    cases = world.cases((world.question(), answer), support=by_words)
    assert [(s.cited, s.relevant) for s in cases[0].sentences] == [(2, 1), (1, 0)]
    assert estimate(grounding.citation_precision(cases)) == pytest.approx(1 / 3, abs=1e-6)


def test_citations_that_only_together_support_are_both_relevant(world):
    def together(_, passages):
        told = " ".join(passages)
        return float("rang" in told and "wrote" in told)

    answer = written(world, ("The call was never recorded.", [1, 2]))
    cases = world.cases((world.question(), answer), support=together)
    assert (cases[0].sentences[0].cited, cases[0].sentences[0].relevant) == (2, 2)


def test_sentences_without_any_citation_have_no_precision(world):
    cases = world.cases((world.question(), written(world, (NURSE, []))))
    assert estimate(grounding.citation_precision(cases)) == 0


def test_sentence_precision_recall_and_f1(world):
    gold = [
        {"document_id": "a.md", "quote": NURSE},
        {"document_id": "b.md", "quote": FATHERS},
        {"document_id": "b.md", "quote": "Child B was two."},
    ]
    cases = world.cases(
        # One of two sentences is gold, and one of three spans is said.
        (world.question("q1", gold=gold), world.answer(("a.md", NURSE), ("a.md", NOBODY))),
        (world.question("q2", gold=gold[:1]), world.not_found()),
    )
    precision = grounding.sentence_precision(cases)
    assert (estimate(precision), precision.counted().tolist()) == (0.5, [1, 0])
    assert estimate(grounding.sentence_recall(cases)) == pytest.approx((1 / 3 + 0) / 2, abs=1e-6)
    assert estimate(grounding.sentence_f1(cases)) == pytest.approx(0.4 / 2, abs=1e-6)


def test_the_reliable_answer_score_by_hand(world):
    gold = [{"document_id": "a.md", "quote": NURSE}]
    altered = Statement(text="The nurse rang on Monday.", kind="quote", citations=[1])
    sound = world.answer(("a.md", NURSE))
    rows = [
        ({"gold": gold}, sound, 1),
        ({"gold": gold}, world.answer(("a.md", NOBODY)), -1),  # no evidence in it
        ({"gold": gold}, world.answer(("a.md", NURSE), statements=[altered]), -1),
        ({"gold": gold}, world.not_found(), 0),
        ({"expected_status": "not_found"}, world.not_found(), 1),
        ({"expected_status": "not_found"}, sound, -1),
        ({"expected_status": "declined"}, world.declined(), 1),
        ({"expected_status": "declined"}, world.not_found(), 0),
        ({"expected_status": "declined"}, sound, -1),
    ]
    cases = world.cases(*((world.question(f"q{n}", **q), a) for n, (q, a, _) in enumerate(rows)))
    assert [decisions.reliability(case) for case in cases] == [score for *_, score in rows]
    assert estimate(decisions.reliable_answer_score(cases)) == pytest.approx(-1 / 9, abs=1e-6)
    unset = world.cases((world.question(), sound))
    assert estimate(decisions.reliable_answer_score(unset)) is None


def test_diversity_is_the_chance_of_two_sources(world):
    # Quotations from A, A and B: of three pairs, two are of different sources.
    three = world.answer(("a.md", NURSE), ("a.md", NOBODY), ("b.md", FATHERS))
    cases = world.cases(
        (world.question("q1"), three),
        (world.question("q2", review="Child A"), three),  # about one review: not counted
        (world.question("q3"), world.answer(("a.md", NURSE))),  # one quotation: not counted
    )
    metric = grounding.source_diversity(cases)
    assert estimate(metric) == pytest.approx(2 / 3, abs=1e-6)
    assert metric.counted().tolist() == [1, 0, 0]
