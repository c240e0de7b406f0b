"""Themes, agencies and harm are tagged as a librarian would: for what a sentence is about."""

import json
from importlib.resources import files

import pytest

from askreviews.reading.taxonomy import taxonomy

THEMES = [
    ("Men who move in should be asked who they are.", {"fathers-men"}),
    ("Her new boyfriend was not known to the nurse.", {"fathers-men"}),
    ("Partner agencies need one form.", set()),
    ("The baby shared a bed, and overlay was suspected.", {"safer-sleep"}),
    ("The supervision of young children was poor.", {"neglect-cumulative"}),
    ("Safeguarding supervision was missed for a term.", {"supervision-oversight"}),
    ("A supervision order was made.", set()),
    ("The boy was not brought to two clinics.", {"neglect-cumulative"}),
    ("Abuse or neglect of a child is reported.", set()),
    ("Housing benefit was stopped.", set()),
    ("The flat was overcrowded and the damp was bad.", {"housing"}),
    ("Bruising on a baby who cannot roll needs a doctor.", {"bruising-non-mobile"}),
    ("Bruises on a boy of nine were seen at swimming.", set()),
    ("He was transferred to intensive care.", set()),
    ("The family moved, and there was no handover.", {"closure-transfer"}),
    ("He suffered a head trauma.", set()),
    ("Domestic abuse was escalating.", {"domestic-abuse"}),
    ("Women who had been exploited were seen by the clinic.", set()),
    ("He was at risk of criminal exploitation.", {"exploitation-efh"}),
    ("The evidential threshold was not reached.", set()),
    ("The toxic trio was written in the file.", {"parental-mh-substance"}),
]
AGENCIES = [
    ("Support was on a voluntary basis.", set()),
    ("The review is in the NSPCC Repository.", set()),
    ("A neighbour rang the NSPCC.", {"Voluntary sector / NSPCC"}),
    ("Education and training were offered to staff.", set()),
    ("The teacher told nobody.", {"Education and early years"}),
    ("She was at school that day.", set()),
    ("Temporary housing is a risk.", set()),
    ("The housing officer saw no beds.", {"Housing"}),
    ("The College of Policing has a guide.", set()),
    ("The police came twice.", {"Police"}),
    ("Mental health services had closed the case.", {"CAMHS / mental health"}),
    ("The adult social worker rang.", set()),
]
HARM = [
    ("He was injured in a road traffic collision.", set()),
    ("It was assumed to be SIDS, but fractures were found.", {"physical abuse / NAI"}),
    ("She was stabbed at a bus stop.", {"knife or weapon assault"}),
    ("The stability of the home was praised.", set()),
    ("He was left alone in the bath and drowned.", {"drowning / supervision"}),
]


def tagged(tags, sentence):
    return {name for name, tag in tags.items() if tag.count(sentence)}


@pytest.mark.parametrize(("sentence", "themes"), THEMES)
def test_themes(sentence, themes):
    assert tagged(taxonomy().themes, sentence) == themes


@pytest.mark.parametrize(("sentence", "agencies"), AGENCIES)
def test_agencies(sentence, agencies):
    assert tagged(taxonomy().agencies, sentence) == agencies


@pytest.mark.parametrize(("sentence", "harm"), HARM)
def test_harm(sentence, harm):
    assert tagged(taxonomy().harm, sentence) == harm


def test_the_sentence_shown_for_a_theme_is_a_finding_rather_than_a_mention(read_text):
    document = read_text(
        "k.txt",
        "Seven-minute briefing: Child K\n\nBackground\n\nHis father lived near.\n\n"
        "Fathers and other men\n\nFindings\n\n- No one spoke to the father before the birth\n",
    )
    (review,) = document.reviews
    said = document.text[slice(*review.sources["theme:fathers-men"])]
    assert said == "No one spoke to the father before the birth"


def test_in_a_long_report_one_mention_makes_no_theme(only):
    lines = "\n\n".join(f"The nurse wrote down visit number {n} that week." for n in range(200))
    text = f"Findings of a long report\n\nFindings\n\n{lines}\n\nHe saw a gang by the road.\n"
    assert "exploitation-efh" not in only(text).themes


def test_no_word_of_the_vocabulary_is_lost_to_its_own_exclusions():
    raw = json.loads(files("askreviews.reading").joinpath("data/taxonomy.json").read_text("utf-8"))
    for kind, tags in (("themes", "themes"), ("agencies", "agencies"), ("harm_types", "harm")):
        for key, entry in raw[kind].items():
            tag = getattr(taxonomy(), tags)[key]
            words = [w.rstrip("*").replace(" .. ", " ") for w in entry["synonyms"]]
            lost = [w for w in words if not tag.count(w)]
            assert lost == [], (key, lost)
