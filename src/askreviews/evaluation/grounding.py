"""Metrics of grounding: are the words the documents', and are they the ones wanted?

Every definition takes cases and returns a statistic. A question without what a metric
measures adds nothing to it and is counted as undefined.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from askreviews.evaluation.bootstrap import Ratio
from askreviews.evaluation.cases import Case, share
from askreviews.evaluation.citations import first_citation
from askreviews.evaluation.mentions import Kind
from askreviews.evaluation.questions import ANSWERABLE
from askreviews.evaluation.sentences import SentenceOutcome


def verbatim_integrity(cases: Sequence[Case]) -> Ratio:
    """The share of quotations that are, to the character, what their citation opens.

    A quote statement's text equals the quote of its first citation and the stored text
    between that citation's offsets. Source: promise 1 of this project's design.
    """
    return Ratio.over(cases, lambda case: case.verbatim, lambda case: case.quotations)


def citation_validity(cases: Sequence[Case]) -> Ratio:
    """The share of answers without a fault in their citations.

    Over answers that show a quotation or a citation. A fault: a number that is used and
    not listed, numbering other than 1, 2, 3 … by first use, a quotation without a number,
    offsets out of range or that hold other words, a passage given to a review that it does
    not stand in. Source: promises 2 and 4 of the design; all or nothing for an answer, since
    one wrong citation ends trust in it.
    """
    return Ratio.over(
        cases,
        lambda case: not case.faults,
        lambda case: bool(
            case.quotations or case.answer.citations or case.answer.nearest or case.faults
        ),
    )


def citation_recall(cases: Sequence[Case]) -> Ratio:
    """The mean over answers of the share of sentences that their citations support.

    Over answers with a sentence (quotation or generated) that could be judged. A sentence
    without a citation, or with a number that leads nowhere, counts as not supported. Source:
    Gao et al. 2023 ("Enabling large language models to generate text with citations", ALCE),
    section 4.3; support is exact containment, or the support checker, in place of their
    entailment model.
    """
    return _mean(cases, lambda case: share([bool(each.supported) for each in _judged(case)]))


def citation_precision(cases: Sequence[Case]) -> Ratio:
    """The mean over answers of the share of citations that their sentence's support rests on.

    A citation is irrelevant if alone it does not support its sentence and the others do
    without it, or if the sentence is not supported at all. An answer with sentences and no
    citation gets 0. Source: Gao et al. 2023 (ALCE), section 4.3, micro within an answer and
    macro over answers, as their code has it.
    """

    def precision(case: Case) -> float | None:
        judged = _judged(case)
        cited = sum(sentence.cited for sentence in judged)
        relevant = sum(sentence.relevant for sentence in judged)
        return (relevant / cited if cited else 0.0) if judged else None

    return _mean(cases, precision)


def unsupported_sentence_rate(cases: Sequence[Case]) -> Ratio:
    """The share of all sentences shown that what they cite does not support.

    Quotations and generated sentences that could be judged, of all answers together. Source:
    one less than the attribution rate of Rashkin et al. 2023 ("Measuring attribution in
    natural language generation models"), sentence by sentence as in Gao et al. 2023.
    """
    return Ratio.over(
        cases,
        lambda case: sum(not sentence.supported for sentence in _judged(case)),
        lambda case: len(_judged(case)),
    )


def number_grounding(cases: Sequence[Case]) -> Ratio:
    """The share of numbers in sentences that what they cite says too, in figures or words.

    Ages, counts and measures; dates apart. Source: entity-level precision against the source,
    Nan et al. 2021 ("Entity-level factual consistency of abstractive text summarization").
    """
    return _mention_grounding(cases, "number")


def date_grounding(cases: Sequence[Case]) -> Ratio:
    """The share of dates and years in sentences that what they cite says too.

    A date told in less detail is grounded by the fuller one. Source: Nan et al. 2021.
    """
    return _mention_grounding(cases, "date")


def name_grounding(cases: Sequence[Case]) -> Ratio:
    """The share of names in sentences that the passage cited, or its title, says too.

    Names are runs of capitalised words, except at the opening of a sentence. Source: Nan et
    al. 2021.
    """
    return _mention_grounding(cases, "name")


def evidence_recall(cases: Sequence[Case]) -> Ratio:
    """The mean share of a question's gold spans shown in an answer's first 300 words.

    A span is shown if at least 80% of the characters of its words lie in spans cited
    there, by offsets. Gold that no longer stands is left out. Source: recall at a length
    of text read, as in Sakai and Dou 2013 ("Summaries, ranked retrieval and sessions",
    the trailtext); spans matched by overlap as in DeYoung et al. 2020 ("ERASER").
    """
    return _mean(cases, lambda case: case.evidence_recall)


def sentence_precision(cases: Sequence[Case]) -> Ratio:
    """The mean over answers of the share of sentences that are gold.

    Over questions with gold whose answer has a sentence; one is gold if at least half of it
    lies in gold spans, by offsets. Source: supporting-fact precision of Yang et al. 2018
    ("HotpotQA"), spans matched by overlap as in DeYoung et al. 2020.
    """
    return _mean(cases, _sentence_precision)


def sentence_recall(cases: Sequence[Case]) -> Ratio:
    """The mean share of a question's gold spans at least half said by the answer's sentences.

    At any length of answer; a refusal says none. Source: supporting-fact recall, Yang et al.
    2018.
    """
    return _mean(cases, lambda case: share([gold.quoted for gold in case.standing]))


def sentence_f1(cases: Sequence[Case]) -> Ratio:
    """The mean over questions with gold of the harmonic mean of sentence precision and recall.

    0 where nothing is said, or nothing of it is gold. Source: supporting-fact F1, Yang et al.
    2018.
    """

    def f1(case: Case) -> float | None:
        recall = share([gold.quoted for gold in case.standing])
        precision = _sentence_precision(case) or 0.0
        if recall is None:
            return None
        return 2 * precision * recall / (precision + recall) if precision * recall else 0.0

    return _mean(cases, f1)


def wrong_review_attribution(cases: Sequence[Case]) -> Ratio:
    """The share of quotations from a review other than the one asked about.

    Over answered and partial answers to questions that name one review. A quotation is of
    its first citation's review; words of no one review are left out. Source: attribution
    to identified sources (Rashkin et al. 2023), the source here being the review.
    """

    def named(case: Case) -> bool:
        return case.question.review is not None and case.answer.status in ANSWERABLE

    return Ratio.over(
        cases,
        lambda case: case.misattributed * named(case),
        lambda case: case.attributed * named(case),
    )


def source_diversity(cases: Sequence[Case]) -> Ratio:
    """The mean chance that two quotations of an answer come from different sources.

    A source is a review, or the document where the words are of no one review. Over answers
    with two quotations or more to questions that are not about one review. Source: Simpson
    1949 ("Measurement of diversity"), the unbiased form.
    """

    def diversity(case: Case) -> float | None:
        counts = Counter(_sources(case))
        total = counts.total()
        if case.question.review is not None or total < 2:  # noqa: PLR2004
            return None
        same = sum(count * (count - 1) for count in counts.values())
        return 1 - same / (total * (total - 1))

    return _mean(cases, diversity)


def _mean(cases: Sequence[Case], value: Callable[[Case], float | None]) -> Ratio:
    """The plain mean over the cases where the value is defined."""
    return Ratio.over(cases, lambda case: value(case) or 0.0, lambda case: value(case) is not None)


def _judged(case: Case) -> list[SentenceOutcome]:
    return [sentence for sentence in case.sentences if sentence.supported is not None]


def _mention_grounding(cases: Sequence[Case], kind: Kind) -> Ratio:
    def found(case: Case) -> list[bool]:
        mentions = (m for sentence in case.sentences for m in sentence.mentions)
        return [mention.grounded for mention in mentions if mention.kind == kind]

    return Ratio.over(cases, lambda case: sum(found(case)), lambda case: len(found(case)))


def _sentence_precision(case: Case) -> float | None:
    return share([sentence.in_gold for sentence in case.sentences]) if case.standing else None


def _sources(case: Case) -> list[str]:
    quotes = [each for each in case.answer.statements if each.kind == "quote"]
    cited = [first_citation(statement, case.answer) for statement in quotes]
    return [each.review_id or each.document_id for each in cited if each is not None]
