"""Files that harm whoever reads them, and processes that end: named, and the rest goes on."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

import bombs
from askreviews.errors import AskReviewsError, ReadingError
from askreviews.reading import read
from askreviews.reading.isolated import Reader
from askreviews.reading.limits import Limits
from disk import files_no_larger_than

STORK = "# The stork note\n\nThe stork on the roof was counted twice by the health visitor.\n"
READS_AND_TELLS = """
import sys
from pathlib import Path
from askreviews.reading.isolated import Reader
from askreviews.reading.limits import Limits
# No "if __name__": a script of a user's may have none.
with Reader(Limits()) as reader:
    print("reading", reader.read(Path(sys.argv[1]), "a.md").title, flush=True)
    reader.read(Path(sys.argv[2]), "b.pdf")
"""
before: set[int] = set()
linux = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="there is no /proc here")


@pytest.fixture
def stork(tmp_path):
    path = tmp_path / "stork.md"
    path.write_text(STORK, "utf-8")
    return path


@pytest.fixture
def reading():
    """Readers with the limits named."""
    with contextlib.ExitStack() as stack:
        yield lambda **limits: stack.enter_context(Reader(Limits(**limits)))


def refusal(reader, path):
    with pytest.raises(ReadingError) as raised:
        reader.read(path, path.name)
    sentence = str(raised.value)
    assert sentence.startswith(f"{path.name}: ")
    assert sentence.endswith(".")
    assert "; " in sentence
    assert "\n" not in sentence
    return sentence


@pytest.fixture(autouse=True)
def what_others_started():
    """Pages that other tests had drawn may have left a process that lasts for a while."""
    before.clear()
    before.update(children())


def children(pid=None):
    """The processes that a process has started and that still run."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            state, parent, *_ = stat.read_text("utf-8", "replace").rsplit(")", 1)[1].split()
            # The browser of other tests is a child of this process, too.
            own = pid or b"reading.worker" in stat.with_name("cmdline").read_bytes()
            if int(parent) == (pid or os.getpid()) and state != "Z" and own:
                found.add(int(stat.parent.name))
    return found - before


