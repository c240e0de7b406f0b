"""Backups: one file with the documents, the index and what people left, checked by its hashes."""
