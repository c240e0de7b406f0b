"""Indexing: documents become passages in Chroma, BM25, sentence vectors and a catalogue."""
