"""The catalogue gives back what was written: texts, reviews, passages, sentences, words."""

import hashlib
from concurrent.futures import ThreadPoolExecutor

import pytest

from askreviews.indexing.catalogue import Catalogue, CatalogueWriter
from askreviews.indexing.chunking import Chunk, chunk
from askreviews.indexing.lexical import terms
from askreviews.reading import read
from askreviews.types import Unit

LARGE = 10_000_000
MANY = 1_200


@pytest.fixture(scope="module")
def catalogue(index):
    return index.segments[0].catalogue


@pytest.fixture(scope="module")
def documents(corpus):
    return {p.name: read(p, p.name, LARGE) for p in sorted(corpus.iterdir())}


@pytest.fixture
def large(tmp_path):
    """A catalogue of more passages than one statement of SQL may name."""
    writer = CatalogueWriter(tmp_path / "catalogue.sqlite")
    for row in range(MANY):
        unit = Unit(row * 10, row * 10 + 9, "sentence", row)
        piece = Chunk(
            document_id="long.md", review_id=None, start=unit.start, end=unit.end, page=None,
            headings=(), lead_in=None, section=None, facet=None, provenance=None,
            audience=None, units=(unit,),
        )  # fmt: skip
        assert writer.passage(piece, "A bridge.\n" * MANY, "") == (row, ["bridg"])
    writer.close()
    return Catalogue(tmp_path / "catalogue.sqlite")


def test_a_documents_hash_is_of_its_file(catalogue, corpus):
    files = {p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in corpus.iterdir()}
    assert catalogue.fingerprints() == {name: (sha, "") for name, sha in files.items()}


def test_a_document_comes_back_as_it_was_read(catalogue, documents):
    for name, document in documents.items():
        record = catalogue.document(name)
        assert record.text == document.text
        assert record.title == document.title
        assert (record.publisher, record.published) == (document.publisher, document.published)
        assert record.digest == document.digest
        assert record.removed == document.removed
        assert record.intact
    assert catalogue.document("no-such.md") is None


def test_reviews_come_back_in_order_with_where_each_fact_stands(catalogue, documents):
    for name, document in documents.items():
        assert tuple(catalogue.reviews(name)) == document.reviews
    everything = catalogue.reviews()
    assert everything == [r for name in sorted(documents) for r in documents[name].reviews]
    assert any(review.sources for review in everything)


def test_passages_come_back_as_they_were_cut(catalogue, documents):
    for name, document in documents.items():
        assert [p.chunk for p in catalogue.passages_of(name)] == list(chunk(document))


def test_passages_are_found_by_row(catalogue):
    count = catalogue.count_passages()
    in_order = list(catalogue.passages(range(count)))
    assert [p.row for p in in_order] == list(range(count))
    assert [p.row for p in catalogue.passages([3, 0, 3])] == [0, 3]
    assert catalogue.passage_ids([0]) == [in_order[0].chunk.passage_id]
    assert list(catalogue.passages([])) == []
    firsts = [p.first_unit for p in in_order]
    lengths = [len(p.chunk.units) for p in in_order]
    assert firsts == [sum(lengths[:n]) for n in range(count)]


def test_words_are_counted_by_the_passages_that_hold_them(catalogue, index):
    (word,) = terms("paediatrician")
    assert catalogue.document_frequency([word, "zebra"]) == {word: 1, "zebra": 0}
    assert catalogue.document_frequency([]) == {}
    assert index.document_frequency([word, "zebra"]) == {word: 1, "zebra": 0}


def test_more_passages_than_one_statement_takes(large):
    assert [p.row for p in large.passages(range(MANY))] == list(range(MANY))
    assert large.document_frequency(["bridg"]) == {"bridg": MANY}


def test_rows_are_found_by_id_however_many_and_none_for_what_is_not_held(large):
    ids = [f"long.md:{row * 10}-{row * 10 + 9}" for row in reversed(range(MANY))]
    assert large.rows_of_ids(ids) == list(reversed(range(MANY)))
    assert large.rows_of_ids(["long.md:0-9", "long.md:0-8", "a:b-c.md:0-9"]) == [0, None, None]
    assert large.rows_of_ids([]) == []


def test_several_threads_read_at_once(catalogue):
    count = catalogue.count_passages()
    once = list(catalogue.passages(range(count)))
    with ThreadPoolExecutor(4) as pool:
        many = list(pool.map(lambda _: list(catalogue.passages(range(count))), range(24)))
    assert all(read == once for read in many)
