"""What is taken away from answers: a conversation, a briefing, slides, a plan.

A conversation is ``take_away`` and ``transcript``. A trainer's pack is built by ``make``;
``model`` is what it is and how it is edited, ``export`` writes it.
"""
