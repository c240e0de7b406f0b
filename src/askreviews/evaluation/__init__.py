"""The evaluator's bench: question sets, metrics with intervals, runs and their report."""

from askreviews.evaluation.comparison import Comparison, compare
from askreviews.evaluation.gate import Gate, Judgement, judge, load_gate
from askreviews.evaluation.questions import Question, QuestionSet, load_questions
from askreviews.evaluation.report import render_markdown, render_table
from askreviews.evaluation.run import Run, evaluate, gather, load_answers, load_run, score
from askreviews.evaluation.sentences import SupportChecker

__all__ = [
    "Comparison",
    "Gate",
    "Judgement",
    "Question",
    "QuestionSet",
    "Run",
    "SupportChecker",
    "compare",
    "evaluate",
    "gather",
    "judge",
    "load_answers",
    "load_gate",
    "load_questions",
    "load_run",
    "render_markdown",
    "render_table",
    "score",
]
