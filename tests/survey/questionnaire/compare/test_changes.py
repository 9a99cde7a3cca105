"""A change is classed, told in words and shown in lines; what can be compared follows from it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.questionnaire.compare.changes import compare
from survey.questionnaire.compare.comparable import (
    Declared,
    comparable,
    enough,
    lost_skills,
    shared,
    through,
)
from survey.questionnaire.compare.lines import between
from survey.questionnaire.compare.saying import in_words, one_line, what_follows
from survey.questionnaire.edit import operations
from survey.questionnaire.edit.fields import put
from survey.questionnaire.edit.rewriting import meaning
from survey.questionnaire.loader import of_files
from tests.survey.questionnaire.edit.folders import LEADERSHIP, TINY

SHIPPED = of_files(LEADERSHIP)
TINY_ONE = of_files(TINY)
ITEMS = [item.id for item in SHIPPED.items("extended")]


def changed(files, name, change):
    plain = meaning(name, files[name])
    change(plain)
    return operations.change(files, name, plain)


def step(files, before=SHIPPED):
    return compare(before, of_files(files))


def fates(changes):
    return {item.id: item.fate for item in changes.items if item.fate != "kept"}


def test_nothing_changed():
    changes = compare(SHIPPED, SHIPPED)
    assert changes.nothing
    assert one_line(changes) == "nothing has changed"
    assert comparable(changes) == set(ITEMS)


def test_the_change_that_the_issue_tells():
    files = operations.reword(LEADERSHIP, "comm_visi_1", "en", "I say what the goals are.")
    files = operations.reword(files, "comm_cult_1", "en", other="Speaks of quality.")
    files = operations.add_item(files, "communication", {
        "id": "comm_visi_3", "responsibility": "vision", "core": False,
        "self": "I draw the goals.", "other": "Draws the goals.", "seed": "vision"})  # fmt: skip
    labels = meaning("instrument.yaml", files["instrument.yaml"])["scale"]["labels"]
    files = operations.relabel(files, ["Never", *labels[1:]])
    changes = step(files)
    assert fates(changes) == {
        "comm_visi_1": "reworded", "comm_cult_1": "reworded", "comm_visi_3": "added"
    }  # fmt: skip
    assert one_line(changes) == "2 items reworded, 1 item added, scale labels changed"


@pytest.mark.parametrize(
    ("key", "value"), [("reverse", True), ("responsibility", "people"), ("type", "other")]
)
def test_an_item_that_counts_otherwise_is_rescored(key, value):
    item = SHIPPED.skills[0].items[0]
    skill = SHIPPED.skills[0].model_copy(
        update={"items": (item.model_copy(update={key: value}), *SHIPPED.skills[0].items[1:])}
    )
    after = SHIPPED.model_copy(update={"skills": (skill, *SHIPPED.skills[1:])})
    changes = compare(SHIPPED, after)
    assert fates(changes) == {"comm_visi_1": "rescored"}
    assert next(c for c in changes.items if c.id == "comm_visi_1").counts_by == (key,)
    assert "comm_visi_1" not in comparable(changes, Declared(frozenset({"comm_visi_1"})))


def test_an_item_that_moves_to_another_skill_is_rescored_even_with_new_words():
    files = operations.move(LEADERSHIP, "comm_visi_2", "inspiration", "vision")
    files = operations.reword(files, "comm_visi_2", "en", "I do.", "Does.")
    (moved,) = [item for item in step(files).items if item.id == "comm_visi_2"]
    assert (moved.fate, moved.skill) == ("rescored", "inspiration")
    assert moved.counts_by == ("skill",)
    assert moved.languages == ("en",)


def test_a_retired_item_is_told_with_the_skill_that_it_was_in():
    changes = step(operations.retire(LEADERSHIP, "comm_peop_2"))
    assert [(i.id, i.skill) for i in changes.of("retired")] == [("comm_peop_2", "communication")]
    assert "comm_peop_2" not in comparable(changes)


@pytest.mark.parametrize(
    "change",
    [
        lambda item: item.update(seed="another source"),
        lambda item: item.update(hard_to_see_for=["others"]),
    ],
)
def test_what_changes_no_answer_keeps_the_item(change):
    files = changed(LEADERSHIP, "communication.yaml", lambda plain: change(plain["items"][0]))
    changes = step(files)
    assert fates(changes) == {}
    assert comparable(changes) == set(ITEMS)


def test_a_new_language_changes_no_item_and_one_less_neither():
    changes = compare(TINY_ONE, of_files(operations.add_language(TINY, "fr")))
    assert (fates(changes), one_line(changes)) == ({}, "1 language added")
    changes = compare(TINY_ONE, of_files(operations.remove_language(TINY, "de")))
    assert (fates(changes), one_line(changes)) == ({}, "1 language left out")


def test_words_in_one_of_two_languages_are_named():
    changes = compare(TINY_ONE, of_files(operations.reword(TINY, "act_aim", "de", "Ich tue es.")))
    assert [(i.id, i.languages) for i in changes.of("reworded")] == [("act_aim", ("de",))]


def test_other_words_on_the_scale_need_the_authors_word():
    labels = meaning("instrument.yaml", LEADERSHIP["instrument.yaml"])["scale"]["labels"]
    changes = step(operations.relabel(LEADERSHIP, [*labels[:-1], "Always"]))
    assert (changes.labels, changes.points) == (True, False)
    assert comparable(changes) == set()
    assert comparable(changes, Declared(scale=True)) == set(ITEMS)


def test_another_number_of_labels_ends_all_comparing():
    labels = meaning("instrument.yaml", LEADERSHIP["instrument.yaml"])["scale"]["labels"]
    changes = step(operations.relabel(LEADERSHIP, [*labels, "Without exception"]))
    assert one_line(changes) == "another scale"
    assert comparable(changes, Declared(frozenset(ITEMS), scale=True)) == set()
    assert [str(s) for s in what_follows(changes, frozenset())] == [
        "change since last time will not be shown for any item"
    ]


def test_groups_forms_questions_and_texts_are_counted():
    files = changed(LEADERSHIP, "instrument.yaml", lambda p: p["groups"][2].update(minimum=4))
    files = changed(files, "communication.yaml", lambda p: p["items"][5].update(core=True))
    files = operations.ask_no_more(files, "keep")
    files = put(files, "instrument.title.en", "Another title")
    files = operations.reorder(files, "comm_visi_1", 1)
    changes = step(files)
    assert changes.groups.changed == ("peers",)
    assert changes.forms.changed == ("standard",)
    assert changes.questions.gone == ("keep",)
    assert one_line(changes) == (
        "items in another order, 1 rater group changed, 1 form changed, "
        "1 open question changed, 1 other text changed"
    )
    assert fates(changes) == {}


def test_what_follows_counts_the_items_that_lose_their_change():
    files = operations.reword(LEADERSHIP, "comm_visi_1", "en", "I say what the goals are.")
    files = operations.reword(files, "comm_cult_1", "en", "I speak of quality.")
    changes = step(files)
    kept = comparable(changes, Declared(frozenset({"comm_cult_1"})))
    assert [str(s) for s in what_follows(changes, kept)] == [
        "change since last time will not be shown for 1 item"
    ]
    assert not what_follows(changes, set(ITEMS))


def test_over_several_versions_each_step_must_hold():
    assert through([{"a", "b", "c"}, {"b", "c"}, {"c", "d"}]) == {"c"}
    assert through([]) == set()


CORE = {item.id for item in SHIPPED.items("standard")}
SKILLS = {skill.id for skill in SHIPPED.skills}


def test_a_skill_is_compared_as_long_as_half_of_it_and_three_items_are_the_same():
    old, new = (SHIPPED, "standard"), (SHIPPED, "standard")
    every = frozenset(ITEMS)
    whole = shared(old, new, every)
    assert (whole.items, whole.skills) == (CORE, SKILLS)
    gone = {f"comm_{r}_1" for r in ("visi", "cult", "reso")}
    two_less = shared(old, new, every - set(sorted(gone)[:2]))
    assert two_less.skills == SKILLS
    three_less = shared(old, new, every - gone)
    assert three_less.skills == SKILLS - {"communication"}
    assert len(three_less.responsibilities) == 5
    assert three_less.items == CORE - gone
    assert shared(old, new, ()).nothing


def test_the_longer_form_is_compared_over_the_core():
    for one, other in (("standard", "extended"), ("extended", "standard")):
        found = shared((SHIPPED, one), (SHIPPED, other), frozenset(ITEMS))
        assert (found.items, found.skills) == (CORE, SKILLS)


@pytest.mark.parametrize(
    ("common", "before", "now", "is_enough"),
    [
        (5, 5, 5, True), (3, 5, 5, True), (2, 5, 5, False), (5, 5, 10, True), (4, 4, 10, False),
        (2, 2, 2, True), (1, 1, 1, True), (2, 3, 2, False), (0, 0, 0, False), (5, 10, 10, True),
    ],
)  # fmt: skip
def test_all_however_few_else_three_and_half_of_each(common, before, now, is_enough):
    assert enough(common, before, now) is is_enough


def test_a_skill_that_can_no_longer_be_compared_is_told_before_publishing():
    files = LEADERSHIP
    for item in ("comm_visi_1", "comm_cult_1", "comm_reso_1"):
        files = operations.reword(files, item, "en", "I sing.", "Sings.")
    changes, new = step(files), of_files(files)
    same = comparable(changes)
    lost = lost_skills(SHIPPED, new, same)
    assert lost == {"communication"}  # by the form of five; the one of ten has seven left
    assert [str(s) for s in what_follows(changes, same, lost)] == [
        "change since last time will not be shown for 3 items",
        "1 skill has too few items left to compare: its change will not be shown at all",
    ]


def test_lines_are_shown_with_their_numbers_and_nothing_in_them_works_on_a_terminal():
    name = "communication.yaml"
    old, new = b"self: I explain", b"self: I \x1b[2J explain"
    files = {**LEADERSHIP, name: LEADERSHIP[name].replace(old, new, 1)}
    (passage,) = between(LEADERSHIP, files)
    found = [(one.sort, one.old, one.new) for one in passage if one.sort != "same"]
    assert found == [("gone", 21, None), ("new", None, 21)]
    assert "\x1b" not in "".join(map(str, passage))


@settings(max_examples=25, deadline=None)
@given(
    gone=st.sets(st.sampled_from(ITEMS[5:]), max_size=4),
    worded=st.sets(st.sampled_from(ITEMS), max_size=4),
    declared=st.sets(st.sampled_from(ITEMS), max_size=4),
)
def test_every_item_has_one_fate_and_only_sound_ones_are_compared(gone, worded, declared):
    skills = tuple(
        skill.model_copy(update={"items": tuple(
            item.model_copy(update={"other": item.seed}) if item.id in worded else item
            for item in skill.items if item.id not in gone
        )})
        for skill in SHIPPED.skills
    )  # fmt: skip
    after = SHIPPED.model_copy(update={"skills": skills})
    changes = compare(SHIPPED, after)
    assert sorted(item.id for item in changes.items) == sorted(ITEMS)
    assert {i.id for i in changes.of("retired")} == gone
    assert {i.id for i in changes.of("reworded")} == worded - gone
    kept = comparable(changes, Declared(frozenset(declared)))
    assert kept == set(ITEMS) - gone - (worded - declared)
    assert {i.id for i in compare(after, SHIPPED).of("added")} == gone
    if gone or worded:
        assert in_words(changes)
