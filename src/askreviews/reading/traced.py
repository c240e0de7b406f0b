"""Text whose every character remembers where it came from, through all that is done to it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

NOWHERE = -1  # the place of a character that we put in


@dataclass(frozen=True, slots=True)
class Traced:
    """A text and, for each character, the number of its place in the source.

    ``places`` is ``None`` where the format has no places (Word, the web): nothing is then
    traced, and nothing is spent on it.
    """

    text: str
    places: tuple[int, ...] | None = None

    def __bool__(self) -> bool:
        """Whether there is any text."""
        return bool(self.text)

    def __getitem__(self, part: slice) -> Traced:
        return Traced(self.text[part], None if self.places is None else self.places[part])

    def strip(self, characters: str | None = None) -> Traced:
        """Return the text without these characters, or white space, at its ends."""
        start = len(self.text) - len(self.text.lstrip(characters))
        return self[start : max(start, len(self.text.rstrip(characters)))]

    def sub(
        self, pattern: re.Pattern[str], replacement: str | Callable[[re.Match[str]], str]
    ) -> tuple[Traced, int]:
        """Replace what a pattern finds, as ``re.subn`` does; what is put in has no place.

        A replacement that is equal to what it replaces leaves it as it stands.
        """
        new = _expander(replacement)
        parts: list[Traced] = []
        end = count = 0
        for match in pattern.finditer(self.text):
            put = new(match)
            if put == match.group():
                continue
            parts += (self[end : match.start()], Traced(put))
            end = match.end()
            count += 1
        return (joined([*parts, self[end:]]), count) if parts else (self, 0)


def _expander(replacement: str | Callable[[re.Match[str]], str]) -> Callable[[re.Match[str]], str]:
    if callable(replacement):
        return replacement
    if "\\" in replacement:
        return lambda match: match.expand(replacement)
    return lambda _: replacement


def joined(parts: Iterable[Traced], glue: str = "") -> Traced:
    """Put texts together with something between them."""
    listed = list(parts)
    text = glue.join(part.text for part in listed)
    if all(part.places is None for part in listed):
        return Traced(text)
    between = (NOWHERE,) * len(glue)
    places: list[int] = []
    for number, part in enumerate(listed):
        if number:
            places += between
        places += (NOWHERE,) * len(part.text) if part.places is None else part.places
    return Traced(text, tuple(places))
