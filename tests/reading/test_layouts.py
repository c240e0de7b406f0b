"""The starter digests in every format and layout, read back and held against what is true."""

import os
import shutil
from collections import defaultdict

import pytest

from layouts import make, score
from layouts.content import contents

ENOUGH = 0.98
# What the generator needs besides Python: to print Word documents, to read pages another way.
PROGRAMS = ("soffice", "pdftotext")
LAYOUTS = [
    *(f"docx {name}" for name in make.WORD),
    *(f"pdf of docx {name}" for name in make.WORD),
    *(f"pdf {name}" for name in make.PRESS),
    *(f"html {name}" for name in make.WEB),
]


@pytest.fixture(scope="session")
def scores(tmp_path_factory):
    """The scores of every document, by layout."""
    missing = [program for program in PROGRAMS if not shutil.which(program)]
    if missing:
        needs = f"not installed: {', '.join(missing)} (libreoffice-writer, poppler-utils)"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(needs)
    found = defaultdict(list)
    for layout, content, path in make.lay_out(contents(), tmp_path_factory.mktemp("laid-out")):
        found[layout].append(score.score(content, path))
    return found


@pytest.mark.parametrize("layout", LAYOUTS)
def test_what_is_said_and_where_it_stands_is_read_rightly(scores, layout):
    right, scored, wrong = tallied(scores[layout])
    too_few = [name for name, of in scored.items() if right[name] < ENOUGH * of]
    assert not too_few, wrong
    assert {"text", "heading path", "facet", "review"} <= set(scored)


@pytest.mark.parametrize("layout", LAYOUTS)
def test_documents_are_read_in_order(scores, layout):
    assert len(scores[layout]) == len(contents())
    assert [each.wrong for each in scores[layout] if not each.in_order] == []


@pytest.mark.parametrize("layout", [name for name in LAYOUTS if name.startswith("pdf")])
def test_the_boxes_of_a_quotation_hold_its_letters_and_no_others(scores, layout):
    right, scored, wrong = tallied(scores[layout])
    assert {"page", "boxes", "boxes alone"} <= set(scored)
    assert right["boxes alone"] == scored["boxes alone"], wrong


def tallied(held):
    """How many marks are right in each field, how many there are, and what is wrong."""
    right, scored = (
        sum((getattr(each, part) for each in held), start=type(held[0].right)())
        for part in ("right", "scored")
    )
    return right, scored, [said for each in held for said in each.wrong]
