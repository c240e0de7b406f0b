"""Everything in one file, and back again: the same documents, accounts and answers."""

import json
import os
import shutil
import time
import zipfile
from pathlib import Path

import pytest

from askreviews import Assistant, Library, Settings
from askreviews.errors import AskReviewsError
from commandline import CommandLine, without_settings

STORK = "# The stork note\n\nThe stork on the roof was counted twice by the health visitor.\n"
QUESTIONS = (
    "What do reviews say about handover between areas?",
    "How many reviews record a death?",
    "Who counted the stork on the roof?",
    "What colour was the moon?",
)


class Place:
    """A corpus, an index and a folder of data."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.settings = Settings(corpus=root / "corpus", index=root / "index", data=root / "data")
        self.library = Library.open(root / "corpus", root / "index", self.settings)

    def tree(self, below="."):
        files = (p for p in (self.root / below).rglob("*") if p.is_file())
        return {p.relative_to(self.root).as_posix(): p.read_bytes() for p in files}

    def answers(self):
        assistant = Assistant.open(self.root / "index", self.settings)
        told = [assistant.ask(q, answer_id="q").model_dump_json() for q in QUESTIONS]
        texts = [assistant.text(name).model_dump_json() for name in assistant.documents()]
        return [*map(without_times, told), *texts]


def without_times(answer):
    held = json.loads(answer)
    assert held.pop("timings_ms")
    return json.dumps(held)


@pytest.fixture
def place(corpus, index_folder, tmp_path):
    """A place that has been lived in: added to, removed from, with accounts and a basket."""
    root = tmp_path / "lived-in"
    shutil.copytree(corpus, root / "corpus")
    shutil.copytree(index_folder, root / "index")
    found = Place(root)
    (tmp_path / "stork.md").write_text(STORK, "utf-8")
    (tmp_path / "stork.md.meta.yaml").write_text("publisher: Saltmarsh\n", "utf-8")
    found.library.add([tmp_path / "stork.md"])
    found.library.remove(["child-n.md"])
    (root / "data" / "baskets").mkdir(parents=True)
    (root / "data" / "accounts.json").write_text('{"accounts": []}', "utf-8")
    (root / "data" / "accounts.json.lock").touch()
    basket = root / "data" / "baskets" / "storks.json"
    basket.write_text("{}", "utf-8")
    os.utime(basket, (10**9, 10**9))
    return found


@pytest.fixture
def file(place, tmp_path):
    place.library.backup(tmp_path / "all.zip")
    return tmp_path / "all.zip"


@pytest.fixture
def clean(tmp_path):
    """A clean machine."""
    return Place(tmp_path / "clean")


def spoilt(file, change):
    """The same backup with one entry written otherwise."""
    spoilt = file.with_name("spoilt.zip")
    with zipfile.ZipFile(file) as given, zipfile.ZipFile(spoilt, "w") as to:
        for entry in given.infolist():
            name, body = change(entry.filename, given.read(entry))
            if name:
                to.writestr(name, body)
    return spoilt


def test_restored_elsewhere_it_answers_the_same_byte_for_byte_but_for_times(place, file, clean):
    listing, not_put_back = clean.library.restore(file)
    assert not_put_back == []
    assert clean.answers() == place.answers()
    assert clean.tree("corpus") == place.tree("corpus")
    assert {"corpus/added/stork.md.meta.yaml", "corpus/.removed/child-n.md"} <= {*clean.tree()}
    assert set(listing.of("data")) == {"accounts.json", "baskets/storks.json"}
    assert clean.library.index().read == []


def test_what_it_holds_is_its_owners_alone_and_as_old_as_it_was(file, clean):
    clean.library.restore(file)
    accounts, basket = (clean.root / "data" / n for n in ("accounts.json", "baskets/storks.json"))
    if os.name == "posix":
        assert {p.stat().st_mode & 0o777 for p in (file, accounts, basket)} == {0o600}
    assert basket.stat().st_mtime == 10**9
    assert accounts.stat().st_mtime < time.time() + 1


def test_a_clean_copy_that_has_some_of_the_documents_takes_the_others(place, file, clean, corpus):
    shutil.copytree(corpus, clean.root / "corpus")
    (clean.root / "corpus" / "child-n.md").unlink()
    clean.library.restore(file)
    assert clean.tree("corpus") == place.tree("corpus")


def test_what_else_is_there_is_never_written_over_unasked(file, clean):
    mine = clean.root / "corpus" / "mine.md"
    other = clean.root / "corpus" / "added" / "stork.md"
    other.parent.mkdir(parents=True)
    mine.write_text("# Mine\n")
    other.write_text("# Another stork\n")
    before = clean.tree("corpus")
    with pytest.raises(AskReviewsError, match=r"added/stork\.md, mine\.md.*--replace") as raised:
        clean.library.restore(file)
    assert str(raised.value).endswith(".")
    assert clean.tree("corpus") == before
    clean.library.restore(file, replace=True)
    removed = clean.root / "corpus" / ".removed"
    assert (removed / "mine.md").read_text() == "# Mine\n"
    assert (removed / "added" / "stork.md").read_text() == "# Another stork\n"
    assert other.read_text() == STORK
    assert not mine.exists()


def test_a_running_server_answers_from_what_was_restored(place, file):
    serving = Assistant.open(place.root / "index", place.settings)
    (place.root / "heron.md").write_text(STORK.replace("stork", "heron"), "utf-8")
    place.library.add([place.root / "heron.md"])
    assert "added/heron.md" in serving.documents()
    with pytest.raises(AskReviewsError, match="heron"):
        place.library.restore(file)
    place.library.restore(file, replace=True)
    assert "added/heron.md" not in serving.documents()
    assert "added/stork.md" in serving.documents()


@pytest.mark.parametrize("spoil", ["a byte", "a file less", "a file that leads out", "the list"])
def test_a_damaged_backup_is_refused_before_anything_is_changed(file, clean, spoil):
    def change(name, body):
        if spoil == "a byte" and name == "corpus/added/stork.md":
            return name, body.replace(b"twice", b"twicf")
        if spoil == "a file less" and name == "data/accounts.json":
            return None, b""
        if name == "askreviews-backup.json":
            if spoil == "the list":
                return name, body[:-20]
            if spoil == "a file that leads out":
                return name, body.replace(b'"added/stork.md"', b'"../../stork.md"')
        return name, body

    with pytest.raises(AskReviewsError, match=r"is damaged .*nothing was changed") as raised:
        clean.library.restore(spoilt(file, change))
    assert str(raised.value).endswith(".")
    assert {p for p in clean.root.rglob("*") if p.is_file() and p.name != ".lock"} == set()


@pytest.mark.parametrize("part", [0.2, 0.9])
def test_half_a_backup_is_refused(file, clean, part):
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * part)])
    with pytest.raises(AskReviewsError, match="no whole archive"):
        clean.library.restore(file)


def test_another_archive_and_no_file_are_refused(tmp_path, clean):
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(AskReviewsError, match="not a backup made by 'askreviews backup'"):
        clean.library.restore(tmp_path / "other.zip")
    with pytest.raises(AskReviewsError, match="cannot be opened"):
        clean.library.restore(tmp_path / "none.zip")


def test_a_restore_that_was_interrupted_is_brought_to_its_end_by_the_same_command(
    place, file, clean, monkeypatch
):
    monkeypatch.setattr("askreviews.backup.restore.publish", ended)
    with pytest.raises(KeyboardInterrupt):
        clean.library.restore(file)
    monkeypatch.undo()
    assert not clean.library.has_index
    clean.library.restore(file)
    assert clean.answers() == place.answers()
    assert len([*(clean.root / "index" / "segments").iterdir()]) == len(
        [*(place.root / "index" / "segments").iterdir()]
    )


def ended(*_):
    raise KeyboardInterrupt


def test_a_damaged_index_is_left_out_and_made_again(place, tmp_path, clean):
    vectors = next((place.root / "index").rglob("sentences.npy"))
    vectors.write_bytes(vectors.read_bytes()[:-2])
    _, (sentence,) = place.library.backup(tmp_path / "all.zip")
    assert sentence.startswith("The index is not in the backup, all else is: ")
    _, (told,) = clean.library.restore(tmp_path / "all.zip")
    assert told.endswith(f"make it with 'askreviews index --index {clean.root / 'index'}'.")
    assert clean.library.index().documents == 5


def test_an_index_of_another_version_is_made_again(place, tmp_path, clean):
    manifest = next((place.root / "index" / "generations").glob("*.json"))
    held = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(held | {"format": held["format"] - 1}), "utf-8")
    place.library.backup(tmp_path / "all.zip")
    _, (told,) = clean.library.restore(tmp_path / "all.zip")
    assert told.startswith("The index is not of this version; make it with 'askreviews index")


def test_a_backup_is_never_written_over_or_into_what_it_is_made_of(place, file):
    before = file.read_bytes()
    with pytest.raises(AskReviewsError, match="is there already"):
        place.library.backup(file)
    assert file.read_bytes() == before
    for folder in ("corpus/added", "index", "data"):
        with pytest.raises(AskReviewsError, match="is itself backed up"):
            place.library.backup(place.root / folder / "all.zip")


def test_a_place_within_another_is_backed_up_once(tmp_path, corpus):
    root = tmp_path / "nested"
    shutil.copytree(corpus, root / "corpus")
    library = Library.open(root / "corpus", root / "index", Settings(data=root))
    listing, _ = library.backup(tmp_path / "all.zip")
    assert listing.of("data") == {}
    assert set(listing.of("corpus")) == {p.name for p in corpus.iterdir()}


def test_the_commands(place, tmp_path, clean, capsys, monkeypatch):
    without_settings(monkeypatch)
    run = CommandLine(capsys, monkeypatch)
    monkeypatch.chdir(place.root)
    monkeypatch.setenv("ASKREVIEWS_DATA", "data")
    ran = run("backup", tmp_path / "all.zip")
    assert ran.code == 0
    assert "is written and checked: 7 files of documents" in ran.out
    assert "There is no" not in ran.err
    assert "is there already" in run.refused("backup", tmp_path / "all.zip")
    clean.root.mkdir()
    monkeypatch.chdir(clean.root)
    ran = run("restore", tmp_path / "all.zip")
    assert ran.code == 0
    assert "is checked and put back: 7 files of documents" in ran.out
    assert clean.answers() == place.answers()
