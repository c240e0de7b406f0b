"""The writing door: what somebody adds is kept, and what they remove stays away."""

import json
import shutil
from pathlib import Path

import pytest

from askreviews import Assistant, Library, Settings
from askreviews.errors import AskReviewsError, ReadingError
from askreviews.library import fault_in
from disk import files_no_larger_than
from paged import LANTERNS, write_pdf

STORK = "# The stork note\n\nThe stork on the roof was counted twice by the health visitor.\n"
HERON = "# The stork note\n\nThe heron on the roof was counted once by the midwife.\n"
LIST = "list-2021-11.txt"


@pytest.fixture
def corpus_copy(corpus, tmp_path):
    return shutil.copytree(corpus, tmp_path / "corpus")


@pytest.fixture
def folder(index_folder, tmp_path):
    return shutil.copytree(index_folder, tmp_path / "index")


@pytest.fixture
def library(corpus_copy, folder):
    return Library.open(corpus_copy, folder, Settings())


@pytest.fixture
def desk(tmp_path):
    """A folder of a user's own files."""
    folder = tmp_path / "desk"
    folder.mkdir()
    return folder


def note(folder, text=STORK, name="stork.md"):
    folder.mkdir(exist_ok=True)
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def tree(folder):
    return {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()}


def held(folder):
    return Assistant.open(folder, Settings()).documents()


def test_what_is_added_is_copied_indexed_and_found(library, folder, desk):
    given = note(desk)
    report = library.add([given])
    assert report.read == ["added/stork.md"]
    assert given.read_text("utf-8") == STORK
    assert (library.corpus / "added" / "stork.md").read_text("utf-8") == STORK
    best = Assistant.open(folder, Settings()).search("stork on the roof", limit=1)[0]
    assert best.document_id == "added/stork.md"


def test_the_first_documents_make_the_folders_they_need(tmp_path, desk):
    library = Library.open(tmp_path / "new" / "corpus", tmp_path / "new" / "index", Settings())
    assert not library.has_index
    assert library.add([note(desk)]).documents == 1
    assert library.has_index
    with pytest.raises(AskReviewsError, match=r"last documents held.*add another"):
        library.remove(["added/stork.md"])
    assert tree(library.corpus) == {"added/stork.md"}


def test_an_index_of_the_former_format_is_brought_up_to_date_by_the_command_that_it_names(
    library, folder
):
    manifest = next((folder / "generations").glob("*.json"))
    former = json.loads(manifest.read_text("utf-8"))
    manifest.write_text(json.dumps(former | {"format": former["format"] - 1}), "utf-8")
    with pytest.raises(
        AskReviewsError, match=rf"older version.*'askreviews index --index {folder}'"
    ):
        Assistant.open(folder, Settings())
    report = library.index()
    assert (len(report.read), report.failed) == (5, [])
    assert len(held(folder)) == 5
    assert [p.name for p in (folder / "segments").iterdir()] != former["segments"]


def test_what_an_earlier_command_was_killed_in_is_brought_to_its_end(library):
    """Its list of moves is there, and half a copy; ``tests/test_kills.py`` kills in earnest."""
    target = library.corpus / "added" / "stork.md"
    note(target.parent, name=".askreviews-1.part")
    note(target.parent, "publisher: Saltmarsh\n", ".askreviews-2.part")
    note(target.parent, "half a st", ".askreviews-3.part")
    names = {".askreviews-1.part": "stork.md", ".askreviews-2.part": "stork.md.meta.yaml"}
    steps = [
        {"kind": "move", "given": f"added/{part}", "to": f"added/{name}"}
        for part, name in names.items()
    ]
    note(library.corpus, json.dumps({"steps": steps}), ".askreviews-changing.json")
    assert library.index().read == ["added/stork.md"]
    assert tree(library.corpus / "added") == {"stork.md", "stork.md.meta.yaml"}
    assert not [*library.corpus.glob(".askreviews-*")]


def test_a_name_already_there_is_replaced_and_the_former_file_is_kept(library, folder, desk):
    library.add([note(desk)])
    library.add([note(desk, HERON)])
    assert (library.corpus / "added" / "stork.md").read_text("utf-8") == HERON
    assert (library.corpus / ".removed" / "added" / "stork.md").read_text("utf-8") == STORK
    assert "heron" in Assistant.open(folder, Settings()).text("added/stork.md").text
    assert len(held(folder)) == 6


