"""Generations: the old one or the new one, whole, whatever happens in between."""

import errno
import fcntl
import json
import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from askreviews.errors import IndexingError
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.generations import (
    FORMAT,
    current_name,
    new_name,
    publish,
    read_manifest,
    segment_folder,
    writing,
)
from askreviews.indexing.index import Index

# Takes the writer's lock, says so, and holds it until its stdin is closed.
HOLD = """
import sys
from pathlib import Path
from askreviews.indexing.generations import writing
with writing(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def folder(index_folder, tmp_path):
    """A copy of the index, to be damaged."""
    return shutil.copytree(index_folder, tmp_path / "index")


@pytest.fixture
def other_writer(tmp_path):
    """Another process that is writing to an index of its own."""
    folder = tmp_path / "written"
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout.readline() == b"held\n"
        yield folder, process
        process.kill()


def manifest_of(folder):
    return folder / "generations" / f"{current_name(folder)}.json"


def change_manifest(folder, **fields):
    path = manifest_of(folder)
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | fields), "utf-8")


def refused(folder, encoder):
    """The sentence with which an index is refused."""
    with pytest.raises(IndexingError) as raised:
        Index.open(folder, encoder)
    sentence = str(raised.value)
    assert str(folder) in sentence
    assert sentence.endswith(".")
    return sentence


def test_the_pointer_names_the_generation_that_is_served(index, index_folder):
    assert (index_folder / "CURRENT").read_text("utf-8") == index.info.generation
    assert index.is_current()
    manifest = read_manifest(index_folder)
    assert manifest.generation == index.info.generation
    assert manifest.format == FORMAT
    assert (manifest.documents, manifest.reviews) == (5, 6)


def test_names_sort_by_time_and_are_never_the_same():
    names = [new_name() for _ in range(200)]
    assert len(set(names)) == 200
    assert [n.split("-")[0] for n in names] == sorted(n.split("-")[0] for n in names)


def test_publishing_swaps_the_pointer_and_sweeps_what_is_no_longer_named(folder, index):
    old = read_manifest(folder)
    half = segment_folder(folder, "half-written-by-a-crash")
    half.mkdir()
    new = old.model_copy(update={"generation": new_name(), "segments": [new_name()]})
    shutil.copytree(
        segment_folder(folder, old.segments[0]), segment_folder(folder, new.segments[0])
    )
    publish(folder, new)
    assert current_name(folder) == new.generation
    assert [p.name for p in (folder / "segments").iterdir()] == new.segments
    assert [p.stem for p in (folder / "generations").iterdir()] == [new.generation]
    assert Index.open(folder, index.encoder).document_ids == index.document_ids


def test_what_cannot_be_swept_does_not_undo_the_new_generation(folder, index):
    (folder / "generations" / "in-the-way.json").mkdir()
    new = read_manifest(folder).model_copy(update={"generation": new_name()})
    publish(folder, new)
    assert Index.open(folder, index.encoder).info.generation == new.generation


def test_a_crash_before_the_swap_leaves_the_old_generation(folder, index):
    """All of the new one is there but for the pointer, and a torn file lies beside."""
    old = read_manifest(folder)
    new = old.model_copy(update={"generation": new_name(), "segments": [new_name()]})
    segment_folder(folder, new.segments[0]).mkdir()
    (folder / "generations" / f"{new.generation}.json").write_text(new.model_dump_json(), "utf-8")
    (folder / "CURRENT.new").write_text(new.generation[:5], "utf-8")
    opened = Index.open(folder, index.encoder)
    assert opened.info == index.info
    assert opened.document("child-n.md").text == index.document("child-n.md").text


def test_a_second_writer_is_told_to_wait_and_the_lock_ends_with_its_process(other_writer):
    folder, process = other_writer
    with pytest.raises(IndexingError, match=rf"Another process .*{folder}; wait"), writing(folder):
        pytest.fail("two processes write to one index")
    process.kill()
    process.wait()
    with writing(folder):
        pass


def test_the_lock_is_let_go_when_writing_fails(tmp_path):
    with pytest.raises(RuntimeError, match="on purpose"), writing(tmp_path):
        raise RuntimeError("on purpose")
    with writing(tmp_path):
        pass


def test_the_next_to_write_clears_away_what_a_killed_process_left(folder, index):
    served = read_manifest(folder)
    for name in (new_name(), "anything"):
        segment_folder(folder, name).mkdir()
        (folder / "generations" / f"{name}.json").write_text("{}", "utf-8")
        (folder / "generations" / f"{name}.json.new").write_text("{", "utf-8")
    with writing(folder):
        assert [p.name for p in (folder / "segments").iterdir()] == served.segments
        assert [p.stem for p in (folder / "generations").iterdir()] == [served.generation]
    assert Index.open(folder, index.encoder).info == index.info


def test_what_a_first_build_left_is_cleared_away_and_nothing_else(tmp_path):
    half, other = segment_folder(tmp_path, new_name()), segment_folder(tmp_path, "my own")
    half.mkdir(parents=True)
    other.mkdir()
    with writing(tmp_path):
        assert [*(tmp_path / "segments").iterdir()] == [other]


def test_an_index_that_cannot_be_made_sense_of_is_left_as_it_is(folder):
    manifest_of(folder).write_text("{", "utf-8")
    before = {*folder.rglob("*")}
    with writing(folder):
        assert {*folder.rglob("*")} == before


@pytest.mark.parametrize("number", [errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP])
def test_a_share_that_cannot_lock_is_refused_in_a_sentence(tmp_path, monkeypatch, number):
    def flock(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", flock)
    with pytest.raises(IndexingError, match=r"cannot lock files .*disk of this machine.*--index"):
        writing(tmp_path).__enter__()


def test_a_clock_that_goes_backwards_changes_nothing(folder, index, monkeypatch):
    """Names begin with the time; nothing goes by their order."""
    monkeypatch.setattr("askreviews.indexing.generations.datetime", Clock)
    names = [new_name() for _ in range(3)]
    assert sorted(names) == names[::-1]
    for name in names:
        publish(folder, read_manifest(folder).model_copy(update={"generation": name}))
        assert Index.open(folder, index.encoder).info.generation == name
    assert [p.stem for p in (folder / "generations").iterdir()] == names[-1:]


class Clock:
    """A clock that is put back by an hour whenever somebody looks."""

    time = datetime.now(UTC)

    @classmethod
    def now(cls, _):
        cls.time -= timedelta(hours=1)
        return cls.time


# Publishes the same segment under one name after the other, each time deleting the one before.
PUBLISHES = """
import shutil, sys
from pathlib import Path
from askreviews.indexing.generations import new_name, publish, read_manifest
from askreviews.indexing.generations import segment_folder as lies, writing
folder = Path(sys.argv[1])
for _ in range(int(sys.argv[2])):
    with writing(folder):
        old = read_manifest(folder)
        name = new_name()
        shutil.copytree(lies(folder, old.segments[0]), lies(folder, name))
        publish(folder, old.model_copy(update={"generation": new_name(), "segments": [name]}))
