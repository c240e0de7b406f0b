"""Files that Gradio has received: taken over by whoever they are for, and nothing left of them."""

from __future__ import annotations

import contextlib
import shutil
from pathlib import Path

from gradio.utils import get_upload_folder

from askreviews.errors import AskReviewsError


def take(received: str, target: Path) -> None:
    """Move a received file to a folder of ours.

    Its path comes from the browser, so nothing but what lies where Gradio puts uploads, each in
    a folder of its own, is touched.

    Raises:
        AskReviewsError: there is no such upload.
    """
    path = Path(received).resolve()
    if path.parents[1:2] != (Path(get_upload_folder()).resolve(),) or not path.is_file():
        raise AskReviewsError(f"{target.name}: it did not arrive whole; choose it again.")
    shutil.move(path, target)
    forget(path)


def forget(received: Path) -> None:
    """Leave nothing of a received file."""
    received.unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        received.parent.rmdir()  # Gradio made it for this file
