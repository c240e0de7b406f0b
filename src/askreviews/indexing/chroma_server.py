"""A Chroma server that searches passages for several machines, by its HTTP interface (v2).

A segment is one collection of its own, named by the segment, of vectors numbered by row: no word
of a document is sent. It is filled under another name and renamed when it is whole, so that a
collection of a segment's name always holds all of it. Spoken with by httpx: Chroma's own client
sets no limit on time, nor can it be given one.

It goes to the address that the operator set and nowhere else: redirects are not followed, and a
proxy of the environment is used for an address off this machine only.
"""

from __future__ import annotations

import json
import time
from base64 import b64encode
from collections.abc import Callable
from typing import Any

import httpx
import numpy as np
from numpy.typing import NDArray

from askreviews.errors import IndexingError
from askreviews.indexing.breaker import Breaker
from askreviews.indexing.embedding import Vectors
from askreviews.settings import Settings
from askreviews.types import VectorServer

_COLLECTIONS = "tenants/default_tenant/databases/default_database/collections"
_BATCH = 1000
_WRITE_S, _LOOK_S = 120.0, 10.0
_PING_S = 1.0
_MISSING = 404
_NOT_CHROMA = "what it answered is not Chroma's"


class VectorsAwayError(Exception):
    """No search by meaning just now; the message says why. Not an error that a reader meets."""


class _MissingError(Exception):
    """The server is there and has no such collection, or not all of it."""


