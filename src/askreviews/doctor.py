"""What an operator asks first: is everything in place, and if not, what to do."""

from __future__ import annotations

import importlib.metadata
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from askreviews.answering.writing import writer_of
from askreviews.errors import AskReviewsError
from askreviews.indexing.chroma_server import ChromaServer
from askreviews.indexing.contexts import is_on_server
from askreviews.indexing.embedding import Encoder
from askreviews.indexing.generations import current_name, read_manifest
from askreviews.indexing.index import Index
from askreviews.indexing.sealed import changed
from askreviews.indexing.segment import Segment
from askreviews.indexing.sharing import lacking_of
from askreviews.reading import fingerprint
from askreviews.reading.isolated import Reader
from askreviews.reading.limits import Limits
from askreviews.settings import Settings

_PACKAGES = ("llama-index-core", "chromadb", "sentence-transformers", "gradio", "torch")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, and whether it is as it should be."""

    ok: bool
    text: str


def examine(settings: Settings) -> list[Finding]:
    """Look at the packages, the model, the process that reads, the corpus and the index."""
    return [
        *_packages(), _model(settings), *_language_model(settings), *_vector_server(settings),
        _reader(settings), _corpus(settings), *_index(settings),
    ]  # fmt: skip


def _packages() -> Iterator[Finding]:
    for name in _PACKAGES:
        try:
            yield Finding(True, f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            yield Finding(False, f"{name} is not installed; run 'make setup'.")


def _model(settings: Settings) -> Finding:
    try:
        stamp = Encoder(settings.embedding_model).stamp
    except AskReviewsError as error:
        return Finding(False, str(error))
    return Finding(True, f"embedding model {stamp.name}, weights {stamp.sha256[:12]}…")


def _language_model(settings: Settings) -> Iterator[Finding]:
    """What is configured, without asking it anything; nothing where nothing is."""
    try:
        model = settings.language_model()
        writer_of(settings, Encoder(settings.embedding_model))
    except AskReviewsError as error:
        yield Finding(False, str(error))
        return
    if model:
        where = "not on this machine" if model.remote else "on this machine"
        yield Finding(True, f"language model {model.name} at {model.host}, {where}")


def _vector_server(settings: Settings) -> Iterator[Finding]:
    """The Chroma server that is set, and whether it has all that it should search."""
    try:
        server = ChromaServer.of(settings)
    except AskReviewsError as error:
        yield Finding(False, str(error))
        return
    if server is None:
        return
    place = server.place
    where = "not on this machine" if place.remote else "on this machine"
    open_to_see = "" if place.encrypted or not place.remote else ", not encrypted on the way"
    named = f"Chroma server at {place.host}, {where}{open_to_see}"
    try:
        server.check()
        manifest = read_manifest(settings.index) if current_name(settings.index) else None
        lacking = lacking_of(settings.index, manifest, server) if manifest else []
    except AskReviewsError as error:
        yield Finding(False, f"{named}: {error}")
    else:
        told = f"; it lacks segment {', '.join(lacking)}: run 'askreviews index'" if lacking else ""
        yield Finding(not lacking, f"{named}{told}")
    finally:
        server.close()


def _reader(settings: Settings) -> Finding:
    limits = Limits.of(settings)
    try:
        with Reader(limits) as reader:
            reader.start()
    except AskReviewsError as error:
        return Finding(False, str(error))
    allowed = f"{limits.max_pages:,} pages, {limits.max_seconds} s, {limits.max_mb:,} MB of memory"
    return Finding(True, f"files are read in a process apart; most allowed for one: {allowed}")


def _corpus(settings: Settings) -> Finding:
    from askreviews.indexing.files import files_of

    try:
        files, unknown = files_of(settings.corpus)
    except AskReviewsError as error:
        return Finding(False, str(error))
    passed = f"; passed over: {' '.join(unknown)}" if unknown else ""
    return Finding(bool(files), f"{len(files)} documents in {settings.corpus}{passed}")


def _index(settings: Settings) -> Iterator[Finding]:
    try:
        server = ChromaServer.of(settings)
        index = Index.open(settings.index, Encoder(settings.embedding_model), server=server)
    except AskReviewsError as error:
        yield Finding(False, str(error))
        return
    m = index.manifest
    yield Finding(
        True,
        f"index generation {m.generation}: {m.documents} documents, {m.reviews} reviews, "
        f"{m.passages} passages, {len(m.segments)} segment(s)",
    )
    yield from _segments(index)
    yield _fresh(settings, index)
    yield from _cleaned(index)


def _segments(index: Index) -> Iterator[Finding]:
    """Each segment with what it holds, what is hidden in it, and its size on the disk."""
    for segment in index.segments:
        held = segment.catalogue.counts()
        size = sum(path.stat().st_size for path in segment.folder.rglob("*") if path.is_file())
        buried = f", {len(segment.dead)} removed and not yet merged away" if segment.dead else ""
        yield Finding(
            True,
            f"segment {segment.folder.name}: {held.documents} documents, {held.passages} "
            f"passages{buried}, {size / 1e6:.1f} MB",
        )
        yield from _faults(index, segment)
    for copy, original in sorted(index.manifest.duplicates.items()):
        yield Finding(True, f"{copy} says the same as {original}")


def _faults(index: Index, segment: Segment) -> Iterator[Finding]:
    """What of a segment is not as it was written, by its hashes and by what Chroma finds in it."""
    rebuild = f"rebuild it with 'askreviews index --rebuild --index {index.folder}'."
    wrong = [*changed(segment.folder)]
    if wrong:
        files = ", ".join(wrong)
        yield Finding(False, f"{files} of segment {segment.folder.name} was changed; {rebuild}")
    if is_on_server(segment.folder):
        return
    try:
        held, written = segment.collection.count(), segment.catalogue.count_written()
    except AskReviewsError as error:
        yield Finding(False, str(error))
        return
    if held != written:
        yield Finding(
            False,
            f"Chroma holds {held} of the {written} passages of {segment.folder.name}; {rebuild}",
        )


def _fresh(settings: Settings, index: Index) -> Finding:
    from askreviews.indexing.files import files_of

    records = map(index.document, index.document_ids)
    held = {r.document_id: (r.source_sha256, r.sidecar_sha256) for r in records}
    try:
        files, _ = files_of(settings.corpus)
    except AskReviewsError as error:
        return Finding(False, str(error))
    stale = [d for d, path in files.items() if held.get(d) != fingerprint(path)]
    gone = sorted(set(held) - set(files))
    if stale or gone:
        changed = ", ".join([*stale, *gone][:5])
        return Finding(
            False, f"the index is behind the corpus ({changed}); run 'askreviews index'."
        )
    return Finding(True, "the index is up to date with the corpus")


def _cleaned(index: Index) -> Iterator[Finding]:
    """What was taken out at reading, by kind and file; never the value."""
    for document_id in index.document_ids:
        removed = Counter(index.document(document_id).removed)
        if removed:
            counts = ", ".join(f"{kind}: {count}" for kind, count in sorted(removed.items()))
            yield Finding(True, f"{document_id}: taken out at reading: {counts}")