def gone(pid, seconds=10.0):
    """Whether a process ends in that time."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        try:
            if ") Z" in Path(f"/proc/{pid}/stat").read_text("ascii"):
                return True
        except OSError:
            return True
        time.sleep(0.05)
    return False


def test_what_is_read_apart_is_what_would_be_read_here(reading, stork, tmp_path):
    page = tmp_path / "a.pdf"
    canvas = Canvas(str(page))
    canvas.drawString(72, 700, "The midwife rang the clinic about the stork.")
    canvas.save()
    reader = reading()
    assert reader.read(stork, "a/stork.md") == read(stork, "a/stork.md", 10**7)
    apart, here = reader.read(page, "a.pdf"), read(page, "a.pdf", 10**7)
    assert apart.text == here.text
    assert apart.layout.to_bytes() == here.layout.to_bytes()
    assert reader.started == 1


def test_no_process_is_started_before_there_is_a_file_to_read(reading):
    assert reading().started == 0


def test_a_file_that_is_refused_leaves_the_process_to_read_the_next(reading, stork, tmp_path):
    reader = reading()
    (tmp_path / "empty.txt").write_text("", "utf-8")
    assert "empty" in refusal(reader, tmp_path / "empty.txt")
    assert "no such file" in refusal(reader, tmp_path / "absent.txt")
    assert reader.read(stork, "stork.md").title == "The stork note"
    assert reader.started == 1


def test_a_file_that_takes_too_long(reading, stork, tmp_path):
    reader = reading(max_seconds=1)
    began = time.monotonic()
    sentence = refusal(reader, bombs.endless_pdf(tmp_path / "endless.pdf"))
    assert "reading it took longer than 1 s" in sentence
    assert "ASKREVIEWS_MAX_READING_SECONDS" in sentence
    assert time.monotonic() - began < 15
    assert reader.read(stork, "stork.md").title == "The stork note"
    assert reader.started == 2


@linux
@pytest.mark.parametrize("make", [bombs.swelling_docx, bombs.endless_pdf])
def test_a_file_that_needs_too_much_memory(reading, stork, tmp_path, make):
    reader = reading(max_mb=200)
    path = make(tmp_path / ("a.docx" if make is bombs.swelling_docx else "a.pdf"))
    assert path.stat().st_size < 300_000
    sentence = refusal(reader, path)
    assert "reading it needed more than 200 MB of memory" in sentence
    assert "ASKREVIEWS_MAX_READING_MB" in sentence
    assert reader.read(stork, "stork.md").title == "The stork note"


def test_a_file_of_too_many_pages(reading, tmp_path):
    reader = reading(max_pages=100)
    sentence = refusal(reader, bombs.pdf_of_pages(tmp_path / "long.pdf", 1_200))
    assert "it has 1,200 pages, more than the limit of 100" in sentence
    assert "ASKREVIEWS_MAX_PAGES" in sentence
    assert "limit" not in refusal(reader, bombs.pdf_of_pages(tmp_path / "blank.pdf", 100))


def test_a_zip_bomb(reading, tmp_path):
    assert "unpacks to over a gigabyte" in refusal(reading(), bombs.zip_bomb(tmp_path / "a.docx"))


def test_a_file_too_large(reading, stork):
    assert "over the limit" in refusal(reading(max_bytes=10), stork)


def test_longer_files_have_longer():
    limits = Limits(max_seconds=100)
    assert limits.seconds_for(1_000, 3) == 100
    assert limits.seconds_for(40_000_000) == 200
    assert limits.seconds_for(1_000, 1_500) == 300


@linux
def test_a_process_that_is_killed_in_the_middle_of_a_file(reading, stork, tmp_path):
    reader = reading(max_seconds=60)
    reader.read(stork, "stork.md")
    (worker,) = children()
    timer = threading.Timer(0.5, os.kill, (worker, signal.SIGKILL))
    timer.start()
    sentence = refusal(reader, bombs.endless_pdf(tmp_path / "endless.pdf"))
    assert "the program that reads it stopped (signal 9)" in sentence
    assert reader.read(stork, "stork.md").title == "The stork note"


@linux
def test_a_process_that_ends_between_two_files_is_started_again(reading, stork):
    reader = reading()
    reader.read(stork, "stork.md")
    (worker,) = children()
    os.kill(worker, signal.SIGKILL)
    gone(worker)
    assert reader.read(stork, "stork.md").title == "The stork note"
    assert reader.started == 2


@linux
def test_nothing_is_left_behind(tmp_path, stork, monkeypatch):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    before = {*tmp_path.iterdir()}
    with Reader(Limits(max_seconds=3)) as reader:
        reader.read(stork, "stork.md")
        assert len({*tmp_path.iterdir()} - before) == 1
        refusal(reader, bombs.endless_pdf(tmp_path / "endless.pdf"))
        reader.read(stork, "stork.md")
    assert {*tmp_path.iterdir()} - before == {tmp_path / "endless.pdf"}
    assert children() == set()


@linux
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill"])
def test_whoever_started_it_takes_it_along(tmp_path, stork, number, monkeypatch):
    passing = tmp_path / "passing"
    passing.mkdir()
    monkeypatch.setenv("TMPDIR", str(passing))
    endless = bombs.endless_pdf(tmp_path / "endless.pdf")
    command = [sys.executable, "-c", READS_AND_TELLS, stork, endless]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as running:
        assert running.stdout.readline() == b"reading The stork note\n"
        time.sleep(0.5)
        (worker,) = children(running.pid)
        running.send_signal(number)
        running.wait(10)
    assert gone(worker)
    assert [*passing.iterdir()] == []


@linux
def test_a_limit_too_low_to_start_with_is_told(reading, stork):
    with pytest.raises(AskReviewsError, match=r"could not be started .*MAX_READING_MB.*\.$"):
        reading(max_mb=5).read(stork, "stork.md")


def test_a_full_disk_is_no_matter(reading, stork):
    reader = reading()
    with files_no_larger_than(0):
        assert reader.read(stork, "stork.md").title == "The stork note"


def test_worn_processes_are_replaced(reading, stork, monkeypatch):
    monkeypatch.setattr("askreviews.reading.isolated._MOST_FILES", 2)
    reader = reading()
    for _ in range(5):
        reader.read(stork, "stork.md")
    assert reader.started == 3
