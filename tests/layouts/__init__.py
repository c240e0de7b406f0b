"""The starter digests laid out as real PDF, Word and web documents whose truth is known.

``content`` says what is to be found in each: every sentence, point and row with its heading
path, facet and review. ``word``, ``press`` and ``web`` set it in type the ways that documents
of this kind are set; ``score`` reads the result back and compares.
"""
