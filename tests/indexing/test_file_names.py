"""Names that files may be added under, whatever system they come from and go to."""

from pathlib import Path

import pytest

from askreviews.errors import ReadingError
from askreviews.indexing.files import check_new_name

GOOD = ["report.pdf", "über 'alles' #1 (50%) & so.md", "😀.md", "a;b:c.md", "console.md", "-rf.md"]
BAD = {
    "new\nline.md": "cannot be seen",
    "bell\x07.md": "cannot be seen",
    "\u202efdp.md": "cannot be seen",
    "zero\u200bwidth.md": "cannot be seen",
    "a\\..\\evil.md": "other systems",
    "CON.md": "other systems",
    "nul.tar.md": "other systems",
    "Lpt1 .pdf": "other systems",
    "é" * 120 + ".md": "too long",
    ".hidden.md": "hidden",
    "~$lock.docx": "hidden",
    "half\udce9.md": "not Unicode",
    "program.exe": "not read",
}


@pytest.mark.parametrize("name", GOOD)
def test_odd_names_are_only_names(name):
    check_new_name(Path(name))


@pytest.mark.parametrize("name", BAD)
def test_a_name_that_could_harm_is_refused_in_one_sentence(name):
    with pytest.raises(ReadingError, match=BAD[name]) as raised:
        check_new_name(Path(name))
    sentence = str(raised.value)
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert len(sentence) < 300
    sentence.encode()
