"""Reading: a file becomes a ``SourceDocument``."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Any, cast

from askreviews.errors import ReadingError
from askreviews.reading.cleaning import clean
from askreviews.reading.imprint import names_a_body
from askreviews.reading.pseudonyms import pseudonym_in_text
from askreviews.reading.raw import RawDocument
from askreviews.reading.reviews import find_reviews
from askreviews.reading.sidecar import SideCar, read_sidecar, sidecar_path
from askreviews.reading.stated import OF_ALL, override, stated
from askreviews.reading.structure import Structure, build_structure
from askreviews.reading.traced import Traced
from askreviews.types import Review, SourceDocument

if TYPE_CHECKING:
    from askreviews.reading.layout import Layout

# Raised whenever reading would give another text or structure for the same file.
READING_VERSION = 7
_SECTION_TITLE = re.compile(
    r"^\d{1,2} |^(?:background|introduction|summary|contents|what is (?:a|an|the)\b)", re.I
)
_CALLS_ITSELF = re.compile(
    r"\bThis is (?:the|a|an|our) (?:\w+ )?((?:[A-Z][\w’'-]+ ){1,6}(?:Briefing|Summary|Note|"
    r"Report|Review))\b"
)
SUFFIXES = (
    *(".md", ".markdown", ".txt", ".text", ".pdf", ".docx", ".odt", ".rtf", ".pptx", ".eml"),
    *(".html", ".htm", ".xhtml"),
)


def read(path: Path, document_id: str, max_bytes: int) -> SourceDocument:
    """Read one file.

    Args:
        path: the file.
        document_id: its path below the corpus folder, with forward slashes.
        max_bytes: the largest file that is read.

    Raises:
        ReadingError: the file cannot be read; the message names it and says what to do.
    """
    from askreviews.reading.formats import read_raw  # loads the parser of one format only

    sidecar = read_sidecar(path)
    raw = read_raw(path, max_bytes)
    structure = build_structure(raw.blocks, raw.glyphs)
    if not structure.units:
        raise ReadingError(f"{path.name}: no sentence of text was found in it; check the file.")
    title = _title(raw, structure, path)
    document = _described(document_id, title, structure, raw.metadata, sidecar)
    source, beside = fingerprint(path)
    return replace(document, source_sha256=source, sidecar_sha256=beside, notes=raw.notes)


def _described(
    document_id: str,
    title: str,
    structure: Structure,
    metadata: Mapping[str, Any],
    sidecar: SideCar | None,
) -> SourceDocument:
    """The document that a structure is, as its front matter and then its side-car state it."""
    metadata = {**metadata, **(sidecar.document if sidecar else {})}
    title = str(metadata.get("title") or title)
    blocks, reviews = find_reviews(document_id, title, structure, metadata)
    reviews = sidecar.single_out(reviews) if sidecar else reviews
    return SourceDocument(
        document_id=document_id,
        title=title,
        text=structure.text,
        source_sha256="",
        blocks=blocks,
        units=structure.units,
        reviews=reviews,
        removed=dict(structure.removed),
        layout=structure.layout,
        **_of_the_whole(metadata, reviews),
        stated=(*metadata, *(sidecar.reviews if sidecar else ())),
    )


def _of_the_whole(metadata: Mapping[str, Any], reviews: Sequence[Review]) -> dict[str, Any]:
    """What is held of a document besides its reviews."""
    first = reviews[0] if len(reviews) == 1 else None
    return {
        "digest": metadata.get("provenance") == "digest",
        "publisher": first.publisher if first else _stated(metadata.get("publisher")),
        "published": first.published if first else _stated(metadata.get("published")),
    }


def restated(document: SourceDocument, sidecar: SideCar) -> SourceDocument | None:
    """What ``read`` would give with that side-car beside the file, which is not opened again.

    None where front matter or a side-car states something already: then only reading tells
    what is stated over what.

    Raises:
        ReadingError: the side-car states something of no review there is.
    """
    if document.stated:
        return None
    if len(document.reviews) > 1:
        shared = {key: value for key, value in sidecar.document.items() if key in OF_ALL}
        reviews = tuple(override(review, stated(shared)) for review in document.reviews)
        reviews = sidecar.single_out(reviews)
        return replace(
            document,
            title=str(sidecar.document.get("title") or document.title),
            reviews=reviews,
            **_of_the_whole(sidecar.document, reviews),
            stated=(*sidecar.document, *sidecar.reviews),
        )
    blocks = tuple(replace(block, review=None) for block in document.blocks)
    layout = cast("Layout | None", document.layout)
    structure = Structure(document.text, blocks, document.units, Counter(document.removed), layout)
    described = _described(document.document_id, document.title, structure, {}, sidecar)
    return replace(described, source_sha256=document.source_sha256, notes=document.notes)


def fingerprint(path: Path) -> tuple[str, str]:
    """The SHA-256 of a document's file and of its side-car; empty where it has none."""
    beside = sidecar_path(path)
    return sha256_of(path), "" if beside is None else sha256_of(beside)


def sha256_of(path: Path) -> str:
    """The SHA-256 of a file's bytes, as hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def title_from_name(path: PurePath) -> str:
    """The title of a document that has none: its name without the ending."""
    return path.stem.replace("_", " ").replace("-", " ")


def _stated(value: Any) -> str | None:
    return None if value is None else str(value)


def _title(raw: RawDocument, structure: Structure, path: Path) -> str:
    """Front matter's title, else the first heading that is no mere section's, else a name."""
    if raw.metadata.get("title"):
        return str(raw.metadata["title"])
    for block in structure.blocks[:3]:
        words = structure.text[block.start : block.end]
        opens = _SECTION_TITLE.search(words) or names_a_body(words)
        if block.kind == "heading" and not opens:
            return words.rstrip(":… ")
    named = _CALLS_ITSELF.search(structure.text[:3000])
    if named:
        return named[1]
    kept, _ = clean(Traced(raw.title or ""))
    return kept.text or pseudonym_in_text(structure.text) or title_from_name(path)
