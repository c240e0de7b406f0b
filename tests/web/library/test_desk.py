"""A visitor's desk: what arrives is taken, read, and kept or left out, and nothing of it stays."""

import shutil
from pathlib import Path

import pytest

from askreviews import Library, Settings
from askreviews.indexing.generations import writing
from askreviews.web.library.desk import Desk, Writing
from askreviews.web.library.files import section

STORK = "# The stork note\n\nThe stork on the roof was counted twice. Ring 01273 555 019.\n"


@pytest.fixture
def library(corpus, index_folder, tmp_path):
    return Library.open(
        shutil.copytree(corpus, tmp_path / "corpus"),
        shutil.copytree(index_folder, tmp_path / "index"),
        Settings(max_file_mb=1),
    )


@pytest.fixture
def send(tmp_path, monkeypatch):
    """Leave a file where Gradio leaves uploads, and say what the browser says of it."""
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path / "received"))

    def sending(name, text=STORK):
        path = tmp_path / "received" / "abc" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return {"name": name, "size": path.stat().st_size, "path": str(path)}

    yield sending
    assert not [path for path in (tmp_path / "received").rglob("*") if path.is_file()]


def received(desk, library, *files):
    desk.receive(files, library)
    return [slot.name for slot in desk.read(library)]


def kept(desk, library, **corrections):
    for slot in desk.of_state("open"):
        slot.state = "chosen"
    done = Writing(desk, library, {slot.number: corrections for slot in desk.of_state("chosen")})
    done.start()
    assert done.wait(60)
    return done


def test_files_are_read_in_turn_and_what_fails_is_told(library, send):
    desk = Desk()
    files = [send("stork.md"), send("tool.exe", "MZ"), send("empty.txt", "")]
    assert received(desk, library, *files) == ["stork.md", "tool.exe", "empty.txt"]
    assert [slot.state for slot in desk.slots] == ["open", "failed", "failed"]
    shown = section(desk, library)
    assert "The stork note" in shown
    assert "1 telephone number" in shown
    assert "Not read: .exe files are not read" in shown
    assert "up to 1 MB each" in shown
    assert desk.path(desk.slots[0]).read_text("utf-8") == STORK
    folder = desk.path(desk.slots[0]).parents[1]
    desk.drop(desk.slots[0], "left")
    assert not folder.exists()


def test_what_is_kept_is_in_the_library_and_no_longer_on_the_desk(library, send):
    desk = Desk()
    received(desk, library, send("stork.md"), send("heron.md", STORK.replace("stork", "heron")))
    folder = desk.path(desk.slots[0]).parents[1]
    done = kept(desk, library, publisher="Saltmarsh")
    assert (
        done.outcome(8) == "2 documents added: The stork note; The heron note. 8 reviews held now."
    )
    assert (done.done, done.total) == (2, 2)
    assert done.generation == (library.folder / "CURRENT").read_text("utf-8")
    assert (library.corpus / "added" / "stork.md").read_text("utf-8") == STORK
    beside = library.corpus / "added" / "heron.md.meta.yaml"
    assert beside.read_text("utf-8") == "publisher: Saltmarsh\n"
    assert not folder.exists()
    assert 'data-remove="added/stork.md"' in section(desk, library)


def test_a_name_that_is_held_gets_a_number_so_that_nothing_is_replaced(library, send):
    given = Path(send("stork.md")["path"])
    library.add([given])
    desk = Desk()
    received(desk, library, send("stork.md", STORK.replace("twice", "once")))
    assert [slot.name for slot in desk.slots] == ["stork (2).md"]
    assert "named stork.md is here already, so this one is named stork (2).md" in section(
        desk, library
    )
    received(desk, library, send("stork.md", STORK + "\nA third one came.\n"))
    assert [slot.name for slot in desk.slots] == ["stork (2).md", "stork (3).md"]
    assert kept(desk, library).generation
    assert (library.corpus / "added" / "stork.md").read_text("utf-8") == STORK
    assert "once" in (library.corpus / "added" / "stork (2).md").read_text("utf-8")


def test_two_visitors_with_one_name_both_read_keep_the_first(library, send):
    desks = [Desk(), Desk()]
    for desk, word in zip(desks, ("twice", "once"), strict=True):
        received(desk, library, send("stork.md", STORK.replace("twice", word)))
    first, second = (kept(desk, library) for desk in desks)
    assert first.kept
    assert second.outcome(7) == "1 document could not be added; the reason stands below."
    assert "a document of this name is held already" in section(desks[1], library)
    assert "twice" in (library.corpus / "added" / "stork.md").read_text("utf-8")
    desks[1].close()


def test_while_another_writes_it_can_be_tried_again(library, send):
    desk = Desk()
    received(desk, library, send("stork.md"))
    with writing(library.folder):
        done = kept(desk, library)
    assert not done.generation
    shown = section(desk, library)
    assert "Not kept: Another process is writing to the index" in shown
    assert "wait until it has finished, then try again" in shown
    assert kept(desk, library).generation


@pytest.mark.parametrize(
    ("file", "told"),
    [
        ({"name": "big.pdf", "size": 2_000_000}, "big.pdf: it is 2 MB, over the limit of 1 MB"),
        ({"name": "gone.pdf", "size": 10}, "gone.pdf: it did not arrive"),
        ({"name": "shelf", "size": 0, "folder": True}, "shelf: it is a folder"),
        ({"name": "passwd", "size": 9, "path": "/etc/passwd"}, "passwd: it did not arrive whole"),
        ({"name": "x", "size": 9, "path": "../../x.md"}, "x.md: it did not arrive whole"),
    ],
)
def test_what_did_not_arrive_is_told_and_nothing_else_is_touched(library, send, file, told):
    send("unasked.md")  # what another visitor sent stays where it is
    desk = Desk()
    assert received(desk, library, file) == []
    (slot,) = desk.slots
    assert slot.problem.startswith(told)
    unasked = Path(send("unasked.md")["path"])
    assert unasked.exists()
    unasked.unlink()


def test_an_upload_is_taken_from_its_own_folder_alone(library, send, tmp_path):
    (tmp_path / "received").mkdir()
    loose = tmp_path / "received" / "loose.md"
    loose.write_text(STORK, "utf-8")
    desk = Desk()
    desk.receive([{"name": "loose.md", "size": 9, "path": str(loose)}], library)
    assert desk.slots[0].state == "failed"
    loose.unlink()
    assert send


def test_a_page_that_is_closed_while_reading_can_go_on(library, send):
    desk = Desk()
    desk.receive([send("stork.md"), send("heron.md")], library)
    steps = desk.read(library)
    next(steps)
    steps.close()
    assert not desk.reading
    assert len(list(desk.read(library))) == 2
    desk.close()


def test_words_of_files_are_shown_as_words(library, send):
    desk = Desk()
    hostile = STORK.replace("stork note", "<img src=x onerror=alert(1)>")
    received(desk, library, send("<b>“x”.md", f'---\npublisher: "a\\" onfocus=x"\n---\n{hostile}'))
    shown = section(desk, library)
    for raw in ("<img", "<b>", '" onfocus'):
        assert raw not in shown
    desk.close()


def test_where_the_defect_is_ours_the_sentence_says_so(library, send, monkeypatch):
    desk = Desk()
    received(desk, library, send("stork.md"))
    monkeypatch.setattr(library, "add", None)
    assert not kept(desk, library).generation
    assert "Something went wrong on our side" in section(desk, library)
    desk.close()
