"""The operator's commands: who may sign in."""

from __future__ import annotations

import getpass
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from askreviews.commands import load_settings
from askreviews.errors import AskReviewsError
from askreviews.roles import Role

if TYPE_CHECKING:
    from askreviews.web.access.accounts import Accounts

commands = typer.Typer(no_args_is_help=True)

NameArgument = Annotated[str, typer.Argument(help="The name to sign in by.")]


@commands.command("add")
def add_command(
    name: NameArgument,
    role: Annotated[
        Role, typer.Option("--role", help="Each may do what those before may, and more.")
    ] = "reader",
) -> None:
    """Add an account; its password is asked for twice, or read from standard input."""
    from askreviews.web.access.accounts import fit

    accounts = _accounts()
    first = not accounts.all()
    accounts.add(fit(name), role, _password())
    print(f"{fit(name)} may sign in now, as {role}.")
    if first:
        print("A server that is running asks for accounts when it is started again.")


@commands.command("remove")
def remove_command(name: NameArgument) -> None:
    """Remove an account; whoever is signed in by it no longer is."""
    accounts = _accounts()
    accounts.remove(name)
    print(f"{name} can no longer sign in.")
    if not accounts.all():
        print("No account is left: a server started now asks for none, on this machine alone.")


@commands.command("list")
def list_command() -> None:
    """List the accounts with their roles."""
    accounts = _accounts().all()
    width = max((len(account.name) for account in accounts), default=0)
    for account in accounts:
        token = "  (has a token)" if account.token else ""
        print(f"{account.name:<{width}}  {account.role}{token}")
    if not accounts:
        print("There are no accounts.")


@commands.command("passwd")
def passwd_command(name: NameArgument) -> None:
    """Change a password; whoever is signed in with the old one no longer is, nor any token good."""
    accounts = _accounts()
    accounts.known(name)
    accounts.change_password(name, _password())
    print(f"The password of {name} is changed.")


@commands.command("token")
def token_command(
    name: NameArgument,
    remove: Annotated[bool, typer.Option("--remove", help="Take it away instead.")] = False,
) -> None:
    """Make a token for programs that ask in this name, and print it; a former one ends."""
    accounts = _accounts()
    if remove:
        accounts.take_token(name)
        print(f"Programs can no longer ask as {name}.")
        return
    print(accounts.give_token(name))
    print("It is shown once: only its hash is kept.", file=sys.stderr)


def _accounts() -> Accounts:
    from askreviews.web.access.accounts import Accounts

    return Accounts(load_settings().data)


def _password() -> str:
    """A password that will do: typed twice unseen, or the first line that comes in.

    Never from the command line, where other users of the machine would see it.

    Raises:
        AskReviewsError: it will not do, or was typed differently.
    """
    from askreviews.web.access.passwords import checked

    least = load_settings().min_password
    if not sys.stdin.isatty():
        return checked(sys.stdin.readline().rstrip("\r\n"), least)
    password = checked(getpass.getpass("Password: "), least)
    if getpass.getpass("Once more: ") != password:
        raise AskReviewsError("The two passwords are not the same, so nothing was changed.")
    return password
