"""Whatever a document holds, each unit of it stands in exactly one passage."""

from hypothesis import given
from hypothesis import strategies as st

from askreviews.indexing.chunking import MAX_WORDS, chunk
from askreviews.reading.raw import RawBlock
from askreviews.reading.reviews import find_reviews
from askreviews.reading.structure import build_structure
from askreviews.types import SourceDocument

SAID = st.one_of(
    st.text(alphabet=st.sampled_from("ab. ;:?\t–"), max_size=40),
    st.sampled_from(
        [
            "Serious Case Review: Baby Q",
            "Serious Case Review: Child QT",
            "Learning includes: the nurse was late; nobody rang; the door was shut",
            "Recommendations include:",
            "National reviews found this. Local reviews found that.",
            " ".join(["Nobody had asked who else was in the home at night."] * 20),
            " ".join(["word"] * 300),
        ]
    ),
)
RAW = st.builds(
    RawBlock,
    SAID,
    st.sampled_from(["heading", "paragraph", "list_item", "table_row", "line", "blank"]),
    st.integers(0, 3),
    st.one_of(st.none(), st.integers(1, 3)),
)


@given(st.lists(RAW, min_size=1, max_size=15))
def test_each_unit_stands_in_exactly_one_passage_of_its_own_review(raw):
    structure = build_structure(raw)
    blocks, reviews = find_reviews("d.txt", "A title", structure, {})
    document = SourceDocument(
        "d.txt", "A title", structure.text, "0" * 64, blocks, structure.units, reviews
    )
    chunks = list(chunk(document))
    assert [unit for piece in chunks for unit in piece.units] == list(document.units)
    assert len({piece.passage_id for piece in chunks}) == len(chunks)
    end = 0
    for piece in chunks:
        first, last = piece.units[0], piece.units[-1]
        assert (piece.start, piece.end) == (first.start, last.end)
        assert end <= piece.start
        end = piece.end
        of = {blocks[unit.block].review for unit in piece.units}
        assert of == ({int(piece.review_id.partition("#")[2])} if piece.review_id else {None})
        assert (
            len({(blocks[unit.block].headings, blocks[unit.block].page) for unit in piece.units})
            == 1
        )
        words = len(document.text[piece.start : piece.end].split())
        assert words <= MAX_WORDS or len(piece.units) == 1
