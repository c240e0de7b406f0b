"""The sentences of an answer, one by one: supported by what they cite, and by which of it?"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from askreviews.evaluation.citations import Place, is_verbatim, stands
from askreviews.evaluation.gold import covered_share, fold
from askreviews.evaluation.mentions import Mention, mentions_of
from askreviews.types import Answer, Citation, Statement

SupportChecker = Callable[[str, Sequence[str]], float]
"""How well passages support a sentence, from 0 to 1: ``checker(sentence, passages)``."""

SUPPORTED_FROM = 0.5
OVERLAP_SHARE = 0.5
TOLD = ("quote", "generated")
"""Kinds of statement that tell what documents say; counts are computed, notices are ours."""


class SentenceOutcome(BaseModel):
    """What became of one quotation or generated sentence of an answer."""

    model_config = ConfigDict(frozen=True)

    statement: int = Field(description="its place among the answer's statements, from 0")
    supported: bool | None = Field(
        description="by what it cites; None: a model wrote it and nothing here can judge it"
    )
    cited: int = Field(description="citations that could be judged")
    relevant: int = Field(description="of these, the ones that its support rests on")
    in_gold: bool = Field(description="at least half of what it cites first is gold")
    mentions: tuple[Mention, ...] = Field(description="numbers, dates and names it says")


def judge_sentences(
    answer: Answer,
    texts: Mapping[str, str],
    gold: Sequence[Place],
    support: SupportChecker | None = None,
) -> tuple[SentenceOutcome, ...]:
    """Judge each sentence of an answer that tells what documents say.

    A quotation is supported if a passage it cites holds it to the character. Any other
    sentence is, if a passage holds its words in a row, or if the checker says so.

    Args:
        answer: the answer.
        texts: stored text by document_id.
        gold: every place of the question's gold.
        support: judges what is not found word for word; ``None``: it stays unjudged.
    """
    judge = _Judge(answer, texts, gold, support)
    return tuple(
        judge.outcome(number, statement)
        for number, statement in enumerate(answer.statements)
        if statement.kind in TOLD
    )


def sentence_places(answer: Answer, texts: Mapping[str, str]) -> list[Place]:
    """Where the answer's sentences come from: of a quotation its first citation, else all."""
    return [
        (citation.document_id, (citation.start, citation.end))
        for statement in answer.statements
        if statement.kind == "generated"
        or (statement.kind == "quote" and is_verbatim(statement, answer, texts))
        for citation in _own(statement, _cited(statement, answer))
    ]


@dataclass(frozen=True, slots=True)
class _Judge:
    answer: Answer
    texts: Mapping[str, str]
    gold: Sequence[Place]
    support: SupportChecker | None

    def outcome(self, number: int, statement: Statement) -> SentenceOutcome:
        """What became of one sentence."""
        cited = _cited(statement, self.answer)
        passages = [c.quote if self._stands(c) else "" for c in cited]
        supported = _supports(statement, passages, self.support)
        altered = statement.kind == "quote" and not is_verbatim(statement, self.answer, self.texts)
        if altered or len(cited) < len(statement.citations):
            supported = False
        judged, relevant = _relevance(statement, passages, supported, self.support)
        return SentenceOutcome(
            statement=number,
            supported=supported,
            cited=judged,
            relevant=relevant,
            in_gold=any(map(self._is_gold, _own(statement, cited))),
            mentions=mentions_of(statement.text, cited),
        )

    def _stands(self, citation: Citation) -> bool:
        return stands(citation, self.texts.get(citation.document_id))

    def _is_gold(self, citation: Citation) -> bool:
        here = [span for document_id, span in self.gold if document_id == citation.document_id]
        if not here or not self._stands(citation):
            return False
        start, end = citation.start, citation.end
        shifted = [(first - start, last - start) for first, last in here]
        whole = (0, end - start)
        return covered_share(whole, fold(citation.quote), shifted) >= OVERLAP_SHARE


def _cited(statement: Statement, answer: Answer) -> list[Citation]:
    by_number = {citation.number: citation for citation in answer.citations}
    return [by_number[n] for n in statement.citations if n in by_number]


def _own(statement: Statement, cited: list[Citation]) -> list[Citation]:
    """Of a sentence's citations, those that its words come from."""
    return cited[:1] if statement.kind == "quote" else cited


def _supports(
    statement: Statement, passages: Sequence[str], support: SupportChecker | None
) -> bool | None:
    """Whether passages, taken together, support a statement; ``None``: nothing can judge it."""
    if any(statement.text in passage for passage in passages):
        return True
    if statement.kind == "quote" or not any(passages):
        return False
    words = f" {fold(statement.text).joined} "
    if any(words in f" {fold(passage).joined} " for passage in passages):
        return True
    if support is None:
        return None
    return support(statement.text, passages) >= SUPPORTED_FROM


def _relevance(
    statement: Statement,
    passages: Sequence[str],
    supported: bool | None,
    support: SupportChecker | None,
) -> tuple[int, int]:
    """How many citations could be judged, and how many of them are relevant (ALCE, section 4.3).

    One is irrelevant if alone it doesn't support the sentence and the others do without it.
    A second citation of a quotation says the same in other words, which only a checker sees.
    """
    if supported is not True:
        return (0 if supported is None else len(passages)), 0
    if len(passages) == 1:
        return 1, 1
    loose = statement.model_copy(update={"kind": "generated"})
    judged = relevant = 0
    for number, passage in enumerate(passages):
        alone = _supports(loose, [passage], support)
        rest = _supports(loose, [*passages[:number], *passages[number + 1 :]], support)
        judged += alone is not None
        relevant += alone is True or (alone is False and rest is not True)
    return judged, relevant
