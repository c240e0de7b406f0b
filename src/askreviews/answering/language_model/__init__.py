"""A language model on a leash: what it writes is shown a sentence at a time, each one checked.

Nothing of this is imported where no model is configured.
"""
