"""Does a question set still fit its corpus, and does it ask the same thing twice?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from askreviews.evaluation.cases import Held
from askreviews.evaluation.gold import fold, places
from askreviews.evaluation.questions import Gold, Question, QuestionSet

# Words shared, as a Jaccard index of the words that matter.
ALIKE = 0.8
_COMMON = frozenset(
    "a an and any are as at be by did do does for from had has have how in is it its of on or "
    "s say says that the their them there they this to was were what when which who why with "
    "about been tell me us please".split()
)


@dataclass(frozen=True, slots=True)
class SetCheck:
    """What was found in a set, a sentence each; ``lost`` is gold that no longer stands."""

    lost: tuple[str, ...]
    alike: tuple[str, ...]


def check_set(questions: QuestionSet, held: Held) -> SetCheck:
    """Find gold that no longer stands in the corpus, and questions that are nearly the same.

    Two questions are nearly the same if they share four fifths of their words, common ones
    left aside (Jaccard index, Broder 1997), in conversations and with filters that are the
    same, and differ in no name and no number.

    Args:
        questions: the set.
        held: what ``gather`` gives for it.
    """
    folded = {document_id: fold(text) for document_id, text in held.texts.items()}
    lost = [
        f"{questions.where(question)}: gold span {number} of {question.id!r} no longer stands in "
        f"{gold.document_id}{_hint(gold, held.texts)}."
        for question in questions.questions
        for number, gold in enumerate(question.gold, start=1)
        if gold.document_id not in folded or places(gold, folded[gold.document_id]) is None
    ]
    return SetCheck(tuple(lost), tuple(_alike(questions)))


def _hint(gold: Gold, texts: Mapping[str, str]) -> str:
    """The nearest words that do stand there, or that the document is not held."""
    if gold.document_id not in texts:
        return ", which is not held"
    if gold.quote is None:
        return ""
    lines = [line for line in texts[gold.document_id].splitlines() if line.strip()]
    matcher = SequenceMatcher(b=gold.quote.casefold(), autojunk=False)
    best, nearest = 0.0, ""
    for line in lines:
        matcher.set_seq1(line.casefold())
        if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
            ratio = matcher.ratio()
            best, nearest = max((best, nearest), (ratio, line))
    return f"; nearest there is “{nearest.strip()[:160]}”" if nearest else ""


def _alike(questions: QuestionSet) -> list[str]:
    words = [_words(question) for question in questions.questions]
    return [
        f"{questions.where(second)}: {second.id!r} asks nearly the same as {first.id!r} "
        f"({questions.where(first)})."
        for n, second in enumerate(questions.questions)
        for m, first in enumerate(questions.questions[:n])
        if _same_setting(first, second) and _overlap(words[m], words[n]) >= ALIKE
        if not _differs_in_a_name(first, second)
    ]


def _words(question: Question) -> frozenset[str]:
    return frozenset(fold(question.question).joined.split()) - _COMMON


def _overlap(first: frozenset[str], second: frozenset[str]) -> float:
    union = first | second
    return len(first & second) / len(union) if union else 1.0


def _same_setting(first: Question, second: Question) -> bool:
    return (first.history, first.filters) == (second.history, second.filters)


def _differs_in_a_name(first: Question, second: Question) -> bool:
    """Whether a word that only one of them has is a name (a capital within) or a number."""
    return any(
        word.strip("?.,'’\"()")[:1].isupper() or any(map(str.isdigit, word))
        for one, other in ((first, second), (second, first))
        for word in _only_in(one.question.split(), other.question.split())
    )


def _only_in(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """The words that the others have not, the first left out: its capital says nothing."""
    known = {fold(word).joined for word in others}
    return [word for word in words[1:] if fold(word).joined not in known]
