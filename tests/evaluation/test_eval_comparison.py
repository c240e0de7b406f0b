"""Two runs side by side: what moved, what was won and lost, and what is refused."""

import pytest

from askreviews.errors import QuestionSetError
from askreviews.evaluation import compare
from askreviews.evaluation.run import Run
from askreviews.types import Statement

NURSE = "The nurse rang the doctor on Monday."
NOBODY = "Nobody wrote it down."


def asked(world, n, **fields):
    gold = [{"document_id": "a.md", "quote": NURSE}]
    return world.question(f"q{n}", **({"question": f"Question {n}?", "gold": gold} | fields))


@pytest.fixture
def before(world):
    """Twenty questions, each answered with its evidence."""
    return world.run(*((asked(world, n), world.answer(("a.md", NURSE))) for n in range(20)))


@pytest.fixture
def after(world):
    """The same, of which eight are now answered with something else."""
    return world.run(
        *((asked(world, n), world.answer(("a.md", NOBODY if n < 8 else NURSE))) for n in range(20))
    )


def test_a_clear_loss_and_the_questions_behind_it(before, after):
    found = compare(before, after)
    change = found.change("evidence_recall")
    assert (change.before, change.after, change.verdict) == (1.0, 0.6, "worse")
    # Of twenty pairs, eight lose 1: the mean is −0.4, two standard errors 0.22.
    assert change.low == pytest.approx(-0.6, abs=0.05)
    assert change.high == pytest.approx(-0.2, abs=0.05)
    assert [moved.id for moved in found.lost] == [f"q{n}" for n in range(8)]
    assert found.lost[0].why == ("before answered with support; 100% of its evidence shown, not 0%")
    assert found.won == []


def test_the_other_way_round_it_is_a_gain(before, after):
    found = compare(after, before)
    assert found.change("evidence_recall").verdict == "better"
    assert (len(found.won), found.lost) == (8, [])


def test_a_run_against_itself_shows_no_difference(before):
    found = compare(before, before)
    assert {c.difference for c in found.changes if c.difference is not None} == {0.0}
    assert {c.verdict for c in found.changes} <= {"no clear difference", "not comparable"}
    assert (found.won, found.lost, found.left_out) == ([], [], 0)


def test_where_lower_is_better_a_fall_is_a_gain(world):
    refused = world.run(*((asked(world, n), world.not_found()) for n in range(10)))
    answered = world.run(*((asked(world, n), world.answer(("a.md", NURSE))) for n in range(10)))
    change = compare(refused, answered).change("over_refusal")
    assert (change.difference, change.verdict) == (-1.0, "better")


def test_one_loss_among_many_is_told_and_not_called_clear(world, before):
    answers = [world.answer(("a.md", NOBODY if n < 1 else NURSE)) for n in range(20)]
    found = compare(before, world.run(*((asked(world, n), a) for n, a in enumerate(answers))))
    assert found.change("evidence_recall").verdict == "no clear difference"
    assert [moved.id for moved in found.lost] == ["q0"]


def test_an_altered_quotation_loses_its_question(world, before):
    altered = Statement(text=NURSE.replace("rang", "sang"), kind="quote", citations=[1])
    answers = [world.answer(("a.md", NURSE)) for _ in range(20)]
    answers[3] = world.answer(("a.md", NURSE), statements=[altered])
    found = compare(before, world.run(*((asked(world, n), a) for n, a in enumerate(answers))))
    assert [moved.id for moved in found.lost] == ["q3"]
    assert "before with fewer faults in quotations and citations" in found.lost[0].why


def test_only_questions_that_are_the_same_are_compared(world, before):
    changed = world.run(
        (asked(world, 0), world.answer(("a.md", NURSE))),
        (asked(world, 1, question="Another one?"), world.answer(("a.md", NURSE))),
        (asked(world, 99), world.answer(("a.md", NURSE))),
    )
    found = compare(before, changed)
    assert (found.shared, found.left_out) == (1, 19 + 2)
    with pytest.raises(QuestionSetError, match="have no question in common"):
        compare(before, world.run((asked(world, 99), world.not_found())))


def test_other_documents_are_refused_unless_one_asks_for_it(before, after):
    marks = after.fingerprints.model_copy(update={"corpus": "d" * 64})
    moved = after.model_copy(update={"fingerprints": marks})
    with pytest.raises(QuestionSetError, match="over other documents"):
        compare(before, moved)
    assert compare(before, moved, any_corpus=True).same_corpus is False


def test_a_comparison_of_saved_runs_is_the_same(before, after):
    saved = [Run.model_validate_json(run.model_dump_json()) for run in (before, after)]
    assert compare(*saved) == compare(before, after)
