"""Print the bars of reading: how truly documents are read back to the page.

    make reading        (or: python benchmarks/reading.py)

The starter digests are laid out as Word, PDF and web documents in sixteen ways (``tests/layouts``;
LibreOffice and poppler are needed), so that the truth of every piece is known, then read, indexed
and asked about. Where ``ASKREVIEWS_REAL_REVIEWS`` names a folder, its documents are tried too.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from tqdm import tqdm

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))


from askreviews import Assistant, Citation, Library, Settings
from askreviews.types import age_text
from layouts.content import contents
from layouts.make import lay_out
from layouts.score import FIELDS, Score, TextLayer, letters, score

QUESTIONS = (
    "What do reviews say about engaging fathers?",
    "bruising in a baby who is not mobile",
    "What was recommended about information sharing?",
    "What happened to Child L?",
    "Which questions can I use with my team?",
    "What are the column headings of the action plan?",
    "What is a rapid review?",
    "good practice with families who are hard to engage",
    "How many reviews record a death?",
)
# What the published list of eight says, in its order: pseudonym, age, outcome, recommendations.
EIGHT = (
    ("Child RS", "4 months", "serious harm", "made"),
    ("Joshua", "8 years", "serious harm", "made"),
    ("Baby R", "4 weeks", "death", "made"),
    ("Mia", "8 months", "death", "made"),
    ("Child R", "2 years", "serious harm", "made"),
    ("Child P", "5 years", "serious harm", "made"),
    ("Toby", "5 weeks", "death", "made"),
    ("Child L", "3 years 6 months", "serious harm", "none recorded"),
)
_PRIVATE = (
    re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"),
    re.compile(r"[A-Za-z]:\\[^\]\n]+"),
    re.compile(r"\\Users\\([^\\]+)\\"),
)


def main() -> None:
    """Lay out, read, index, ask, and print a line for each bar."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        laid_out = folder / "corpus"
        laid_out.mkdir()
        made = lay_out(contents(), laid_out)
        scores: dict[str, list[Score]] = defaultdict(list)
        for layout, content, path in tqdm(made, "Reading", unit="file"):
            scores[layout].append(score(content, path))
        print_scores(scores)
        print_citations("generated", laid_out, folder / "index")
    real = os.environ.get("ASKREVIEWS_REAL_REVIEWS")
    if real:
        with tempfile.TemporaryDirectory() as name:
            print_citations("published", Path(real), Path(name) / "index")


def print_scores(scores: dict[str, list[Score]]) -> None:
    """The share of marks read rightly, by layout and field."""
    names = (*FIELDS, "furniture")
    print(f"{'':28}{''.join(f'{name:>14}' for name in names)}{'in order':>12}")
    for layout, of_layout in scores.items():
        cells = [_share(of_layout, name) for name in names]
        ordered = f"{sum(s.in_order for s in of_layout)}/{len(of_layout)}"
        print(f"{layout:28}{''.join(f'{cell:>14}' for cell in cells)}{ordered:>12}")
    for layout, of_layout in scores.items():
        for wrong in (wrong for each in of_layout for wrong in each.wrong):
            print(f"  {layout}: {wrong[:150]}")


def _share(scores: list[Score], name: str) -> str:
    right, scored = (sum(getattr(s, part)[name] for s in scores) for part in ("right", "scored"))
    return f"{right / scored:.1%}" if scored else "-"


def print_citations(what: str, corpus: Path, index: Path) -> None:
    """Ask; check each citation against the stored text and the page; search the raw bytes."""
    Library.open(corpus, index, Settings()).index(progress=True)
    assistant = Assistant.open(index, Settings())
    cited = [citation for question in QUESTIONS for citation in _citations(assistant, question)]
    exact = sum(assistant.text(c.document_id).text[c.start : c.end] == c.quote != "" for c in cited)
    print(f"{what}: text[start:end] == quote in {exact} of {len(cited)} citations")
    on_page = list(_read_back(assistant, corpus, cited))
    if on_page:
        print(f"{what}: read back inside its boxes: {sum(on_page)} of {len(on_page)} quotations")
    private = _private_values(corpus)
    stored = [path.read_bytes() for path in index.rglob("*") if path.is_file()]
    kept = sum(any(value in data for data in stored) for value in private)
    if private:
        print(f"{what}: {kept} of {len(private)} addresses, paths and user names in the raw bytes")
    held = [r for r in assistant.reviews() if r.document_id.startswith("004_")]
    if held:
        told = tuple((r.label, age_text(r.child_age_months), r.outcome, r.recommendations)
                     for r in held)  # fmt: skip
        right = sum(mine == theirs for mine, theirs in zip(told, EIGHT, strict=False))
        print(f"{what}: the list of eight: {len(held)} reviews, {right} with every field right")


def _citations(assistant: Assistant, question: str) -> Iterator[Citation]:
    answer = assistant.ask(question)
    yield from (*answer.citations, *answer.nearest)


def _read_back(assistant: Assistant, corpus: Path, cited: list[Citation]) -> Iterator[bool]:
    for citation in cited:
        boxes = assistant.boxes(citation.document_id, citation.start, citation.end)
        if boxes:
            found = TextLayer(corpus / citation.document_id).inside(boxes)
            yield letters(citation.quote) in letters(found)


def _private_values(corpus: Path) -> set[bytes]:
    """The addresses, paths and user names in a folder of text files."""
    found: set[bytes] = set()
    for path in corpus.glob("*.txt"):
        text = path.read_text("utf-8")
        for pattern in _PRIVATE:
            found |= {match[match.lastindex or 0].encode() for match in pattern.finditer(text)}
    return found


if __name__ == "__main__":
    main()
