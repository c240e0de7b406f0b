"""What can be checked of an answer by offsets alone: its quotations and its citations."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from askreviews.types import Answer, Citation, Review, Span, Statement

Place = tuple[str, Span]
"""A document_id and a span of its stored text."""

_SHOWN_WORD = re.compile(r"\S+")


def is_verbatim(statement: Statement, answer: Answer, texts: Mapping[str, str]) -> bool:
    """Whether a quotation is its first citation's quote and the stored text it points at."""
    first = first_citation(statement, answer)
    return (
        first is not None
        and statement.text == first.quote
        and stands(first, texts.get(first.document_id))
    )


def stands(citation: Citation, text: str | None) -> bool:
    """Whether a citation's offsets lie in the stored text and hold exactly its quote."""
    if text is None or not 0 <= citation.start < citation.end <= len(text):
        return False
    return text[citation.start : citation.end] == citation.quote


def first_citation(statement: Statement, answer: Answer) -> Citation | None:
    """The citation that a statement's words come from."""
    return _cited(statement.citations[0], answer) if statement.citations else None


def citation_faults(
    answer: Answer, texts: Mapping[str, str], reviews: Mapping[str, Review] | None = None
) -> list[str]:
    """What is wrong with an answer's citations, one sentence a fault.

    Every number used exists; numbers run 1, 2, 3 … in the order they are first used, none
    left out; every quotation is cited; every citation, the nearest passages' too, opens
    exactly its quote, and that lies in the review it is given to.

    Args:
        answer: the answer.
        texts: stored text by document_id.
        reviews: the catalogue by review_id; without it attribution is not looked at.
    """
    return [
        *_numbering_faults(answer),
        *(
            f"the quotation {statement.text[:40]!r} is not cited"
            for statement in answer.statements
            if statement.kind == "quote" and not statement.citations
        ),
        *(
            f"citation {citation.number} ({citation.document_id}) does not open its quote"
            for citation in (*answer.citations, *answer.nearest)
            if not stands(citation, texts.get(citation.document_id))
        ),
        *(
            f"citation {citation.number} ({citation.document_id}) is given to {citation.review!r} "
            "and does not stand in that review"
            for citation in (*answer.citations, *answer.nearest)
            if reviews and not _stands_in_its_review(citation, reviews)
        ),
    ]


def shown_places(answer: Answer, texts: Mapping[str, str], budget: int) -> list[Place]:
    """The spans cited by what a reader sees within a number of words.

    A quotation that crosses the limit counts up to the last word within it, and one whose
    words are not the document's does not count. Further citations ("the same elsewhere")
    and those of computed statements count where the whole statement lies within the limit.

    Args:
        answer: the answer; its statements in reading order.
        texts: stored text by document_id.
        budget: words, as separated by white space, counted over statements of every kind.
    """
    shown: list[Place] = []
    left = budget
    for statement in answer.statements:
        words = list(_SHOWN_WORD.finditer(statement.text))
        if statement.kind in ("quote", "computed"):
            end = words[min(left, len(words)) - 1].end() if words and left > 0 else 0
            shown += _places_of(statement, answer, texts, end, whole=0 < len(words) <= left)
        left -= len(words)
    return shown


def _places_of(
    statement: Statement, answer: Answer, texts: Mapping[str, str], end: int, *, whole: bool
) -> Iterator[Place]:
    rest: Sequence[int] = statement.citations
    if statement.kind == "quote":
        first, rest = first_citation(statement, answer), statement.citations[1:]
        if first is not None and is_verbatim(statement, answer, texts):
            yield first.document_id, (first.start, first.start + end)
    for number in rest if whole else ():
        citation = _cited(number, answer)
        if citation is not None:
            yield citation.document_id, (citation.start, citation.end)


def _stands_in_its_review(citation: Citation, reviews: Mapping[str, Review]) -> bool:
    if citation.review is None and citation.review_id is None:
        return True
    return any(
        review.document_id == citation.document_id
        and review.label == citation.review
        and citation.review_id in (None, review.review_id)
        and review.start <= citation.start
        and citation.end <= review.end
        for review in reviews.values()
    )


def _cited(number: int, answer: Answer) -> Citation | None:
    return next((each for each in answer.citations if each.number == number), None)


def _numbering_faults(answer: Answer) -> list[str]:
    numbers = [citation.number for citation in answer.citations]
    used = list(dict.fromkeys(n for s in answer.statements for n in s.citations))
    faults = [f"citation {n} is used but not listed" for n in used if n not in numbers]
    if numbers != list(range(1, len(numbers) + 1)):
        faults.append(f"the citations are numbered {numbers}, not 1 to {len(numbers)}")
    if not faults and used != numbers:
        faults.append(f"the numbers are first used in the order {used}, not 1 to {len(numbers)}")
    return faults
