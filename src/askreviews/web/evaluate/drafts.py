"""What readers said of answers, for the evaluator: how much there is, and as draft questions."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.responses import PlainTextResponse, Response

from askreviews.errors import AskReviewsError
from askreviews.web.markup import counted
from askreviews.web.offers import FeedbackBook
from askreviews.web.parts import fault

_ROUTE = "feedback-drafts"
_FILE = "draft-questions.jsonl"
_HEADERS = {
    "Content-Disposition": f'attachment; filename="{_FILE}"',
    "Cache-Control": "no-store",  # readers' questions: no copy of them is left in the browser
}
_NEXT = (
    "<p>Look each one over in a text editor before it counts: correct what is expected, add the "
    "sentences that a full answer shows, and take out “draft”. Then "
    f"<code>askreviews check-set {_FILE}</code> tells whether those sentences stand in the "
    "documents, and the set can be uploaded above.</p>"
)


def feedback_line(book: FeedbackBook) -> str:
    """Say how many answers were commented on, where any was, and what can be done with that."""
    try:
        count, damaged = book.count(), book.unreadable()
    except AskReviewsError as error:
        return fault(str(error))
    parts = []
    if damaged:
        verb = "is" if damaged == 1 else "are"
        parts.append(f"{counted(damaged, 'line')} of the file {verb} damaged and left out.")
    if count:
        verb = "is" if count == 1 else "are"
        parts.append(f"{counted(count, 'comment')} on answers {verb} kept.")
        parts.append(f'<a href="{_ROUTE}" download="{_FILE}">Download them as draft questions</a>')
    if not parts:
        return ""
    return f"<h2>What readers said</h2><p>{' '.join(parts)}</p>{_NEXT if count else ''}"


def add_drafts(app: FastAPI, book: FeedbackBook) -> None:
    """Serve the draft questions; what can't be read is a sentence."""

    # Not a coroutine: it reads a file, so it runs in a thread of its own.
    @app.get(f"/{_ROUTE}")
    def feedback_drafts() -> Response:
        try:
            drafts = book.drafts()
        except AskReviewsError as error:
            return PlainTextResponse(str(error), 404, headers={"Cache-Control": "no-store"})
        return Response(drafts, media_type="application/jsonl", headers=_HEADERS)
