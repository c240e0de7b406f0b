"""LibreOffice, which turns the Word documents into PDF as people do."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

PROGRAM = shutil.which("soffice")
_AT_ONCE = 40


def to_pdf(documents: list[Path], folder: Path) -> list[Path]:
    """Convert documents; gives the PDFs in their order.

    Raises:
        RuntimeError: LibreOffice is not installed, or left a document out.
    """
    if PROGRAM is None:
        raise RuntimeError("LibreOffice is not installed: apt-get install libreoffice-writer")
    profile = folder / "profile"
    for first in range(0, len(documents), _AT_ONCE):
        subprocess.run(
            [PROGRAM, f"-env:UserInstallation={profile.resolve().as_uri()}", "--headless",
             "--convert-to", "pdf", "--outdir", str(folder), *documents[first : first + _AT_ONCE]],
            check=True, capture_output=True, timeout=300,
        )  # fmt: skip
    made = [folder / f"{document.stem}.pdf" for document in documents]
    missing = [pdf.name for pdf in made if not pdf.exists()]
    if missing:
        raise RuntimeError(f"LibreOffice made no {', '.join(missing)}")
    return made
