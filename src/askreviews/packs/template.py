"""A partnership's own look: a folder with ``pack.docx`` and ``pack.pptx``, either or both."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from askreviews.errors import AskReviewsError

if TYPE_CHECKING:
    from docx.document import Document
    from pptx.presentation import Presentation

WORD, SLIDES = "pack.docx", "pack.pptx"


@dataclass(frozen=True)
class Template:
    """The files that a pack is written on; None for our own plain look."""

    folder: Path | None = None

    @classmethod
    def of(cls, folder: Path | None) -> Template:
        """Look into a folder.

        Raises:
            AskReviewsError: it is no folder, or holds neither file.
        """
        if folder is not None and not any((folder / name).is_file() for name in (WORD, SLIDES)):
            raise AskReviewsError(
                f"The template folder {folder} holds neither {WORD} nor {SLIDES}."
            )
        return cls(folder)

    def word(self) -> Document | None:
        """The Word document to write on, emptied of its text; its headers and styles stay.

        Raises:
            AskReviewsError: it is not a Word document.
        """
        path = self._file(WORD)
        if path is None:
            return None
        import docx

        try:
            document = docx.Document(str(path))
        except Exception as error:  # whatever a damaged archive makes the library raise
            raise AskReviewsError(f"{path} is not a Word document; save it as .docx.") from error
        body: Any = document.element.body
        for element in list(body):
            if not element.tag.endswith("}sectPr"):
                body.remove(element)
        missing = [name for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Table Grid")
                   if name not in [style.name for style in document.styles]]  # fmt: skip
        if missing:
            raise AskReviewsError(f"{path} has no style {missing[0]!r}; use it once and save.")
        return document

    def slides(self) -> Presentation | None:
        """The deck to write on, emptied of its slides.

        Raises:
            AskReviewsError: it is not a PowerPoint deck.
        """
        path = self._file(SLIDES)
        if path is None:
            return None
        import pptx

        try:
            deck = pptx.Presentation(str(path))
        except Exception as error:  # whatever a damaged archive makes the library raise
            raise AskReviewsError(f"{path} is not a PowerPoint deck; save it as .pptx.") from error
        listed: Any = deck.slides._sldIdLst
        for slide in list(listed):
            deck.part.drop_rel(slide.rId)
            listed.remove(slide)
        return deck

    def _file(self, name: str) -> Path | None:
        path = self.folder / name if self.folder else None
        return path if path and path.is_file() else None
