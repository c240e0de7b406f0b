"""Question sets kept in a spreadsheet: a row for each question, further rows for its gold."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from askreviews.errors import QuestionSetError, ReadingError
from askreviews.evaluation.questions import Question, describe, read_text

COLUMNS = (
    "id", "question", "kind", "expected_status", "expected_reason", "review", "history",
    "filters", "gold_document", "gold_quote", "near_miss", "split", "reference", "note",
)  # fmt: skip
_GOLD = ("gold_document", "gold_quote")
_SHEET = "questions"

Row = tuple[int, dict[str, str]]


def read_spreadsheet(path: Path | str) -> tuple[list[Question], list[str]]:
    """The questions of a spreadsheet, and a warning for each column that is not known.

    A row without a question gives one more gold span to the question above it. Earlier
    questions stand in ``history`` a line each; ``filters`` as ``key=value; key=value``.

    Args:
        path: a CSV file (comma or semicolon, UTF-8) or an XLSX file, whose sheet "questions",
            else the first one, is read; headings in the first row.

    Raises:
        QuestionSetError: the file cannot be read, or a row is at fault.
    """
    path = Path(path)
    rows = list(_read_xlsx(path) if path.suffix.lower() == ".xlsx" else _read_csv(path))
    if not rows or "question" not in rows[0][1]:
        raise QuestionSetError(
            f"{path.name} has no column 'question' in its first row; start from the template in "
            "evals/."
        )
    unknown = [name for name in rows[0][1] if name and name not in COLUMNS]
    warnings = [
        f"{path.name}: the column {name!r} is not known and was ignored." for name in unknown
    ]
    questions = list(_questions(path, rows[1:]))
    if not questions:
        raise QuestionSetError(f"{path.name} holds no question; fill in at least one row.")
    return questions, warnings


def _questions(path: Path, rows: Sequence[Row]) -> Iterator[Question]:
    open_row: Row | None = None
    gold: list[dict[str, str]] = []
    for number, cells in rows:
        if not any(cells.values()):
            continue
        if cells.get("question"):
            if open_row:
                yield _question(path, open_row, gold)
            open_row, gold = (number, cells), []
        elif open_row is None:
            raise QuestionSetError(f"{path.name} row {number} has no question; write one.")
        gold += _gold(path, number, cells)
    if open_row:
        yield _question(path, open_row, gold)


def _gold(path: Path, number: int, cells: dict[str, str]) -> list[dict[str, str]]:
    document, quote = (cells.get(name, "") for name in _GOLD)
    if bool(document) != bool(quote):
        missing = "gold_quote" if document else "gold_document"
        raise QuestionSetError(f"{path.name} row {number}: {missing} is empty; fill it in.")
    return [{"document_id": document, "quote": quote}] if quote else []


def _question(path: Path, row: Row, gold: list[dict[str, str]]) -> Question:
    number, cells = row
    fields: dict[str, Any] = {
        name: value for name, value in cells.items() if value and name in COLUMNS
    }
    for name in _GOLD:
        fields.pop(name, None)
    if "history" in fields:
        fields["history"] = [line for line in map(str.strip, cells["history"].split("\n")) if line]
    if "filters" in fields:
        fields["filters"] = _filters(path, number, cells["filters"])
    try:
        return Question.model_validate({"id": f"row-{number}", **fields, "gold": gold})
    except ValidationError as error:
        raise QuestionSetError(
            f"{path.name} row {number}: {describe(error)}; correct it."
        ) from error


def _filters(path: Path, number: int, told: str) -> dict[str, list[str]]:
    filters: dict[str, list[str]] = {}
    for part in filter(None, map(str.strip, told.split(";"))):
        key, equals, value = part.partition("=")
        if not equals:
            raise QuestionSetError(
                f"{path.name} row {number}: the filter {part!r} is not of the form key=value."
            )
        filters.setdefault(key.strip(), []).append(value.strip())
    return filters


def _read_csv(path: Path) -> Iterator[Row]:
    text = read_text(path)
    first = text.partition("\n")[0]
    # Excel writes semicolons where a comma is the decimal mark.
    separator = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    names: list[str] | None = None
    try:
        # Counted as a spreadsheet does: a cell of several lines is in one row.
        for number, cells in enumerate(reader, start=1):
            told = [cell.strip() for cell in cells]
            if names is None:
                names = [cell.lower() for cell in told]
                yield number, dict.fromkeys(names, "")
            else:
                yield number, dict(zip(names, told, strict=False))
    except csv.Error as error:
        raise QuestionSetError(
            f"{path.name} line {reader.line_num} is not valid CSV ({error}); correct that line."
        ) from error


def _read_xlsx(path: Path) -> Iterator[Row]:
    from askreviews.library import workbook_rows  # loads what documents are read by

    try:
        rows = workbook_rows(path, _SHEET)
    except OSError as error:
        raise QuestionSetError(f"{path} could not be read; check the path.") from error
    except ReadingError as error:
        raise QuestionSetError(str(error)) from error
    names: list[str] | None = None
    for number, cells in enumerate(rows, start=1):
        told = [_cell(cell) for cell in cells]
        if names is None:
            names = [cell.lower() for cell in told]
            yield number, dict.fromkeys(names, "")
        else:
            yield number, dict(zip(names, told, strict=True))


def _cell(value: object) -> str:
    """A cell as text; a whole number as one, a date as in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value).strip()
