"""Read back from the files: each quotation stands where it is said to; nothing else is said."""

import re
from io import BytesIO

import pytest
from docx import Document

from askreviews.packs.export import pack_bytes
from askreviews.packs.footnotes import read_footnotes
from askreviews.packs.make import pack_of, pack_on, verify
from packed import empty_cells, faults, in_slides, in_word

# The other topics of the bar, twenty in all, are run by benchmarks/packs.py.
TOPICS = ("engaging fathers", "bruising in non-mobile babies", "ICON", "good practice")


def check(pack, text_of):
    quotes = [s for s in pack.statements if s.kind == "quote"]
    word = pack_bytes(pack, ".docx")
    read = in_word(word)
    assert [f.quote for f in read] == [s.text for s in quotes]
    assert faults(read, text_of) == []
    shown = in_slides(pack_bytes(pack, ".pptx"))
    assert {s.text for s in quotes} <= {f.quote for f in shown}
    assert faults(shown, text_of) == []
    total, empty = empty_cells(word)
    assert total == empty > 20


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_read_back(starter, text_of, topic):
    check(pack_on(starter, topic), text_of)


def test_each_review_read_back(starter, text_of):
    for review in starter.reviews():
        pack = pack_of(starter, review.review_id)
        check(pack, text_of)
        assert {c.review_id for c in pack.citations} == {review.review_id}


def test_every_line_is_of_a_kind_that_may_stand_in_a_pack(starter):
    pack = pack_on(starter, "domestic abuse")
    verify(starter, pack)
    for s in pack.statements:
        first = pack.citation(s.citations[0]) if s.citations else None
        if s.kind == "quote":
            assert first.quote == s.text
        elif s.kind == "computed":
            assert first, s.text
        elif s.kind in ("heading", "blank", "notice"):
            assert not s.citations
        else:
            assert s.kind == "session"


def test_what_is_written_for_the_session_holds_no_detail_of_a_case(starter):
    pack = pack_on(starter, "domestic abuse")
    labels = {r.label for r in starter.reviews()}
    for s in pack.statements:
        if s.kind == "session" and s.part == "questions":
            assert s.citations
            assert not re.search(r"\d", s.text)
            assert not any(label in s.text for label in labels)


def test_findings_stand_apart_from_recommendations_and_local_from_national(starter):
    pack = pack_of(starter, "rapid-review-physical-harm-and-neglect.md#1")
    heading = ""
    seen = set()
    for item in next(p for p in pack.parts if p.key == "themes").items:
        if item.kind == "heading":
            heading = item.text
        elif item.kind == "quote":
            c = pack.citation(item.citations[0])
            wanted = {
                "finding": f"Findings: {c.provenance or 'not said whether local or national'}",
                "recommendation": "Recommendations", "good_practice": "Strengths",
            }[c.facet]  # fmt: skip
            assert heading == wanted, item.text
            seen.add(heading)
    assert {"Findings: local", "Findings: national", "Recommendations", "Strengths"} <= seen


def test_a_guide_is_quoted_as_no_review_and_never_as_a_finding(starter):
    pack = pack_on(starter, "engaging fathers")
    for key in ("themes", "action_plan", "quiz"):
        for item in next(p for p in pack.parts if p.key == key).items:
            if item.kind == "quote":
                assert pack.citation(item.citations[0]).review_id, item.text
    guides = [c for c in pack.citations if c.review_id is None]
    assert guides
    notes = read_footnotes(Document(BytesIO(pack_bytes(pack, ".docx")))).values()
    assert any("(not a review)" in note for note in notes)


def test_a_count_is_of_the_reviews_that_it_cites(starter):
    pack = pack_on(starter, "engaging fathers")
    text, cited = next((s.text, s.citations) for s in pack.statements if s.kind == "computed")
    said, held = map(int, re.match(r"From (\d+) of the (\d+) reviews held", text).groups())
    assert held == len(starter.reviews())
    assert said == len({pack.citation(n).review_id for n in cited}) == len(cited)


def test_the_message_spelt_by_its_letters_is_a_card_in_order(starter):
    pack = pack_on(starter, "ICON")
    cards = next(p for p in pack.parts if p.key == "cards")
    spelt = [i.text[0] for i in cards.items if i.kind == "quote"][:4]
    assert "".join(spelt) == "ICON"
    assert any("one thing" in (pack.citation(i.citations[0]).section or "").lower()
               for i in cards.items if i.citations)  # fmt: skip


@pytest.mark.parametrize(
    ("topic", "status", "reason"),
    [
        ("school exclusion", "not_found", "no_evidence"),
        ("bridge engineering loads", "declined", "off_topic"),
        ("I have a baby on my caseload with a bruise, should I refer?", "declined", "live_case"),
        ("I can't cope, I might shake my baby", "declined", "distress"),
        ("date of birth 12/03/2019 of Joe Smith", "declined", "personal_data"),
        ("which street did Mia's family live in", "declined", "reidentification"),
    ],
)
def test_a_topic_that_no_session_can_be_made_of(starter, text_of, topic, status, reason):
    pack = pack_on(starter, topic)
    assert (pack.status, pack.reason) == (status, reason)
    assert pack.notices
    assert pack.parts == ()
    for suffix in (".docx", ".pptx", ".md", ".csv", ".xlsx"):
        content = pack_bytes(pack, suffix)
        assert b"Joe Smith" not in content
    word = pack_bytes(pack, ".docx")
    said = [p.text for p in Document(BytesIO(word)).paragraphs]
    assert set(pack.notices) <= set(said)
    assert faults(in_word(word), text_of) == []
