"""Who may come in to what is served where; what a proxy says, and whose word counts."""

import pytest
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from askreviews import Settings
from askreviews.errors import AskReviewsError
from askreviews.web.access.accounts import Accounts
from askreviews.web.access.addresses import ASKER
from askreviews.web.access.doorway import doorway
from askreviews.web.access.entrances import ByAccount, ByProxy, Open, entrance_of
from askreviews.web.access.gate import Gate
from askreviews.web.access.roles import PERSON
from askreviews.web.access.tls import certificate_of
from guarded import PASSWORD

PROXY = "10.1.2.3"


async def page(scope, receive, send):
    """Says who it is for, and what it was told of where it is."""
    person, asker = scope[PERSON], scope[ASKER]
    told = [name.decode() for name, _ in scope["headers"] if b"forwarded" in name]
    words = f"{person.name}|{person.role}|{asker.address}|{scope['scheme']}|{told}"
    await PlainTextResponse(words)(scope, receive, send)


def client_of(entrance, address=PROXY, host="reviews.example"):
    gate = Gate(entrance, doorway(entrance, []), dict.fromkeys(entrance.roles, page), page)
    return TestClient(gate, f"http://{host}", client=(address, 1), follow_redirects=False)


@pytest.fixture
def settings(tmp_path):
    def make(**given):
        return Settings(data=tmp_path, **given)

    return make


@pytest.mark.parametrize("address", ["127.0.0.1", "127.0.0.2", "::1"])
def test_this_machine_alone_needs_no_accounts(settings, address):
    assert isinstance(entrance_of(settings(), address), Open)


@pytest.mark.parametrize("address", ["0.0.0.0", "10.1.2.3", "::", "192.168.1.20"])
def test_no_other_address_is_served_without(settings, address, tmp_path):
    with pytest.raises(AskReviewsError, match="others on the network could open the page"):
        entrance_of(settings(host=address), address)
    Accounts(tmp_path).add("olga", "operator", PASSWORD)
    for at in (address, "127.0.0.1"):  # accounts that there are hold for this machine too
        assert isinstance(entrance_of(settings(host=at), at), ByAccount)


def test_accounts_that_cannot_be_read_serve_nothing(settings, tmp_path):
    (tmp_path / "accounts.json").write_text("{", "utf-8")
    with pytest.raises(AskReviewsError, match="it is damaged"):
        entrance_of(settings(), "127.0.0.1")


def test_where_nobody_signs_in_only_this_machine_is_answered():
    for host in ("localhost", "127.0.0.1", "[::1]"):
        for port in ("", ":7860"):
            client = client_of(Open(), "127.0.0.1", host)
            told = client.get("/", headers={"host": host + port})
            assert told.text == "|operator|127.0.0.1|http|[]"
    rebound = client_of(Open(), "127.0.0.1").get("/", headers={"host": "evil.example:7860"})
    assert (rebound.status_code, "users add" in rebound.text) == (403, True)
    assert client_of(Open(), "127.0.0.1", "127.0.0.1").get("/sign-in").status_code == 404


def test_programs_come_by_a_proxy_as_people_do_and_by_no_token(settings, tmp_path):
    Accounts(tmp_path).add("olga", "operator", PASSWORD)
    token = Accounts(tmp_path).give_token("olga")
    entrance = entrance_of(settings(auth_proxy=f"X-Remote-User={PROXY}"), "0.0.0.0")
    client = client_of(entrance)
    named = client.post("/api/v1/ask", headers={"X-Remote-User": "sam"})
    assert named.text.startswith("sam|reader|")
    assert client.get("/metrics", headers={"X-Remote-User": "sam"}).status_code == 403
    for headers in ({}, {"Authorization": f"Bearer {token}"}):
        refused = client.post("/api/v1/ask", headers=headers)
        assert (refused.status_code, list(refused.json())) == (401, ["detail"])


