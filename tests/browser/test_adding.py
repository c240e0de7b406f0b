"""Adding documents in a real browser: dropped, corrected, kept, asked about, removed again."""

import base64
import re

import pytest
from playwright.sync_api import expect
from test_conversation import BRUISING, PHONE, ask, finished, follow_first_citation, status
from test_evaluate_tab import LISTEN, left

from askreviews.indexing.generations import writing
from paged import write_pdf

KESTRELS = "Kestrels were counted twice on the harbour wall in the week before the inspection."
ASKED = "What was counted on the harbour wall?"
NOTE = "A note on the boathouse\n\nThe boathouse key was lent to a neighbour and never came back.\n"
SLOW = 60_000
# Drops files, given as name and base64, on the zone, as a hand would.
DROP = """(files) => {
  const carried = new DataTransfer();
  for (const [name, body] of files) {
    const bytes = Uint8Array.from(atob(body), (each) => each.charCodeAt(0));
    carried.items.add(new File([bytes], name));
  }
  const zone = document.querySelector(".add-zone");
  for (const kind of ["dragenter", "dragover", "drop"]) {
    zone.dispatchEvent(
      new DragEvent(kind, { dataTransfer: carried, bubbles: true, cancelable: true }),
    );
  }
}"""


def in_the_library(visit, **options):
    page = visit(**options)
    page.get_by_role("tab", name="Library").click()
    expect(page.get_by_role("heading", name="Add documents")).to_be_visible()
    return page


def drop(page, *paths):
    page.evaluate(DROP, [[p.name, base64.b64encode(p.read_bytes()).decode()] for p in paths])


def choose(page, *paths):
    page.locator("#add input[type=file]").set_input_files(paths)


def said(page):
    return page.locator("#add [role=status]")


def entry(page, name):
    return page.locator(".add-file").filter(has=page.get_by_role("heading", name=name, exact=True))


def keep(page, name):
    entry(page, name).get_by_role("button", name=re.compile("^Keep")).click()


def remove(page, name):
    entry(page, name).get_by_role("button", name=re.compile("^Remove")).click()
    page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
    expect(page.locator("p.rem-said")).to_contain_text("held now", timeout=SLOW)


def note(folder, name, text=NOTE):
    (folder / name).write_text(text, "utf-8")
    return folder / name


def test_a_pdf_is_dropped_corrected_kept_asked_about_and_removed(visit, served, tmp_path):
    page = in_the_library(visit)
    held = page.locator(".ask-header .ask-held").text_content()
    write_pdf(tmp_path / "Überblick – kestrels (1).pdf", KESTRELS)
    page.evaluate(LISTEN)
    drop(page, tmp_path / "Überblick – kestrels (1).pdf")
    form = entry(page, "Überblick – kestrels (1).pdf")
    expect(form).to_contain_text("2 pages", timeout=SLOW)
    expect(said(page)).to_have_text("1 file read; look at what was read, and keep or leave out.")

    form.get_by_text("What was read").click()
    expect(form.get_by_label("Title")).to_have_value("Learning from the hay loft")
    form.get_by_label("Title").fill("Learning from the harbour")
    form.get_by_label("Publisher").fill("Saltmarsh Partnership")
    form.get_by_label("Published").fill("soon")
    form.get_by_label("neglect").check()
    keep(page, "Überblick – kestrels (1).pdf")
    expect(said(page)).to_contain_text("1 field to correct")
    expect(form.get_by_label("Published")).to_be_focused()
    expect(form).to_contain_text("Published needs a date")
    expect(form.get_by_label("neglect")).to_be_checked()
    form.get_by_label("Published").fill("2021-06")
    form.get_by_label("Published").press("Enter")
    expect(said(page)).to_contain_text("1 document added: Learning from the harbour.", timeout=SLOW)
    expect(said(page)).to_be_focused()
    expect(page.locator(".ask-header .ask-held")).not_to_have_text(held)
    announced = page.evaluate("announced")
    assert announced[0] == "Reading 1 file."
    assert announced[-1] == said(page).text_content()
    assert left(served) == []

    page.get_by_role("tab", name="Ask").click()
    ask(page, ASKED)
    finished(page, 1)
    expect(status(page, 1)).to_have_text("Answered from the documents")
    expect(page.locator("#turn-1")).to_contain_text(KESTRELS)
    card = follow_first_citation(page, 1)
    for words in ("Learning from the harbour", "Saltmarsh Partnership"):
        expect(card).to_contain_text(words)

    asked_to_remove(page, served, "Überblick – kestrels (1).pdf")
    expect(page.locator(".ask-header .ask-held")).to_have_text(held)
    page.get_by_role("tab", name="Ask").click()
    ask(page, ASKED)
    finished(page, 2)
    expect(page.locator("#turn-2")).not_to_contain_text(KESTRELS)


def asked_to_remove(page, served, name):
    """The dialog opens and is left, then opens again and is confirmed."""
    page.get_by_role("tab", name="Library").click()
    form = entry(page, name)
    opens = form.get_by_role("button", name=re.compile("^Remove"))
    opens.click()
    dialog = page.get_by_role("dialog", name="Remove this document?")
    for words in ("Learning from the harbour", "1 review in it", ".removed"):
        expect(dialog).to_contain_text(words)
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    expect(opens).to_be_focused()
    remove(page, name)
    expect(page.locator("p.rem-said")).to_contain_text("Removed: Learning from the harbour.")
    expect(page.locator("p.rem-said")).to_be_focused()
    expect(form).to_contain_text("Removed again.")
    assert (served / "corpus" / ".removed" / "added" / name).exists()


