"""Answers put into words by a language model, of which only checked sentences are shown.

Nothing of this is imported where no model is configured.
"""
