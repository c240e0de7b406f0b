"""Passwords: kept as Argon2id hashes with the parameters of RFC 9106's second choice."""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from askreviews.errors import AskReviewsError

# A longer one would only be work for the machine.
MOST = 1000
_HASHER = PasswordHasher()


def checked(password: str, least: int) -> str:
    """The password, if it will do.

    Raises:
        AskReviewsError: it is too short or far too long.
    """
    if len(password) < least:
        raise AskReviewsError(
            f"That password is too short: it needs {least} characters or more; "
            "four words that have nothing to do with each other are easy to remember."
        )
    if len(password) > MOST:
        raise AskReviewsError(f"That password is too long: {MOST} characters are the most.")
    return password


def hashed(password: str) -> str:
    """Hash a password, with a salt of its own."""
    return _HASHER.hash(_same(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether a password is the one that was hashed.

    Where there is nothing to compare with it takes as long, so that nobody learns by the time
    which names have an account.
    """
    try:
        _HASHER.verify(kept or _nobodys(), _same(password))
    except (VerificationError, InvalidHashError):
        return False
    return kept is not None


@cache
def _nobodys() -> str:
    return hashed(secrets.token_urlsafe())


def _same(password: str) -> str:
    """A Mac sends "ü" as two characters, others as one."""
    return unicodedata.normalize("NFC", password[: MOST + 1])
