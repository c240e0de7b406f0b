"""The lock that everybody who calls PDFium holds: it must not be called from two threads."""

from __future__ import annotations

import threading

PDFIUM = threading.Lock()
