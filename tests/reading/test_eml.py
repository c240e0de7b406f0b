from email.message import EmailMessage

import pytest

from askreviews.errors import ReadingError
from askreviews.reading import read as read_document
from askreviews.reading.eml import read_eml
from askreviews.reading.formats import read_raw

ADDRESSES = {
    "From": "Robin Sampleton <robin@example.org>",
    "To": "Pat Example <pat@example.org>",
    "Cc": "kim@example.org",
    "Reply-To": "office@example.org",
    "Date": "Mon, 02 May 2022 10:00:00 +0100",
}
PRIVATE = ("robin", "pat", "kim", "office", "sampleton", "example.org", "2022")


def message(body=None, subject="Learning from Child Q", **options):
    made = EmailMessage()
    for name, value in ADDRESSES.items():
        made[name] = value
    made["Subject"] = subject
    if body is not None:
        made.set_content(body, **options)
    return made


@pytest.fixture
def read(make):
    def write_and_read(made):
        document = read_eml(make("a note – café.eml", made.as_bytes()))
        words = " ".join(block.text for block in document.blocks).casefold()
        assert not [private for private in PRIVATE if private in words]
        return document

    return write_and_read


def texts(document):
    return [b.text for b in document.blocks if b.kind != "blank"]


def test_subject_and_text_and_nobodys_address(read):
    document = read(message("Findings\n\nHe was six – it’s £40.\n\n- Ask him\n", cte="base64"))
    assert document.title == "Learning from Child Q"
    assert document.notes == ()
    assert document.metadata == {}
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("heading", "Learning from Child Q"),
        ("line", "Findings"),
        ("blank", ""),
        ("line", "He was six – it’s £40."),
        ("blank", ""),
        ("line", "- Ask him"),
    ]


def test_what_a_reply_quotes_and_a_signature_are_left_out(read):
    document = read(
        message(
            "Thank you.\n\nOn Mon, 2 May 2022 at 09:00, Robin Sampleton\n<robin@example.org> "
            "wrote:\n\n> Was he seen?\n>> Alone?\n\nYes, twice.\n-- \nRobin Sampleton\n01632 960 1",
            subject="RE: Child Q",
        )
    )
    assert texts(document) == ["Child Q", "Thank you.", "Yes, twice."]


OUTLOOK = (
    "-----Original Message-----\nFrom: Robin Sampleton <robin@example.org>\nSent: 02 May 2022\n"
    "To: Pat Example;\nkim@example.org\nSubject: Child Q\n\nHe was six.\n"
)


def test_a_reply_ends_at_the_headers_that_it_quotes_and_a_message_passed_on_does_not(read):
    assert texts(read(message(f"Yes, twice.\n\n{OUTLOOK}", subject="RE: Child Q"))) == [
        "Child Q",
        "Yes, twice.",
    ]
    assert texts(read(message(f"To read.\n\n{OUTLOOK}", subject="Fwd: Child Q"))) == [
        "Child Q",
        "To read.",
        "He was six.",
    ]


def test_a_line_that_only_looks_like_a_header_is_kept(read):
    kept = ["From: birth to two, the boy was seen.", "To: the panel."]
    assert texts(read(message("\n\n".join(kept))))[1:] == kept


WRAPPED = """The wardens saw that the heating was off on three visits, and they told
the landlord but nobody else, since no one had said that a toddler lived
there.
Nobody at the council put the two things together.

- Ask each new father how he is sleeping, and tell the health visitor what
  he says
- Write it down
1. Read the earlier calls
"""


def test_lines_that_were_only_wrapped_are_made_whole(read):
    assert texts(read(message(WRAPPED)))[1:] == [
        "The wardens saw that the heating was off on three visits, and they told the landlord "
        "but nobody else, since no one had said that a toddler lived there.",
        "Nobody at the council put the two things together.",
        "- Ask each new father how he is sleeping, and tell the health visitor what he says",
        "- Write it down",
        "1. Read the earlier calls",
    ]


def test_lines_marked_as_flowing_are_joined_and_others_are_not(read):
    flowing = message("The wardens \nsaw him.\nTwice.\n")
    flowing.set_param("format", "flowed")
    assert texts(read(flowing))[1:] == ["The wardens saw him.", "Twice."]
    assert texts(read(message("The wardens\nsaw him.\n")))[1:] == ["The wardens", "saw him."]


def test_html_where_there_is_no_plain_text(read):
    page = (
        "<?xml version='1.0' encoding='utf-8'?><h2>Findings</h2><p>He was six.</p><ul><li>Ask him"
        "</ul><div class=gmail_signature>Robin Sampleton</div>"
        "<div class=gmail_quote>On Monday Robin wrote:<blockquote>Was he seen?</blockquote></div>"
    )
    document = read(message(page, subtype="html", subject="Re: Child Q"))
    assert [(b.kind, b.text) for b in document.blocks] == [
        ("heading", "Child Q"),
        ("heading", "Findings"),
        ("paragraph", "He was six."),
        ("list_item", "Ask him"),
    ]
    both = message("In plain words.")
    both.add_alternative("<p>In HTML.</p>", subtype="html")
    assert texts(read(both))[1:] == ["In plain words."]


def test_attachments_are_counted_and_pictures_in_the_text_are_not(read, make):
    made = message("See below.")
    made.add_alternative("<p>See below.<img src=cid:a></p>", subtype="html")
    made.get_payload()[1].add_related(b"x", "image", "png", cid="a", disposition="inline")
    assert read(made).notes == ()
    made.add_attachment(b"%PDF-1.7", "application", "pdf", filename="a.pdf")
    assert read(made).notes == (
        "It has an attachment, which was not read; save it and add it as a file of its own.",
    )
    made.add_attachment("words", filename="b.txt")
    (note,) = read(made).notes
    assert note == (
        "It has 2 attachments, which were not read; save them and add them as files of their own."
    )
    path = make("a.eml", made.as_bytes())
    assert read_document(path, "a.eml", 10_000).notes == (note,)


def test_a_message_whose_words_are_all_attached_is_told(make):
    made = message("\n")
    made.add_attachment(b"%PDF-1.7", "application", "pdf", filename="a.pdf")
    with pytest.raises(ReadingError, match=r"^a\.eml: it holds no text but its attachments; "):
        read_raw(make("a.eml", made.as_bytes()), 10_000)


def test_an_encrypted_message_is_told(make):
    source = (
        b"From: a@b.example\nMIME-Version: 1.0\nContent-Type: multipart/encrypted; boundary=x\n\n"
    )
    with pytest.raises(ReadingError, match=r"^a\.eml: it is encrypted; "):
        read_raw(make("a.eml", source + b"--x\n\nstuff\n--x--\n"), 10_000)


@pytest.mark.parametrize(
    "rest",
    [
        b"Content-Type: text/plain; charset=klingon\n\nA girl\x92s debt.",
        b"Content-Type: text/plain; charset=us-ascii\n\nA girl\x92s debt.",
        b"Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nQSBnaXJskg",
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\n\nA girl\x92s debt.",
        b"Content-Type: multipart/mixed\n\nA girl\x92s debt.",
        b"Subject: =?utf-8?b?/////w==?=\nContent-Type: ;;;\n\nA girl.",
    ],
)
def test_a_message_that_is_not_as_it_says_is_read_or_refused(make, rest):
    path = make("a.eml", b"From: a@b.example\nMIME-Version: 1.0\n" + rest)
    try:
        assert "girl" in " ".join(texts(read_raw(path, 10_000)))
    except ReadingError as error:
        assert str(error).startswith("a.eml: ")
        assert str(error).count("; ") == 1
