"""Runs kept in a folder, by set and by the moment they were saved."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from askreviews.errors import AskReviewsError
from askreviews.evaluation.run import Run, load_run

_STAMP = "%Y%m%dT%H%M%SZ"
_ID = re.compile(r"[\w-]+/[0-9]{8}T[0-9]{6}Z")
_NAME_LENGTH = 80


@dataclass(frozen=True, slots=True)
class SavedRuns:
    """A folder of runs: ``SET/MOMENT.json``, the moment in UTC; a run's id is that path's stem."""

    folder: Path

    def save(self, run: Run) -> str:
        """Keep a run and give its id.

        Raises:
            AskReviewsError: it cannot be written.
        """
        of_set = self.folder / _folder_name(run.set_name)
        path = _unused(of_set, datetime.now(UTC))
        part = path.with_suffix(".part")
        try:
            of_set.mkdir(parents=True, exist_ok=True)
            part.write_text(run.model_dump_json(indent=1) + "\n", encoding="utf-8")
            part.replace(path)
        except OSError as error:
            with contextlib.suppress(OSError):
                part.unlink()
            raise AskReviewsError(
                f"The run could not be saved in {of_set} ({error.strerror}); make room or allow "
                "writing there, and run the set again."
            ) from error
        return f"{of_set.name}/{path.stem}"

    def of(self, set_name: str) -> list[tuple[str, datetime]]:
        """The ids of a set's runs, newest first, each with the moment it was saved."""
        name = _folder_name(set_name)
        ids = [f"{name}/{path.stem}" for path in (self.folder / name).glob("*.json")]
        return [(run_id, _moment(run_id)) for run_id in sorted(ids, reverse=True) if _is_id(run_id)]

    def load(self, run_id: str) -> Run:
        """Read a run.

        Raises:
            AskReviewsError: there is none of that id, or its file is damaged.
        """
        path = self.folder / f"{run_id}.json"
        if not (_is_id(run_id) and path.is_file()):
            raise AskReviewsError("This run is no longer saved; choose another, or run the set.")
        return load_run(path)

    def purge(self, days: int) -> tuple[int, int]:
        """Delete what was saved more than so many days ago; how many went and are left.

        Raises:
            AskReviewsError: one can't be deleted.
        """
        since = datetime.now(UTC) - timedelta(days=days)
        ids = [f"{path.parent.name}/{path.stem}" for path in self.folder.glob("*/*.json")]
        held = {run_id: _moment(run_id) for run_id in ids if _is_id(run_id)}
        old = [run_id for run_id, moment in held.items() if moment <= since]
        for run_id in old:
            path = self.folder / f"{run_id}.json"
            try:
                path.unlink(missing_ok=True)
            except OSError as error:
                raise AskReviewsError(f"{path} cannot be deleted ({error.strerror}).") from error
        return len(old), len(held) - len(old)


def _folder_name(set_name: str) -> str:
    """A set's name as that of a folder, on any system."""
    return re.sub(r"[^\w-]+", "-", Path(set_name).stem)[:_NAME_LENGTH].strip("-") or "set"


def _unused(folder: Path, moment: datetime) -> Path:
    """The file for a moment, or for the first second after it that has none yet."""
    while (path := folder / f"{moment.strftime(_STAMP)}.json").exists():
        moment += timedelta(seconds=1)
    return path


def _is_id(run_id: str) -> bool:
    return _ID.fullmatch(run_id) is not None


def _moment(run_id: str) -> datetime:
    return datetime.strptime(run_id.rpartition("/")[2], _STAMP).replace(tzinfo=UTC)
