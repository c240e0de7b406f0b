"""Settings: environment over ``askreviews.toml`` over the default; a bad value is a sentence."""

from pathlib import Path

import pytest

from askreviews import Settings
from askreviews.errors import AskReviewsError
from askreviews.settings import SETTINGS_FILE, load_settings
from commandline import CommandLine, without_settings

OPERATORS = Path(__file__).parents[1] / "docs" / "operators.md"
# For each field a value that is not the default, as it is written in the file and elsewhere.
OTHERS = {
    "corpus": ('"papers"', "papers", Path("papers")),
    "index": ('"store"', "store", Path("store")),
    "data": ('"kept"', "kept", Path("kept")),
    "embedding_model": ('"models/own"', "models/own", "models/own"),
    "host": ('"0.0.0.0"', "0.0.0.0", "0.0.0.0"),
    "port": ("8080", "8080", 8080),
    "max_file_mb": ("7", "7", 7),
    "max_pages": ("50", "50", 50),
    "max_reading_seconds": ("9", "9", 9),
    "max_reading_mb": ("500", "500", 500),
    "max_words": ("120", "120", 120),
    "audit": ("true", "true", True),
    "audit_questions": ("true", "true", True),
    "audit_days": ("30", "30", 30),
}


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    """A folder of its own to start from, and nothing set."""
    without_settings(monkeypatch)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def write(text):
    Path(SETTINGS_FILE).write_text(text, encoding="utf-8")


def refusal():
    with pytest.raises(AskReviewsError) as raised:
        load_settings()
    sentence = str(raised.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_every_field_is_tried_here():
    assert {*OTHERS, "declined"} == set(Settings.model_fields)


def test_words_for_what_is_declined_come_by_reason(monkeypatch):
    write('[declined]\ndistress = ["Ring us."]\n')
    assert load_settings().declined == {"distress": ("Ring us.",)}
    monkeypatch.setenv("ASKREVIEWS_DECLINED", '{"live_case": ["Ring them."]}')
    assert set(load_settings().declined) == {"distress", "live_case"}
    write('[declined]\nsadness = ["Ring us."]\n')
    assert "declined" in refusal()


def test_nothing_set_gives_the_defaults():
    settings = load_settings()
    assert (settings.corpus, settings.index) == (Path("corpus"), Path("index"))
    assert (settings.host, settings.port) == ("127.0.0.1", 7860)


@pytest.mark.parametrize("name", OTHERS)
def test_the_file_is_over_the_default_and_the_environment_over_the_file(name, monkeypatch):
    in_file, in_environment, value = OTHERS[name]
    default = getattr(load_settings(), name)
    assert default != value
    write(f"{name} = {in_file}\n")
    assert getattr(load_settings(), name) == value
    monkeypatch.setenv(f"ASKREVIEWS_{name.upper()}", str(default))
    assert getattr(load_settings(), name) == default
    write("")
    monkeypatch.setenv(f"ASKREVIEWS_{name.upper()}", in_environment)
    assert getattr(load_settings(), name) == value


@pytest.mark.parametrize(
    ("name", "value"),
    [("port", "eighty"), ("port", "0"), ("port", "65536"), ("port", ""), ("max_file_mb", "0"),
     ("max_pages", "0"), ("max_reading_seconds", "none"), ("max_reading_mb", "199"),
     ("max_words", "59"), ("max_words", "12.5")],
)  # fmt: skip
def test_a_bad_value_is_one_sentence_that_names_it(name, value, monkeypatch):
    monkeypatch.setenv(f"ASKREVIEWS_{name.upper()}", value)
    sentence = refusal()
    assert f"ASKREVIEWS_{name.upper()}" in sentence
    assert SETTINGS_FILE in sentence


@pytest.mark.parametrize("text", ["port = eighty\n", "port 8080\n", "[", "port = 1\nport = 2\n"])
def test_a_file_that_is_not_toml_is_one_sentence(text):
    write(text)
    assert f"{SETTINGS_FILE} is not valid TOML" in refusal()


def test_a_file_that_is_not_utf8_is_one_sentence():
    Path(SETTINGS_FILE).write_bytes(b'corpus = "caf\xe9"\n')
    assert SETTINGS_FILE in refusal()


def test_the_command_line_is_over_both(capsys, monkeypatch):
    run = CommandLine(capsys, monkeypatch)
    write('index = "from-file"\n')
    assert f"no index in {Path('from-file')};" in run.refused("ask", "What?")
    monkeypatch.setenv("ASKREVIEWS_INDEX", "from-environment")
    assert "no index in from-environment;" in run.refused("ask", "What?")
    assert "no index in given;" in run.refused("ask", "What?", "--index", "given")
    monkeypatch.setenv("ASKREVIEWS_PORT", "eighty")
    assert "ASKREVIEWS_PORT" in run.refused("ask", "What?")


@pytest.mark.parametrize("name", Settings.model_fields)
def test_every_setting_is_in_the_operators_guide(name):
    assert OPERATORS.is_file(), f"{OPERATORS} is not there; it documents every setting"
    assert f"`ASKREVIEWS_{name.upper()}`" in OPERATORS.read_text("utf-8")
