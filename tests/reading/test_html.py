import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from askreviews.reading.html import read_html

MONTHLY = """<!DOCTYPE html><html lang=en><head><title>New in May | Coast Partnership</title>
<script>var hush = 'evil';</script><style>p {color: red}</style></head><body>
<a class="skip-link" href="#c">Skip to main content</a>
<header><div>Coast Partnership</div><form><label>Search</label><input name=q></form></header>
<nav><ul><li><a href="/">Home</a></li><li><a href="/a">About us</a></li></ul></nav>
<main id=c><ol class="breadcrumbs"><li><a href="/">Home</a></li><li>Lists</li></ol>
<h1>New in May</h1><p>Two reviews were added
 in&nbsp;May.</p>
<h3>1. Practice review: Child Q</h3><p>Burns to a toddler of two.</p>
<p>Learning includes: speak to the toddler <em>alone</em>; check <a href=/h>heating</a>.</p>
<p><a href="/q.pdf">Read the review (PDF)</a></p>
<h3>2. Practice review: Baby W</h3><p>Neglect.</p><p>Learning includes: safe sleep.</p>
<ul><li>Ask.</li><li><p>Ask again.</p><p>Kindly.</p><ul><li>Write it down</li></ul></li></ul>
<p><a href="/w.pdf">Read the review (PDF)</a></p>
<table><thead><tr><th>What</th><th>Who</th></tr></thead>
<tr><td>Visit<br>twice</td><td><b>H</b>ealth visitor</td></tr>
<tr><td>Ring</td><td></td></tr></table>
<aside><h2>Related pages</h2><ul><li><a href=/x>Old lists</a></li></ul></aside>
<form><p>Was this page useful?</p><button>Yes</button></form></main>
<footer><p>© Coast Partnership</p><a href=/p>Privacy</a></footer></body></html>"""


def read(make, content):
    return read_html(make("page.html", content))


def shown(document):
    return [(b.kind, b.level, b.text) for b in document.blocks]


def body(words):
    return f"<html><body>{words}</body></html>"


def test_a_monthly_list_keeps_its_entries_and_loses_the_site(make):
    document = read(make, MONTHLY)
    assert document.title == "New in May"
    assert shown(document) == [
        ("heading", 1, "New in May"),
        ("paragraph", 0, "Two reviews were added in\xa0May."),
        ("heading", 3, "1. Practice review: Child Q"),
        ("paragraph", 0, "Burns to a toddler of two."),
        ("paragraph", 0, "Learning includes: speak to the toddler alone; check heating."),
        ("paragraph", 0, "Read the review (PDF)"),
        ("heading", 3, "2. Practice review: Baby W"),
        ("paragraph", 0, "Neglect."),
        ("paragraph", 0, "Learning includes: safe sleep."),
        ("list_item", 1, "Ask."),
        ("list_item", 1, "Ask again."),
        ("paragraph", 0, "Kindly."),
        ("list_item", 2, "Write it down"),
        ("paragraph", 0, "Read the review (PDF)"),
        ("table_row", 0, "What\tWho"),
        ("table_row", 0, "Visit twice\tHealth visitor"),
        ("table_row", 0, "Ring"),
    ]


def test_a_page_without_main_or_paragraphs(make):
    document = read(
        make,
        "<html><head><title>Old site</title></head><body><form id=aspnetForm>"
        "<div id=menu><ul><li><a href=/1>Children</a></li></ul></div>"
        "<div id=content><h2>Background</h2><div>A boy of six.<br><br>He missed a term.</div>"
        "<div><b>Schools</b><br>Absence was not<br>followed up.</div>"
        "<dl><dt>Core group</dt><dd>Those who meet.</dd></dl>Loose words.</div>"
        "<div class=site-footer>Cookies</div></form></body></html>",
    )
    assert document.title == "Old site"
    assert [b.text for b in document.blocks] == [
        "Background",
        "A boy of six.",
        "He missed a term.",
        "Schools",
        "Absence was not followed up.",
        "Core group",
        "Those who meet.",
        "Loose words.",
    ]


def test_a_heading_in_the_header_of_an_article_is_kept(make):
    document = read(make, body("<article><header><h1>Child Q</h1></header><p>Six.</p></article>"))
    assert shown(document) == [("heading", 1, "Child Q"), ("paragraph", 0, "Six.")]


def test_an_accordion_keeps_its_headings_and_its_folded_text(make):
    words = "<main><h2><button>Findings</button></h2><div hidden><p>Ask him.</p></div></main>"
    assert [b.text for b in read(make, body(words)).blocks] == ["Findings", "Ask him."]


def test_a_callout_stays_and_a_list_of_links_goes(make):
    words = (
        "<main><p>Six.</p><aside><p>Ask him alone, twice.</p></aside>"
        "<aside><a href=/a>More</a> <a href=/b>Less</a></aside></main>"
    )
    assert [b.text for b in read(make, body(words)).blocks] == ["Six.", "Ask him alone, twice."]


def test_a_table_that_lays_out_the_page_is_no_table(make):
    words = "<table><tr><td><h2>One</h2><p>A</p></td><td><h2>Two</h2><p>B</p></td></tr></table>"
    assert [(b.kind, b.text) for b in read(make, body(words)).blocks] == [
        ("heading", "One"),
        ("paragraph", "A"),
        ("heading", "Two"),
        ("paragraph", "B"),
    ]


def test_a_footnotes_number_does_not_run_into_the_year(make):
    words = "<p>In 2031<sup><a href=#n>2</a></sup> it cost 3m<sup>2</sup>.</p>"
    assert read(make, body(words)).blocks[0].text == "In 2031 it cost 3m2."


