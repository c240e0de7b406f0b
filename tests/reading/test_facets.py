"""What headings and lead-ins say of the text under them."""

import pytest

from askreviews.reading.facets import (
    announced,
    announces_absence,
    audience_of,
    facet_of,
    provenance_of,
)


@pytest.mark.parametrize(
    ("heading", "facet"),
    [
        ("Questions to consider with your team", "question"),
        ("Questions about the findings for discussion", "question"),
        ("Resources", "resource"),
        ("Did you know?", "resource"),
        ("Where to read more: sources", "resource"),
        ("Good practice", "good_practice"),
        ("Strengths in the work of the school", "good_practice"),
        ("What went well", "good_practice"),
        ("Recommendations include:", "recommendation"),
        ("07 Implementing Change", "recommendation"),
        ("If you do one thing", "recommendation"),
        ("Makes no recommendations but tells of changes, including:", "action"),
        ("Action plan", "action"),
        ("Actions taken since", "action"),
        ("Learning includes:", "finding"),
        ("Key messages", "finding"),
        ("Themes shared with national reviews", "finding"),
        ("02 Safeguarding Concerns", "finding"),
        ("What is a handover meeting?", "definition"),
        ("About rapid reviews", "definition"),
        ("Background", "background"),
        ("03 The Incident", "background"),
        ("Why this was looked at", "background"),
        ("Housing", None),
        ("", None),
    ],
)
def test_a_heading_announces_a_facet(heading, facet):
    assert facet_of(heading) == facet


@pytest.mark.parametrize(
    ("said", "provenance"),
    [
        ("National reviews found that crying comes first", "national"),
        ("Themes shared with the national thematic review", "national"),
        ("Shared with national and local learning", None),
        ("Findings of national learning", "national"),
        ("Nationally, fathers are left out", "national"),
        ("Local reviews found that fathers are left out", "local"),
        ("Themes in common with other Saltmarsh case reviews", "local"),
        ("Shared with local and national reviews", None),
        ("The national lottery paid for the bus", None),
        ("Fathers are left out", None),
    ],
)
def test_a_finding_is_called_local_or_national_only_where_the_text_does(said, provenance):
    assert provenance_of(said) == provenance


@pytest.mark.parametrize(
    ("heading", "audience"),
    [
        ("For practitioners", "practitioner"),
        ("What managers can do", "manager"),
        ("Messages for leaders", "manager"),
        ("Learning for the safeguarding system", "system"),
        ("Learning", None),
    ],
)
def test_a_heading_may_say_whom_it_is_for(heading, audience):
    assert audience_of(heading) == audience


@pytest.mark.parametrize("verb", ["Makes", "The review made", "It contains", "A report with"])
def test_no_recommendations_is_something_said(verb):
    assert announces_absence(f"{verb} no recommendations but tells of changes, including:")
    assert not announces_absence("Recommendations include:")


@pytest.mark.parametrize(
    ("lead_in", "facet"),
    [
        ("Recommendations include:", "recommendation"),
        ("Further recommendations for the partnership:", "recommendation"),
        ("Learning includes:", "finding"),
        ("The key findings of the nurse are:", "finding"),
        ("These questions are for a team meeting:", "question"),
        ("Good practice was seen in:", "good_practice"),
        ("Actions since then:", "action"),
        ("Makes no recommendations but tells of changes, including:", "action"),
        ("These steps follow good practice:", None),
        ("Staff said of the findings that:", None),
        ("Ask these questions before the visit:", None),
        ("The school has since:", None),
        ("", None),
    ],
)
def test_a_lead_in_announces_what_it_opens_by_naming(lead_in, facet):
    assert announced(lead_in) == facet


def test_a_lead_in_that_points_to_links_announces_them():
    assert announced("Did you know? These links tell you more:") == "resource"
    assert announced("The following recommendations were made:") == "recommendation"