"""


def test_who_opens_it_while_another_process_publishes_gets_a_whole_generation(folder, index):
    opened = 0
    with subprocess.Popen([sys.executable, "-c", PUBLISHES, str(folder), "60"]) as process:
        while process.poll() is None:
            found = Index.open(folder, index.encoder, whole=True)
            assert found.document_ids == index.document_ids
            found.close()
            opened += 1
    assert (process.returncode, opened > 3) == (0, True)


def test_where_there_is_no_index_the_command_that_makes_one_is_named(tmp_path, index):
    sentence = refused(tmp_path / "none", index.encoder)
    assert f"make one with 'askreviews index --index {tmp_path / 'none'}'" in sentence


@pytest.mark.parametrize("pointer", [b"", b"\n", b"no-such-generation", b"\xff\x00"])
def test_a_pointer_to_nothing_is_refused(folder, index, pointer):
    (folder / "CURRENT").write_bytes(pointer)
    assert "'askreviews index" in refused(folder, index.encoder)


def test_a_newer_versions_index_is_refused(folder, index):
    change_manifest(folder, format=FORMAT + 1)
    sentence = refused(folder, index.encoder)
    assert "newer version" in sentence
    assert f"'askreviews index --rebuild --index {folder}'" in sentence


def test_an_older_versions_index_is_refused_with_the_command(folder, index):
    change_manifest(folder, format=FORMAT - 1)
    sentence = refused(folder, index.encoder)
    assert "older version" in sentence
    assert f"'askreviews index --index {folder}'" in sentence


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "two"}'])
def test_a_damaged_manifest_is_refused(folder, index, text):
    manifest_of(folder).write_text(text, "utf-8")
    sentence = refused(folder, index.encoder)
    assert "damaged" in sentence
    assert f"'askreviews index --rebuild --index {folder}'" in sentence


def test_a_missing_segment_is_refused(folder, index):
    (name,) = read_manifest(folder).segments
    shutil.rmtree(segment_folder(folder, name))
    sentence = refused(folder, index.encoder)
    assert f"segment {name} is missing" in sentence
    assert f"'askreviews index --rebuild --index {folder}'" in sentence


def test_another_models_index_is_refused_with_the_command_to_type(folder, index):
    change_manifest(folder, model="some-other-model")
    sentence = refused(folder, index.encoder)
    assert "'some-other-model'" in sentence
    assert f"'askreviews index --rebuild --index {folder}'" in sentence


def test_other_weights_of_the_same_name_are_refused(folder):
    change_manifest(folder, model_sha256="0" * 64)
    assert "other weights of that name" in refused(folder, Encoder())
