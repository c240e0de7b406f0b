"""The operator's commands over what is kept of people's use: seeing it, and deleting it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from askreviews.commands import load_settings
from askreviews.errors import AskReviewsError

if TYPE_CHECKING:
    from askreviews.audit import Entry
    from askreviews.settings import Settings

commands = typer.Typer()
audit_commands = typer.Typer(no_args_is_help=True)
Purge = Callable[["Settings", int], tuple[int, int]]

OlderThan = Annotated[
    int, typer.Option("--older-than", min=0, metavar="DAYS", help="Older than that; 0 for all.")
]
_WIDTH = 10


@audit_commands.command("show")
def show_command(
    days: Annotated[
        int | None, typer.Option("--days", min=1, help="Only of the last so many days.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, an entry a line.")] = False,
) -> None:
    """Show the audit log, oldest first."""
    from askreviews.audit import entries, journal_of

    since = datetime.now(UTC) - timedelta(days=days) if days else None
    held = [e for e in entries(journal_of(load_settings())) if since is None or e.at > since]
    for entry in held:
        print(entry.model_dump_json(exclude_none=True) if as_json else _line(entry))
    if not held and not as_json:
        on = "" if load_settings().audit else "; none is kept unless ASKREVIEWS_AUDIT=true"
        print(f"There is nothing in the audit log{on}.")


@audit_commands.command("purge")
def purge_audit_command(older_than: OlderThan) -> None:
    """Delete old entries of the audit log."""
    print(_told("audit log", _audit(load_settings(), older_than)))


@commands.command("purge")
def purge_command(
    *,
    older_than: OlderThan,
    feedback: Annotated[bool, typer.Option("--feedback", help="What readers said.")] = False,
    baskets: Annotated[bool, typer.Option("--baskets", help="Baskets saved by name.")] = False,
    runs: Annotated[bool, typer.Option("--runs", help="Evaluations saved by the page.")] = False,
    audit: Annotated[bool, typer.Option("--audit", help="The audit log.")] = False,
) -> None:
    """Delete for good what is kept of people's use and is old."""
    chosen = {"feedback": feedback, "baskets": baskets, "runs": runs, "audit log": audit}
    if not any(chosen.values()):
        raise AskReviewsError(
            "Name what is to be deleted: --feedback, --baskets, --runs, --audit, or several."
        )
    settings = load_settings()
    for what, purge in _PURGES.items():
        if chosen[what]:
            print(_told(what, purge(settings, older_than)))


def _feedback(settings: Settings, days: int) -> tuple[int, int]:
    from askreviews.evaluation.feedback_book import FILE_NAME, purge_feedback

    return purge_feedback(settings.data / FILE_NAME, days)


def _baskets(settings: Settings, days: int) -> tuple[int, int]:
    from askreviews.packs.shelf import Shelf

    return Shelf(settings.data / "baskets").purge(days)


def _runs(settings: Settings, days: int) -> tuple[int, int]:
    from askreviews.evaluation.saved import SavedRuns

    return SavedRuns(settings.data / "runs").purge(days)


def _audit(settings: Settings, days: int) -> tuple[int, int]:
    from askreviews.audit import journal_of, purge

    return purge(journal_of(settings), days)


_PURGES: dict[str, Purge] = {
    "feedback": _feedback, "baskets": _baskets, "runs": _runs, "audit log": _audit,
}  # fmt: skip


def _told(what: str, counts: tuple[int, int]) -> str:
    deleted, kept = counts
    return f"{what}: {deleted} deleted, {kept} kept."


def _line(entry: Entry) -> str:
    about = f"{entry.status}, {entry.reason}" if entry.reason else entry.status
    cited = ", ".join(entry.documents) or "no document"
    asked = f"  “{entry.question}”" if entry.question else ""
    moment = f"{entry.at:%Y-%m-%d %H:%M:%S}Z"
    return f"{moment}  {entry.who:<{_WIDTH}}  {entry.way:<5}  {about}: {cited}{asked}"
