"""The action plan for a spreadsheet: CSV, or XLSX with the sources on a sheet of their own."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.worksheet.worksheet import Worksheet

from askreviews.errors import AskReviewsError
from askreviews.packs.action_plan import COLUMNS, TEAM
from askreviews.packs.model import Item, Pack
from askreviews.packs.wording import quoted, sources_of
from askreviews.types import Citation

_SOURCE = (
    "Review", "Publisher", "Published", "Digest", "Document", "Section", "Page", "Characters",
)  # fmt: skip
_WIDTHS = (60, 22, 16, 30, 30, *(18,) * len(_SOURCE))
_BLANK_ROWS = 3
# A cell that begins with one of these is taken for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def csv_bytes(pack: Pack) -> bytes:
    """The action plan as CSV (UTF-8 with a mark, which Excel needs).

    Raises:
        AskReviewsError: the pack's action plan is off.
    """
    out = StringIO(newline="")
    csv.writer(out).writerows(_rows(pack))
    return out.getvalue().encode("utf-8-sig")


def xlsx_bytes(pack: Pack) -> bytes:
    """The action plan as a workbook, with the sources of the whole pack on a second sheet.

    Raises:
        AskReviewsError: the pack's action plan is off.
    """
    rows = _rows(pack)
    book = Workbook()
    plan: Worksheet = book.worksheets[0]
    plan.title = "Action plan"
    _fill(plan, rows)
    head = next(n for n, row in enumerate(rows, 1) if row[: len(COLUMNS)] == list(COLUMNS))
    for cell in plan[head]:
        cell.font = Font(bold=True)
    plan.freeze_panes = f"A{head + 1}"
    plan.print_title_rows = f"{head}:{head}"
    plan.page_setup.orientation = "landscape"
    plan.page_setup.fitToHeight = 0
    if plan.sheet_properties.pageSetUpPr is not None:
        plan.sheet_properties.pageSetUpPr.fitToPage = True
    listed = book.create_sheet("Sources")
    alone = [Item(id="", kind="quote", text="", citations=(c.number,)) for c in pack.citations]
    _fill(listed, [[quoted(c.quote), sources_of(pack, item)[0]]
                   for c, item in zip(pack.citations, alone, strict=True)])  # fmt: skip
    listed.column_dimensions["B"].width = 90
    book.properties.title, book.properties.creator = pack.title, ""
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _rows(pack: Pack) -> list[list[str]]:
    part = next((part for part in pack.shown if part.key == "action_plan"), None)
    if part is None and pack.parts:
        raise AskReviewsError(
            "A spreadsheet holds the action plan, which is left out; add action_plan to --parts."
        )
    rows = [[_plain(pack.title)], [pack.version], *([notice] for notice in pack.notices)]
    if part is None:
        return rows + [[quoted(c.quote), *_source(c)] for c in pack.nearest] + [list(COLUMNS)]
    shown = part.shown
    rows += [[label, ""] for label in TEAM if label in {i.text for i in shown if i.kind == "blank"}]
    rows += [[_plain(i.text)] for i in shown if i.kind not in ("blank", "quote")]
    rows += [[*COLUMNS, *_SOURCE]]
    blanks = [""] * (len(COLUMNS) - 1)
    for item in shown:
        if item.kind == "quote":
            source = _source(pack.citation(item.citations[0]))
            rows.append([quoted(item.text), *blanks, *map(_plain, source)])
    return rows + [[""] * (len(COLUMNS) + len(_SOURCE)) for _ in range(_BLANK_ROWS)]


def _source(c: Citation) -> Sequence[str]:
    return (
        c.review or c.document_title, c.publisher or "not stated", c.published or "not stated",
        "yes" if c.digest else "no", c.document_id, c.section or "not stated",
        str(c.page or "no page numbers"), f"{c.start}–{c.end}",
    )  # fmt: skip


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _fill(sheet: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for row in rows:
        sheet.append([cell or None for cell in row])
    for column, width in zip("ABCDEFGHIJKLMNO", _WIDTHS, strict=False):
        sheet.column_dimensions[column].width = width
    for line in sheet.iter_rows():
        for n, cell in enumerate(line):
            cell.alignment = Alignment(wrap_text=n < len(COLUMNS), vertical="top")
