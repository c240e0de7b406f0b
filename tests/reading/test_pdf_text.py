"""Lines of a PDF joined: which hyphens stay, and what stands between lines."""

import pytest

from drawing import lines, texts


@pytest.mark.parametrize(
    ("one", "other", "elsewhere", "joined"),
    [
        ("It is safe-", "guarding work.", "", "It is safeguarding work."),
        ("She turned her fore-", "head away.", "", "She turned her forehead away."),
        ("It was life-", "changing for him.", "", "It was life-changing for him."),
        ("A multi-", "agency visit.", "", "A multi-agency visit."),
        ("A well-", "known face.", "", "A well-known face."),
        ("An over-", "crowded flat.", "It was overcrowded.", "An overcrowded flat."),
        ("A bed-", "room door.", "The bed-room key.", "A bed-room door."),
        ("The Coast-", "Hill bus.", "", "The Coast-Hill bus."),
        ("It was inform-", "ation sharing.", "They inform us.", "It was information sharing."),
        ("It was non-", "accidental harm.", "", "It was non-accidental harm."),
        ("A 3-", "month-old girl.", "", "A 3-month-old girl."),
        (
            "It was decision-",
            "making.",
            "A decision, and the making of it.",
            "It was decision-making.",
        ),
        (
            "A well-being or trauma-",
            "informed way.",
            "The informed.",
            "A well-being or trauma-informed way.",
        ),
        ("It was 2030–", "31 by then.", "", "It was 2030–31 by then."),
        ("The nurse and/", "or teacher.", "", "The nurse and/or teacher."),
        ("The aunt –", "who slept – woke.", "", "The aunt – who slept – woke."),
    ],
)
def test_a_word_parted_at_the_lines_end(draw, one, other, elsewhere, joined):
    document = draw([(60, 700, one), (60, 687, other), (60, 500, elsewhere)])
    assert texts(document)[0] == joined


def test_a_soft_hyphen_at_a_lines_end_goes(draw):
    document = draw([(60, 700, "The neigh\xad"), (60, 687, "bours wrote to the council.")])
    assert "\xad" not in texts(document)[0]
    assert texts(document) == ["The neighbours wrote to the council."]


def test_halves_of_words_at_line_ends_say_nothing_of_how_a_word_is_spelt(draw):
    twice = [
        (60, 700, "He was a child-"),
        (60, 687, "minder then."),
        (60, 600, "She was a child-"),
        (60, 587, "minder too."),
        (60, 500, "A child asked the minder."),
    ]
    told = texts(draw(twice))
    assert told[0].split()[3] == told[1].split()[3]


def test_a_paragraph_of_many_lines_has_one_space_between_words(draw):
    said = " ".join(f"word{n}" for n in range(80))
    assert texts(draw(lines(said, 60, 700, 200))) == [said]
