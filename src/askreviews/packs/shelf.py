"""Baskets kept by name, each a file that ``askreviews pack --basket`` reads."""

from __future__ import annotations

import re
import time
import unicodedata
from pathlib import Path

from askreviews.errors import AskReviewsError
from askreviews.packs.basket import Basket, load_basket
from askreviews.packs.export import write_whole

_LONGEST = 60
_DAY_S = 86_400


class Shelf:
    """A folder of baskets, which is made when there is one to keep."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def names(self) -> list[str]:
        """The names of the baskets, in their order; a file that is no basket is passed over."""
        return sorted(self._files(), key=str.casefold)

    def save(self, basket: Basket, *, overwrite: bool) -> bool:
        """Keep a basket; False where one of that name is there and may not be overwritten.

        Raises:
            AskReviewsError: its name has no letter and no number, or nothing can be written.
        """
        path = self.folder / file_name(basket.name)
        if path.exists() and not overwrite:
            return False
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise AskReviewsError(
                f"{self.folder} cannot be made ({error.strerror}), so no basket can be saved."
            ) from error
        write_whole({path: basket.model_dump_json(indent=1).encode()})
        return True

    def load(self, name: str) -> Basket:
        """A basket by its name.

        Raises:
            AskReviewsError: there is none, or its file is damaged.
        """
        return load_basket(self._file(name))

    def delete(self, name: str) -> None:
        """Delete a basket.

        Raises:
            AskReviewsError: there is none, or its file can't be deleted.
        """
        _delete(self._file(name))

    def purge(self, days: int) -> tuple[int, int]:
        """Delete what was saved more than so many days ago; how many went and are left.

        Raises:
            AskReviewsError: one can't be deleted.
        """
        since = time.time() - days * _DAY_S
        files = [*self.folder.glob("*.json")]
        old = [path for path in files if path.stat().st_mtime <= since]
        for path in old:
            _delete(path)
        return len(old), len(files) - len(old)

    def _file(self, name: str) -> Path:
        """Found by the name within: what a browser sends never becomes a path."""
        found = self._files().get(name)
        if found is None:
            raise AskReviewsError(f"There is no saved basket “{name}” any more.")
        return found

    def _files(self) -> dict[str, Path]:
        held = {}
        for path in sorted(self.folder.glob("*.json")):
            try:
                held[load_basket(path).name] = path
            except AskReviewsError:
                continue
        return held


def _delete(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        raise AskReviewsError(f"{path} cannot be deleted ({error.strerror}).") from error


def file_name(name: str) -> str:
    """A file's name for a basket's: letters, numbers and hyphens.

    Raises:
        AskReviewsError: nothing is left of it.
    """
    simple = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", simple)[:_LONGEST].strip("-")
    if not words:
        raise AskReviewsError("Give the basket a name with letters or numbers in it.")
    return f"{words}.json"
