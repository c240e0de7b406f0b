"""The address at which a view of a document opens: ``#view=document&spans=10-20,30-40&at=0``."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import quote

from askreviews.types import Span


def view_address(document_id: str, spans: Sequence[Span], at: int = 0) -> str:
    """Return the fragment that opens a document with spans marked, percent-encoded.

    It is not escaped for HTML: that is for whoever puts it into an attribute.

    Args:
        document_id: of a document that is held.
        spans: characters of its stored text, in the order in which they are stepped through;
            none opens its beginning.
        at: which of them is shown first, from 0.
    """
    marks = ",".join(f"{start}-{end}" for start, end in spans)
    document = quote(document_id, safe="", errors="replace")
    return f"#view={document}&spans={marks}&at={at}"