def test_wrong_files_are_named_with_the_reason_and_the_others_go_on(visit, served, tmp_path):
    page = in_the_library(visit, viewport=PHONE)
    (tmp_path / "tool.exe").write_bytes(b"MZ\0\0")
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.4\nno more")
    drop(page, tmp_path / "tool.exe", tmp_path / "broken.pdf", note(tmp_path, "boathouse.txt"))
    expect(said(page)).to_contain_text("2 files could not be read", timeout=SLOW)
    expect(entry(page, "tool.exe")).to_contain_text(".exe files are not read")
    expect(entry(page, "broken.pdf")).to_contain_text("it is damaged")
    good = entry(page, "boathouse.txt")
    expect(good).to_contain_text("A note on the boathouse")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    good.get_by_role("button", name=re.compile("^Leave out")).click()
    expect(good).to_contain_text("nothing of it was kept")
    expect(said(page)).to_be_focused()
    assert left(served) == []
    assert not (served / "corpus" / "added" / "boathouse.txt").exists()


def test_it_is_all_done_by_keyboard(visit, tmp_path):
    page = in_the_library(visit)
    with page.expect_file_chooser() as opened:
        page.get_by_role("button", name="Choose files").press("Enter")
    opened.value.set_files([note(tmp_path, "one.txt"), note(tmp_path, "two.txt", NOTE * 2)])
    expect(said(page)).to_contain_text("2 files read", timeout=SLOW)
    expect(page.get_by_role("button", name="Choose files")).to_be_focused()
    expect(entry(page, "two.txt")).to_contain_text("It says the same as added/one.txt")
    page.keyboard.press("Tab")
    expect(entry(page, "one.txt").locator("summary")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(entry(page, "one.txt").get_by_label("Title")).to_be_focused()
    page.get_by_role("button", name="Leave all out").focus()
    page.keyboard.press("Enter")
    expect(said(page)).to_have_text("2 files left out.")
    expect(said(page)).to_be_focused()


def test_two_visitors_add_at_once_while_a_third_asks(visit, tmp_path):
    pages = [in_the_library(visit), in_the_library(visit)]
    reader = visit()
    for number, page in enumerate(pages):
        choose(page, note(tmp_path, f"note-{number}.txt", NOTE.replace("key", f"key {number}")))
    for number, page in enumerate(pages):
        expect(entry(page, f"note-{number}.txt")).to_contain_text("1 passage", timeout=SLOW)
    for number, page in enumerate(pages):
        keep(page, f"note-{number}.txt")
    ask(reader, BRUISING)
    finished(reader, 1)
    expect(status(reader, 1)).to_have_text("Answered from the documents")
    for number, page in enumerate(pages):
        expect(said(page)).to_contain_text("1 document added", timeout=SLOW)
        expect(page.locator(".add-file")).to_have_count(1)
        remove(page, f"note-{number}.txt")


def test_while_another_program_writes_it_is_told_and_tried_again(visit, served, tmp_path):
    page = in_the_library(visit)
    choose(page, note(tmp_path, "boathouse.txt"))
    form = entry(page, "boathouse.txt")
    expect(form).to_contain_text("1 passage", timeout=SLOW)
    form.get_by_text("What was read").click()
    form.get_by_label("Publisher").fill("Saltmarsh")
    with writing(served / "index"):
        keep(page, "boathouse.txt")
        expect(form).to_contain_text("Another process is writing to the index", timeout=SLOW)
        expect(said(page)).to_contain_text("1 document could not be added")
    expect(form.get_by_label("Publisher")).to_have_value("Saltmarsh")
    keep(page, "boathouse.txt")
    expect(said(page)).to_contain_text("1 document added", timeout=SLOW)
    with writing(served / "index"):
        form.get_by_role("button", name=re.compile("^Remove")).click()
        page.get_by_role("dialog").get_by_role("button", name="Remove", exact=True).click()
        expect(page.locator("p.rem-said")).to_contain_text("Another process", timeout=SLOW)
    remove(page, "boathouse.txt")


@pytest.mark.parametrize("name", ["<img src=x onerror=alert(1)>shed.txt", "../../shed.txt"])
def test_a_file_of_any_name_is_words_alone(visit, served, name):
    page = in_the_library(visit)
    hostile = NOTE.replace("A note on", "<img src=x onerror=alert(1)> on ![p](https://x.example/p)")
    body = base64.b64encode(hostile.encode()).decode()
    page.evaluate(DROP, [[name, body]])
    expect(said(page)).to_contain_text("1 file read", timeout=SLOW)
    assert page.locator("#add img").count() == 0
    expect(page.locator("#add")).to_contain_text("<img src=x onerror=alert(1)>")
    page.get_by_role("button", name=re.compile("^Leave out")).click()
    expect(said(page)).to_have_text("1 file left out.")
    assert not list(served.rglob("*shed.txt"))
