"""The Ask tab: a conversation with the reviews, its sources beside it."""
