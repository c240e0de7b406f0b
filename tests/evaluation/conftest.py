"""A world of two short documents, and answers made of their words."""

from types import SimpleNamespace

import pytest

from askreviews.evaluation.cases import Held, build_cases
from askreviews.evaluation.questions import Question, QuestionSet
from askreviews.evaluation.run import score
from askreviews.types import Answer, Citation, IndexInfo, Review, Statement

TEXTS = {
    "a.md": "Child A was six. The nurse rang the doctor on Monday. Nobody wrote it down.",
    "b.md": "Child B was two. The school’s concern was not passed on. Fathers were not asked.",
}
LABELS = {"a.md": "Child A", "b.md": "Child B"}
REVIEWS = {
    f"{name}#1": Review(
        review_id=f"{name}#1", document_id=name, label=label, title=label, end=len(TEXTS[name])
    )
    for name, label in LABELS.items()
}
HELD = Held(TEXTS, REVIEWS, "c" * 64)
INDEX = IndexInfo(generation="g1", documents=2, reviews=2)


def question(id="q1", **fields):
    return Question.model_validate({"id": id, "question": "What was learnt?", **fields})


def citation(document_id, quote, number=1):
    start = TEXTS[document_id].index(quote)
    return Citation(
        number=number, document_id=document_id, document_title=document_id,
        review_id=f"{document_id}#1", review=LABELS[document_id],
        start=start, end=start + len(quote), quote=quote,
    )  # fmt: skip


def answer(*quotes, status="answered", confidence=0.9, **fields):
    """An answer that quotes each (document_id, words) once, in order."""
    citations = [citation(document_id, words, n) for n, (document_id, words) in _numbered(quotes)]
    statements = [Statement(text=c.quote, kind="quote", citations=[c.number]) for c in citations]
    values = {
        "id": "q1", "question": "What was learnt?", "status": status, "confidence": confidence,
        "statements": statements, "citations": citations, "index": INDEX,
    }  # fmt: skip
    return Answer.model_validate(values | fields)


def not_found(confidence=0.1, **fields):
    return answer(status="not_found", reason="no_evidence", confidence=confidence, **fields)


def declined(reason="live_case"):
    return answer(status="declined", reason=reason, confidence=None)


def cases(*pairs, support=None):
    return build_cases([q for q, _ in pairs], [a for _, a in pairs], HELD, support)


def run(*pairs):
    questions = QuestionSet("set.jsonl", "0" * 64, tuple(q for q, _ in pairs))
    return score(questions, [a for _, a in pairs], HELD)


def question_set(*questions):
    return QuestionSet("set.jsonl", "0" * 64, questions)


def _numbered(quotes):
    return list(enumerate(quotes, start=1))


@pytest.fixture(scope="session")
def world():
    """What the tests build with: texts, and makers of questions, answers and cases."""
    return SimpleNamespace(
        texts=TEXTS, held=HELD, reviews=REVIEWS, run=run, index=INDEX,
        question=question, citation=citation, answer=answer,
        not_found=not_found, declined=declined, cases=cases, question_set=question_set,
    )  # fmt: skip
