"""Every address, tried as nobody, as each role, with forged headers, and when a session is over."""

import json
import re
from pathlib import Path

import pytest
from fastapi.routing import APIRoute

from askreviews.web.access.roles import ROLES, may
from askreviews.web.access.routes import ROUTES, route_for, table
from guarded import name_of, sign_in

SECURITY = Path(__file__).parents[3] / "docs" / "security.md"
# What to ask for, and what is then answered to whoever may.
ASKED = {
    "POST /sign-in": ({"data": {"form": "none"}}, 400),
    "POST /sign-out": ({"data": {"token": "none"}}, 400),
    "POST /forget": ({"content": "0" * 32, "headers": {"content-type": "text/plain"}}, 204),
    "GET /page-view": ({"params": {"document": "child-n.md"}}, 200),
    "GET /page-image": ({"params": {"document": "child-n.md", "page": "1"}}, 404),
    "GET /evaluation-report": ({"params": {"run": "none"}}, 404),
    "POST /gradio_api/queue/join": (
        {"json": {"session_hash": "somebody", "fn_index": 0, "data": [None]}}, 200,
    ),
    "GET /gradio_api/queue/data": ({"params": {"session_hash": "somebody"}}, 200),
    "POST /gradio_api/cancel": (
        {"json": {"session_hash": "somebody", "fn_index": 0, "event_id": "none"}}, 200,
    ),
    "POST /gradio_api/reset": ({"json": {"event_id": "none"}}, 200),
    "POST /gradio_api/upload": ({"files": {"files": ("set.jsonl", b"{}")}}, 200),
    "GET /gradio_api/upload_progress": ({"params": {"upload_id": "none"}}, 404),
    "POST /api/v1/ask": ({"json": {"question": "What was the weather like?"}}, 200),
    "POST /api/v1/search": ({"json": {"query": "handover"}}, 200),
    "POST /api/v1/reviews": ({"json": {}}, 200),
    "GET /api/v1/text": ({"params": {"document_id": "child-n.md"}}, 200),
    "POST /mcp": ({"json": {"jsonrpc": "2.0", "id": 1, "method": "tools/list"},
                   "headers": {"accept": "application/json"}}, 200),
    "GET /mcp": ({}, 405),
    "GET /assets/*": ({}, 404),
    "GET /static/*": ({}, 404),
}  # fmt: skip
SAID = "Your role here does not include this"
FORGED = {
    "X-Remote-User": name_of("operator"),
    "X-Forwarded-User": name_of("operator"),
    "X-Remote-Role": "operator",
    "X-Forwarded-For": "127.0.0.1",
    "X-Forwarded-Host": "localhost",
    "Forwarded": "for=127.0.0.1",
    "Authorization": "Basic b3BlcmF0b3I6b3BlcmF0b3I=",
    "Cookie": "askreviews=operator; __Host-askreviews=operator; access-token=operator",
}


@pytest.fixture(scope="module", autouse=True)
def asking_of_the_dialog(site):
    """Only the page itself says which number the part has that a script may ask."""
    with site.client(name_of("operator")) as client:
        parts = client.get("/config").json()["components"]
    number = next(p["id"] for p in parts if p["props"].get("elem_id") == "rem")
    asked = {"session_hash": "x", "component_id": number, "fn_name": "about", "data": "none"}
    ASKED["POST /gradio_api/component_server/"] = ({"json": asked}, 200)


def status(client, route, **given):
    """What is answered; of what goes on for good, only how it begins."""
    request, _ = ASKED.get(f"{route.method} {route.path}", ({}, 200))
    headers = {**given.pop("headers", {}), **request.get("headers", {})}
    path = route.path.replace("*", "something")
    with client.stream(route.method, path, **{**request, "headers": headers}) as answer:
        refused = answer.status_code == 403 and SAID in answer.read().decode()
        return "refused" if refused else answer.status_code


def expected(route, role):
    """What the table says of a role; None is nobody."""
    _, let_through = ASKED.get(f"{route.method} {route.path}", ({}, 200))
    if route.path == "/sign-out":
        return 400 if role else 303
    if route.needs is None:
        return let_through
    if role is None:
        return 303 if route.page else 401
    return let_through if may(role, route.needs) else "refused"


def walk(client, role, **given):
    """Where what is answered is not as the table says."""
    return [
        (route.method, route.path, found, expected(route, role))
        for route in ROUTES
        if (found := status(client, route, **given)) != expected(route, role)
    ]


def test_nobody_comes_in(site):
    with site.client() as client:
        assert walk(client, None) == []
        answer = client.get("/")
        assert (answer.status_code, answer.headers["location"]) == (303, "sign-in")


def test_forged_headers_open_nothing(site):
    with site.client() as client:
        assert walk(client, None, headers=FORGED) == []
    with site.client(name_of("reader")) as client:
        forged = {name: value for name, value in FORGED.items() if name != "Cookie"}
        assert [found for found in walk(client, "reader", headers=forged) if found[2] != 303] == []


@pytest.mark.parametrize("role", ROLES)
def test_each_role_may_do_what_the_table_says(site, role):
    with site.client(name_of(role)) as client:
        # Signed in, nobody is asked to sign in again.
        wrong = [found for found in walk(client, role) if found[1] != "/sign-in"]
        assert wrong == []


@pytest.mark.parametrize("role", ROLES)
def test_a_token_opens_what_is_for_programs_and_nothing_else(site, role):
    with site.program(role) as program, site.client() as nobody:
        for route in ROUTES:
            as_whom = role if route.program else None
            assert status(program, route) == expected(route, as_whom), route
        wrong = {"Authorization": "Bearer askreviews-none"}
        assert walk(nobody, None, headers=wrong) == []


