"""Answering: evidence becomes an answer, each sentence checked as it is shown."""
