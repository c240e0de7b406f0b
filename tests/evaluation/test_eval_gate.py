"""The gate: floors, losses against a baseline, and the file that says them."""

from pathlib import Path

import pytest

from askreviews.errors import QuestionSetError
from askreviews.evaluation import Gate, compare, judge, load_gate
from askreviews.evaluation.metrics import METRICS

ROOT = Path(__file__).parents[2]
NURSE = "The nurse rang the doctor on Monday."
GOLD = [{"document_id": "a.md", "quote": NURSE}]


@pytest.fixture
def half(world):
    """Twenty questions that can be answered; every other one is refused."""
    return world.run(
        *(
            (world.question(f"q{n}", question=f"Question {n}?", gold=GOLD),
             world.not_found() if n % 2 else world.answer(("a.md", NURSE)))
            for n in range(20)
        )
    )  # fmt: skip


def test_floors_that_are_reached(half):
    gate = Gate(floors={"verbatim_integrity": 1.0, "evidence_recall": 0.5, "over_refusal": 0.5})
    found = judge(gate, half)
    assert (found.passed, found.reasons, found.checked) == (True, [], 3)


def test_each_shortfall_is_a_reason(half):
    gate = Gate(floors={"evidence_recall": 0.6, "over_refusal": 0.4, "routing_recall": 0.5})
    assert judge(gate, half).reasons == [
        "evidence recall, 300 words is 50.0%, below the floor of 60.0%.",
        "over-refusal is 50.0%, above the 40.0% allowed.",
        "routing recall could not be measured; the gate asks for 0.5.",
    ]


def test_a_clear_loss_against_the_baseline_is_a_reason(world, half):
    whole = world.run(
        *(
            (world.question(f"q{n}", question=f"Question {n}?", gold=GOLD),
             world.answer(("a.md", NURSE)))
            for n in range(20)
        )
    )  # fmt: skip
    gate = Gate(no_clear_loss=("evidence_recall", "verbatim_integrity"))
    found = judge(gate, half, compare(whole, half))
    assert len(found.reasons) == 1
    assert "evidence recall, 300 words went from 100.0% to 50.0%, a clear loss" in found.reasons[0]
    assert judge(gate, half).passed  # nothing to compare with
    assert judge(gate, whole, compare(half, whole)).passed
    assert not judge(Gate(no_clear_loss="all"), half, compare(whole, half)).passed


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("floors:\n  evidence_recal: 0.5\n", "gate.yaml line 2: there is no metric"),
        ("floors: [\n", "is not valid YAML"),
        ("floors:\n  evidence_recall: high\n", "gate.yaml: the field 'floors.evidence_recall'"),
        ("ceilings: {}\n", "gate.yaml: the field 'ceilings'"),
        ("no_clear_loss: [speed]\n", "line 1: there is no metric 'speed'"),
        ("# nothing\n", "gate.yaml holds no rule"),
    ],
)
def test_a_faulty_gate_is_told_in_one_sentence(tmp_path, text, told):
    path = tmp_path / "gate.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(QuestionSetError) as raised:
        load_gate(path)
    assert told in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_gate_of_this_project_promises_what_the_program_promises():
    gate = load_gate(ROOT / "evals" / "gate.yaml")
    assert gate.floors["verbatim_integrity"] == gate.floors["citation_validity"] == 1.0
    assert gate.floors["unsupported_sentence_rate"] == 0.0
    assert gate.losable() == {each.name for each in METRICS}
