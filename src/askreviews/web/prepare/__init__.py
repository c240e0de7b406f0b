"""The Prepare tab: from a topic, a review or what was kept to a session."""
