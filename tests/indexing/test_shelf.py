"""The shelf: files and their side-cars move together, whenever the process ends."""

import os
import subprocess
import sys

import pytest

from askreviews.errors import ReadingError
from askreviews.indexing.shelf import Shelf, finish_changes

# Puts a document with a side-car over another one, and ends without a word at its n-th rename.
KILLED = """
import os, sys
from pathlib import Path
from askreviews.indexing.shelf import Shelf
corpus, last = Path(sys.argv[1]), int(sys.argv[2])
seen = 0
def hook(event, given):
    global seen
    if event in ("os.rename", "os.link"):
        seen += 1
        if seen == last:
            os._exit(9)
sys.addaudithook(hook)
shelf = Shelf(corpus)
shelf.put(corpus / "added" / "a.md", "new")
shelf.put(corpus / "added" / "a.md.meta.yaml", "new: side-car")
shelf.set_aside(corpus / "b.md")
shelf.carry_out()
"""


@pytest.fixture
def corpus(tmp_path):
    folder = tmp_path / "corpus"
    (folder / "added").mkdir(parents=True)
    (folder / "added" / "a.md").write_text("old")
    (folder / "b.md").write_text("other")
    return folder


def tree(folder):
    files = (p for p in folder.rglob("*") if p.is_file())
    return {p.relative_to(folder).as_posix(): p.read_text() for p in files}


OLD = {"added/a.md": "old", "b.md": "other"}
NEW = {"added/a.md": "new", "added/a.md.meta.yaml": "new: side-car", ".removed/added/a.md": "old",
       ".removed/b.md": "other"}  # fmt: skip


def killed(corpus, last):
    command = [sys.executable, "-c", KILLED, str(corpus), str(last)]
    return subprocess.run(command, check=False).returncode == 9


@pytest.mark.parametrize("last", [1, 2, 3, 4, 5])
def test_ended_at_any_rename_it_is_the_old_folder_or_with_the_next_command_the_new(corpus, last):
    assert killed(corpus, last)
    finish_changes(corpus)
    assert tree(corpus) == (OLD if last == 1 else NEW)
    finish_changes(corpus)
    assert tree(corpus) == (OLD if last == 1 else NEW)


def test_undone_it_is_the_old_folder(corpus):
    shelf = Shelf(corpus)
    shelf.put(corpus / "added" / "a.md", "new")
    shelf.put(corpus / "added" / "a.md.meta.yaml", "new: side-car")
    shelf.set_aside(corpus / "b.md")
    assert tree(corpus).items() >= OLD.items()
    shelf.carry_out()
    assert tree(corpus) == NEW
    shelf.undo()
    assert tree(corpus) == OLD


def test_what_cannot_be_moved_leaves_the_old_folder(corpus):
    shelf = Shelf(corpus)
    shelf.put(corpus / "added" / "a.md", "new")
    shelf.set_aside(corpus / "b.md")
    (corpus / ".removed").mkdir()
    (corpus / ".removed" / "b.md").mkdir()  # in the way, since it was decided where to
    with pytest.raises(OSError, match=r"b\.md"):
        shelf.carry_out()
    (corpus / ".removed" / "b.md").rmdir()
    assert tree(corpus) == OLD


@pytest.mark.parametrize("name", ["../outside.md", "/etc/hostname"])
def test_a_list_of_moves_that_leads_out_of_the_folder_is_refused(corpus, name):
    outside = corpus.parent / "outside.md"
    outside.write_text("mine")
    steps = f'{{"steps": [{{"kind": "move", "given": "{name}", "to": "c.md"}}]}}'
    (corpus / ".askreviews-changing.json").write_text(steps)
    with pytest.raises(ReadingError, match="an earlier command began cannot be finished"):
        finish_changes(corpus)
    assert outside.read_text() == "mine"
    assert not os.path.lexists(corpus / "c.md")
