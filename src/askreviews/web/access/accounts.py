"""Accounts: a file of names, roles and hashed passwords, in the folder of data.

The command line writes it while a server reads it: it is replaced in whole, and read again by the
server whenever it has changed, so that a removed account is refused at its next request.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Callable, Sequence
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from askreviews.errors import AskReviewsError
from askreviews.journal import replace_privately
from askreviews.types import Role
from askreviews.web.access.passwords import hashed

_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{0,63}")
_WAITS_S = 10
_Signature = tuple[int, int, int]


class Account(BaseModel):
    """One person; ``password`` is its hash, ``token`` that of what a program of theirs sends."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    role: Role
    password: str
    token: str | None = None


class _File(BaseModel):
    accounts: tuple[Account, ...] = ()


class Accounts:
    """The accounts in a folder of data."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "accounts.json"
        self._read: tuple[_Signature | None, tuple[Account, ...]] = (None, ())

    def all(self) -> tuple[Account, ...]:
        """Every account, by name.

        Raises:
            AskReviewsError: the file cannot be read, or is damaged.
        """
        signature = self._signature()
        if signature != self._read[0]:
            self._read = (signature, self._load() if signature else ())
        return self._read[1]

    def find(self, name: str) -> Account | None:
        """The account of that name, in whatever case it is written."""
        return next((account for account in self.all() if account.name == name.casefold()), None)

    def add(self, name: str, role: Role, password: str) -> None:
        """Add an account.

        Raises:
            AskReviewsError: the name is taken or can't be one, or the file cannot be written.
        """
        name = fit(name)

        def added(accounts: Sequence[Account]) -> Sequence[Account]:
            if any(account.name == name for account in accounts):
                raise AskReviewsError(f"There is an account {name!r} already; choose another name.")
            return [*accounts, Account(name=name, role=role, password=hashed(password))]

        self._change(added)

    def remove(self, name: str) -> None:
        """Remove an account; whoever is signed in by it no longer is.

        Raises:
            AskReviewsError: there is none of that name, or the file cannot be written.
        """
        gone = self.known(name)
        self._change(lambda accounts: [a for a in accounts if a.name != gone.name])

    def of_token(self, token: str) -> Account | None:
        """The account whose programs send this token."""
        kept = hash_of(token)
        return next((account for account in self.all() if account.token == kept), None)

    def give_token(self, name: str) -> str:
        """Give an account a token in place of any it has; only its hash is kept.

        Raises:
            AskReviewsError: there is no account of that name, or the file cannot be written.
        """
        token = f"askreviews-{secrets.token_urlsafe(32)}"
        self._replace(name, token=hash_of(token))
        return token

    def take_token(self, name: str) -> None:
        """Take an account's token away; what sends it is refused.

        Raises:
            AskReviewsError: there is no account of that name, or the file cannot be written.
        """
        self._replace(name, token=None)

    def change_password(self, name: str, password: str) -> None:
        """Give an account another password; whoever is signed in by it no longer is.

        Its token goes too: who changes a password because it is known wants nobody in by either.

        Raises:
            AskReviewsError: there is none of that name, or the file cannot be written.
        """
        self._replace(name, password=hashed(password), token=None)

    def known(self, name: str) -> Account:
        """The account of that name.

        Raises:
            AskReviewsError: there is none.
        """
        account = self.find(name)
        if account is None:
            raise AskReviewsError(
                f"There is no account {name!r}; 'askreviews users list' names those there are."
            )
        return account

    def _replace(self, name: str, **fields: str | None) -> None:
        known = self.known(name).name
        self._change(
            lambda accounts: [
                a.model_copy(update=fields) if a.name == known else a for a in accounts
            ]
        )

    def _change(self, change: Callable[[Sequence[Account]], Sequence[Account]]) -> None:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(f"{self.path}.lock", timeout=_WAITS_S):
                accounts = sorted(change(self.all()), key=lambda account: account.name)
                held = _File(accounts=tuple(accounts))
                replace_privately(self.path, held.model_dump_json(indent=1))
        except Timeout as error:
            raise AskReviewsError(
                f"{self.path} is being changed by another command; try again when it has ended."
            ) from error
        except OSError as error:
            raise AskReviewsError(
                f"{self.path} cannot be written ({error.strerror}), so nothing was changed."
            ) from error

    def _signature(self) -> _Signature | None:
        try:
            found = self.path.stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise self._unreadable(error.strerror) from error
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _load(self) -> tuple[Account, ...]:
        try:
            return _File.model_validate_json(self.path.read_bytes()).accounts
        except ValidationError:  # its message would quote the file
            raise self._unreadable("it is damaged") from None
        except OSError as error:
            raise self._unreadable(error.strerror) from error

    def _unreadable(self, why: str | None) -> AskReviewsError:
        return AskReviewsError(
            f"The accounts in {self.path} cannot be read ({why}); "
            "put back a copy, or delete the file and add the accounts anew."
        )


def hash_of(token: str) -> str:
    """What is kept of a token: it is too long to be guessed, so a plain hash will do."""
    return hashlib.sha256(token.encode()).hexdigest()


def fit(name: str) -> str:
    """A name as it is kept.

    Raises:
        AskReviewsError: it can't be one.
    """
    if not _NAME.fullmatch(name.casefold()):
        raise AskReviewsError(
            f"{name!r} can't be a name to sign in by: use up to 64 of the letters a to z, digits, "
            "and . _ @ -, beginning with a letter or a digit."
        )
    return name.casefold()
