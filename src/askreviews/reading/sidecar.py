"""Side-car files: ``report.pdf.meta.yaml`` beside ``report.pdf`` says what its text does not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from askreviews.errors import ReadingError
from askreviews.reading.common import fault
from askreviews.reading.plain_yaml import load_yaml
from askreviews.reading.stated import KEYS, OF_ALL, field_of, override
from askreviews.types import Review

ENDING = ".meta.yaml"
_REVIEWS = "reviews"


@dataclass(frozen=True)
class SideCar:
    """What a side-car states of its document, by key, and of single reviews in it."""

    path: Path
    document: Mapping[str, Any] = field(default_factory=dict)
    reviews: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def single_out(self, reviews: Sequence[Review]) -> tuple[Review, ...]:
        """The reviews with what is stated of single ones, by number or label.

        Raises:
            ReadingError: something is stated of no review there is, or of which is unclear.
        """
        alone = [key for key in self.document if key not in (*OF_ALL, "title", "publisher")]
        if len(reviews) > 1 and alone:
            raise self._fault(
                f"{alone[0]!r} is of one review, and this document has {len(reviews)}",
                f"put it under {_REVIEWS!r}",
            )
        changed = list(reviews)
        for name, fields in self.reviews.items():
            place = self._place(name, reviews)
            changed[place] = override(changed[place], fields)
        return tuple(changed)

    def _place(self, name: str, reviews: Sequence[Review]) -> int:
        numbers = [str(number) for number in range(1, len(reviews) + 1)]
        named = [i for i, r in enumerate(reviews) if name in (r.label, numbers[i])]
        if len(named) != 1:
            happened = f"{_REVIEWS!r} names {name!r}, which {len(named) or 'no'} reviews here are"
            raise self._fault(happened, "use a label or number that 'askreviews reviews' shows")
        return named[0]

    def _fault(self, happened: str, remedy: str) -> ReadingError:
        return fault(self.path, happened, remedy)


def sidecar_path(path: Path) -> Path | None:
    """The side-car that lies beside a file, by its whole name or by its name without ending."""
    candidates = (own_sidecar(path), path.with_name(path.stem + ENDING))
    return next((c for c in candidates if c.is_file()), None)


def own_sidecar(path: Path) -> Path:
    """Where the side-car of this file alone stands, by the file's whole name."""
    return path.with_name(path.name + ENDING)


def text_of(values: Mapping[str, Any]) -> str:
    """A side-car that states these values."""
    return yaml.safe_dump(dict(values), allow_unicode=True, sort_keys=False)


def is_beside_a_document(sidecar: Path) -> bool:
    """Whether a side-car has the name of a file in its folder, whole or without its ending."""
    name = sidecar.name.removesuffix(ENDING)
    files = (path for path in sidecar.parent.iterdir() if not path.name.endswith(ENDING))
    return any(name in (path.name, path.stem) for path in files)


def read_sidecar(path: Path) -> SideCar | None:
    """Read the side-car of a document; None where it has none.

    Raises:
        ReadingError: it is not YAML, or a key or value in it is not known; the message names
            the file and the key.
    """
    beside = sidecar_path(path)
    return None if beside is None else sidecar_of(beside, values_in(beside))


def sidecar_of(path: Path, given: Mapping[str, Any]) -> SideCar:
    """The side-car that holds these values, ``path`` being where it stands or will.

    Raises:
        ReadingError: a key or value is not known; the message names the file and the key.
    """
    values = dict(given)
    singled = values.pop(_REVIEWS, None) or {}
    if not isinstance(singled, dict) or not all(isinstance(v, dict) for v in singled.values()):
        raise fault(path, f"{_REVIEWS!r} is not a set of reviews, each with its keys", _REMEDY)
    for key, value in values.items():
        _checked(path, key, value)
    reviews = {
        str(name): {
            field: value
            for key, stated in fields.items()
            for field, value in _checked(path, str(key), stated).items()
        }
        for name, fields in singled.items()
    }
    return SideCar(path, values, reviews)


_REMEDY = "see docs/operators.md for an example"


def values_in(path: Path) -> dict[str, Any]:
    """What a side-car holds, by key, not checked.

    Raises:
        ReadingError: it cannot be opened, or is not YAML of the form `key: value`.
    """
    try:
        values = load_yaml(path.read_text("utf-8"))
    except (yaml.YAMLError, ValueError) as error:  # a date such as 2024-02-30 is a ValueError
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}" if mark else ""
        raise fault(path, f"it is not valid YAML{where}", "correct it") from error
    except OSError as error:
        raise fault(path, f"it cannot be opened ({error.strerror})", "allow reading it") from error
    if values is not None and not isinstance(values, dict):
        raise fault(path, "it is not a set of `key: value` lines", _REMEDY)
    return {str(key): value for key, value in (values or {}).items()}


def _checked(path: Path, key: str, value: Any) -> dict[str, Any]:
    """The field that a key states.

    Raises:
        ReadingError: the key is not known, or its value is not of its kind.
    """
    if key not in KEYS:
        raise fault(path, f"there is no key {key!r}", f"use {', '.join((*KEYS, _REVIEWS))}")
    try:
        return field_of(key, value)
    except ValueError as error:
        raise fault(path, f"{key!r} {error}, not {value!r}", "correct that line") from error
