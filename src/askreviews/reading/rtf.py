"""Rich text (RTF): paragraphs, headings, lists, tables, notes and text boxes.

The tokens are striprtf's; its own text is not used, since it keeps what was deleted or
hidden, drops notes and text boxes, writes addresses behind links, and parts cells with a
"|" that the text may hold as well.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from striprtf.striprtf import destinations

from askreviews.reading.common import fault
from askreviews.reading.raw import RawBlock, RawDocument
from askreviews.reading.rtf_blocks import Story
from askreviews.reading.rtf_tokens import Decoder, Token, tokens

_CHARACTERS = {
    **{"tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•"},
    **{"lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”"},
    **dict.fromkeys(("emspace", "enspace", "qmspace"), " "),
}
_BREAKS = ("par", "sect", "page")
_NOTES = ("footnote",)
_BOXES = ("shptxt", "dptxbxtext")
_MARKERS = ("listtext", "pntext")
# Groups that hold a text box or notes somewhere inside.
_AROUND = ("shp", "shpinst", "shpgrp", "do", "dptxbx")
_IGNORED = frozenset(destinations) - {*_NOTES, *_BOXES, *_AROUND, "g", "mr"}
_HALF = 0x10000
_OFF = 0


def read_rtf(path: Path) -> RawDocument:
    """Read a rich-text document, as shown with its changes accepted.

    Args:
        path: the file.

    Returns:
        Its blocks; text boxes and notes stand after the paragraph that holds them. In a
        document without headings a paragraph is a ``line``, whose kind is worked out later.
        Headers, footers, comments, pictures and hidden text are left out.

    Raises:
        ReadingError: it is cut short or no rich text.
    """
    reader = _Reader()
    for token in tokens(path.read_bytes().decode("latin-1")):
        reader.take(token)
    if not reader.ended:
        raise fault(path, "it is cut short", "save or download it again")
    blocks = reader.story.blocks()
    if not any(block.kind == "heading" for block in blocks):
        blocks = [_line(block) for block in blocks]
    return RawDocument(tuple(blocks), reader.story.title)


def _line(block: RawBlock) -> RawBlock:
    return replace(block, kind="line") if block.kind == "paragraph" else block


@dataclass(slots=True)
class _Group:
    """What holds inside a pair of braces."""

    goes_to: str = "text"  # or "nowhere", "fonts", "styles"
    skips: int = 1  # how many bytes stand for a Unicode character
    font: int | None = None
    bold: bool = False
    hidden: bool = False
    story: Story = field(default_factory=Story)
    closing: Callable[[Story], None] | None = None


class _Reader:
    """Follows the groups of a file and hands its text to the story that it belongs to."""

    def __init__(self) -> None:
        self.story = Story()
        self.ended = False
        self._decoder = Decoder()
        self._group = _Group(story=self.story)
        self._outer: list[_Group] = []
        self._octets = ""
        self._skip = 0
        self._starred = False
        self._style: int | None = None
        self._style_name = ""
        self._font = 0

    def take(self, token: Token) -> None:
        """Take one token."""
        if self.ended:
            return
        if token.kind != "bytes":
            self._decode()
        if token.kind == "bytes":
            self._octet(token.text)
        elif token.kind == "text":
            self._plain(token.text)
        elif token.kind == "word":
            self._word(token.text, token.number)
        elif token.kind == "open":
            self._outer.append(self._group)
            self._group = replace(self._group, closing=None)
        elif token.kind == "close":
            self._close()
        self._starred = token.kind == "star"

    def _close(self) -> None:
        self._skip = 0
        closed = self._group
        if not self._outer:
            self.ended = True
            return
        self._group = self._outer.pop()
        if closed.closing:
            closed.closing(closed.story)
        self.ended = not self._outer

    def _octet(self, octet: str) -> None:
        if self._skip:
            self._skip -= 1
        else:
            self._octets += octet

    def _decode(self) -> None:
        if self._octets:
            text, self._octets = self._octets, ""
            self._write(self._decoder.decode(text, self._group.font))

    def _plain(self, text: str) -> None:
        if self._skip and text:
            self._skip -= 1
        else:
            self._write(text)

    def _write(self, text: str) -> None:
        group = self._group
        if group.goes_to == "text" and not group.hidden:
            group.story.write(text, group.bold)
        elif group.goes_to == "styles":
            self._named(text)

    def _named(self, text: str) -> None:
        """Take a piece of a style's name, which a semicolon ends."""
        name, end, _ = text.partition(";")
        self._style_name += name
        if end:
            self.story.look.name_style(self._style or 0, self._style_name.strip())
            self._style, self._style_name = None, ""

    def _word(self, word: str, number: int | None) -> None:
        self._skip = 0
        group = self._group
        if word == "u":
            self._unicode(number)
        elif word == "uc":
            group.skips = max(number or 0, 0)
        elif word == "ansicpg":
            self._decoder.code_page(number)
        elif word in ("fonttbl", "stylesheet"):
            group.goes_to = "fonts" if word == "fonttbl" else "styles"
        elif group.goes_to == "fonts":
            self._font_word(word, number)
        elif group.goes_to == "styles":
            self._style_word(word, number)
        elif group.goes_to == "text":
            self._destination(word, number)

    def _destination(self, word: str, number: int | None) -> None:
        """Turn the text of a group to where its word says."""
        group = self._group
        if word in _NOTES or word in _BOXES:
            self._begin_story(word)
        elif word in _MARKERS:
            group.story.mark_item()
            group.goes_to = "nowhere"
        elif word in _IGNORED or (self._starred and word not in _AROUND):
            group.goes_to = "nowhere"
        else:
            self._text_word(word, number)

    def _unicode(self, number: int | None) -> None:
        if number is not None:
            self._write(chr(number % _HALF))
        self._skip = self._group.skips

    def _font_word(self, word: str, number: int | None) -> None:
        if word == "f" and number is not None:
            self._font = number
        elif word == "fcharset":
            self._decoder.font(self._font, number)

    def _style_word(self, word: str, number: int | None) -> None:
        if word == "s":
            self._style = number
        elif word in ("cs", "ds", "ts"):
            self._style = -1  # of characters, sections and tables, which tell nothing here

    def _begin_story(self, word: str) -> None:
        """Begin a note or a text box, which joins the paragraph around it when it closes."""
        around = self._group.story
        self._group.story = Story(around.look)
        self._group.goes_to = "text"
        self._group.closing = around.add_note if word in _NOTES else around.add_box

    def _text_word(self, word: str, number: int | None) -> None:
        group = self._group
        if word in _CHARACTERS:
            self._write(_CHARACTERS[word])
        elif word in _BREAKS:
            group.story.end_paragraph()
        elif word == "f":
            group.font = number
        elif word == "plain":
            group.bold = group.hidden = False
        elif word == "b":
            group.bold = number != _OFF
        elif word in ("v", "deleted"):
            group.hidden = number != _OFF
        else:
            group.story.set(word, number)
