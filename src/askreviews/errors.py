"""Errors that meet the user: each is one sentence saying what happened and what to do."""


class AskReviewsError(Exception):
    """Base of every error whose message is fit to show; anything else is a defect."""


class ReadingError(AskReviewsError):
    """A file could not be read; the others go on."""


class IndexingError(AskReviewsError):
    """The index could not be opened or written; the one being served is untouched."""


class QuestionSetError(AskReviewsError):
    """A question file has a fault; the message names the file and the line."""


class FilterError(AskReviewsError):
    """A filter is not of the form KEY=VALUE, or its key or value is unknown."""
