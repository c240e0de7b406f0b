"""Does a sentence say only what its passages say? Checked by rule, by words and by meaning."""

from askreviews.answering.support.score import Support, SupportChecker, check_support

__all__ = ["Support", "SupportChecker", "check_support"]
