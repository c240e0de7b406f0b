"""The catalogue of a segment: documents, reviews, passages and units, in one SQLite file."""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple

import numpy as np

from askreviews.indexing.chunking import Chunk
from askreviews.indexing.lexical import small_words, terms
from askreviews.indexing.likeness import Marks
from askreviews.types import Review, Span, Unit

_SCHEMA = """
CREATE TABLE documents (document_id TEXT PRIMARY KEY, source_sha256 TEXT,
    sidecar_sha256 TEXT, title TEXT, digest INTEGER, publisher TEXT, published TEXT, text TEXT,
    text_sha256 TEXT, removed TEXT, names TEXT, marks BLOB);
CREATE TABLE reviews (review_id TEXT PRIMARY KEY, document_id TEXT, place INTEGER, body TEXT,
    pseudonym TEXT, sources TEXT);
CREATE TABLE passages (row INTEGER PRIMARY KEY, document_id TEXT, review_id TEXT, start INTEGER,
    end INTEGER, page INTEGER, headings TEXT, lead_start INTEGER, lead_end INTEGER, section TEXT,
    facet TEXT, provenance TEXT, audience TEXT, first_unit INTEGER, last_unit INTEGER,
    text TEXT, lead_in TEXT, encoded BLOB);
CREATE INDEX passages_of_document ON passages (document_id, start);
CREATE INDEX passages_encoded ON passages (encoded);
CREATE INDEX passages_of_review ON passages (review_id);
CREATE TABLE units (row INTEGER PRIMARY KEY, start INTEGER, end INTEGER, kind TEXT, block INTEGER,
    stems TEXT);
CREATE TABLE terms (term TEXT PRIMARY KEY, passages INTEGER);
CREATE TABLE layouts (document_id TEXT PRIMARY KEY, body BLOB);
CREATE TABLE small_words (stem TEXT PRIMARY KEY);
"""
# SQLite takes at most some thousands of values in one statement.
_MANY = 500


@dataclass(frozen=True)
class DocumentRecord:
    """What is held of a document besides its parts.

    ``text_sha256`` was taken when the document was read, so that a text which has changed
    in the store since then is known by it. ``marks`` are what it is known by among others.
    """

    document_id: str
    source_sha256: str
    sidecar_sha256: str
    title: str
    digest: bool
    publisher: str | None
    published: str | None
    text: str
    text_sha256: str
    removed: dict[str, int]
    names: tuple[str, ...] = ()
    marks: bytes = b""

    @cached_property
    def intact(self) -> bool:
        """Whether the stored text is, to the letter, what was read from the file."""
        return sha256_of_text(self.text) == self.text_sha256