def test_adding_the_file_in_the_collection_itself_changes_nothing(library, desk):
    library.add([note(desk)])
    before = tree(library.corpus)
    report = library.add([library.corpus / "added" / "stork.md"])
    assert (report.read, report.failed) == ([], [])
    assert tree(library.corpus) == before


def test_of_two_files_of_one_name_the_second_is_refused_by_name(library, desk):
    report = library.add([note(desk), note(desk / "other", HERON)])
    assert (library.corpus / "added" / "stork.md").read_text("utf-8") == STORK
    (sentence,) = report.failed
    assert sentence.startswith("stork.md: ")
    assert "rename one" in sentence


def test_a_file_that_cannot_be_read_is_not_copied_and_the_others_are(library, desk):
    broken = note(desk, "", "empty.txt")
    report = library.add([broken, note(desk)])
    assert report.read == ["added/stork.md"]
    assert [s.split(":")[0] for s in report.failed] == ["empty.txt"]
    assert not (library.corpus / "added" / "empty.txt").exists()


def test_where_none_can_be_read_nothing_changes(library, folder, desk):
    before, generation = tree(library.corpus), (folder / "CURRENT").read_text("utf-8")
    with pytest.raises(ReadingError) as raised:
        library.add([note(desk, "", "empty.txt"), desk / "absent.md", desk])
    for name in ("empty.txt: ", "absent.md: ", "desk: "):
        assert name in str(raised.value)
    assert tree(library.corpus) == before
    assert (folder / "CURRENT").read_text("utf-8") == generation


@pytest.mark.parametrize("name", [".hidden.md", "~$stork.md", "stork.xlsx", "stork"])
def test_a_name_that_indexing_would_pass_over_is_refused_at_once(library, desk, name):
    before = tree(library.corpus)
    with pytest.raises(ReadingError, match=r"stork|hidden"):
        library.add([note(desk, name=name)])
    assert tree(library.corpus) == before


def test_odd_names_are_only_names(library, folder, desk):
    names = ["über 'alles' #1 (50%) & so.md", "-rf.md", "a;b:c.md", "😀.md"]
    ids = {f"added/{name}" for name in names}
    assert set(library.add([note(desk, name=name) for name in names]).read) == ids
    door = Assistant.open(folder, Settings())
    for document_id in ids:
        assert door.text(document_id).text
        found = door.search("stork", limit=1, filters={"document": document_id.replace("#", "?")})
        assert [p.document_id for p in found] == [document_id]
    assert set(library.remove(sorted(ids)).removed) == ids


def test_a_removed_document_moves_away_and_does_not_come_back(library, folder):
    words = (library.corpus / LIST).read_bytes()
    report = library.remove([LIST])
    assert report.removed == [LIST]
    assert (report.documents, report.reviews) == (4, 3)
    assert (library.corpus / ".removed" / LIST).read_bytes() == words
    again = library.index()
    assert (again.read, again.documents) == ([], 4)
    assert LIST not in held(folder)
    door = Assistant.open(folder, Settings())
    assert not [p for p in door.search("a joint visit by midwife") if p.document_id == LIST]


def test_what_was_removed_before_under_the_same_name_is_kept_too(library, desk):
    for text in (STORK, HERON):
        library.add([note(desk, text)])
        library.remove(["added/stork.md"])
    aside = (library.corpus / ".removed" / "added").iterdir()
    assert {p.read_text("utf-8") for p in aside} == {STORK, HERON}


def test_a_document_named_twice_is_removed_once(library):
    assert library.remove([LIST, LIST]).removed == [LIST]


def test_a_removed_document_can_be_brought_back(library):
    library.remove([LIST])
    report = library.add([library.corpus / ".removed" / LIST])
    assert report.read == [f"added/{LIST}"]
    assert report.reviews == 6


@pytest.mark.parametrize(
    "document_id",
    ["../secret.md", "added/../../secret.md", "/etc/hostname", ".removed/old.md", "", ".", "added"],
)
def test_nothing_outside_the_collection_is_touched(library, document_id):
    secret = note(library.corpus.parent, name="secret.md")
    note(library.corpus / ".removed", name="old.md")
    note(library.corpus / "added")
    before = tree(library.corpus.parent)
    with pytest.raises(AskReviewsError, match="There is no document"):
        library.remove([document_id])
    assert tree(library.corpus.parent) == before
    assert secret.exists()


def test_one_wrong_name_and_nothing_is_moved(library):
    before = tree(library.corpus)
    with pytest.raises(AskReviewsError, match=r"There is no document 'no-such\.md'"):
        library.remove([LIST, "no-such.md"])
    assert tree(library.corpus) == before


