"""Settings: environment over ``askreviews.toml`` over the default; a bad value is a sentence."""

from pathlib import Path

import pytest

from askreviews import Settings
from askreviews.errors import AskReviewsError
from askreviews.settings import SETTINGS_FILE, load_settings
from askreviews.types import LanguageModel, VectorServer
from commandline import CommandLine, without_settings

OPERATORS = Path(__file__).parents[1] / "docs" / "operators.md"
# For each field a value that is not the default, as it is written in the file and elsewhere.
OTHERS = {
    "corpus": ('"papers"', "papers", Path("papers")),
    "index": ('"store"', "store", Path("store")),
    "data": ('"kept"', "kept", Path("kept")),
    "embedding_model": ('"models/own"', "models/own", "models/own"),
    "reranker": ('"models/ranker"', "models/ranker", "models/ranker"),
    "host": ('"0.0.0.0"', "0.0.0.0", "0.0.0.0"),
    "port": ("8080", "8080", 8080),
    "max_file_mb": ("7", "7", 7),
    "max_pages": ("50", "50", 50),
    "max_reading_seconds": ("9", "9", 9),
    "max_reading_mb": ("500", "500", 500),
    "max_words": ("120", "120", 120),
    "chroma_url": ('"http://localhost:8000"', "http://localhost:8000", "http://localhost:8000"),
    "chroma_remote": ("true", "true", True),
    "chroma_timeout": ("1.5", "1.5", 1.5),
    "llm_base_url": ('"http://localhost:1234/v1"', "http://localhost:1234/v1",
                     "http://localhost:1234/v1"),
    "llm_model": ('"small"', "small", "small"),
    "llm_timeout": ("9.5", "9.5", 9.5),
    "llm_context": ("8192", "8192", 8192),
    "llm_retries": ("0", "0", 0),
    "llm_remote": ("true", "true", True),
    "auth_proxy": ('"X-Remote-User=10.1.2.3"', "X-Remote-User=10.1.2.3", "X-Remote-User=10.1.2.3"),
    "auth_proxy_role": ('"trainer"', "trainer", "trainer"),
    "auth_proxy_role_header": ('"X-Remote-Role"', "X-Remote-Role", "X-Remote-Role"),
    "trusted_proxy": ('"10.1.2.3"', "10.1.2.3", "10.1.2.3"),
    "tls_cert": ('"cert.pem"', "cert.pem", "cert.pem"),
    "tls_key": ('"key.pem"', "key.pem", "key.pem"),
    "session_idle_minutes": ("30", "30", 30),
    "session_hours": ("8", "8", 8),
    "min_password": ("16", "16", 16),
    "max_at_once": ("2", "2", 2),
    "max_waiting": ("7", "7", 7),
    "max_per_minute": ("9", "9", 9),
    "max_answering_seconds": ("30", "30", 30),
    "audit": ("true", "true", True),
    "audit_questions": ("true", "true", True),
    "audit_days": ("30", "30", 30),
}  # fmt: skip
KEYS = {"llm_api_key", "llm_api_key_file", "chroma_header_file"}


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
    assert {*OTHERS, *KEYS, "declined"} == set(Settings.model_fields)


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
     ("max_words", "59"), ("max_words", "12.5"),
     ("llm_timeout", "0"), ("llm_context", "some"), ("llm_retries", "-1"), ("llm_remote", "so"),
     ("chroma_timeout", "0"), ("chroma_remote", "so"),
     ("min_password", "7"), ("auth_proxy_role", "root"), ("session_hours", "0"),
     ("max_at_once", "0"), ("max_waiting", "-1"), ("max_per_minute", "-1"),
     ("max_answering_seconds", "0")],
)  # fmt: skip
def test_a_bad_value_is_one_sentence_that_names_it(name, value, monkeypatch):
    monkeypatch.setenv(f"ASKREVIEWS_{name.upper()}", value)
    sentence = refusal()
    assert f"ASKREVIEWS_{name.upper()}" in sentence
    assert SETTINGS_FILE in sentence


def test_no_language_model_is_the_default():
    assert load_settings().language_model() is None


