"""PDF by way of LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from askreviews.errors import AskReviewsError

_WITHIN_S = 120


def libreoffice() -> str | None:
    """The command that starts LibreOffice; None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def pdf_bytes(content: bytes, suffix: str = ".docx") -> bytes:
    """A Word document or a deck as PDF.

    Raises:
        AskReviewsError: LibreOffice is not installed, or could not convert it.
    """
    command = libreoffice()
    if command is None:
        raise AskReviewsError(
            "A PDF is made by LibreOffice, which is not installed; name a .docx file instead."
        )
    with TemporaryDirectory() as name:
        folder = Path(name)
        source = folder / f"pack{suffix}"
        source.write_bytes(content)
        # A profile of its own: LibreOffice hands the work to an instance that is already open.
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        asked = [command, profile, "--headless", "--convert-to", "pdf", "--outdir", name]
        try:
            subprocess.run(
                [*asked, str(source)], check=False, capture_output=True, timeout=_WITHIN_S
            )
            return source.with_suffix(".pdf").read_bytes()
        except (OSError, subprocess.TimeoutExpired) as error:
            raise AskReviewsError(
                "LibreOffice could not make the PDF; name a .docx file instead and print that."
            ) from error