def test_the_last_documents_are_not_removed(library, folder):
    before = tree(library.corpus)
    with pytest.raises(AskReviewsError, match="an index cannot be empty"):
        library.remove(held(folder))
    assert tree(library.corpus) == before
    assert len(held(folder)) == 5


def test_what_would_leave_only_unreadable_files_is_put_back(library, folder):
    note(library.corpus, "", "empty.txt")
    before, documents = tree(library.corpus), held(folder)
    with pytest.raises(AskReviewsError, match=r"empty\.txt"):
        library.remove(documents)
    assert tree(library.corpus) - {"empty.txt"} == before - {"empty.txt"}
    assert held(folder) == documents


def test_a_link_to_a_file_elsewhere_is_removed_and_the_file_is_not(library, desk):
    given = note(desk)
    (library.corpus / "linked.md").symlink_to(given)
    assert library.index().read == ["linked.md"]
    assert library.remove(["linked.md"]).removed == ["linked.md"]
    assert given.read_text("utf-8") == STORK


def test_a_side_car_is_copied_with_its_document_and_removed_with_it(library, folder, desk):
    given = note(desk)
    note(desk, "publisher: Saltmarsh\n", "stork.meta.yaml")
    library.add([given])
    beside = library.corpus / "added" / "stork.md.meta.yaml"
    assert beside.read_text("utf-8") == "publisher: Saltmarsh\n"
    (review,) = Assistant.open(folder, Settings()).reviews({"document": "added/stork.md"})
    assert review.publisher == "Saltmarsh"
    library.remove(["added/stork.md"])
    assert not beside.exists()
    aside = library.corpus / ".removed" / "added" / "stork.md.meta.yaml"
    assert aside.read_text("utf-8") == "publisher: Saltmarsh\n"


def test_a_new_version_without_a_side_car_keeps_the_one_there(library, desk, tmp_path):
    note(desk, "publisher: Saltmarsh\n", "stork.meta.yaml")
    library.add([note(desk)])
    library.add([note(tmp_path / "other", HERON)])
    beside = library.corpus / "added" / "stork.md.meta.yaml"
    assert beside.read_text("utf-8") == "publisher: Saltmarsh\n"


def test_a_side_car_with_a_mistake_keeps_its_document_out(library, desk):
    note(desk, "colour: red\n", "stork.md.meta.yaml")
    with pytest.raises(ReadingError, match=r"stork\.md\.meta\.yaml: there is no key 'colour'"):
        library.add([note(desk)])
    assert not (library.corpus / "added").exists()


def test_looking_reads_and_keeps_nothing(library, desk):
    before, broken = tree(library.corpus.parent), note(desk, "", "empty.txt")
    stork, odd, empty, absent = library.look(
        [note(desk), note(desk, "MZ", "tool.exe"), broken, desk / "absent.md"]
    )
    assert "The stork on the roof" in stork.document.text
    assert (stork.document.document_id, stork.values["title"]) == (
        "added/stork.md", "The stork note",
    )  # fmt: skip
    assert (stork.problem, stork.same_as) == ("", None)
    for look, told in ((odd, "tool.exe: .exe files"), (empty, "empty.txt: "), (absent, "absent.")):
        assert look.document is None
        assert look.problem.startswith(told)
    assert tree(library.corpus.parent) == before | {"desk/" + n for n in tree(desk)}


def test_looking_names_what_says_the_same(library, desk):
    copy = shutil.copy(library.corpus / LIST, desk / "copy.txt")
    (first, second) = library.look([copy, shutil.copy(copy, desk / "again.txt")])
    assert (first.same_as, first.nearly) == (LIST, False)
    assert second.same_as in (LIST, "added/copy.txt")
    (desk / "longer.txt").write_text(f"{Path(copy).read_text('utf-8')}\nA heron.\n", "utf-8")
    (near,) = library.look([desk / "longer.txt"])
    assert (near.same_as, near.nearly) == (LIST, True)


