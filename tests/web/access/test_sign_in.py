"""Signing in and out, guessing, sessions that end: over the gate, with a plain page behind it."""

import logging
import re
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from askreviews.web.access import tries
from askreviews.web.access.accounts import Accounts
from askreviews.web.access.doorway import doorway
from askreviews.web.access.entrances import ByAccount
from askreviews.web.access.gate import Gate
from askreviews.web.access.passwords import matches
from askreviews.web.access.roles import PERSON
from askreviews.web.access.sessions import Sessions
from askreviews.web.access.sign_in import LOCKED, STALE, WRONG
from guarded import PASSWORD, serving, sign_in

NAME = "rita@council.example"
OTHER = "another lantern seven marsh"


async def page(scope, receive, send):
    """Says who it is for."""
    person = scope[PERSON]
    await PlainTextResponse(f"{person.name} {person.role} {person.token}")(scope, receive, send)


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    """Two accounts; hashing takes its time, so each test copies them."""
    accounts = Accounts(tmp_path_factory.mktemp("accounts"))
    accounts.add(NAME, "trainer", PASSWORD)
    accounts.add("sam", "reader", OTHER)
    return accounts.path.read_bytes()


@pytest.fixture
def entrance(template, tmp_path):
    (tmp_path / "accounts.json").write_bytes(template)
    return ByAccount(Accounts(tmp_path), Sessions(3600, 36_000))


@pytest.fixture
def gate(entrance):
    return Gate(entrance, doorway(entrance, []), dict.fromkeys(entrance.roles, page), page)


@pytest.fixture
def visitor(gate):
    """Make somebody's browser, at an address."""

    def make(address="10.1.2.3", scheme="http"):
        return TestClient(
            gate, f"{scheme}://reviews.example", client=(address, 1), follow_redirects=False
        )

    return make


def test_a_name_and_its_password_open_the_page(visitor):
    client = visitor()
    assert client.get("/").headers["location"] == "sign-in"
    answer = sign_in(client, " Rita@Council.example ")
    assert (answer.status_code, answer.headers["location"]) == (303, "./")
    assert client.get("/").text.startswith(f"{NAME} trainer ")
    assert client.get("/sign-in").headers["location"] == "./"


def test_cookies_go_to_no_script_and_by_https_to_no_other_host(visitor):
    def set_by(client):
        return sign_in(client, NAME).headers.get_list("set-cookie")[0]

    bare, safe = set_by(visitor()), set_by(visitor(scheme="https"))
    assert bare.startswith("askreviews=")
    assert safe.startswith("__Host-askreviews=")
    assert "Secure" in safe and "Domain" not in safe and "Path=/" in safe
    for cookie in (bare, safe):
        assert "HttpOnly" in cookie and "SameSite=lax" in cookie
        assert "expires" not in cookie.lower() and "max-age" not in cookie.lower()


def test_nobody_learns_which_names_have_an_account(visitor):
    client = visitor()
    answers = [sign_in(client, name, "wrong but long enough") for name in (NAME, "nobody")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].text == answers[1].text
    assert WRONG in answers[0].text

    def taken(kept):
        begun = time.process_time()
        assert not matches(kept, "wrong but long enough")
        return time.process_time() - begun

    kept = Accounts.find(client.app.entrance.accounts, NAME).password
    assert min(taken(None) for _ in range(3)) > 0.5 * min(taken(kept) for _ in range(3))


def test_guessing_at_a_name_is_locked_out_for_a_while(visitor, monkeypatch):
    client = visitor()
    found = [sign_in(client, NAME, f"guess number {n}").status_code for n in range(7)]
    assert found == [401] * 5 + [429] * 2
    locked = sign_in(visitor("10.9.9.9"), NAME)
    assert (locked.status_code, LOCKED in locked.text) == (429, True)
    assert sign_in(visitor(), "sam", OTHER).status_code == 303  # others come in
    unknown = [sign_in(client, "nobody", f"guess number {n}").status_code for n in range(6)]
    assert unknown == [401] * 5 + [429]
    later = time.monotonic() + tries.WINDOW_S + 1
    monkeypatch.setattr(tries.time, "monotonic", lambda: later)
    assert sign_in(client, NAME).status_code == 303


def test_guessing_at_many_names_is_locked_out_too(visitor, monkeypatch):
    monkeypatch.setattr("askreviews.web.access.sign_in.matches", lambda *_: False)  # takes long
    guesser = visitor("2001:db8::1")
    found = [sign_in(guesser, f"name{n}", "guess").status_code for n in range(21)]
    assert found == [401] * 20 + [429]
    assert sign_in(visitor("2001:db8::2"), "sam").status_code == 429  # of the same network
    assert sign_in(visitor("2001:db8:1::1"), "sam").status_code == 401


