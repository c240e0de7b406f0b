"""A pack to a file: the format by the file's ending, and nothing half-written."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from askreviews.errors import AskReviewsError
from askreviews.packs.model import Pack
from askreviews.packs.template import Template


def _docx(pack: Pack, template: Template) -> bytes:
    from askreviews.packs.word import word_bytes

    return word_bytes(pack, template)


def _pptx(pack: Pack, template: Template) -> bytes:
    from askreviews.packs.slides import slides_bytes

    return slides_bytes(pack, template)


def _pdf(pack: Pack, template: Template) -> bytes:
    from askreviews.packs.pdf import pdf_bytes

    return pdf_bytes(_docx(pack, template))


def _md(pack: Pack, _: Template) -> bytes:
    from askreviews.packs.markdown import markdown_text

    return markdown_text(pack).encode()


def _csv(pack: Pack, _: Template) -> bytes:
    from askreviews.packs.sheets import csv_bytes

    return csv_bytes(pack)


def _xlsx(pack: Pack, _: Template) -> bytes:
    from askreviews.packs.sheets import xlsx_bytes

    return xlsx_bytes(pack)


_FORMATS: dict[str, Callable[[Pack, Template], bytes]] = {
    ".docx": _docx, ".pptx": _pptx, ".md": _md, ".csv": _csv, ".xlsx": _xlsx, ".pdf": _pdf,
}  # fmt: skip
FORMATS = tuple(_FORMATS)


def check_path(path: Path) -> None:
    """See that a pack can be written to a file, before the work of making one.

    Raises:
        AskReviewsError: its ending is none of the formats, or it can't be written there.
    """
    if path.suffix.lower() not in _FORMATS:
        raise AskReviewsError(
            f"{path} has no ending that a pack can be written in; use one of {', '.join(FORMATS)}."
        )
    if path.suffix.lower() == ".pdf":
        from askreviews.packs.pdf import libreoffice

        if libreoffice() is None:
            raise AskReviewsError(
                "A PDF is made by LibreOffice, which is not installed; name a .docx file instead."
            )
    _check_writable(path)


def pack_bytes(pack: Pack, suffix: str, template: Template | None = None) -> bytes:
    """A pack in the format of an ending such as ``.docx``.

    Raises:
        AskReviewsError: the template is damaged, or LibreOffice is missing.
    """
    return _FORMATS[suffix.lower()](pack, template or Template())


def write_whole(files: dict[Path, bytes]) -> None:
    """Write files, each beside its place first and then moved there, so that none is in part.

    Raises:
        AskReviewsError: one can't be written; those that were there before are as they were.
    """
    for path in files:
        _check_writable(path)
    beside: list[tuple[Path, Path]] = []
    try:
        for path, content in files.items():
            handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
            beside.append((Path(name), path))
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(name).chmod(0o644)
        for temporary, path in beside:
            temporary.replace(path)
    except OSError as error:
        raise AskReviewsError(_refusal(path, error.strerror or "")) from error
    finally:
        for temporary, _ in beside:
            temporary.unlink(missing_ok=True)


def _check_writable(path: Path) -> None:
    if not path.parent.is_dir():
        raise AskReviewsError(_refusal(path, "there is no such folder"))
    if path.is_dir():
        raise AskReviewsError(_refusal(path, "it is a folder"))
    if not os.access(path if path.exists() else path.parent, os.W_OK):
        raise AskReviewsError(_refusal(path, "permission denied"))


def _refusal(path: Path, why: str) -> str:
    return f"{path} cannot be written ({why.lower()}); name another file."
