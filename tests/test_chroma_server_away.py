"""An index whose passages a Chroma server searches: moved there, without it, and after it."""

import os
import shutil
import time
from types import SimpleNamespace

import pytest

from askreviews import Assistant, Library, Settings
from askreviews.answering.notices import BY_WORDS, NOT_FOUND, NOT_FOUND_BY_WORDS
from askreviews.doctor import examine
from askreviews.errors import IndexingError
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.generations import current_name, read_manifest, segment_folder
from askreviews.indexing.segment import Segment
from askreviews.indexing.sharing import GRACE_S
from askreviews.packs.make import pack_on
from askreviews.retrieval.hybrid import find_units
from askreviews.retrieval.scope import Scope
from askreviews.retrieval.words import search_words
from chroma_process import chroma_server
from ports import free_port

QUESTIONS = (
    "What do reviews say about fathers?",
    "What was recommended for Child N?",
    "How old was Child K?",
    "Which colour was the car of the midwife of Child N?",
    "What is the best pizza in town?",
)
ABOUT_FATHERS = QUESTIONS[0]


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    with chroma_server(tmp_path_factory.mktemp("chroma") / "data") as process:
        yield process


@pytest.fixture
def place(corpus, index_folder, tmp_path, process):
    """A copy of the collection, not moved to the server yet."""
    shutil.copytree(corpus, tmp_path / "corpus")
    shutil.copytree(index_folder, tmp_path / "index")
    settings = Settings(
        corpus=tmp_path / "corpus", index=tmp_path / "index", data=tmp_path / "data",
        chroma_url=process.url, chroma_timeout=1,
    )  # fmt: skip
    library = Library.open(settings.corpus, settings.index, settings)
    return SimpleNamespace(settings=settings, library=library, folder=settings.index)


@pytest.fixture
def moved(place):
    """The same, searched by the server, with an assistant over it."""
    place.library.index()
    place.assistant = Assistant.open(place.folder, place.settings)
    return place


def told(answer):
    return [(s.kind, s.text, s.citations) for s in answer.statements]


def back(assistant, seconds=20):
    ends = time.monotonic() + seconds
    while assistant.by_words_alone() and time.monotonic() < ends:
        time.sleep(0.05)
    return assistant.by_words_alone() is None


def test_moving_over_reads_nothing_and_changes_no_answer(place, assistant, process):
    report = place.library.index()
    assert report.read == []
    (name,) = read_manifest(place.folder).segments
    assert f"askreviews-{name}" in process.collections()
    assert not (segment_folder(place.folder, name) / "chroma").exists()
    over = Assistant.open(place.folder, place.settings)
    assert over.vector_server.host == f"127.0.0.1:{process.port}"
    for question in QUESTIONS:
        assert told(over.ask(question)) == told(assistant.ask(question))
    before = assistant.search("handover between areas")
    after = over.search("handover between areas")
    assert [(p.passage_id, p.text) for p in after] == [(p.passage_id, p.text) for p in before]
    assert [p.score for p in after] == pytest.approx([p.score for p in before], abs=1e-4)


def test_without_the_server_answers_go_on_and_say_so(moved, process):
    before = {question: moved.assistant.ask(question) for question in QUESTIONS}
    assert before[QUESTIONS[-1]].reason == "off_topic"
    process.kill()
    try:
        for question in QUESTIONS:
            answer = moved.assistant.ask(question)
            assert answer.statements[-1].text == BY_WORDS, question
            assert answer.statements[-1].kind == "notice"
            for citation in (*answer.citations, *answer.nearest):
                text = moved.assistant.text(citation.document_id).text
                assert text[citation.start : citation.end] == citation.quote
            # What is off topic can't be known by words alone.
            assert answer.status == before[question].status.replace("declined", "not_found")
            said = [s.text for s in answer.statements]
            assert NOT_FOUND not in said
            assert (NOT_FOUND_BY_WORDS in said) == (answer.status == "not_found")
        pack = pack_on(moved.assistant, "engaging fathers")
        assert any("search by meaning was away" in notice for notice in pack.notices)
    finally:
        process.start()
    assert back(moved.assistant)
    for question in QUESTIONS:
        assert told(moved.assistant.ask(question)) == told(before[question])
    assert pack_on(moved.assistant, "engaging fathers").notices == ()


def test_a_program_starts_without_the_server(moved):
    nobody = moved.settings.model_copy(update={"chroma_url": f"http://127.0.0.1:{free_port()}"})
    fresh = Assistant.open(moved.folder, nobody)
    fresh.warm_up()
    assert fresh.ask(ABOUT_FATHERS).statements[-1].text == BY_WORDS
    # More passages than are ranked, as in a large collection.
    found = find_units(fresh.index, search_words("bath-time supervision"), Scope(), limit=3)
    assert found.by_words and not found.everything
    assert any("Bath-time" in evidence.text for evidence in found.evidence())
    (seen,) = (f for f in examine(nobody) if f.text.startswith("Chroma server"))
    assert not seen.ok and "nobody answers there" in seen.text


