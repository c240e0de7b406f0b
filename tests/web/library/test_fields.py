"""What was read, as a form: only what a person changed becomes a correction."""

import pytest

from askreviews import Library, Settings
from askreviews.web.library.fields import controls, corrections, entered

NOTE = (
    "# Learning note: Child W\n\n## What happened\n\n"
    "Child W was found with burns aged 14 months in March 2021 and survived with serious harm.\n"
)


@pytest.fixture(scope="module")
def looks(tmp_path_factory, corpus):
    folder = tmp_path_factory.mktemp("desk")
    (folder / "w.md").write_text(NOTE, "utf-8")
    library = Library.open(folder / "corpus", folder / "index", Settings())
    found = library.look([folder / "w.md", corpus / "list-2021-11.txt", corpus / "handover.md"])
    return dict(zip(("one", "list", "guide"), found, strict=True))


def sent(look, **changed):
    """The fields of a form as a browser sends them, some of them changed."""
    values = {**look.values, **changed}
    for key, value in values.items():
        if isinstance(value, list):
            yield from ([key, each] for each in value)
        elif key != "provenance" or value:
            yield [key, value or ""]


def told(look, **changed):
    return corrections(look, entered(look, sent(look, **changed)))


@pytest.mark.parametrize("kind", ["one", "list", "guide"])
def test_a_form_that_nobody_touched_corrects_nothing(looks, kind):
    assert told(looks[kind]) == ({}, {})


def test_what_was_changed_is_stated_and_what_was_emptied_is_not_stated(looks):
    changed, faults = told(
        looks["one"], child_age="", outcome="death", harm=["neglect"], published=" 2022 ",
        provenance="digest",
    )  # fmt: skip
    assert changed == {
        "published": "2022", "child_age": None, "outcome": "death", "harm": ["neglect"],
        "provenance": "digest",
    }  # fmt: skip
    assert faults == {}


def test_faults_stand_at_their_fields(looks):
    look = looks["one"]
    changed, faults = told(look, title=" ", review="", published="soon", child_age="young")
    assert changed == {}
    assert set(faults) == {"title", "review", "published", "child_age"}
    shown = controls(look, 3, {"published": 'so"on'}, faults)
    assert "Published needs a date, as 2021, 2021-06 or 2021-06-04." in shown
    assert (
        '<input type="text" id="add-3-published" name="published" '
        'aria-describedby="add-3-published-hint add-3-published-fault" aria-invalid="true" '
        'value="so&quot;on" autocomplete="off">'
    ) in shown


def test_every_field_has_a_label_and_shows_what_was_read(looks):
    shown = controls(looks["one"], 1, {}, {})
    assert '<label for="add-1-child_age">Child’s age</label>' in shown
    assert 'value="1 year 2 months"' in shown
    assert '<option value="serious harm" selected>' in shown
    assert shown.count("<label") == shown.count("<input") + shown.count("<select")


def test_a_guide_is_of_no_review_and_keeps_what_is_of_the_document(looks):
    look = looks["one"]
    fields = [*sent(look, published="2022", outcome="death", child_age="young"), ["guide", "on"]]
    assert corrections(look, entered(look, fields)) == ({"published": "2022", "review": None}, {})


def test_of_a_list_and_of_a_guide_only_the_whole_is_corrected(looks):
    for kind in ("list", "guide"):
        shown = controls(looks[kind], 1, {}, {})
        assert 'name="publisher"' in shown
        assert 'name="outcome"' not in shown
        assert 'name="guide"' not in shown
