"""The rules for statements catch wrong statements."""

import pytest

from tests.questionnaires import criteria


@pytest.mark.parametrize(
    ("pattern", "statement"),
    [
        (criteria.DOUBLE_BARRELS, "Plans the work and checks the result."),
        (criteria.DOUBLE_BARRELS, "Asks customers or suppliers for their view."),
        (criteria.DOUBLE_BARRELS, "Praises effort as well as results."),
        (criteria.DOUBLE_BARRELS, "Gives people time/money for quality work."),
        (criteria.NEGATIONS, "Does not blame people for a mistake."),
        (criteria.NEGATIONS, "Decides without asking those affected."),
        (criteria.NEGATIONS, "Doesn't hide own mistakes."),
        (criteria.FREQUENCY_OR_QUALITY, "Always explains the goals for quality."),
        (criteria.FREQUENCY_OR_QUALITY, "Regularly asks people for ideas."),
        (criteria.FREQUENCY_OR_QUALITY, "Deals effectively with complaints."),
        (criteria.FREQUENCY_OR_QUALITY, "Gives strong support to the team."),
        (criteria.JARGON, "Drives synergies across the value chain."),
        (criteria.JARGON, "Tracks KPIs for every line."),
        (criteria.GENDERED, "Admits his or her own mistakes."),
        (criteria.NOT_SAID_IN_A_REPORT, "Communication is your weakness."),
        (criteria.NOT_SAID_IN_A_REPORT, "You are a driver."),
    ],
)
def test_a_wrong_word_is_found(pattern, statement):
    assert criteria.found(pattern, statement)


@pytest.mark.parametrize(
    "statement", ["Asks first. Acts later.", "Asks people for ideas", "Asks what went wrong?"]
)
def test_two_sentences_or_no_full_stop_are_found(statement):
    assert not criteria.is_one_sentence(statement)


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("I explain the goals.", "Explain the goals."),
        ("I explain the goals.", "Explained the goals."),
        ("My goals are explained.", "Explains the goals."),
        ("I explain the goals.", "Describes the goals."),
    ],
)
def test_forms_that_do_not_match_are_found(own, other):
    assert not criteria.verbs_match(own, other)


def test_wordings_that_drift_apart_are_found():
    own = "I tell people what became of their ideas."
    assert criteria.overlap(own, "Tells people what became of their ideas.") == 1
    assert criteria.overlap(own, "Tells the team how each proposal ended.") < 0.7


def test_near_duplicates_are_found():
    one = "Asks people for ideas on how to do the work better."
    assert criteria.likeness(one, "Asks people for ideas on how to do their work better.") >= 0.8
    assert criteria.likeness(one, "Follows the same rules that others are asked to follow.") < 0.8


def test_a_hard_sentence_reads_above_grade_9():
    hard = "Facilitates organisational alignment regarding institutional quality objectives."
    assert criteria.grade([hard]) > 15
    assert criteria.grade(["Makes time for people when they ask for help."]) < 5


def test_an_opposite_is_found():
    assert criteria.antonyms(["Asks for an unclear goal.", "Sets a clear goal."]) == ["unclear"]
