"""What a run rests on, each as a hash: two runs with the same ones give the same figures."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from askreviews.assistant import Assistant

# What decides an answer; Python's own leftovers do not.
_CODE = (".py", ".json", ".yaml", ".yml")


class Fingerprints(BaseModel):
    """SHA-256 of what a run rests on; ``None`` where someone else's answers were scored."""

    model_config = ConfigDict(frozen=True)

    corpus: str = Field(description="of the stored text of every document held, with its id")
    question_set: str = Field(description="of the set's file")
    settings: str | None = Field(None, description="of the settings that change answers")
    model: str | None = Field(None, description="of the embedding model's weights")
    code: str | None = Field(None, description="of the program's own files, its fitted models too")


def fingerprint_corpus(assistant: Assistant) -> str:
    """The hash of every stored text with its document's id, in the order of ids."""
    texts = ((held, assistant.text(held).text) for held in sorted(assistant.documents()))
    return _combined((held, hashlib.sha256(text.encode()).digest()) for held, text in texts)


def fingerprint_settings(settings: Mapping[str, str | int]) -> str:
    """The hash of settings, whatever their order."""
    return hashlib.sha256(json.dumps(dict(settings), sort_keys=True).encode()).hexdigest()


@cache
def fingerprint_code() -> str:
    """The hash of the program's own files."""
    return _combined(sorted(_files(files("askreviews"), "")))


def _files(folder: Traversable, path: str) -> Iterable[tuple[str, bytes]]:
    for entry in folder.iterdir():
        name = f"{path}/{entry.name}"
        if entry.is_dir():
            yield from _files(entry, name)
        elif entry.name.endswith(_CODE):
            yield name, hashlib.sha256(entry.read_bytes()).digest()


def _combined(parts: Iterable[tuple[str, bytes]]) -> str:
    whole = hashlib.sha256()
    for name, digest in parts:
        whole.update(hashlib.sha256(name.encode()).digest() + digest)
    return whole.hexdigest()
