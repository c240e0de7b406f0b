"""Commands that are killed in the middle of their work, and what is left of the collection then."""
