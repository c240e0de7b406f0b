"""Spreadsheets are read in a process apart, and those made to harm are named."""

import io

import pytest
from openpyxl import Workbook

from askreviews.errors import ReadingError
from askreviews.library import workbook_rows
from askreviews.reading.limits import Limits
from askreviews.reading.workbook import rows_of
from hostile.makers import LAUGHS, OUTSIDE, lying, prefixed, rezipped

LIMITS = Limits(max_seconds=5, max_mb=300)
SHEET = "xl/worksheets/sheet1.xml"


def workbook():
    out = io.BytesIO()
    book = Workbook()
    book.active.append(["question", 3, None])
    book.active.append([None, None, "gold"])
    book.save(out)
    return out.getvalue()


def test_cells_come_as_they_are_stored(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(workbook())
    rows = workbook_rows(tmp_path / "a.xlsx", "questions", LIMITS)
    assert rows == [["question", 3, None], [None, None, "gold"]]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (lambda: rezipped(workbook(), prefixed(SHEET, LAUGHS)), "declares entities"),
        (lambda: rezipped(workbook(), prefixed(SHEET, OUTSIDE)), "declares entities"),
        (lambda: lying(workbook(), "xl/media/a.png", 2_000_000_000), "over a gigabyte"),
        (lambda: rezipped(workbook(), more=[("../evil", b"x")]), "leads out"),
        (lambda: b"PK\x03\x04" + bytes(100), "not an XLSX workbook"),
        (lambda: rezipped(workbook(), lambda name, c: c[:90] if name == SHEET else c), "damaged"),
    ],
)
def test_a_hostile_workbook_is_named(tmp_path, data, words):
    (tmp_path / "a.xlsx").write_bytes(data())
    with pytest.raises(ReadingError, match=rf"^a\.xlsx: .*{words}.*; .*\.$"):
        rows_of(tmp_path / "a.xlsx", "questions")


def test_a_workbook_of_endless_rows_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr("askreviews.reading.workbook._MOST_CELLS", 3)
    (tmp_path / "a.xlsx").write_bytes(workbook())
    with pytest.raises(ReadingError, match="more than 3 cells"):
        rows_of(tmp_path / "a.xlsx", "questions")
