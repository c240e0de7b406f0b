"""The evaluator's bench: question sets, metrics with intervals, runs and their report."""

from askreviews.evaluation.questions import Question, QuestionSet, load_questions
from askreviews.evaluation.report import render_table
from askreviews.evaluation.run import Run, evaluate, gather_texts, load_answers, score

__all__ = [
    "Question",
    "QuestionSet",
    "Run",
    "evaluate",
    "gather_texts",
    "load_answers",
    "load_questions",
    "render_table",
    "score",
]
