"""The cells of a spreadsheet, for question sets."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from zipfile import BadZipFile

from askreviews.errors import ReadingError
from askreviews.reading.archive import check_archive
from askreviews.reading.common import fault

_MOST_CELLS = 1_000_000
_AGAIN = "save it as one, or as CSV"


def rows_of(path: Path, sheet: str) -> list[list[object]]:
    """The rows of an XLSX workbook, formulas by their results.

    Args:
        path: the file.
        sheet: the sheet that is read, else the first one.

    Raises:
        ReadingError: it is no such workbook, or holds too much.
        OSError: it cannot be opened.
    """
    from openpyxl import load_workbook

    try:
        check_archive(path)
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            found = book[sheet] if sheet in book.sheetnames else book.worksheets[0]
            return _kept(path, found.iter_rows(values_only=True))
        finally:
            book.close()
    except (ReadingError, MemoryError, FileNotFoundError, PermissionError):
        raise
    except BadZipFile as error:
        raise fault(path, "it is not an XLSX workbook", _AGAIN) from error
    except Exception as error:  # openpyxl may raise anything at all on a broken file
        raise fault(path, "it is damaged, or is not an XLSX workbook", _AGAIN) from error


def _kept(path: Path, rows: Iterable[tuple[object, ...]]) -> list[list[object]]:
    kept: list[list[object]] = []
    left = _MOST_CELLS
    for cells in rows:
        left -= len(cells)
        if left < 0:
            told = f"it has more than {_MOST_CELLS:,} cells"
            raise fault(path, told, "delete what is no question, and save it again")
        kept.append(list(cells))
    return kept
