"""A real MCP client against the running server, and against ``askreviews mcp``."""

import json
import os
import sys
from contextlib import asynccontextmanager

import httpx2
import pytest
from mcp import ClientSession, StdioServerParameters, stdio_client
from mcp.client import Client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError

from guarded import bearer, name_of
from in_a_loop import run as run_in_a_loop

QUESTION = "What was recommended for Child N?"
INITIALIZE = {
    "jsonrpc": "2.0", "id": 1, "method": "initialize",
    "params": {"protocolVersion": "2025-06-18", "capabilities": {},
               "clientInfo": {"name": "x", "version": "1"}},
}  # fmt: skip
ACCEPT = {"Accept": "application/json, text/event-stream"}


@pytest.fixture(scope="module")
def token(site):
    return site.entrance.accounts.give_token(name_of("reader"))


@asynccontextmanager
async def connected(site, token):
    """A client that has come in by its token."""
    headers = bearer(token) if token else {}
    async with (
        httpx2.AsyncClient(headers=headers, timeout=60) as client,
        Client(streamable_http_client(f"{site.address}/mcp", http_client=client)) as session,
    ):
        yield session


def run(site, token, do):
    async def main():
        async with connected(site, token) as session:
            return await do(session)

    return run_in_a_loop(main())


def test_four_tools_are_listed_with_what_they_take_and_give(site, token):
    async def do(session):
        return (await session.list_tools()).tools

    tools = {tool.name: tool for tool in run(site, token, do)}
    assert list(tools) == ["ask", "search", "reviews", "text"]
    for tool in tools.values():
        assert len(tool.description) > 60
        assert tool.annotations.read_only_hint
        assert tool.input_schema["type"] == tool.output_schema["type"] == "object"
    assert tools["ask"].input_schema["required"] == ["question"]
    assert "created" not in json.dumps(tools["ask"].output_schema)


def test_each_tool_answers_as_the_command_line_does(site, token, assistant):
    async def do(session):
        return [
            await session.call_tool("ask", {"question": QUESTION, "id": "m1"}),
            await session.call_tool("search", {"query": "handover", "limit": 2}),
            await session.call_tool("reviews", {"filters": {"review": "Child N"}}),
            await session.call_tool("text", {"document_id": "child-n.md"}),
        ]

    results = run(site, token, do)
    for result in results:
        assert not result.is_error
        assert json.loads(result.content[0].text) == result.structured_content
    asked, found, held, text = (result.structured_content for result in results)
    alone = json.loads(assistant.ask(QUESTION, answer_id="m1").model_dump_json())
    assert {**asked, "timings_ms": 0} == {**alone, "timings_ms": 0}
    assert [p["start"] for p in found["passages"]] == [
        p.start for p in assistant.search("handover", limit=2)
    ]
    assert held["reviews"] == [
        r.model_dump(mode="json") for r in assistant.reviews({"review": "Child N"})
    ]
    assert text == assistant.text("child-n.md").model_dump()


def test_what_is_unfit_is_told_in_a_sentence(site, token):
    async def do(session):
        wrong = [
            await session.call_tool("ask", {"question": ""}),
            await session.call_tool("ask", {"question": "Q?", "filters": {"quagga": "x"}}),
            await session.call_tool("text", {"document_id": "none.md"}),
        ]
        with pytest.raises(MCPError):
            await session.call_tool("remove", {"document_id": "child-n.md"})
        return wrong

    for result in run(site, token, do):
        assert result.is_error
        assert result.content[0].text.endswith(".")
        assert "quagga" not in result.content[0].text


def test_without_a_token_no_client_comes_in(site):
    async def do(session):
        await session.list_tools()

    with pytest.raises(BaseException) as raised:
        run(site, None, do)
    assert raised.value is not None
    with site.client() as nobody:
        answer = nobody.post("/mcp", json=INITIALIZE, headers=ACCEPT)
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")


def test_a_page_of_another_site_and_a_rebound_name_are_refused(site, token):
    with site.client() as client:
        for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
            given = {**bearer(token), **ACCEPT, **headers}
            assert client.post("/mcp", json=INITIALIZE, headers=given).status_code == 403
        fine = client.post("/mcp", json=INITIALIZE, headers={**bearer(token), **ACCEPT})
        assert fine.json()["result"]["serverInfo"]["name"] == "askreviews"
        assert client.get("/mcp", headers=bearer(token)).status_code == 405


def test_over_stdio(index_folder, tmp_path):
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "askreviews.cli", "mcp", "--index", str(index_folder)],
        env={**os.environ, "ASKREVIEWS_DATA": str(tmp_path)},
    )

    async def main():
        async with stdio_client(server) as (received, sent), ClientSession(received, sent) as one:
            await one.initialize()
            return await one.call_tool("ask", {"question": QUESTION})

    answer = run_in_a_loop(main())
    assert answer.structured_content["statements"]