def test_typed_bullets_make_list_items(make):
    words = "<p>Ask:<br>• who is there<br>• who sleeps there</p>"
    assert shown(read(make, body(words)))[1:] == [
        ("list_item", 1, "who is there"),
        ("list_item", 1, "who sleeps there"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252", "utf-16"])
def test_encodings(make, encoding):
    page = body("<p>The nurse’s £40 – café</p>").encode(encoding)
    assert read(make, page).blocks[0].text == "The nurse’s £40 – café"


@pytest.mark.parametrize(
    "page",
    ["<!-- only -->", "<p>", "<html>", "<script>x()</script>", "<svg><p>x</p></svg>", "\0<b>"],
)
def test_a_page_without_words_has_no_blocks(make, page):
    assert read(make, page).blocks == ()


def test_very_deep_nesting_is_read(make):
    assert [b.text for b in read(make, "<div>" * 500 + "Six." + "</div>" * 500).blocks] == ["Six."]


WORD = st.from_regex(r"[A-Za-z]{1,9}", fullmatch=True)
TAG = st.sampled_from(["p", "div", "li", "h2", "td", "section", "b", "span", "blockquote"])


@settings(deadline=None)
@given(st.lists(st.tuples(TAG, WORD, st.booleans()), min_size=1, max_size=8))
def test_no_word_of_the_body_is_lost(tmp_path_factory, parts):
    path = tmp_path_factory.getbasetemp() / "any.html"
    inner = "".join(
        f"<{tag}> {word} {'' if left_open else f'</{tag}>'}" for tag, word, left_open in parts
    )
    path.write_text(body(f"<main>{inner}</main>"))
    words = " ".join(b.text for b in read_html(path).blocks).split()
    assert words == [word for _, word, _ in parts]


NOTES = {
    "a list of notes": (
        '<p>He was six.<a href="#fn1" id="fnref1" role="doc-noteref"><sup>1</sup></a> It was '
        '<b>late</b><sup><a href="#fn2" id="fnref2">2</a></sup>.</p><p>Next.</p>'
        '<section class="footnotes" role="doc-endnotes"><hr><h2>Footnotes</h2><ol>'
        '<li id="fn1"><p>See the <i>plan</i>.<a href="#fnref1">↩︎</a></p></li>'
        '<li id="fn2"><p>Of <b>co</b>ld.<a href="#fnref2">↩</a></p><p>More.</p></li></ol></section>'
    ),
    "as Word saves them": (
        '<div><p>He was six.<a href="#_ftn1" name="_ftnref1"><span>[1]</span></a> It was <b>late'
        '</b><a href="#_ftn2" name="_ftnref2"><sup>[2]</sup></a>.</p><p>Next.</p></div>'
        '<div><hr><div id=ftn1><p><a href="#_ftnref1" name="_ftn1">[1]</a> See the plan.</p></div>'
        '<div id=ftn2><p><a href="#_ftnref2" name="_ftn2">[2]</a> Of cold.</p><p>More.</p></div>'
        "</div>"
    ),
    "as in books": (
        '<p>He was six.<a epub:type="noteref" href="#a">*</a> It was <b>late</b><a href="#b">†</a>.'
        '</p><aside epub:type="footnote" id="a"><p>* See the plan.</p></aside>'
        '<aside role="doc-footnote" id="b">Of cold. More.</aside><p>Next.</p>'
    ),
}


@pytest.mark.parametrize("page", NOTES.values(), ids=NOTES)
def test_a_footnote_stands_after_the_block_of_its_mark(make, page):
    assert shown(read(make, body(page))) == [
        ("paragraph", 0, "He was six. It was late."),
        ("footnote", 0, "See the plan."),
        ("footnote", 0, "Of cold. More."),
        ("paragraph", 0, "Next."),
    ]


def test_footnotes_of_headings_cells_and_of_nothing(make):
    page = (
        "<h2>Findings<sup><a href=#fn1 id=r1>1</a></sup></h2>"
        "<table><tr><th>What<sup><a href=#fn2 id=r2>2</a></sup></th><th>Who</th></tr></table>"
        "<ol><li id=fn1>Of May. <a href=#r1>^</a></li><li id=fn2>Or when. <a href=#r2>^</a></li>"
        "</ol><p>Last.</p><aside role=doc-footnote>With no mark.</aside>"
    )
    assert shown(read(make, body(page))) == [
        ("heading", 2, "Findings"),
        ("footnote", 0, "Of May."),
        ("table_row", 0, "What\tWho"),
        ("footnote", 0, "Or when."),
        ("paragraph", 0, "Last."),
        ("footnote", 0, "With no mark."),
    ]


def test_links_within_a_page_are_no_footnotes(make):
    page = (
        "<p><a href=#one>1</a> <a href=#two>2</a></p><h2 id=one>1 One</h2>"
        "<p id=two>He was six. See <a href=#one>section 1</a>.</p>"
    )
    assert [b.text for b in read(make, body(page)).blocks] == [
        "1 2",
        "1 One",
        "He was six. See section 1.",
    ]


def test_notes_that_share_a_block_stay_there_and_their_marks_go(make):
    page = (
        "<p>He was six<a href=#n1 name=r1>1</a> and late<a href=#n2 name=r2>2</a>.</p>"
        "<div><a name=n1></a><a href=#r1>1</a> See it.<br><a name=n2></a><a href=#r2>2</a> Ask."
        "</div>"
    )
    assert [b.text for b in read(make, body(page)).blocks] == [
        "He was six and late.",
        "1 See it.",
        "2 Ask.",
    ]