class ChromaServer:
    """Searches and keeps collections at one address. Safe to share between threads."""

    def __init__(
        self, url: str, place: VectorServer, header: dict[str, str], limit_s: float
    ) -> None:
        self.place = place
        self._limit_s = limit_s
        self._ids: dict[str, str] = {}
        self._breaker = Breaker(f"The Chroma server at {place.host}")
        self._http = httpx.Client(
            base_url=f"{url.rstrip('/')}/api/v2/",
            headers=header,
            trust_env=place.remote,
            follow_redirects=False,
        )

    @classmethod
    def of(cls, settings: Settings) -> ChromaServer | None:
        """The server that is set; ``None``: vectors lie in the index.

        Raises:
            AskReviewsError: it is on another machine and that was not allowed, or its header
                cannot be read.
        """
        place = settings.vector_server()
        if place is None:
            return None
        header = settings.chroma_header()
        return cls(settings.chroma_url, place, header, settings.chroma_timeout)

    @property
    def away(self) -> str | None:
        """Why it isn't used just now; ``None``: it is, as far as is known."""
        return self._breaker.reason

    def look(self) -> str | None:
        """The same, having asked it."""
        if self.away is None:
            try:
                self._ping()
            except (httpx.HTTPError, ValueError, _MissingError) as error:
                self._trip(error, self._ping)
        return self.away

    def close(self) -> None:
        """Let its connections go."""
        self._breaker.close()
        self._http.close()

    def nearest(self, name: str, question: Vectors, limit: int, written: int) -> dict[int, float]:
        """Cosines by row of the passages of a segment that are nearest to a question.

        Args:
            name: the segment.
            question: its vector, of shape (d,).
            limit: how many.
            written: how many passages the segment has.

        Raises:
            VectorsAwayError: the server is away, too slow, or has not the segment.
        """
        if self.away:
            raise VectorsAwayError(self.away)
        try:
            return self._search(name, question, limit, written)
        except _MissingError as error:
            raise VectorsAwayError(str(error)) from error
        except (httpx.HTTPError, ValueError, KeyError, TypeError) as error:
            self._trip(error, lambda: self._attempt(name, question, limit, written))
            raise VectorsAwayError(self.away or "it did not answer") from error

    def check(self) -> None:
        """See that it can be written to.

        Raises:
            IndexingError: it does not answer; nothing has been changed.
        """
        if not _is_alive(self._made("GET", "heartbeat")):
            raise self._failed(_NOT_CHROMA)

    def holds(self, name: str, written: int) -> bool:
        """Whether it has all of a segment.

        Raises:
            IndexingError: it does not answer.
        """
        found = self._told_write("GET", f"{_COLLECTIONS}/{_collection(name)}")
        if found is None:
            return False
        return bool(self._told_write("GET", f"{_COLLECTIONS}/{found['id']}/count") == written)

    def put(self, name: str, vectors: NDArray[np.floating]) -> None:
        """Make a segment's collection, of vectors of shape (passages, d), whole or not at all.

        Raises:
            IndexingError: the server does not answer, or did not keep them all.
        """
        part = f"{_collection(name)}-part"
        self._told_write("DELETE", f"{_COLLECTIONS}/{part}")
        asked = {"name": part, "configuration": {"hnsw": {"space": "cosine"}}}
        collection = f"{_COLLECTIONS}/{self._made('POST', _COLLECTIONS, asked)['id']}"
        for first in range(0, len(vectors), _BATCH):
            some = np.asarray(vectors[first : first + _BATCH], "<f4")
            rows = [str(row) for row in range(first, first + len(some))]
            packed = [b64encode(vector.tobytes()).decode() for vector in some]
            self._made("POST", f"{collection}/add", {"ids": rows, "embeddings": packed})
        if self._made("GET", f"{collection}/count") != len(vectors):
            raise self._failed("it did not keep all that it was given")
        self._told_write("DELETE", f"{_COLLECTIONS}/{_collection(name)}")
        self._made("PUT", collection, {"new_name": _collection(name)})

    def drop(self, name: str) -> None:
        """Delete a segment's collection, half-filled too, where there is one.

        Raises:
            IndexingError: the server does not answer.
        """
        self._ids.pop(name, None)
        for held in (_collection(name), f"{_collection(name)}-part"):
            self._told_write("DELETE", f"{_COLLECTIONS}/{held}")

    def _attempt(self, name: str, question: Vectors, limit: int, written: int) -> None:
        """What failed, once more; that the segment was merged away meanwhile is no fault."""
        try:
            self._search(name, question, limit, written)
        except _MissingError:
            return

    def _trip(self, error: Exception, attempt: Callable[[], None]) -> None:
        self._ids.clear()  # what comes back is looked at anew
        self._breaker.trip(_told(error, self._limit_s), attempt)

    def _search(self, name: str, question: Vectors, limit: int, written: int) -> dict[int, float]:
        collection = self._ids.get(name) or self._whole(name, written)
        asked: dict[str, Any] = {
            "query_embeddings": [question.tolist()], "n_results": limit, "include": ["distances"],
        }  # fmt: skip
        try:
            found = self._ask("POST", f"{_COLLECTIONS}/{collection}/query", asked)
        except _MissingError:
            self._ids.pop(name, None)
            raise
        numbers, distances = found["ids"][0], found["distances"][0]
        pairs = zip(map(int, numbers), map(float, distances), strict=True)
        cosines = {row: 1 - distance for row, distance in pairs if 0 <= row < written}
        if not cosines or not np.isfinite(list(cosines.values())).all():
            raise ValueError("a reply without passages")
        return cosines

    def _whole(self, name: str, written: int) -> str:
        """The id of a segment's collection, which has all its passages."""
        collection = str(self._ask("GET", f"{_COLLECTIONS}/{_collection(name)}")["id"])
        if self._ask("GET", f"{_COLLECTIONS}/{collection}/count") != written:
            raise _MissingError(f"it does not hold all of segment {name}")
        self._ids[name] = collection
        return collection

    def _ping(self) -> None:
        if not _is_alive(self._ask("GET", "heartbeat", within=min(_PING_S, self._limit_s))):
            raise ValueError(_NOT_CHROMA)

    def _ask(self, method: str, path: str, body: Any = None, within: float = 0.0) -> Any:
        """What the server answers; a reply that drips does not outlast the limit by far.

        Raises:
            _MissingError: 404.
            httpx.HTTPError: it isn't there, is too slow, or answers with another error.
            ValueError: what it answers is no JSON.
        """
        within = within or self._limit_s
        until = time.monotonic() + within
        with self._http.stream(method, path, json=body, timeout=within) as response:
            pieces = []
            for piece in response.iter_bytes():
                pieces.append(piece)
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("too slow", request=response.request)
        if response.status_code == _MISSING:
            raise _MissingError("it does not hold what was asked for")
        if not response.is_success:
            words = f"HTTP {response.status_code}"
            raise httpx.HTTPStatusError(words, request=response.request, response=response)
        return json.loads(b"".join(pieces))

    def _made(self, method: str, path: str, body: Any = None) -> Any:
        answered = self._told_write(method, path, body)
        if answered is None:
            raise self._failed("what it was given has gone")
        return answered

    def _told_write(self, method: str, path: str, body: Any = None) -> Any:
        """What it answers to whoever writes; ``None``: it has no such collection."""
        within = _WRITE_S if body else max(self._limit_s, _LOOK_S)
        try:
            return self._ask(method, path, body, within)
        except _MissingError:
            return None
        except (httpx.HTTPError, ValueError) as error:
            raise self._failed(_told(error, within)) from error

    def _failed(self, why: str) -> IndexingError:
        return IndexingError(
            f"The Chroma server at {self.place.host} cannot be written to ({why}); start it, or "
            "correct ASKREVIEWS_CHROMA_URL, and try again (the index is as it was)."
        )


def _is_alive(answered: Any) -> bool:
    return isinstance(answered, dict) and "nanosecond heartbeat" in answered


def _collection(name: str) -> str:
    return f"askreviews-{name}"


def _told(error: Exception, within: float) -> str:
    """What happened, without a word of what was asked."""
    if isinstance(error, httpx.TimeoutException):
        return f"no answer within {within:g} s"
    if isinstance(error, httpx.HTTPStatusError):
        status = error.response.status_code
        refused = status in (401, 403)
        return f"HTTP {status}" + (": it wants another header" if refused else "")
    if isinstance(error, httpx.TransportError):
        return "nobody answers there"
    return _NOT_CHROMA