def test_what_was_looked_at_is_not_read_again(library, folder, desk, monkeypatch):
    write_pdf(desk / "hay.pdf")
    looks = list(library.look([desk / "hay.pdf", note(desk)]))
    monkeypatch.setattr("askreviews.reading.isolated.Reader.read", never)
    report = library.add(looks, {"hay.pdf": {"publisher": "Saltmarsh", "child_age": "5 months"}})
    assert report.read == ["added/hay.pdf", "added/stork.md"]
    door = Assistant.open(folder, Settings())
    (review,) = door.reviews({"document": "added/hay.pdf"})
    assert (review.publisher, review.child_age_months) == ("Saltmarsh", 5)
    found = door.search(LANTERNS, limit=1)[0]
    stored = door.text("added/hay.pdf")
    assert (found.document_id, found.page) == ("added/hay.pdf", 1)
    assert LANTERNS in stored.text[found.start : found.end]
    assert stored.text == looks[0].document.text
    assert door.boxes("added/hay.pdf", found.start, found.end)
    assert library.index().unchanged == 7


def never(*_):
    pytest.fail("the file was read again")


def test_what_changed_since_it_was_looked_at_is_read_again(library, folder, desk):
    (look,) = library.look([note(desk)])
    note(desk, HERON)
    library.add([look])
    assert "heron" in Assistant.open(folder, Settings()).text("added/stork.md").text


def test_corrections_are_kept_beside_the_document_over_what_its_file_states(library, folder, desk):
    given = note(desk, f"---\npublisher: Harbourshire\noutcome: death\n---\n{STORK}")
    note(desk, "nation: Wales\nreview_type: SAR\n", "stork.md.meta.yaml")
    (look,) = library.look([given])
    library.add([look], {"stork.md": {"publisher": "Saltmarsh – Fürth", "review_type": None}})
    (review,) = Assistant.open(folder, Settings()).reviews({"document": "added/stork.md"})
    assert (review.publisher, review.nation, review.review_type, review.outcome) == (
        "Saltmarsh – Fürth", "Wales", None, "death",
    )  # fmt: skip
    beside = (library.corpus / "added" / "stork.md.meta.yaml").read_text("utf-8")
    assert beside == "nation: Wales\nreview_type: null\npublisher: Saltmarsh – Fürth\n"
    assert library.index().read == []


def test_a_document_may_be_corrected_where_it_is(library, folder):
    """Added again from its own place, only its side-car changes."""
    document = library.corpus / "added" / "stork.md"
    library.add([note(document.parent)])
    library.add([document], {"stork.md": {"title": "Storks"}})
    assert document.read_text("utf-8") == STORK
    (review,) = Assistant.open(folder, Settings()).reviews({"document": "added/stork.md"})
    assert review.title == "Storks"


@pytest.mark.parametrize(
    ("stated", "told"),
    [({"published": "soon"}, "'published' needs a date"), ({"colour": "red"}, "no key 'colour'")],
)
def test_a_wrong_correction_keeps_its_document_out(library, desk, stated, told):
    before = tree(library.corpus)
    with pytest.raises(ReadingError, match=told):
        library.add(list(library.look([note(desk)])), {"stork.md": stated})
    assert tree(library.corpus) == before


def test_a_correction_can_be_checked_before():
    assert fault_in("published", "soon") == "needs a date, as 2021, 2021-06 or 2021-06-04"
    assert fault_in("published", "2021-06") is None


def test_a_name_held_is_not_taken_where_that_is_not_asked_for(library, desk):
    library.add([note(desk)])
    with pytest.raises(ReadingError, match=r"stork\.md: a document of this name is held"):
        library.add([note(desk, HERON)], cautious=True)
    assert (library.corpus / "added" / "stork.md").read_text("utf-8") == STORK
    assert library.free_name("stork.md") == "stork (2).md"
    assert library.free_name("stork.md", ["stork (2).md"]) == "stork (3).md"
    assert library.free_name("heron.md") == "heron.md"


def test_where_the_index_cannot_be_written_nothing_is_kept_if_that_is_asked_for(
    library, folder, desk
):
    library.add([note(desk)])
    before, generation = tree(library.corpus), (folder / "CURRENT").read_text("utf-8")
    given, stated = [note(desk, HERON, "heron.md")], {"heron.md": {"publisher": "Saltmarsh"}}
    with files_no_larger_than(20_000), pytest.raises(AskReviewsError):
        library.add(given, stated, cautious=True)
    assert tree(library.corpus) == before
    assert (folder / "CURRENT").read_text("utf-8") == generation
    assert library.add(given, stated, cautious=True).read == ["added/heron.md"]


def test_it_is_told_how_far_indexing_is(library, desk):
    steps = []
    library.add([note(desk), note(desk, HERON, "h.md")], told=lambda *step: steps.append(step))
    assert steps == [(1, 2), (2, 2)]
