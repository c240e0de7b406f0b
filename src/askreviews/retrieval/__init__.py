"""Retrieval: a question becomes ranked evidence."""