def encoded_from(chunk: Chunk, text: str, context: str) -> bytes:
    """What the vectors of a passage and its units depend on, as a hash of 16 bytes."""
    spans = [(u.start - chunk.start, u.end - chunk.start) for u in chunk.units]
    whole = json.dumps([context, text, spans])
    return hashlib.blake2b(whole.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def sha256_of_text(text: str) -> str:
    """The SHA-256 of a text as UTF-8, as hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class StoredPassage:
    """A passage with its row, which is also its row in the vector arrays' tables.

    ``stems`` are the terms of each of its units, in order.
    """

    row: int
    chunk: Chunk
    first_unit: int
    text: str
    lead_in: str | None
    stems: tuple[tuple[str, ...], ...]


class Counts(NamedTuple):
    """How much a catalogue holds."""

    documents: int
    reviews: int
    passages: int


class CatalogueWriter:
    """Writes a new catalogue; nobody reads it before it is closed."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + _SCHEMA)
        self._terms: Counter[str] = Counter()
        self._small: set[str] = set()
        self._passages = 0
        self._units = 0

    def document(
        self, record: DocumentRecord, reviews: Sequence[Review], layout: bytes | None
    ) -> None:
        """Add a document, its reviews, and where its characters stand on its pages."""
        if layout is not None:
            self._db.execute("INSERT INTO layouts VALUES (?,?)", (record.document_id, layout))
        self._db.execute(
            "INSERT INTO documents VALUES (?,?,?,?,?,?,?,?,?,?,?,?)",
            (record.document_id, record.source_sha256, record.sidecar_sha256,
             record.title, record.digest, record.publisher, record.published, record.text,
             record.text_sha256, json.dumps(record.removed), json.dumps(record.names),
             record.marks),
        )  # fmt: skip
        self._small |= small_words(record.text)
        self._db.executemany(
            "INSERT INTO reviews VALUES (?,?,?,?,?,?)",
            [
                (r.review_id, r.document_id, place, _body(r), r.pseudonym,
                 json.dumps(r.sources))
                for place, r in enumerate(reviews)
            ],
        )  # fmt: skip

    def passage(self, chunk: Chunk, whole: str, context: str) -> tuple[int, list[str]]:
        """Add a passage and its units.

        Args:
            chunk: what it is.
            whole: the text of its document.
            context: what it is encoded with.

        Returns:
            Its row, and its terms with those of its context.
        """
        row, first = self._passages, self._units
        text = whole[chunk.start : chunk.end]
        lead_start, lead_end = chunk.lead_in or (None, None)
        lead_in = whole[lead_start:lead_end] if chunk.lead_in else None
        self._db.execute(
            "INSERT INTO passages VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
            (row, chunk.document_id, chunk.review_id, chunk.start, chunk.end, chunk.page,
             json.dumps(chunk.headings), lead_start, lead_end, chunk.section, chunk.facet,
             chunk.provenance, chunk.audience, first, first + len(chunk.units), text,
             lead_in, encoded_from(chunk, text, context)),
        )  # fmt: skip
        stems = [terms(text[u.start - chunk.start : u.end - chunk.start]) for u in chunk.units]
        self._db.executemany(
            "INSERT INTO units VALUES (?,?,?,?,?,?)",
            [
                (first + i, u.start, u.end, u.kind, u.block, " ".join(stems[i]))
                for i, u in enumerate(chunk.units)
            ],
        )
        found = [*terms(context), *(stem for own in stems for stem in own)]
        self._terms.update(set(found))
        self._passages += 1
        self._units += len(chunk.units)
        return row, found

    def close(self) -> None:
        """Write what is left and make it durable."""
        self._db.executemany("INSERT INTO terms VALUES (?,?)", self._terms.items())
        self._db.executemany("INSERT INTO small_words VALUES (?)", [(w,) for w in self._small])
        self._db.commit()
        self._db.close()


class Catalogue:
    """Reads a catalogue. Safe to use from several threads: each call opens its own cursor."""

    def __init__(self, path: Path, dead: frozenset[str] = frozenset()) -> None:
        # immutable: segments never change, so no lock file is needed on a read-only disk.
        self._db = sqlite3.connect(
            f"file:{path.resolve().as_posix()}?mode=ro&immutable=1",
            uri=True,
            check_same_thread=False,
        )
        self._db.row_factory = sqlite3.Row
        if dead:
            self._hide(dead)

    def _hide(self, dead: frozenset[str]) -> None:
        """Lay views over the tables that leave these documents out: unqualified names find them."""
        self._db.execute("PRAGMA temp_store = MEMORY")
        self._db.execute("CREATE TEMP TABLE dead (document_id TEXT PRIMARY KEY)")
        self._db.executemany("INSERT INTO dead VALUES (?)", [(name,) for name in dead])
        for table in ("documents", "reviews", "passages", "layouts"):
            self._db.execute(
                f"CREATE TEMP VIEW {table} AS SELECT * FROM main.{table} "
                "WHERE document_id NOT IN (SELECT document_id FROM dead)"
            )

    def close(self) -> None:
        """Let the file go."""
        self._db.close()

    def _rows(self, sql: str, values: Sequence[object] = ()) -> list[sqlite3.Row]:
        with closing(self._db.cursor()) as cursor:
            return cursor.execute(sql, values).fetchall()

    def fingerprints(self) -> dict[str, tuple[str, str]]:
        """SHA-256 of the file and of the side-car of each document."""
        rows = self._rows("SELECT document_id, source_sha256, sidecar_sha256 FROM documents")
        return {row[0]: (row[1], row[2]) for row in rows}

    def document(self, document_id: str) -> DocumentRecord | None:
        """One document, or None."""
        rows = self._rows("SELECT * FROM documents WHERE document_id = ?", (document_id,))
        if not rows:
            return None
        fields = dict(rows[0])
        fields["removed"] = json.loads(fields["removed"])
        fields["names"] = tuple(json.loads(fields["names"]))
        return DocumentRecord(**{**fields, "digest": bool(fields["digest"])})

    def layout(self, document_id: str) -> bytes | None:
        """Where the characters of a document stand; None where it has no pages to draw on."""
        rows = self._rows("SELECT body FROM layouts WHERE document_id = ?", (document_id,))
        return bytes(rows[0]["body"]) if rows else None

    def digests(self) -> set[str]:
        """The documents that are digests of others."""
        return {row[0] for row in self._rows("SELECT document_id FROM documents WHERE digest")}

    def titles(self) -> dict[str, str]:
        """The title of each document."""
        return {r[0]: r[1] for r in self._rows("SELECT document_id, title FROM documents")}

    def names(self) -> dict[str, tuple[str, ...]]:
        """The proper names that occur in each document, in lower case."""
        rows = self._rows("SELECT document_id, names FROM documents")
        return {r["document_id"]: tuple(json.loads(r["names"])) for r in rows}

    def writes_small(self, stems: Iterable[str]) -> set[str]:
        """Which of these stems some document writes in small letters."""
        sql = "SELECT stem FROM small_words WHERE stem = ?"
        return {stem for stem in stems if self._rows(sql, (stem,))}

    def reviews(self, document_id: str | None = None) -> list[Review]:
        """All reviews, or those of one document, in the order of documents and places."""
        where, values = ("WHERE document_id = ?", (document_id,)) if document_id else ("", ())
        rows = self._rows(f"SELECT * FROM reviews {where} ORDER BY document_id, place", values)
        return [
            Review.model_validate(
                json.loads(r["body"])
                | {"pseudonym": r["pseudonym"], "sources": json.loads(r["sources"])}
            )
            for r in rows
        ]

    def passages(self, rows: Iterable[int]) -> Iterator[StoredPassage]:
        """Passages by row, with their units, in the order of rows."""
        wanted = sorted(set(rows))
        for first in range(0, len(wanted), _MANY):
            some = wanted[first : first + _MANY]
            marks = ",".join("?" * len(some))
            yield from self._with_units(f"SELECT * FROM passages WHERE row IN ({marks})", some)

    def passages_of(self, document_id: str) -> Iterator[StoredPassage]:
        """A document's passages in reading order."""
        sql = "SELECT * FROM passages WHERE document_id = ?"
        return self._with_units(sql, (document_id,))

    def _with_units(self, sql: str, values: Sequence[object]) -> Iterator[StoredPassage]:
        """Passages and their units, asked for apart: joined, each unit would bring its passage."""
        joined = (
            "SELECT p.row AS passage, u.start, u.end, u.kind, u.block, u.stems "
            f"FROM ({sql}) p JOIN units u ON u.row >= p.first_unit AND u.row < p.last_unit "
            "ORDER BY p.row, u.row"
        )
        grouped = groupby(self._rows(joined, values), key=itemgetter("passage"))
        units = {row: list(group) for row, group in grouped}
        for passage in self._rows(f"{sql} ORDER BY row", values):
            if passage["row"] in units:
                yield _stored(passage, units[passage["row"]])

    def passage_ids(self, rows: Iterable[int]) -> list[str]:
        """Ids of passages by row."""
        wanted = sorted(set(rows))
        found: list[sqlite3.Row] = []
        for first in range(0, len(wanted), _MANY):
            some = wanted[first : first + _MANY]
            marks = ",".join("?" * len(some))
            sql = f"SELECT document_id, start, end FROM passages WHERE row IN ({marks})"
            found += self._rows(sql, some)
        return [f"{r[0]}:{r[1]}-{r[2]}" for r in found]

    def rows_of_ids(self, passage_ids: Iterable[str]) -> list[int | None]:
        """Rows of passages by id, None for those of documents held no longer."""
        wanted = list(passage_ids)
        found: dict[str, int] = {}
        for first in range(0, len(wanted), _MANY):
            some = list(map(_place_of, wanted[first : first + _MANY]))
            sql = (  # CROSS: each is looked up; otherwise every passage is read
                f"WITH wanted(id, first, last) AS (VALUES {','.join(['(?,?,?)'] * len(some))}) "
                "SELECT document_id, start, end, row FROM wanted CROSS JOIN passages "
                "ON document_id = id AND start = first AND end = last"
            )
            rows = self._rows(sql, [value for place in some for value in place])
            found |= {f"{r[0]}:{r[1]}-{r[2]}": int(r[3]) for r in rows}
        return [found.get(passage_id) for passage_id in wanted]

    def places(self) -> list[tuple[int, str | None, str | None, str | None]]:
        """Row, review, facet and provenance of each passage."""
        rows = self._rows("SELECT row, review_id, facet, provenance FROM passages")
        return [(row[0], row[1], row[2], row[3]) for row in rows]

    def encoded(self, key: bytes) -> tuple[int, int, int] | None:
        """Row and units (from, to) of a passage encoded from the same words; None: there is none.

        Of documents held no longer too: what they are encoded to is no different.
        """
        sql = "SELECT row, first_unit, last_unit FROM main.passages WHERE encoded = ?"
        rows = self._rows(sql, (key,))
        return (rows[0][0], rows[0][1], rows[0][2]) if rows else None

    def rows_where(self, condition: str, values: Sequence[object]) -> list[int]:
        """Rows of the passages that a condition of ours (never a user's text) selects."""
        return [r[0] for r in self._rows(f"SELECT row FROM passages WHERE {condition}", values)]

    def document_frequency(self, words: Iterable[str]) -> dict[str, int]:
        """In how many passages each term occurs."""
        found = dict.fromkeys(words, 0)
        marks = ",".join("?" * len(found))
        found |= {
            r[0]: r[1]
            for r in self._rows(f"SELECT * FROM terms WHERE term IN ({marks})", list(found))
        }
        return found

    def count_passages(self) -> int:
        """How many passages there are of documents that are held."""
        return self.counts().passages

    def count_written(self) -> int:
        """How many passages were written, of documents held no longer too."""
        return int(self._rows("SELECT count(*) FROM main.passages")[0][0])

    def ids(self) -> list[str]:
        """The documents that are held, sorted."""
        return [row[0] for row in self._rows("SELECT document_id FROM documents ORDER BY 1")]

    def counts(self) -> Counts:
        """How many documents, reviews and passages are held."""
        tables = ("documents", "reviews", "passages")
        return Counts(*(self._rows(f"SELECT count(*) FROM {t}")[0][0] for t in tables))

    def marks(self) -> dict[str, Marks]:
        """What each document is known by among others."""
        rows = self._rows("SELECT document_id, marks FROM documents")
        return {row[0]: np.frombuffer(row[1], dtype=np.uint64) for row in rows}


def _body(review: Review) -> str:
    """What is public of a review, and its nation, which ``reviews --json`` does not list."""
    return json.dumps(review.model_dump(mode="json") | {"nation": review.nation})


def _place_of(passage_id: str) -> tuple[str, int, int]:
    """Document, start and end of a passage, which its id is made of."""
    document_id, _, span = passage_id.rpartition(":")
    start, _, end = span.partition("-")
    return document_id, int(start), int(end)


def _stored(row: sqlite3.Row, units: Sequence[sqlite3.Row]) -> StoredPassage:
    lead_in: Span | None = None
    if row["lead_start"] is not None:
        lead_in = (row["lead_start"], row["lead_end"])
    chunk = Chunk(
        document_id=row["document_id"], review_id=row["review_id"], start=row["start"],
        end=row["end"], page=row["page"], headings=tuple(json.loads(row["headings"])),
        lead_in=lead_in, section=row["section"], facet=row["facet"],
        provenance=row["provenance"], audience=row["audience"],
        units=tuple(Unit(u["start"], u["end"], u["kind"], u["block"]) for u in units),
    )  # fmt: skip
    stems = tuple(tuple(u["stems"].split()) for u in units)
    return StoredPassage(row["row"], chunk, row["first_unit"], row["text"], row["lead_in"], stems)
