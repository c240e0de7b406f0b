"""Passages: what belongs together stays together, and nothing is lost or said twice."""

from itertools import pairwise
from pathlib import Path

import pytest
from reportlab.pdfgen.canvas import Canvas

from askreviews.indexing.chunking import MAX_WORDS, chunk, context_of
from askreviews.reading import read

DOCUMENTS = sorted(p.name for p in (Path(__file__).parents[1] / "documents").iterdir())
LARGE = 10_000_000


@pytest.fixture(scope="module")
def documents(corpus):
    return {name: read(corpus / name, name, LARGE) for name in DOCUMENTS}


@pytest.fixture
def written(tmp_path):
    """A document of these words."""

    def write(text, name="written.md"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read(path, name, LARGE)

    return write


def passage(document, words):
    """The one passage that holds some words."""
    (found,) = [c for c in chunk(document) if words in document.text[c.start : c.end]]
    return found


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_sentence_lies_in_one_passage_in_reading_order(documents, name):
    document = documents[name]
    passages = list(chunk(document))
    assert [unit for piece in passages for unit in piece.units] == list(document.units)
    for piece in passages:
        assert (piece.start, piece.end) == (piece.units[0].start, piece.units[-1].end)
    assert all(one.end <= other.start for one, other in pairwise(passages))


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_passage_mixes_reviews_headings_facets_or_pages(documents, name):
    document = documents[name]
    for piece in chunk(document):
        blocks = [document.blocks[unit.block] for unit in piece.units]
        assert len({b.review for b in blocks}) == 1
        assert {b.headings for b in blocks} == {piece.headings}
        assert {b.facet for b in blocks} == {piece.facet}
        assert {b.provenance for b in blocks} == {piece.provenance}
        assert {b.page for b in blocks} == {piece.page}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_passage_is_longer_than_the_encoder_reads(documents, name):
    document = documents[name]
    for piece in chunk(document):
        assert len(document.text[piece.start : piece.end].split()) <= MAX_WORDS


def test_a_passage_keeps_its_review_heading_and_lead_in(documents):
    document = documents["list-2021-11.txt"]
    piece = passage(document, "alcohol changes what is safe")
    assert piece.review_id == "list-2021-11.txt#2"
    assert piece.section == "Learning"
    assert piece.facet == "finding"
    assert document.text[slice(*piece.lead_in)].startswith("Learning includes")
    context = context_of(document, piece)
    assert context.startswith("Baby T")
    assert "Learning includes" in context or document.text[piece.start :].startswith("Learning")


def test_points_of_two_reviews_with_one_letter_stay_apart(documents):
    document = documents["list-2021-11.txt"]
    burns = passage(document, "agree one form for handing a family over")
    sleep = passage(document, "a joint visit by midwife and health visitor")
    assert burns.review_id != sleep.review_id
    assert (burns.facet, sleep.facet) == ("recommendation", "action")


def test_a_long_paragraph_is_cut_between_sentences_and_loses_none(written):
    sentences = [
        f"On day {n} the worker rang the home and wrote down the answer." for n in range(60)
    ]
    document = written("# Calls\n\n" + " ".join(sentences))
    passages = list(chunk(document))
    assert len(passages) > 3
    told = " ".join(document.text[c.start : c.end] for c in passages)
    assert [s for s in sentences if s not in told] == []
    assert all(len(document.text[c.start : c.end].split()) <= MAX_WORDS for c in passages)


def test_a_sentence_longer_than_a_passage_is_kept_whole(written):
    sentence = "The worker saw " + " and ".join(f"child {n}" for n in range(80)) + " at home."
    document = written(f"# Visits\n\nThere was a visit. {sentence} Then the visit ended.")
    assert sentence in {document.text[c.start : c.end] for c in chunk(document)}


def test_passages_of_a_pdf_keep_to_their_pages(tmp_path):
    path = tmp_path / "pages.pdf"
    canvas = Canvas(str(path))
    for line in ("The midwife rang the clinic in the morning.", "The clinic rang back at noon."):
        canvas.drawString(72, 720, line)
        canvas.showPage()
    canvas.save()
    document = read(path, "pages.pdf", LARGE)
    pages = {document.text[c.start : c.end].strip(): c.page for c in chunk(document)}
    assert sorted(pages.values()) == [1, 2]


def test_ids_of_passages_are_their_own(documents):
    ids = [piece.passage_id for document in documents.values() for piece in chunk(document)]
    assert len(set(ids)) == len(ids)