@pytest.mark.parametrize(
    ("url", "host"),
    [("http://127.0.0.1:11434/v1", "127.0.0.1:11434"),
     ("http://localhost:8000/v1", "localhost:8000"), ("http://[::1]:8080/v1", "::1:8080")],
)  # fmt: skip
def test_a_model_on_this_machine_needs_no_switch(url, host):
    model = Settings(llm_base_url=url, llm_model="small").language_model()
    assert model == LanguageModel("small", host, remote=False)


@pytest.mark.parametrize(
    "url", ["https://llm.example.org/v1", "http://10.0.0.5:8000/v1", "http://0.0.0.0:8000/v1",
            "http://localhost.example.org/v1", "http://user:127.0.0.1@elsewhere.example/v1"],
)  # fmt: skip
def test_a_model_elsewhere_needs_a_second_switch(url):
    given = {"llm_base_url": url, "llm_model": "small"}
    with pytest.raises(AskReviewsError, match="ASKREVIEWS_LLM_REMOTE"):
        Settings(**given).language_model()
    model = Settings(**given, llm_remote=True).language_model()
    assert model.remote
    assert "user" not in model.host


@pytest.mark.parametrize(
    "url", ["llm", "127.0.0.1:11434", "file:///tmp/x", "http://", "http://[::1"]
)
def test_what_is_no_address_is_said(url):
    with pytest.raises(AskReviewsError, match="ASKREVIEWS_LLM_BASE_URL is not an address"):
        Settings(llm_base_url=url, llm_model="small").language_model()


def test_a_model_has_a_name():
    with pytest.raises(AskReviewsError, match="ASKREVIEWS_LLM_MODEL"):
        Settings(llm_base_url="http://127.0.0.1:1/v1").language_model()


def test_the_key_comes_from_the_environment_or_a_file_and_is_never_shown(here, monkeypatch):
    monkeypatch.setenv("ASKREVIEWS_LLM_API_KEY", "k-secret")
    settings = load_settings()
    assert settings.model_key() == "k-secret"
    assert "k-secret" not in f"{settings!r} {settings} {settings.model_dump_json()}"
    file = here / "key"
    file.write_text("k-in-file\n", "utf-8")
    assert Settings(llm_api_key_file=file).model_key() == "k-in-file"
    with pytest.raises(AskReviewsError, match="ASKREVIEWS_LLM_API_KEY_FILE"):
        Settings(llm_api_key_file=here / "none").model_key()


def test_a_chroma_server_on_this_machine_needs_no_switch():
    assert load_settings().vector_server() is None
    server = Settings(chroma_url="http://127.0.0.1:8000").vector_server()
    assert server == VectorServer("127.0.0.1:8000", remote=False, encrypted=False)


@pytest.mark.parametrize(
    "url", ["https://chroma.example.org", "http://10.0.0.5:8000", "http://u:127.0.0.1@example.org"]
)
def test_a_chroma_server_elsewhere_needs_a_second_switch(url):
    with pytest.raises(AskReviewsError, match="ASKREVIEWS_CHROMA_REMOTE"):
        Settings(chroma_url=url).vector_server()
    server = Settings(chroma_url=url, chroma_remote=True).vector_server()
    assert server.remote
    assert server.encrypted == url.startswith("https")
    assert "u:" not in server.host


def test_what_is_no_address_of_a_chroma_server_is_said():
    with pytest.raises(AskReviewsError, match="ASKREVIEWS_CHROMA_URL is not an address"):
        Settings(chroma_url="127.0.0.1:8000").vector_server()


def test_the_header_for_the_chroma_server_stands_in_a_file(here):
    assert Settings().chroma_header() == {}
    file = here / "header"
    settings = Settings(chroma_header_file=file)
    for line in ("Authorization: Bearer s3cret", "Authorization:Bearer s3cret\n"):
        file.write_text(line)
        assert settings.chroma_header() == {"Authorization": "Bearer s3cret"}
    for wrong in ("s3cret", "", "A: b\nC: d", ": x", "Tok en: x", "Naïve: é"):
        file.write_text(wrong, "utf-8")
        with pytest.raises(AskReviewsError, match=r"header.*") as raised:
            settings.chroma_header()
        assert "s3cret" not in str(raised.value)
    file.unlink()
    with pytest.raises(AskReviewsError, match="ASKREVIEWS_CHROMA_HEADER_FILE"):
        settings.chroma_header()


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
