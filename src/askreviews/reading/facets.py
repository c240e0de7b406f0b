"""What a heading or a lead-in says of the text under it: facet, audience, provenance."""

from __future__ import annotations

import re

from askreviews.types import Audience, Facet, Provenance

# First match wins, so that "themes shared with national reviews" and "questions about the
# findings" come before the plain words in them.
_FACETS: tuple[tuple[Facet, str], ...] = (
    ("question", r"questions? (?:to|for)\b|for discussion|discussion points|^questions?\b"),
    (
        "resource",
        r"\bresources?\b|further (?:reading|information)|did you know|useful links|"
        r"\breferences\b|where to (?:find|read)|sources?$|read (?:full|practice|the)",
    ),
    ("good_practice", r"good practice|strengths?\b|what (?:went|worked) well|positive practice"),
    (
        "recommendation",
        r"recommend|what (?:to do|should happen|you can do|practitioners can do)|"
        r"if you do one thing|implementing change|next steps",
    ),
    ("action", r"action plan|actions? (?:taken|initiated|agreed|begun)|\bactions\b"),
    (
        "finding",
        r"finding|learning|lessons?|themes?|key (?:messages?|points?)|what (?:was|we) "
        r"(?:found|learn)|analysis|safeguarding concerns",
    ),
    (
        "definition",
        r"^what (?:is|are)\b|^about (?:the|rapid|this)\b|definition|glossary|meaning|stands? for|"
        r"in brief|what it is",
    ),
    (
        "background",
        r"background|introduction|incident|what happened|the (?:family|case|child|review)$|"
        r"context|summary of (?:the )?case|why (?:it|the|this)",
    ),
)
_ANNOUNCES = re.compile(
    r"(?:the |key |main |other |further |following |these |some )*"
    r"(?P<thing>learning|lessons?|findings?|themes?|recommendations?|actions?|questions?|"
    r"strengths?|good practice|resources?|background|did you know)\b",
    re.I,
)
_COMPILED = [(facet, re.compile(pattern, re.I)) for facet, pattern in _FACETS]
_LEARNING = (
    r"(?:thematic |practice |serious )*(?:reviews?|cases?|learning|findings?|reports?|themes?)"
)
_NATIONAL = re.compile(rf"\bnational(?:ly\b|(?: and local)? {_LEARNING})", re.I)
_LOCAL = re.compile(
    rf"\blocal(?:ly (?:reviewed|held)|(?: and national)? {_LEARNING})|\bother \w+ case reviews",
    re.I,
)
_AUDIENCE: tuple[tuple[Audience, re.Pattern[str]], ...] = (
    ("practitioner", re.compile(r"\bpractitioners?\b|\bfor (?:staff|you)\b", re.I)),
    ("manager", re.compile(r"\bmanagers?\b|\bleaders\b", re.I)),
    ("system", re.compile(r"\b(?:for|safeguarding) (?:the )?(?:safeguarding )?system\b", re.I)),
)
_NO_RECOMMENDATIONS = re.compile(r"\b(?:makes?|made|contains?|with) no recommendations", re.I)


def facet_of(heading: str) -> Facet | None:
    """The facet that a heading or lead-in announces; None where it announces none."""
    if _NO_RECOMMENDATIONS.search(heading):
        return "action"
    return next((facet for facet, pattern in _COMPILED if pattern.search(heading)), None)


def provenance_of(text: str) -> Provenance | None:
    """Local or national, where the text says so; None where it says neither, or both."""
    national, local = bool(_NATIONAL.search(text)), bool(_LOCAL.search(text))
    if national == local:
        return None
    return "national" if national else "local"


def audience_of(heading: str) -> Audience | None:
    """Whom the text under a heading is for; the first named where it names several."""
    return next((audience for audience, pattern in _AUDIENCE if pattern.search(heading)), None)


def announced(lead_in: str) -> Facet | None:
    """The facet of what a lead-in opens by naming ("Learning includes:").

    Other sentences before a list only mention things ("These steps follow good practice:").
    """
    if _NO_RECOMMENDATIONS.search(lead_in):
        return facet_of(lead_in)
    named = _ANNOUNCES.match(lead_in)
    return facet_of(named["thing"]) if named else None


def announces_absence(lead_in: str) -> bool:
    """Whether a lead-in says that there are no recommendations, which is an answer."""
    return bool(_NO_RECOMMENDATIONS.search(lead_in))