def test_nothing_is_written_while_the_server_is_away(moved, process, tmp_path):
    new = tmp_path / "new.md"
    new.write_text("# Child Z\n\n## Learning\n\nThe zebra crossing was not safe.\n")
    corpus = sorted(moved.settings.corpus.rglob("*"))
    before = current_name(moved.folder)
    process.kill()
    try:
        for write in (
            lambda: moved.library.add([new]),
            lambda: moved.library.remove(["briefing-child-k.txt"]),
            lambda: moved.library.index(rebuild=True),
        ):
            with pytest.raises(IndexingError, match=r"^The Chroma server at [^\n]*as it was\)\.$"):
                write()
    finally:
        process.start()
    assert sorted(moved.settings.corpus.rglob("*")) == corpus
    assert current_name(moved.folder) == before
    assert moved.library.add([new]).read == ["added/new.md"]
    assert back(moved.assistant)
    assert "zebra" in moved.assistant.ask("Was the zebra crossing safe?").statements[0].text


def test_what_the_server_lost_is_given_back_and_not_encoded_again(moved, process):
    before = moved.assistant.ask(ABOUT_FATHERS)
    process.kill()
    shutil.rmtree(process.folder)
    process.start()
    assert not process.collections()
    assert moved.assistant.ask(ABOUT_FATHERS).statements[-1].text == BY_WORDS
    assert any("it lacks segment" in f.text and not f.ok for f in examine(moved.settings))
    report = moved.library.index()
    assert report.read == []
    assert back(moved.assistant)
    assert told(moved.assistant.ask(ABOUT_FATHERS)) == told(before)
    seen = next(f for f in examine(moved.settings) if f.text.startswith("Chroma server"))
    assert seen.ok and "on this machine" in seen.text


def test_without_its_address_the_index_is_not_opened(moved):
    settings = moved.settings.model_copy(update={"chroma_url": ""})
    for use in (
        lambda: Assistant.open(moved.folder, settings),
        lambda: Library.open(settings.corpus, moved.folder, settings).index(),
    ):
        with pytest.raises(IndexingError, match=r"set ASKREVIEWS_CHROMA_URL .*--rebuild"):
            use()


def test_what_was_removed_goes_when_no_reader_can_need_it(moved, process):
    old = read_manifest(moved.folder)
    moved.library.remove(["briefing-child-k.txt"])
    assert moved.assistant.documents().count("briefing-child-k.txt") == 0
    new = read_manifest(moved.folder)
    held = {folder.name for folder in (moved.folder / "segments").iterdir()}
    assert held >= {*old.segments, *new.segments}
    former = {f"askreviews-{name}" for name in old.segments}
    assert former | {f"askreviews-{name}" for name in new.segments} <= process.collections()
    moved.library.tidy()
    assert {folder.name for folder in (moved.folder / "segments").iterdir()} == held
    long_ago = time.time() - GRACE_S - 1
    for path in (moved.folder / "generations").glob("*.json"):
        os.utime(path, (long_ago, long_ago))
    moved.library.tidy()
    held = {folder.name for folder in (moved.folder / "segments").iterdir()}
    assert held == set(new.segments)
    names = process.collections()
    assert not former & names
    assert {f"askreviews-{name}" for name in new.segments} <= names


def test_what_a_killed_writer_left_goes_with_its_collections_and_what_is_read_stays(moved, process):
    old = read_manifest(moved.folder)
    server = ChromaServer.of(moved.settings)
    server.put("20260101T000000-0000abcd", vectors_of(moved.folder, old.segments[0]))
    half = segment_folder(moved.folder, "20260101T000000-0000abcd")
    half.mkdir()
    (half / "contexts.jsonl").touch()
    (moved.folder / "generations" / "x.json.new").touch()
    moved.library.remove(["briefing-child-k.txt"])
    moved.library.index()
    assert not half.exists()
    assert not (moved.folder / "generations" / "x.json.new").exists()
    held = process.collections()
    assert "askreviews-20260101T000000-0000abcd" not in held
    assert {f"askreviews-{name}" for name in old.segments} <= held
    assert all(segment_folder(moved.folder, name).is_dir() for name in old.segments)
    server.close()


def vectors_of(index, segment):
    return Segment(segment_folder(index, segment)).passage_vectors


def test_a_filter_of_few_passages_needs_no_server(moved, process):
    few = {"review": "Child N"}
    before = moved.assistant.search("what was recommended", filters=few)
    process.kill()
    try:
        assert moved.assistant.search("what was recommended", filters=few) == before
        assert moved.assistant.by_words_alone() is None
    finally:
        process.start()


def test_a_backup_is_made_without_the_server_and_restored_into_one(moved, process, tmp_path):
    before = moved.assistant.ask(ABOUT_FATHERS)
    process.kill()
    try:
        _, left_out = moved.library.backup(tmp_path / "all.zip")
        assert left_out == []
    finally:
        process.start()
    clean = moved.settings.model_copy(
        update={name: tmp_path / "clean" / name for name in ("corpus", "index", "data")}
    )
    library = Library.open(clean.corpus, clean.index, clean)
    _, not_put_back = library.restore(tmp_path / "all.zip")
    assert not_put_back == []
    names = read_manifest(clean.index).segments
    assert {f"askreviews-{name}" for name in names} <= process.collections()
    assert told(Assistant.open(clean.index, clean).ask(ABOUT_FATHERS)) == told(before)


def test_it_goes_back_to_one_machine(moved):
    settings = moved.settings.model_copy(update={"chroma_url": ""})
    before = moved.assistant.ask(ABOUT_FATHERS)
    library = Library.open(settings.corpus, moved.folder, settings)
    assert len(library.index(rebuild=True).read) == len(moved.assistant.documents())
    (name,) = read_manifest(moved.folder).segments
    assert (segment_folder(moved.folder, name) / "chroma").is_dir()
    assert told(Assistant.open(moved.folder, settings).ask(ABOUT_FATHERS)) == told(before)
