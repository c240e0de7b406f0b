"""What became of the sentences of a language model, over the questions that one was asked."""

from __future__ import annotations

from collections.abc import Sequence

from askreviews.evaluation.bootstrap import Ratio
from askreviews.evaluation.cases import Case


def withheld_sentence_rate(cases: Sequence[Case]) -> Ratio:
    """The share of a language model's sentences that failed their check and were not shown.

    Over what it wrote for all questions; what passed at the second try counts as shown. Source:
    selective generation's abstention rate, sentence by sentence (Kamath et al. 2020, "Selective
    question answering under domain shift").
    """
    return Ratio.over(cases, _withheld, lambda case: _withheld(case) + _shown(case))


def fallback_rate(cases: Sequence[Case]) -> Ratio:
    """The share of questions put to a language model that were answered in quotations instead.

    For any fault, or because no sentence passed. Source: as ``withheld_sentence_rate``.
    """
    return Ratio.over(
        cases,
        lambda case: case.answer.fallback is not None,
        lambda case: case.answer.fallback is not None or case.answer.model != "extractive",
    )


def _withheld(case: Case) -> int:
    asked = case.answer.fallback is not None or case.answer.model != "extractive"
    return case.answer.withheld if asked else 0


def _shown(case: Case) -> int:
    return sum(statement.kind == "generated" for statement in case.answer.statements)