def test_a_session_that_is_over_opens_nothing(site):
    with site.client(name_of("operator")) as client:
        assert client.get("/config").status_code == 200
        held = site.entrance.sessions._held
        for session in held.values():
            session.used -= 3601
        over = {"Cookie": f"askreviews={client.cookies['askreviews']}"}
    with site.client() as client:
        assert walk(client, None, headers=over) == []


def test_every_other_address_of_gradio_is_closed_to_everybody(site):
    """Each route that Gradio has, whatever later versions may add, is in the table or not there."""
    gradio = site.gate.pages["operator"].routes[-1].app
    known = [
        (method, re.sub(r"\{[^}]*\}", "something", route.path))
        for route in routes_of(gradio)
        for method in route.methods
    ]
    assert len(known) > 50
    closed = [each for each in known if route_for(*each) is None]
    assert {"/gradio_api/run/something", "/gradio_api/file=something", "/monitoring/summary",
            "/gradio_api/deep_link", "/login"} <= {path for _, path in closed}  # fmt: skip
    with site.client(name_of("operator")) as client:
        for method, path in closed:
            assert client.request(method, path).status_code == 404, path
        for path in ("//config", "/config/", "/gradio_api//info", "/assets/", "/ASSETS/x",
                     "/gradio_api/queue/join/../../../config", "/evaluation-report/"):  # fmt: skip
            answer = client.get(site.address + path)
            assert answer.status_code == 404 or route_for("GET", answer.request.url.path), path


def routes_of(app):
    """All routes, those of included routers too."""
    for route in app.routes:
        if isinstance(route, APIRoute):
            yield route
        elif hasattr(route, "original_router"):
            yield from routes_of(route.original_router)


def test_pages_are_for_each_role_and_hold_no_more_than_it_may_do(site):
    labels = {}
    for role in ROLES:
        with site.client(name_of(role)) as client:
            parts = client.get("/config").json()["components"]
        labels[role] = [p["props"]["label"] for p in parts if p["type"] == "tabitem"]
        assert any(p["props"].get("elem_id") == "add" for p in parts) == (role == "operator")
    assert labels == {
        "reader": ["Ask", "Library"],
        "trainer": ["Ask", "Library", "Prepare"],
        "evaluator": ["Ask", "Library", "Prepare", "Evaluate"],
        "operator": ["Ask", "Library", "Prepare", "Evaluate"],
    }


def test_what_a_role_may_not_do_cannot_be_called_by_hand(site):
    """Each event of the operator's page, forged by a reader and an evaluator with all its data."""
    with site.client(name_of("operator")) as operator:
        events = operator.get("/config").json()["dependencies"]
        removing = next(e for e in events if any(t[1] == "delete" for t in e["targets"]))
        forged = {
            "document": "child-n.md", "do": "save", "name": "forged", "n": 1, "visit": "0" * 32,
            "files": [], "slots": [1], "forms": [],
        }  # fmt: skip
        for role in ("reader", "evaluator"):
            with site.client(name_of(role)) as client:
                for event in events:
                    call(client, event["id"], [None] * len(event["inputs"]), forged)
        assert (site.settings.corpus / "child-n.md").exists()
        assert not (site.settings.corpus / "added").exists()
        assert not list(site.settings.data.rglob("forged*"))
        # The same by the operator does it: so it was not the form of it that kept the others out.
        call(operator, removing["id"], [None] * len(removing["inputs"]), forged)
        assert not (site.settings.corpus / "child-n.md").exists()


def call(client, number, data, sent):
    """Call an event of the page by its number, and wait for what comes of it."""
    body = {"session_hash": "forger", "fn_index": number, "data": data, "event_data": sent}
    if client.post("/gradio_api/queue/join", json=body).status_code != 200:
        return ""
    lines = []
    with client.stream("GET", "/gradio_api/queue/data?session_hash=forger") as told:
        for line in filter(None, told.iter_lines()):
            lines.append(line)
            if json.loads(line.removeprefix("data: "))["msg"] == "close_stream":
                break
    return "".join(lines)


def test_the_table_stands_in_the_documentation():
    assert "\n".join(table()) in SECURITY.read_text("utf-8")


def test_a_page_of_another_site_can_ask_for_nothing(site):
    with site.client(name_of("operator")) as client:
        for headers in (
            {"Origin": "https://elsewhere.example"},
            {"Origin": "null"},
            {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "cors"},
            {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors"},
        ):
            answer = client.post("/gradio_api/queue/join", json={}, headers=headers)
            assert answer.status_code == 403, headers
            answer = client.get("/config", headers=headers)
            assert answer.status_code == 403, headers
            assert "access-control-allow-origin" not in answer.headers
        link = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}
        assert client.get("/", headers=link).status_code == 200
        assert client.post("/forget", headers=link).status_code == 403


def test_what_was_asked_is_opened_by_nobody_else(site):
    """The key of a visit, which a browser keeps, opens nothing for the next one who signs in."""
    asked = "What do reviews say about handover?"
    key = "5e" * 16
    shown = {}
    for role, sent in (
        ("reader", {"visit": key, "q": asked}),
        ("trainer", {"visit": key}),
        ("reader again", {"visit": key}),
    ):
        with site.client(name_of(role.removesuffix(" again"))) as client:
            events = client.get("/config").json()["dependencies"]
            arriving = [e for e in events if any(target[1] == "load" for target in e["targets"])]
            told = [call(client, e["id"], [None] * len(e["inputs"]), sent) for e in arriving]
            shown[role] = asked in "".join(told)
    assert shown == {"reader": True, "trainer": False, "reader again": True}


def test_health_says_nothing_else(site):
    with site.client() as client:
        answer = client.get("/health")
        assert (answer.status_code, answer.text) == (200, "ok")
        assert sign_in(client, "x", "y").status_code == 401
