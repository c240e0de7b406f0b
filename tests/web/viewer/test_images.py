"""The route of page images: of documents held alone, whatever is asked of it."""

import io
import shutil

import pytest
from fastapi.testclient import TestClient
from PIL import Image

from askreviews import Assistant, Library, Settings
from askreviews.web.server import application
from paged import LANTERNS, write_pdf

PDF = "added/hay & stack.pdf"


@pytest.fixture(scope="module")
def folder(corpus, tmp_path_factory):
    """A corpus with a PDF, its index, and a PDF beside the corpus that is not held."""
    folder = tmp_path_factory.mktemp("served")
    (folder / "corpus" / "added").mkdir(parents=True)
    shutil.copy(corpus / "handover.md", folder / "corpus")
    write_pdf(folder / "corpus" / PDF)
    write_pdf(folder / "secret.pdf")
    return folder


@pytest.fixture(scope="module")
def assistant(folder):
    settings = Settings(corpus=folder / "corpus", index=folder / "index")
    Library.open(folder / "corpus", folder / "index", settings).index()
    return Assistant.open(folder / "index", settings)


@pytest.fixture(scope="module")
def client(assistant):
    with TestClient(application(assistant)) as client:
        yield client


@pytest.fixture(scope="module")
def spans(assistant):
    start = assistant.text(PDF).text.index(LANTERNS)
    return f"{start}-{start + len(LANTERNS)}"


def asked(client, document=PDF, page="1", spans="0-5"):
    return client.get("/page-image", params={"document": document, "page": page, "spans": spans})


def test_a_page_of_a_document_held_is_an_image_for_the_reader_alone(client, spans):
    reply = asked(client, spans=spans)
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "image/png"
    assert reply.headers["cache-control"] == "private, max-age=600"
    assert reply.headers["x-content-type-options"] == "nosniff"
    assert Image.open(io.BytesIO(reply.content)).width == 1000
    assert asked(client, page="2", spans=f"{spans},0-5").status_code == 200


@pytest.mark.parametrize(
    "document",
    [
        "", "none.pdf", "secret.pdf", "../secret.pdf", "added/../../secret.pdf",
        "..%2Fsecret.pdf", "..\\secret.pdf", "/etc/passwd", "file:///etc/passwd", "corpus",
        "added", "a\0b", "\udcff", "<script>alert(1)</script>", "x" * 5000, "' OR 1=1 --",
    ],
)  # fmt: skip
def test_what_is_not_held_is_not_found(client, folder, document):
    for name in (document, str(folder / "secret.pdf"), str(folder / "corpus" / PDF)):
        address = f"/page-image?document={_quoted(name)}&page=1&spans=0-5"
        reply = client.get(address)
        assert reply.status_code == 404
        assert reply.headers["content-type"].startswith("text/plain")
        assert reply.headers["cache-control"] == "no-store"
        assert "\n" not in reply.text


def _quoted(name):
    from urllib.parse import quote

    return quote(name.encode("utf-8", "surrogateescape"), safe="")


def test_a_document_without_pages_has_no_image(client):
    reply = asked(client, "handover.md")
    assert (reply.status_code, "no page" in reply.text) == (404, True)


@pytest.mark.parametrize("page", ["0", "3", "999999"])
def test_a_page_that_is_not_there_is_not_found(client, page):
    assert asked(client, page=page).status_code == 404


def test_a_span_outside_the_text_is_not_found(client):
    assert asked(client, spans="0-999999999").status_code == 404
    assert asked(client, spans="9-3").status_code == 404


@pytest.mark.parametrize("page", ["", "-1", "1.0", "1e9", "١", "9" * 5000, "1;ls", " 1"])
def test_a_page_that_is_no_number_is_refused(client, page):
    assert asked(client, page=page).status_code == 400


@pytest.mark.parametrize(
    "spans", ["5", "a-b", "-5-3", "1-2,", "1-2;3-4", "1-" + "9" * 5000, ",".join(["1-2"] * 500)]
)
def test_spans_that_are_none_are_refused(client, spans):
    reply = asked(client, spans=spans)
    assert reply.status_code == 400
    assert reply.text == "This address is not that of a page's image."


def test_a_page_can_be_drawn_larger_and_without_marks(client):
    reply = client.get("/page-image", params={"document": PDF, "page": "1", "size": "large"})
    assert Image.open(io.BytesIO(reply.content)).width == 1600
    reply = client.get("/page-image", params={"document": PDF, "page": "1", "size": "9999"})
    assert reply.status_code == 400


def test_nothing_but_reading_is_possible(client):
    assert client.post("/page-image").status_code in (404, 405)
    assert client.get("/page-image").status_code == 400


def test_a_file_that_has_changed_is_said_so_with_no_path_of_this_machine(client, folder, spans):
    path = folder / "corpus" / PDF
    held = path.read_bytes()
    try:
        path.write_bytes(held + b"\n")
        reply = asked(client, spans=spans)
    finally:
        path.write_bytes(held)
    assert reply.status_code == 404
    assert reply.text == "The file has changed since it was indexed; run 'askreviews index'."
    for each in (reply, asked(client, page="9"), asked(client, "none.pdf")):
        assert str(folder) not in each.text
