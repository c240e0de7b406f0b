"""Our search stands where LlamaIndex expects a retriever."""

import pytest
from llama_index.core import get_response_synthesizer
from llama_index.core.llms import MockLLM
from llama_index.core.query_engine import RetrieverQueryEngine
from llama_index.core.response_synthesizers import ResponseMode
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import QueryBundle

from askreviews.retrieval.filters import Filters
from askreviews.retrieval.retriever import ReviewRetriever

QUERY = "What should happen at handover between areas?"


@pytest.fixture
def retriever(index):
    """Our retriever, of three passages."""
    return ReviewRetriever(index, limit=3)


def test_it_is_a_retriever_of_theirs(retriever):
    assert isinstance(retriever, BaseRetriever)
    assert retriever.retrieve(QueryBundle(QUERY)) == retriever.retrieve(QUERY)


def test_nodes_are_the_passages_that_search_gives(retriever, assistant):
    found = retriever.retrieve(QUERY)
    passages = assistant.search(QUERY, limit=3)
    assert [(n.node.text, n.score) for n in found] == [(p.text, p.score) for p in passages]


def test_a_node_knows_the_place_its_words_stand_in(retriever, assistant):
    for found in retriever.retrieve(QUERY):
        node = found.node
        text = assistant.text(node.metadata["document_id"]).text
        assert text[node.start_char_idx : node.end_char_idx] == node.text
    ids = [n.node.metadata["review_id"] for n in retriever.retrieve(QUERY)]
    assert "list-2021-11.txt#1" in ids


def test_filters_hold(index):
    found = ReviewRetriever(index, filters=Filters.parse(["review=Child K"])).retrieve(QUERY)
    assert {n.node.metadata["review_id"] for n in found} == {"briefing-child-k.txt#1"}


def test_their_query_engine_runs_on_it(retriever):
    engine = RetrieverQueryEngine(
        retriever=retriever,
        response_synthesizer=get_response_synthesizer(
            llm=MockLLM(), response_mode=ResponseMode.COMPACT
        ),
    )
    response = engine.query(QUERY)
    assert [n.node.text for n in response.source_nodes] == [
        n.node.text for n in retriever.retrieve(QUERY)
    ]
    assert "handover between areas should be a meeting" in str(response)
    assert QUERY in str(response)
