"""Write the spreadsheet templates of ``evals/``: ``python tools/question_template.py``."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import get_args

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from askreviews.evaluation.spreadsheets import COLUMNS
from askreviews.types import Reason, Status

FOLDER = Path(__file__).parents[1] / "evals"
HELP = {
    "id": "a name for the question, used once; leave empty and it is named after its row",
    "question": "as somebody would ask it; leave empty to add one more gold span to the row above",
    "kind": "fact, term, theme, count … or a word of yours",
    "expected_status": "what should happen",
    "expected_reason": "why it should be declined, if it should",
    "review": "the one review it is about, by the name it is shown under",
    "history": "earlier questions of the conversation, oldest first, each on a line of its own",
    "filters": "what the search is limited to: key=value; key=value",
    "gold_document": "the document that holds the evidence, as 'askreviews reviews' names it",
    "gold_quote": "the words of the document that a full answer shows, copied from it",
    "near_miss": "if it can't be answered: why not, though it looks as if it could",
    "split": "the part of the set it belongs to, if you keep some aside",
    "reference": "a right answer in your own words; kept for other tools",
    "note": "for yourself; not used",
}
EXAMPLES = (
    {
        "id": "my-01", "question": "What age was Toby when he died?", "kind": "fact",
        "expected_status": "answered", "review": "Toby", "gold_document": "toby.md",
        "gold_quote": "Toby, an infant boy of five weeks, died in January 2018.",
    },
    {
        "id": "my-02", "question": "What was Toby's death put down to, and what changed that?",
        "kind": "fact", "expected_status": "answered", "review": "Toby",
        "gold_document": "toby.md",
        "gold_quote": "Toby was at first assumed to have died of Sudden Infant Death Syndrome "
        "(SIDS).",
    },
    {
        "gold_document": "toby.md",
        "gold_quote": "The post-mortem then found that Toby had rib fractures, together with "
        "evidence of non-accidental head injury.",
    },
    {
        "id": "my-03", "question": "Who found Toby on the day he died?", "kind": "fact",
        "expected_status": "not_found", "review": "Toby", "near_miss": "slot: who",
    },
)  # fmt: skip
WIDE = ("question", "gold_quote")


def main() -> None:
    """Write both."""
    rows = [[example.get(column, "") for column in COLUMNS] for example in EXAMPLES]
    with (FOLDER / "template.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([COLUMNS, *rows])
    book = Workbook()
    sheet = book.active
    sheet.title = "questions"
    for row in (COLUMNS, *rows):
        sheet.append(row)
    for number, column in enumerate(COLUMNS, start=1):
        head = sheet.cell(1, number)
        head.font, head.fill = Font(bold=True), PatternFill("solid", fgColor="E4EFF0")
        sheet.column_dimensions[head.column_letter].width = 50 if column in WIDE else 18
    for cells in sheet.iter_rows(min_row=2, max_row=len(rows) + 1):
        for cell in cells:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"
    for column, allowed in (("expected_status", Status), ("expected_reason", Reason)):
        choice = DataValidation("list", formula1=f'"{",".join(get_args(allowed))}"')
        letter = sheet.cell(1, COLUMNS.index(column) + 1).column_letter
        choice.add(f"{letter}2:{letter}2000")
        sheet.add_data_validation(choice)
    guide = book.create_sheet("how to fill this in")
    for column in COLUMNS:
        guide.append((column, HELP[column]))
    guide.column_dimensions["A"].width, guide.column_dimensions["B"].width = 20, 90
    book.save(FOLDER / "template.xlsx")


if __name__ == "__main__":
    main()
