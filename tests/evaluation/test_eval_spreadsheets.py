"""Question sets kept in a spreadsheet: the templates, and every slip with its row."""

import csv
import importlib.util
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from askreviews.errors import QuestionSetError
from askreviews.evaluation.questions import Gold
from askreviews.evaluation.spreadsheets import COLUMNS, read_spreadsheet

ROOT = Path(__file__).parents[2]


@pytest.fixture
def sheet(tmp_path):
    """Write rows (the first is the headings) as a spreadsheet of either kind."""

    def write(*rows, name="set.csv", delimiter=","):
        path = tmp_path / name
        if name.endswith(".xlsx"):
            book = Workbook()
            for row in rows:
                book.active.append(row)
            book.save(path)
        else:
            with path.open("w", encoding="utf-8-sig", newline="") as file:
                csv.writer(file, delimiter=delimiter).writerows(rows)
        return path

    return write


@pytest.mark.parametrize("name", ["template.csv", "template.xlsx"])
def test_the_templates_hold_questions_of_the_starter_collection(name):
    questions, warnings = read_spreadsheet(ROOT / "evals" / name)
    assert warnings == []
    assert [q.expected for q in questions] == ["answered", "answered", "not_found"]
    assert [len(q.gold) for q in questions] == [1, 2, 0]
    for question in questions:
        for gold in question.gold:
            assert gold.quote in (ROOT / "corpus" / gold.document_id).read_text("utf-8")


def test_the_templates_are_what_the_tool_writes(tmp_path, monkeypatch):
    path = ROOT / "tools" / "question_template.py"
    spec = importlib.util.spec_from_file_location("question_template", path)
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    monkeypatch.setattr(tool, "FOLDER", tmp_path)
    tool.main()
    assert (tmp_path / "template.csv").read_bytes() == (ROOT / "evals/template.csv").read_bytes()
    cells = [
        [list(sheet.values) for sheet in load_workbook(folder / "template.xlsx")]
        for folder in (tmp_path, ROOT / "evals")
    ]
    assert cells[0] == cells[1]
    assert set(tool.HELP) == set(COLUMNS)


@pytest.mark.parametrize(("name", "delimiter"), [("a.csv", ","), ("b.csv", ";"), ("c.xlsx", "")])
def test_every_column_becomes_its_field(sheet, name, delimiter):
    path = sheet(
        ["Question", "id", "history", "filters", "gold_document", "gold_quote", "colour"],
        ["Who; or what?", 7, "First?\nSecond?", "review=Child R; harm=neglect; harm=drowning",
         "a.md", 'She said "no", twice.', "red"],
        ["", "", "", "", "b.md", "More."],
        ["", "", "", "", "", ""],
        ["And then?", "", "", "", "", ""],
        name=name, delimiter=delimiter or ",",
    )  # fmt: skip
    (first, second), warnings = read_spreadsheet(path)
    assert first.id == "7"
    assert first.question == "Who; or what?"
    assert first.history == ("First?", "Second?")
    assert first.filters == {"review": ["Child R"], "harm": ["neglect", "drowning"]}
    assert first.gold == (
        Gold(document_id="a.md", quote='She said "no", twice.'),
        Gold(document_id="b.md", quote="More."),
    )
    assert second.id == "row-5"
    assert warnings == [f"{name}: the column 'colour' is not known and was ignored."]


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([["id"], ["a"]], "has no column 'question'"),
        ([["question"]], "holds no question"),
        (
            [["question", "expected_status"], ["Why?", "maybe"]],
            "row 2: the field 'expected_status'",
        ),
        ([["question", "gold_document"], ["", "a.md"]], "row 2 has no question"),
        ([["question", "gold_document"], ["Why?", "a.md"]], "row 2: gold_quote is empty"),
        ([["question", "filters"], ["Why?", "red"]], "row 2: the filter 'red'"),
        ([["question", "split"], ["One\nline?", ""], ["Why?", ""], ["", "x"]], None),
    ],
)
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_slip_is_named_with_its_row(sheet, rows, told, kind):
    path = sheet(*rows, name=f"set.{kind}")
    if told is None:
        assert len(read_spreadsheet(path)[0]) == 2
        return
    with pytest.raises(QuestionSetError) as raised:
        read_spreadsheet(path)
    assert told in str(raised.value)
    assert str(raised.value).startswith(f"set.{kind} ")
    assert "\n" not in str(raised.value)


def test_what_is_no_workbook_is_told_so(tmp_path):
    path = tmp_path / "set.xlsx"
    path.write_text("question\nWhy?\n", "utf-8")
    with pytest.raises(QuestionSetError, match="is not an XLSX workbook"):
        read_spreadsheet(path)
    with pytest.raises(QuestionSetError, match="could not be read"):
        read_spreadsheet(tmp_path / "none.xlsx")
