"""Answers, passages and the catalogue as text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap

from askreviews.reading.superseded import superseded_in
from askreviews.reading.taxonomy import taxonomy
from askreviews.types import Answer, Citation, Passage, Review, Statement, age_text

_STATUS = {
    "answered": "Answered from the documents",
    "partial": "Partly answered",
    "not_found": "Not found in these documents",
    "declined": "Not something this tool can help with",
}
_NOT_STATED = "not stated"
_LABEL_WIDTH = 44
_LINE = 100


def answer_text(answer: Answer) -> str:
    """An answer with its sources below, numbered as in the text."""
    lines = [_STATUS[answer.status], ""]
    lines += [_statement(s) for s in answer.statements]
    if answer.withheld:
        lines.append(f"({answer.withheld} withheld: the check against the passages failed.)")
    if answer.fallback:
        lines.append(answer.fallback)
    elif answer.model != "extractive":
        lines.append(f"Written by the language model {answer.model}, each sentence checked.")
    if answer.citations:
        lines += ["", "Sources"] + [_source(c, quote=False) for c in answer.citations]
    if answer.nearest:
        lines += ["", "Nearest passages (they do not settle the question)"]
        lines += [_source(c, quote=True) for c in answer.nearest]
    return "\n".join(lines)


def _statement(statement: Statement) -> str:
    numbers = "".join(f" [{number}]" for number in statement.citations)
    text = statement.text.replace("\t", " | ")
    return f"“{text}”{numbers}" if statement.kind == "quote" else f"{text}{numbers}"


def _source(c: Citation, *, quote: bool) -> str:
    about = [c.review or c.document_title, c.publisher or "publisher not stated"]
    about += [c.published or "date not stated", "digest" if c.digest else "", c.section or ""]
    page = f", page {c.page}" if c.page else ""
    place = f"{c.document_id}{page}, characters {c.start}:{c.end}"
    lines = [f"[{c.number}] {', '.join(a for a in about if a)} ({place})"]
    lines += [f"    “{c.quote}”"] if quote else []
    lines += [f"    Our note, not in the document: {s.sentence()}" for s in superseded_in(c.quote)]
    return "\n".join(lines)


def passage_text(passage: Passage) -> str:
    """A passage under a line that says where it stands."""
    about = [passage.review or passage.document_id, passage.section or "", passage.facet or ""]
    place = f"{passage.document_id} {passage.start}:{passage.end}"
    return f"{passage.score:.2f}  {', '.join(a for a in about if a)}  ({place})\n{passage.text}"


def review_table(reviews: Sequence[Review]) -> str:
    """The catalogue as a table."""
    head = ("Review", "Published", "Type", "Age", "Outcome", "Document")
    rows = [head, *map(_row, reviews)]
    widths = [max(len(row[i]) for row in rows) for i in range(len(head))]
    lines = [
        "  ".join(c.ljust(w) for c, w in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
    return "\n".join(lines)


def _row(review: Review) -> tuple[str, ...]:
    label = review.label
    if len(label) > _LABEL_WIDTH:
        label = label[: _LABEL_WIDTH - 1] + "…"
    stated = (
        review.published,
        review.review_type,
        age_text(review.child_age_months),
        review.outcome,
    )
    return (label, *(value or _NOT_STATED for value in stated), review.document_id)


def review_sources(review: Review, text: str) -> str:
    """Every field of a review, its value or "not stated", and the sentence it was read from."""
    lines = [f"{review.label} ({review.review_id})"]
    for name, value, source in _fields(review):
        span = review.sources.get(source)
        lines.append(f"  {name}: {value or _NOT_STATED}")
        if value and span:
            said = f"“{' '.join(text[slice(*span)].split())}”"
            lines += wrap(said, _LINE, initial_indent="      ", subsequent_indent="      ")
        elif value and source:
            lines.append("      (stated by the file's metadata)")
    return "\n".join(lines)


def _fields(review: Review) -> Iterator[tuple[str, str | None, str]]:
    """Name, value and key of the source, of each field in turn; each tag is a field."""
    yield "title", review.title, "title"
    yield "case", review.case_id, "case_id"
    for name in ("publisher", "published", "review_type", "nation", "population", "scheme",
                 "incident_date"):  # fmt: skip
        yield name.replace("_", " "), getattr(review, name), name
    yield "child's age", age_text(review.child_age_months), "child_age_months"
    yield "outcome", review.outcome, "outcome"
    labels = taxonomy().theme_labels
    for name, kind, tags in (("harm", "harm", review.harm), ("theme", "theme", review.themes),
                             ("agency", "agency", review.agencies)):  # fmt: skip
        for tag in tags or ("",):
            yield name, labels.get(tag, tag), f"{kind}:{tag}"
    yield "recommendations", review.recommendations, "recommendations"
    yield "summary only", "yes" if review.summary_only else "no", ""
    yield "digest", "yes" if review.digest else "no", ""
