"""A correction changes what a second reading with the side-car would, and nothing else."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from askreviews.errors import ReadingError
from askreviews.reading import fingerprint, read, restated
from askreviews.reading.sidecar import own_sidecar, sidecar_of, text_of
from askreviews.reading.stated import choices, field_of, values_of
from paged import write_pdf

DOCUMENTS = Path(__file__).parents[1] / "documents"
OF_ANY = {
    "title": "Child M: overview",
    "publisher": "Saltmarsh Partnership",
    "published": "2021-06",
    "provenance": "digest",
}
OF_ONE = {
    "review": "Child M",
    "review_type": "LCSPR",
    "incident_date": "2020-03",
    "child_age": "3 years 6 months",
    "outcome": "death",
    "harm": ["neglect"],
    "nation": "Wales",
}
NOTHING = {"publisher": None, "outcome": None, "harm": [], "child_age": None}


@pytest.fixture
def files(tmp_path):
    for name in ("briefing-child-k.txt", "learning-note.txt", "list-2021-11.txt", "child-n.md"):
        shutil.copy(DOCUMENTS / name, tmp_path)
    write_pdf(tmp_path / "hay.pdf")
    return tmp_path


def again(path, values):
    """The document as it is read with a side-car beside it."""
    own_sidecar(path).write_text(text_of(values), "utf-8")
    return read(path, path.name, 10**7)


def parts(document):
    layout = document.layout.to_bytes() if document.layout else None
    return replace(document, layout=None, sidecar_sha256=""), layout


@pytest.mark.parametrize("name", ["briefing-child-k.txt", "learning-note.txt", "hay.pdf"])
@pytest.mark.parametrize("values", [OF_ANY, OF_ONE, OF_ANY | OF_ONE, NOTHING, {"review": None}])
def test_it_is_what_a_second_reading_gives(files, name, values):
    path = files / name
    document = read(path, name, 10**7)
    found = restated(document, sidecar_of(own_sidecar(path), values))
    assert parts(found) == parts(again(path, values))
    assert (found.text, found.units) == (document.text, document.units)
    assert found.source_sha256 == fingerprint(path)[0]


@pytest.mark.parametrize(
    "values",
    [OF_ANY, {"published": None}, {"reviews": {"2": {"case_id": "t", "outcome": "death"}}}],
)
def test_so_it_is_for_a_list_of_reviews(files, values):
    path = files / "list-2021-11.txt"
    found = restated(read(path, path.name, 10**7), sidecar_of(own_sidecar(path), values))
    assert len(found.reviews) == 3
    assert parts(found) == parts(again(path, values))


def test_what_is_of_one_review_is_refused_of_a_list(files):
    path = files / "list-2021-11.txt"
    with pytest.raises(ReadingError, match="'outcome' is of one review"):
        restated(read(path, path.name, 10**7), sidecar_of(path, {"outcome": "death"}))


def test_where_a_file_states_something_itself_it_must_be_read(files):
    path = files / "child-n.md"
    assert restated(read(path, path.name, 10**7), sidecar_of(path, OF_ONE)) is None
    again(files / "hay.pdf", {"reviews": {"1": {"outcome": "death"}}})
    held = read(files / "hay.pdf", "hay.pdf", 10**7)
    assert restated(held, sidecar_of(path, OF_ONE)) is None


@pytest.mark.parametrize("name", ["briefing-child-k.txt", "list-2021-11.txt", "child-n.md"])
def test_what_was_read_is_given_in_the_form_that_a_side_car_takes(files, name):
    document = read(files / name, name, 10**7)
    values = {k: v for k, v in values_of(document).items() if v not in (None, [])}
    for key, value in values.items():
        field_of(key, value)
    found = again(files / name, values)
    assert [r.model_dump() for r in found.reviews] == [r.model_dump() for r in document.reviews]
    for key in ("outcome", "review_type", "harm"):
        for choice in choices(key):
            field_of(key, [choice] if key == "harm" else choice)
    assert choices("title") == ()
