"""A scripted model over real HTTP, and an assistant that writes with it."""

import pytest

import scripted_model
from askreviews import Assistant, Settings
from askreviews.answering.writing import writer_of


@pytest.fixture(scope="session")
def model():
    """The model's server."""
    with scripted_model.serving() as served:
        yield served


@pytest.fixture
def writes(assistant, model):
    """Make an assistant over the small collection that writes with the scripted model."""

    def make(script=None, over=None, **given):
        if script is not None:
            model.play(script)
        usual = {"llm_base_url": model.url, "llm_model": scripted_model.NAME, "llm_timeout": 30}
        settings = Settings(**usual | given)
        index = (over or assistant).index
        return Assistant(index, settings, writer_of(settings, index.encoder))

    return make