def test_many_tries_at_once_are_no_way_round(gate):
    with serving(gate) as address, ThreadPoolExecutor(10) as at_once:

        def guess(_):
            with httpx.Client(base_url=address, timeout=60) as client:
                return sign_in(client, NAME, "guess").status_code

        found = list(at_once.map(guess, range(10)))
    assert sorted(found) == [401] * 5 + [429] * 5


def test_what_was_right_is_no_failure(visitor):
    client = visitor()
    for _ in range(3):
        assert sign_in(client, NAME, "guess").status_code == 401
        assert sign_in(visitor(), NAME).status_code == 303
        assert sign_in(client, NAME, "guess").status_code == 401


def test_a_form_of_another_page_signs_nobody_in(visitor):
    client = visitor()
    sent = {"name": NAME, "password": PASSWORD}
    for form in ({}, {"form": ""}, {"form": "made up"}):
        answer = client.post("/sign-in", data=sent | form)
        assert (answer.status_code, STALE in answer.text) == (400, True)
    assert client.post("/sign-in", content=b"name=" + b"x" * 20_000).status_code == 400
    form = re.search(r'name="form" value="([^"]+)"', client.get("/sign-in").text)[1]
    assert visitor().post("/sign-in", data=sent | {"form": form}).status_code == 400


def test_signing_out_ends_the_session_and_takes_its_token(visitor):
    client = visitor()
    sign_in(client, NAME)
    cookie = client.cookies["askreviews"]
    assert client.post("/sign-out", data={"token": "made up"}).status_code == 400
    token = client.get("/").text.split()[-1]
    answer = client.post("/sign-out", data={"token": token})
    assert (answer.status_code, answer.headers["location"]) == (303, "sign-in?signed-out")
    assert "You have signed out" in client.get("/sign-in?signed-out").text
    again = {"Cookie": f"askreviews={cookie}"}
    assert visitor().get("/", headers=again).status_code == 303


def test_a_session_ends_with_its_account_and_its_password(visitor, entrance):
    client, other = visitor(), visitor()
    sign_in(client, NAME)
    sign_in(other, "sam", OTHER)
    entrance.accounts.change_password("sam", PASSWORD)
    assert (client.get("/").status_code, other.get("/").status_code) == (200, 303)
    Accounts(entrance.accounts.path.parent).remove(NAME)  # as another process does
    assert client.get("/").status_code == 303
    assert client.get("/config").status_code == 401
    Accounts(entrance.accounts.path.parent).add(NAME, "operator", PASSWORD)
    assert client.get("/").status_code == 303


@pytest.mark.parametrize(("unused_s", "old_s"), [(3601, 3601), (10, 36_001)])
def test_a_session_ends_unused_and_in_any_case(visitor, entrance, unused_s, old_s):
    client = visitor()
    sign_in(client, NAME)
    (session,) = entrance.sessions._held.values()
    session.used, session.begun = time.time() - unused_s, time.time() - old_s
    assert client.get("/config").status_code == 401
    assert not entrance.sessions._held


def test_an_open_page_alone_does_not_keep_a_session(visitor, entrance):
    client = visitor()
    sign_in(client, NAME)
    (session,) = entrance.sessions._held.values()
    session.used -= 3000
    assert client.get("/gradio_api/heartbeat/x").status_code == 200
    assert time.time() - session.used > 2900
    assert client.get("/config").status_code == 200
    assert time.time() - session.used < 100


def test_accounts_that_cannot_be_read_let_nobody_in(visitor, entrance, caplog):
    client = visitor()
    sign_in(client, NAME)
    entrance.accounts.path.write_text("{half", "utf-8")
    assert client.get("/").status_code == 303
    assert sign_in(client, NAME).status_code == 503
    assert "it is damaged" in caplog.text


def test_no_secret_is_in_any_log(visitor, entrance, caplog, capfd):
    caplog.set_level(logging.DEBUG)
    client = visitor()
    typed = ["my password in the wrong box", "guess of mine"]
    for _ in range(6):
        sign_in(client, NAME, typed[1])
    sign_in(client, typed[0], typed[1])
    other = visitor()
    assert sign_in(other, "sam", OTHER).status_code == 303
    other.get("/page-view?document=secret.md")
    secrets = [
        *typed, OTHER, PASSWORD, other.cookies["askreviews"], other.get("/").text.split()[-1],
        entrance.accounts.find("sam").password,
    ]  # fmt: skip
    told = [r.getMessage() for r in caplog.records if not r.name.startswith("http")]
    logged = "\n".join(told) + "".join(capfd.readouterr())
    assert [secret for secret in secrets if secret in logged] == []
    assert logged.count(f"Too many failed tries to sign in as {NAME}") == 1
