"""The web application: what it tells the browser to leave alone, and a port that is taken."""

import socket
import subprocess
import sys

import pytest
from fastapi.testclient import TestClient

from askreviews import Library
from askreviews.errors import AskReviewsError
from askreviews.settings import Settings
from askreviews.types import IndexInfo
from askreviews.web import server
from askreviews.web.offers import Offers


class Door:
    """As much of a reading door as the page needs to be built."""

    info = IndexInfo(generation="g", documents=2, reviews=1)
    language_model = None
    vector_server = None

    def by_words_alone(self, **_):
        return None

    def facets(self):
        return {}

    def reviews(self, _=None):
        return []

    def examples(self):
        return ["What is a <b>rapid</b> review?"]


@pytest.fixture(scope="module")
def client():
    with TestClient(server.application(Door())) as client:
        yield client


def test_the_browser_is_told_to_ask_no_other_host(client):
    policy = client.get("/").headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "connect-src 'self'" in policy
    assert "http" not in policy


@pytest.mark.parametrize("path", ["/", "/config", "/page-view", "/page-image", "/none"])
def test_every_response_tells_the_browser_what_to_leave_alone(client, path):
    headers = client.get(path).headers
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["cache-control"] == "no-store"
    assert "strict-transport-security" not in headers


def test_what_is_no_page_can_run_nothing_and_nothing_uploaded_is_a_page(client):
    for path in ("/config", "/page-view", f"/gradio_api/file={__file__}"):
        policy = client.get(path).headers["content-security-policy"]
        assert policy == "default-src 'none'; frame-ancestors 'none'; sandbox"
    sent = client.post("/gradio_api/upload", files={"files": ("a.html", b"<script>1</script>")})
    shown = client.get(f"/gradio_api/file={sent.json()[0]}")
    assert "sandbox" in shown.headers["content-security-policy"]
    assert shown.status_code != 200 or "attachment" in shown.headers["content-disposition"]


def test_scripts_that_hold_nobodys_words_may_be_kept(client):
    assert client.get("/theme.css").headers.get("cache-control") != "no-store"
    secure = TestClient(client.app, base_url="https://testserver").get("/theme.css")
    assert "max-age" in secure.headers["strict-transport-security"]


def test_the_page_keeps_no_record_and_has_no_footer(client):
    config = client.get("/config").json()
    assert config["title"] == "askreviews"
    assert config["footer_links"] == []
    assert config["run_history"] is False
    assert config["analytics_enabled"] is False
    assert not [call for call in config["dependencies"] if call["api_visibility"] == "public"]


def test_no_file_of_this_machine_is_served(client):
    assert client.get(f"/gradio_api/file={__file__}").status_code in (403, 404)


def test_an_upload_that_nobody_reads_does_not_outlive_the_server(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADIO_TEMP_DIR", str(tmp_path))
    with TestClient(server.application(Door())) as client:
        client.post("/gradio_api/upload", files={"files": ("set.jsonl", b'{"question": "Q?"}')})
        assert list(tmp_path.rglob("set.jsonl"))
    assert not list(tmp_path.rglob("set.jsonl"))


def test_no_file_larger_than_the_operator_allows_is_taken_in(tmp_path):
    library = Library.open(tmp_path, tmp_path, Settings(max_file_mb=30))
    with TestClient(server.application(Door(), Offers(library=library))) as client:
        assert client.get("/config").json()["max_file_size"] == 30_000_000


def test_what_programs_ask_for_is_not_loaded_until_one_asks():
    program = (
        "import sys; from askreviews.web.without_mcp import load_gradio; load_gradio();"
        "import askreviews.web.server;"
        "assert 'gradio' in sys.modules; assert 'mcp' not in sys.modules;"
        "import mcp.server"
    )
    ran = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True)
    assert ran.returncode == 0, ran.stderr.decode()


def test_a_port_that_is_taken_is_one_sentence():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(AskReviewsError, match=rf"Cannot serve at 127.0.0.1:{port}.*--port"):
            server.serve(Settings(port=port))
