"""The heading of the page: what this is, what it isn't, what it holds, and the quick way out."""

from __future__ import annotations

from html import escape

from askreviews.types import IndexInfo, LanguageModel, VectorServer
from askreviews.web.access.roles import ANYONE, Person
from askreviews.web.markup import counted, plain

_QUOTED = "Answers are sentences from the documents held, quoted word for word."
_CONTENT_NOTE = (
    '<aside class="ask-note" aria-label="Before you read"><p>These documents tell of harm to '
    "children and of children who died. Take the time you need, and talk to your supervisor or "
    "someone you trust if it is hard; Samaritans listen day and night on 116 123.</p>"
    '<button type="button" id="ask-noted">I have read this</button></aside>'
)
_QUOTES = (
    "It quotes sentences of the documents held here, word for word, and says where each stands."
)
_WRITES = (
    "A language model puts into its own words what the passages found say. Each of its sentences "
    "is checked against the passages that it cites before it is shown, and what fails is withheld; "
    "the check can miss things, so open the passage before you rely on a sentence."
)
_IS = (
    "Where the documents do not say, the answer is that they do not.",
    "Its counts are of the reviews held here; they say nothing about how common something is.",
)
_IS_NOT = (
    "It is not a decision tool: for a child you are worried about, follow your local procedure; in "
    "an emergency call 999.",
    "It is not a record: leave out names, dates of birth and addresses of people you work with.",
    "It is not a way to find out who a child or family is, and declines to be.",
)


_AWAY = (
    '<p class="ask-held" id="ask-away">The search by meaning is away just now: passages are found '
    "by their words alone, and some that say the same in other words may be missing. It comes "
    "back by itself.</p>"
)


def header(
    info: IndexInfo,
    model: LanguageModel | None = None,
    person: Person = ANYONE,
    *,
    server: VectorServer | None = None,
    by_words: bool = False,
) -> str:
    """Say what this is and isn't, what it holds, which model writes, and who is signed in.

    Args:
        info: what is held.
        model: the language model that writes; ``None``: documents are quoted.
        person: who is signed in.
        server: the Chroma server that searches; ``None``: the index is searched here.
        by_words: it is away, so that only words are searched for.
    """
    held = f"{counted(info.documents, 'document')}, {counted(info.reviews, 'review')} held"
    return (
        '<header class="ask-header"><div class="ask-title"><h1>Ask the reviews</h1>'
        '<button type="button" id="ask-exit">Leave<span> this page</span> quickly</button></div>'
        f"{_who(person)}"
        f"<p>{_written(model) if model else _QUOTED} It is not a "
        f"decision tool: for a child you are worried about, follow your local procedure."
        f"{_searched(server)}</p>"
        f'<p class="ask-held">{held}</p>{_AWAY if by_words else ""}'
        f"{_about(info, model, server)}{_CONTENT_NOTE}</header>"
    )


def _who(person: Person) -> str:
    """Who is signed in, and a button to sign out where that is done here."""
    if not person.name:
        return ""
    told = f"<span>Signed in as <strong>{plain(person.name)}</strong> ({person.role})</span>"
    if not person.token:
        return f'<p class="ask-who">{told}</p>'
    return (
        f'<form class="ask-who" id="ask-sign-out" method="post" action="sign-out">{told}'
        f'<input type="hidden" name="token" value="{escape(person.token)}">'
        '<button type="submit">Sign out</button></form>'
    )


def _written(model: LanguageModel) -> str:
    """Say which model writes, where it runs, and what that means for what is asked."""
    name = f'<span class="ask-model">{plain(model.name)}</span>'
    if model.remote:
        return (
            f"Answers are written by the language model {name}, which runs on another machine, "
            f"{plain(model.host)}: questions, and the passages found for them, are sent there. "
            "Each sentence is checked against the passages that it cites."
        )
    return (
        f"Answers are written by the language model {name}, which runs on this tool\u2019s own "
        "machine. Each sentence is checked against the passages that it cites."
    )


def _searched(server: VectorServer | None) -> str:
    """Say where passages are searched, if that is on another machine."""
    if server is None or not server.remote:
        return ""
    return (
        f" Passages are searched on another machine, {plain(server.host)}: what your questions "
        "mean, as numbers and not as words, is sent there."
    )


def _about(info: IndexInfo, model: LanguageModel | None, server: VectorServer | None) -> str:
    sent = []
    if model and model.remote:
        sent.append(f"What you ask is sent to {plain(model.host)}, where the language model runs")
    if server and server.remote:
        sent.append(
            f"numbers made of what you ask are sent to {plain(server.host)}, where passages are "
            "searched"
        )
    told = f"{', and '.join(sent)}, and nowhere else."
    leaves = (
        f"{told[0].upper()}{told[1:]}"
        if sent
        else "Nothing you ask leaves this tool\u2019s own machine."
    )
    return (
        '<details id="ask-about"><summary>What this is, and what it isn\u2019t</summary>'
        f"<ul>{_points((_WRITES if model else _QUOTES, *_IS))}</ul><ul>{_points(_IS_NOT)}</ul>"
        f"<p>Now held: {counted(info.documents, 'document')} with "
        f"{counted(info.reviews, 'review')}. Version of the collection: "
        f"{plain(info.generation)}. {leaves}</p>"
        "</details>"
    )


def _points(points: tuple[str, ...]) -> str:
    return "".join(f"<li>{point}</li>" for point in points)