def test_a_proxy_names_people_and_nobody_else_does(settings):
    entrance = entrance_of(settings(auth_proxy=f"X-Remote-User={PROXY}"), "0.0.0.0")
    assert isinstance(entrance, ByProxy)
    named = {"X-Remote-User": "Zoë".encode()}
    assert client_of(entrance).get("/", headers=named).text.startswith("Zoë|reader|")
    for client, headers in (
        (client_of(entrance, "10.1.2.4"), named),
        (client_of(entrance, "::ffff:10.1.2.4"), named),
        (client_of(entrance, "10.1.2.4"), {**named, "X-Forwarded-For": PROXY}),
        (client_of(entrance), {}),
        (client_of(entrance), {"X-Remote-User": " "}),
        (client_of(entrance), {"X_Remote_User": "zoe"}),
        (client_of(entrance), [("X-Remote-User", "zoe"), ("X-Remote-User", "olga")]),
        (client_of(entrance), {"X-Forwarded-User": "zoe", "X-Remote-Role": "operator"}),
    ):
        answer = client.get("/", headers=headers)
        assert (answer.status_code, "Nobody said who you are" in answer.text) == (401, True)
    mapped = client_of(entrance, f"::ffff:{PROXY}").get("/", headers=named)
    assert mapped.status_code == 200


def test_a_proxy_may_name_roles(settings):
    given = {"auth_proxy": "X-Remote-User=10.1.2.0/24", "auth_proxy_role_header": "X-Role"}
    client = client_of(entrance_of(settings(**given), "0.0.0.0"))
    zoe = {"X-Remote-User": "zoe"}
    assert client.get("/", headers=zoe | {"X-Role": "Trainer"}).text.startswith("zoe|trainer|")
    assert client.get("/evaluation-report", headers=zoe | {"X-Role": "trainer"}).status_code == 403
    for role in ("", "root"):
        assert client.get("/", headers=zoe | {"X-Role": role}).status_code == 401
    assert client.get("/", headers=zoe).status_code == 401
    fixed = settings(auth_proxy=f"X-Remote-User={PROXY}", auth_proxy_role="evaluator")
    told = client_of(entrance_of(fixed, "0.0.0.0")).get("/", headers=zoe | {"X-Role": "operator"})
    assert told.text.startswith("zoe|evaluator|")


def test_who_asks_and_by_https_is_believed_of_a_trusted_proxy_alone(settings):
    given = {"auth_proxy": f"X-Remote-User={PROXY}", "trusted_proxy": PROXY}
    told = {
        "X-Remote-User": "zoe", "X-Forwarded-For": "1.1.1.1, 192.0.2.7",
        "X-Forwarded-Proto": "https", "X-Forwarded-Host": "evil.example",
    }  # fmt: skip
    entrance = entrance_of(settings(**given), "0.0.0.0")
    assert client_of(entrance).get("/", headers=told).text == "zoe|reader|192.0.2.7|https|[]"
    told = {**told, "Host": "localhost"}
    answer = client_of(Open(), "127.0.0.1").get("/", headers=told)
    assert answer.text == "|operator|127.0.0.1|http|[]"


@pytest.mark.parametrize(
    "given",
    [
        {"auth_proxy": "X-Remote-User"},
        {"auth_proxy": "=10.1.2.3"},
        {"auth_proxy": "X-Remote-User=proxy.example"},
        {"auth_proxy": "X Remote=10.1.2.3"},
        {"auth_proxy": "X-Remote-User=10.1.2.3", "auth_proxy_role_header": "X Role"},
    ],
)
def test_a_setting_that_is_none_is_one_sentence(settings, given):
    with pytest.raises(AskReviewsError) as raised:
        entrance_of(settings(**given), "127.0.0.1")
    assert str(raised.value).count("\n") == 0


def test_a_certificate_that_cannot_be_used_is_one_sentence(settings, tmp_path):
    assert certificate_of(settings()) == {}
    with pytest.raises(AskReviewsError, match="both --tls-cert and --tls-key"):
        certificate_of(settings(tls_cert="here.pem"))
    (tmp_path / "no.pem").write_text("no certificate", "utf-8")
    for name in ("no.pem", "none.pem"):
        path = str(tmp_path / name)
        with pytest.raises(AskReviewsError, match="cannot be used"):
            certificate_of(settings(tls_cert=path, tls_key=path))
