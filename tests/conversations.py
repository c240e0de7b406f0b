"""Conversations to take away: made by hand, or of real answers over the small collection."""

from askreviews.types import Answer, Citation, IndexInfo, Statement

HOSTILE = [
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "[here](javascript:alert(1)) and ![p](https://elsewhere.example/x.png)",
    "See https://elsewhere.example, www.elsewhere.example or <https://elsewhere.example>",
    "# Not a heading",
    "1. not a list\n- nor this\n> nor a quotation\n\n    nor code\n---\n=====\n| a |\n|---|",
    "*stars* __lines__ `code` ~~struck~~ $x$ [^1] {.class} &lt;b&gt; &amp; \\* back\\slash",
    "[1]: https://elsewhere.example 'title'\n[1]",
    "first \u202edesrever\u202c last \u2066aside",
    "```\nfence\n```",
    "a --- b ... c :smile: 10:30\r- x\r\ny",
]
ASKED = [
    "What do reviews say about handover?",
    "Which hospital treated Child N?",
    "How many reviews are held?",
    "What about Jane Roe, 07700 900123?",
    "Should I refer the baby in my clinic today?",
]


def citation(number, quote="Bruising matters.", **fields):
    given = {
        "document_id": "a.md", "document_title": "A title", "review_id": "a.md#1",
        "review": "Child A", "start": 0, "end": len(quote),
    }  # fmt: skip
    return Citation(number=number, quote=quote, **(given | fields))


def answered(statements=(), citations=(), **fields):
    given = {
        "question": "Q?",
        "status": "answered",
        "index": IndexInfo(generation="g1", documents=2, reviews=1),
    }
    return Answer(statements=list(statements), citations=list(citations), **(given | fields))


def quoting(*citations, **fields):
    """An answer that quotes each of its citations."""
    return answered([quote(c.number, text=c.quote) for c in citations], citations, **fields)


def quote(*numbers, text="Bruising matters."):
    return Statement(text=text, kind="quote", citations=list(numbers))


def real_answers(assistant):
    """Answers of every kind, and one to a question that is not kept."""
    answers = [assistant.ask(question) for question in ASKED]
    assert {a.status for a in answers} >= {"answered", "not_found", "declined"}
    assert answers[3].question is None
    return answers


def quoted(answers):
    """Every quotation of theirs."""
    return [c.quote for a in answers for c in (*a.citations, *a.nearest)]
