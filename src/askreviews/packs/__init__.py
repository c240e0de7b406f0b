"""Packs for trainers: cited learning turned into a briefing, slides, questions, an action plan.

``make`` builds a pack, ``model`` is what it is and how it is edited, ``export`` writes it.
"""
