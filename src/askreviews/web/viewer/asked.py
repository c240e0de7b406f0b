"""What an address asks to see, checked: it may come from anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from askreviews.types import Span

_MOST = 400  # marks; a list over a whole catalogue has fewer
_NUMBER = re.compile(r"[0-9]{1,6}")
_SPANS = re.compile(rf"[0-9]{{1,9}}-[0-9]{{1,9}}(?:,[0-9]{{1,9}}-[0-9]{{1,9}}){{0,{_MOST - 1}}}")


@dataclass(frozen=True, slots=True)
class Asked:
    """A document, the spans to mark in it, which of them is the current one, and a page.

    ``page`` is ``None`` where it is to be that of the current mark.
    """

    document_id: str
    spans: tuple[Span, ...] = ()
    at: int = 0
    page: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Asked | None:
        """Read a query; ``None`` where it cannot be one of ours."""
        document_id, spans = query.get("document", ""), query.get("spans", "")
        at, page = query.get("at") or "0", query.get("page")
        if spans and not _SPANS.fullmatch(spans):
            return None
        if not all(_NUMBER.fullmatch(number) for number in (at, page or "0")):
            return None
        found = tuple(_span(part) for part in spans.split(",")) if spans else ()
        last = max(0, len(found) - 1)
        return cls(document_id, found, min(int(at), last), int(page) if page else None)


def _span(text: str) -> Span:
    start, end = text.split("-")
    return int(start), int(end)
