"""What is taken away from answers: a conversation, a briefing, slides, a plan."""
