"""Answers arranged as a conversation to be taken away: by review, sources listed after each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from itertools import groupby, zip_longest

from askreviews.packs.transcript import (
    Asked,
    Group,
    OurWords,
    Quotation,
    Section,
    SourceLine,
    Transcript,
)
from askreviews.types import Answer, Citation, IndexInfo, Statement, StatementKind, Status

_STATUSES: dict[Status, str] = {
    "answered": "Answered from the documents",
    "partial": "Partly answered",
    "not_found": "Not found in these documents",
    "declined": "Not something this tool can help with",
}
_LABELS: dict[StatementKind, str] = {
    "quote": "",
    "computed": "Counted, not quoted",
    "notice": "Our words, not a document's",
    "glossary": "Our words, not a document's",
    "generated": "Written by a language model, checked against the passages cited",
}
_FACETS = {
    "background": "Background",
    "finding": "Finding",
    "recommendation": "Recommendation",
    "good_practice": "Good practice",
    "question": "Question to reflect on",
    "resource": "Resource",
    "definition": "Definition",
    "action": "Action",
}
# What is to be said beside a source: a line of ours each, such as that a body was replaced.
Notes = Callable[[Citation], Sequence[str]]


def arrange(
    answers: Sequence[Answer],
    held: IndexInfo,
    made: date,
    notes: Notes,
    narrowed: Sequence[str] = (),
) -> Transcript:
    """Arrange a conversation.

    Args:
        answers: oldest first; one whose question was withheld for personal data is left out.
        held: the index, named where there is no answer to name one.
        made: the day that it is taken away.
        notes: what is to be said beside a source.
        narrowed: for each answer, in words, what the reviews were narrowed to; empty for nothing.
    """
    kept = [
        (answer, words)
        for answer, words in zip_longest(answers, narrowed, fillvalue="")
        if isinstance(answer, Answer) and answer.question is not None
    ]
    indexes = list({a.index.generation: a.index for a, _ in kept}.values()) or [held]
    changed = len(indexes) > 1
    return Transcript(
        made,
        "The documents held changed during this conversation; each question says from which it "
        "was answered." if changed else _held(indexes[0]),
        ", ".join(index.generation for index in indexes),
        tuple(
            _asked(number, answer, tuple(_scope(answer, words, changed=changed)), notes)
            for number, (answer, words) in enumerate(kept, 1)
        ),
    )  # fmt: skip


def _held(index: IndexInfo) -> str:
    documents, reviews = _counted(index.documents, "document"), _counted(index.reviews, "review")
    return f"{documents} and {reviews} held (version {index.generation})."


def _scope(answer: Answer, narrowed: str, *, changed: bool) -> Iterator[str]:
    """What a question was asked of: a count means little without it."""
    if narrowed:
        yield f"Narrowed to {_one_line(narrowed)}."
    if changed:
        yield _held(answer.index)


def _asked(number: int, answer: Answer, scope: tuple[str, ...], notes: Notes) -> Asked:
    cited = {citation.number: citation for citation in answer.citations}
    parts = [*_parts(answer.statements, cited), *_withheld(answer.withheld)]
    shown = {s.citations[0] for s in answer.statements if s.kind == "quote" and s.citations}
    return Asked(
        number,
        _one_line(answer.question or ""),
        _STATUSES[answer.status],
        scope,
        tuple(parts),
        tuple(_nearest(answer.nearest)),
        (
            *(_source(c, notes, shown=c.number in shown) for c in answer.citations),
            *(_source(c, notes, shown=True, nearest=True) for c in answer.nearest),
        ),
    )


def _parts(
    statements: Sequence[Statement], cited: dict[int, Citation]
) -> Iterator[Group | OurWords]:
    """Quotations by review, in reading order, and our own words apart."""

    def owner(statement: Statement) -> str | None:
        return _owner(cited[statement.citations[0]]) if statement.kind == "quote" else None

    for key, run in groupby(statements, owner):
        if key is None:
            yield from _ours(run)
        else:
            yield _group([(_first(s, cited), _quotation(s, cited)) for s in run])


def _ours(statements: Iterable[Statement]) -> Iterator[OurWords]:
    """Lines of ours, those of one kind that rest on no source as one."""
    for (label, marks), run in groupby(
        statements, lambda s: (_LABELS[s.kind], _marks(s.citations))
    ):
        lines = [_one_line(statement.text) for statement in run]
        if marks:
            yield from (OurWords(label, line, marks) for line in lines)
        else:
            yield OurWords(label, " ".join(lines))


def _nearest(nearest: Sequence[Citation]) -> Iterator[Group]:
    for _, run in groupby(nearest, _owner):
        yield _group([(c, Quotation(c.quote, _mark(c.number), (), _is_national(c))) for c in run])


def _group(quoted: Sequence[tuple[Citation, Quotation]]) -> Group:
    first = quoted[0][0]
    runs = [
        (heading, tuple(quotation for _, quotation in run))
        for heading, run in groupby(quoted, lambda each: _heading(each[0]))
    ]
    # Once one heading is shown all must be, or words would seem to be of the one above.
    headed = any(heading for heading, _ in runs)
    return Group(
        _name(first),
        " · ".join(_standing(first)),
        tuple(
            Section((heading or "Under no heading") if headed else None, r) for heading, r in runs
        ),
    )


def _quotation(statement: Statement, cited: dict[int, Citation]) -> Quotation:
    own = _first(statement, cited)
    others = [cited[number] for number in statement.citations[1:]]
    also = [
        ("elsewhere in the same" if _name(o) == _name(own) else _name(o), _mark(o.number))
        for o in others
    ]
    return Quotation(statement.text, _mark(own.number), tuple(also), _is_national(own))


def _withheld(count: int) -> Iterator[OurWords]:
    if count:
        verb = "was" if count == 1 else "were"
        words = f"{_counted(count, 'statement')} {verb} withheld, because the check against the "
        yield OurWords(_LABELS["notice"], f"{words}stored text failed.")


def _source(citation: Citation, notes: Notes, *, shown: bool, nearest: bool = False) -> SourceLine:
    return SourceLine(
        _mark(citation.number),
        _name(citation),
        tuple(_facts(citation, nearest=nearest)),
        None if shown else citation.quote,
        tuple(notes(citation)),
    )


def _facts(citation: Citation, *, nearest: bool) -> Iterator[str]:
    """Everything that leads to the exact place, and what the words are."""
    if nearest:
        yield "nearest passage, not an answer"
    yield from _standing(citation)
    title, file = _one_line(citation.document_title), _one_line(citation.document_id)
    yield f"document {file}" if title == _name(citation) else f"document “{title}” ({file})"
    if section := _section(citation):
        yield f"section “{section}”"
    if citation.page:
        yield f"page {citation.page}"
    yield f"characters {citation.start}–{citation.end}"
    if citation.facet:
        yield _FACETS[citation.facet].lower()
    if citation.provenance:
        yield citation.provenance


def _first(statement: Statement, cited: dict[int, Citation]) -> Citation:
    return cited[statement.citations[0]]


def _owner(citation: Citation) -> str:
    return citation.review_id or citation.document_id


def _name(citation: Citation) -> str:
    return _one_line(citation.review or citation.document_title)


def _standing(citation: Citation) -> Iterator[str]:
    """Publisher, date and standing of a source; what is missing is named."""
    yield _one_line(citation.publisher) if citation.publisher else "publisher not stated"
    yield f"as at {citation.published}" if citation.published else "date not stated"
    if citation.review is None:
        yield "not about one review"
    if citation.digest:
        yield "digest, not the original"


def _section(citation: Citation) -> str | None:
    """The heading that words stand under, where it is another than the document's own."""
    same = citation.section == citation.document_title
    return None if same or not citation.section else _one_line(citation.section)


def _heading(citation: Citation) -> str:
    """Under which heading words stand and, where that does not tell, what they are."""
    section, kind = _section(citation), _FACETS.get(citation.facet or "")
    told = kind is None or kind.lower() in (section or "").lower()
    return " · ".join(part for part in (section, None if told else kind) if part)


def _is_national(citation: Citation) -> bool:
    return citation.provenance == "national"


def _mark(number: int) -> str:
    return f"[{number}]"


def _marks(numbers: Iterable[int]) -> str:
    return " ".join(map(_mark, numbers))


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _one_line(words: str) -> str:
    return " ".join(words.split())
