"""Settings and whole entries change, too, without a line being touched that need not be."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import NotFound, NotNow
from survey.questionnaire.edit import additions, entries, operations
from survey.questionnaire.edit.fields import fields, put
from survey.questionnaire.edit.settings import condition, condition_in_words
from survey.questionnaire.loader import of_files, problems_of
from tests.survey.questionnaire.edit.folders import FOLDERS, LEADERSHIP, SERVICE_TEAM, TINY
from tests.survey.questionnaire.edit.test_operations import comments, lines, says, touched

folders = st.sampled_from(list(FOLDERS.values()))
fixed = settings(max_examples=30, deadline=None)
LISTS = ("groups", "responsibilities", "forms", "open_questions", "skills")


def listed(files, key):
    return says(files)["instrument.yaml"].get(key, [])


def place_of(key, one):
    return f"instrument.{key}.{one if isinstance(one, str) else one['id']}"


def other_words(field, data):
    """Some value that this setting can be and is not."""
    if field.kind == "flag":
        return "no" if field.words == "yes" else "yes"
    some = {"number": ["0", "3", "17"], "several": ["self", "", "self crew"],
            "condition": ["", "aim >= 2", "aim: a, b"], "line": ["2", "no", "a: b"],
            "choice": field.options or ["vision", "aim"]}[field.kind]  # fmt: skip
    return data.draw(st.sampled_from([one for one in some if one != field.words]))


@fixed
@given(files=folders, data=st.data())
def test_a_setting_changes_its_own_lines_and_comes_back(files, data):
    there = {name: one for name, one in fields(files).items() if one.kind not in ("text", "cell")}
    name = data.draw(st.sampled_from(sorted(there)))
    words = other_words(there[name], data)
    after = put(files, name, words)
    assert fields(after)[name].words == words
    rest = {one: field.words for one, field in fields(files).items() if one != name}
    assert {one: field.words for one, field in fields(after).items() if one != name} == rest
    file = there[name].file
    assert all(after[each] == files[each] for each in files if each != file)
    assert len(touched(files[file], after[file])) <= 1
    assert [one for one in comments(files) if one not in comments(after)] == []
    back = fields(put(after, name, there[name].words))
    assert {one: field.words for one, field in back.items()} == {**rest, name: there[name].words}


@fixed
@given(files=folders, data=st.data())
def test_entries_in_another_order_are_the_same_lines_in_another_order(files, data):
    key = data.draw(st.sampled_from([one for one in LISTS if listed(files, one)]))
    before = listed(files, key)
    at = data.draw(st.integers(0, len(before) - 1))
    way = data.draw(st.sampled_from([-1, 1]))
    after = entries.shift(files, place_of(key, before[at]), way)
    wanted = list(before)
    wanted.insert(min(max(at + way, 0), len(before) - 1), wanted.pop(at))
    assert listed(after, key) == wanted
    if "[" not in files["instrument.yaml"].decode():
        same = [sorted(one.strip() for one in lines(each["instrument.yaml"])) for each in
                (files, after)]  # fmt: skip
        assert same[0] == same[1]
    assert comments(after) == comments(files)
    assert entries.shift(after, place_of(key, before[at]), -way) == files or wanted == before


@fixed
@given(files=folders, data=st.data())
def test_what_is_left_out_takes_no_other_line_along(files, data):
    key = data.draw(st.sampled_from([one for one in LISTS if len(listed(files, one)) > 1]))
    gone = data.draw(st.sampled_from(listed(files, key)))
    after = entries.drop(files, place_of(key, gone))
    wanted = says(files)
    wanted["instrument.yaml"][key].remove(gone)
    assert says(after) == wanted
    assert all(after[each] == files[each] for each in files if each != "instrument.yaml")
    moves = touched(files["instrument.yaml"], after["instrument.yaml"])
    assert len(moves) <= 2


@pytest.mark.parametrize("name", FOLDERS)
def test_new_parts_leave_a_questionnaire_that_is_right(name):
    files = FOLDERS[name]
    words, one, two = (
        dict.fromkeys(operations.languages(files), said) for said in ("Brand new", "One", "Two")
    )
    after = additions.group(files, words, words)
    after = additions.form(after, words, "all")
    after = additions.question(after, "first_questions", words, words, sort="choice",
                               options=[one, two])  # fmt: skip
    after = additions.question(after, "open_questions", words, words, sort="text", options=())
    first = of_files(after).instrument.first_questions[-1]
    after = additions.option(after, f"instrument.first_questions.{first.id}", words)
    skill = of_files(files).skills[0]
    column = of_files(files).instrument.responsibilities[-1].id
    after = additions.idea(after, skill.id, column, dict.fromkeys(("when", "do", "know"), words))
    after = entries.add(after, f"{skill.id}.questions", words)
    made = of_files(after)
    assert made.instrument.groups[-1].id == "brand_new"
    assert [one.id for one in made.instrument.first_questions[-1].options] == [
        "one", "two", "brand_new",
    ]  # fmt: skip
    assert made.skills[0].ideas[-1].responsibility == column
    assert comments(after) == comments(files)


def test_a_new_column_is_asked_for_in_every_skill_before_it_is_right():
    words = (dict.fromkeys(operations.languages(LEADERSHIP), said) for said in
             ("Safety", "Safety", "Keeps people safe."))  # fmt: skip
    after = additions.responsibility(LEADERSHIP, *words)
    found = problems_of(after)
    assert len(found) == 5
    assert all("safety" in one.message for one in found)


@pytest.mark.parametrize("to", ["", "culture"])
def test_a_column_goes_and_its_statements_with_it_or_to_another_one(to):
    after = entries.without_responsibility(LEADERSHIP, "vision", to)
    left = of_files(after)
    items = {item.id: item.responsibility for skill in left.skills for item in skill.items}
    assert "vision" not in items.values()
    assert items.get("comm_visi_1") == (to or None)
    before = of_files(LEADERSHIP)
    gone = 0 if to else sum(i.responsibility == "vision" for s in before.skills for i in s.items)
    assert len(items) == sum(len(one.items) for one in before.skills) - gone


def test_a_group_goes_from_every_list_and_what_was_only_for_it_waits_for_its_author():
    files = put(SERVICE_TEAM, "items.care_users.only_for", "partners")
    files = put(files, "items.care_users.hard_to_see_for", "partners team")
    after = entries.without_group(files, "partners")
    text = after["care.yaml"].decode()
    assert "hard_to_see_for: [team]" in text
    assert "only_for: [self, team]" in text
    (problem,) = problems_of(after)
    assert (problem.file, "partners" in problem.message) == ("care.yaml", True)


@pytest.mark.parametrize("words", ["pace = 3", "pace >= 4", "role: lead, expert", ""])
def test_a_condition_reads_as_it_is_written(words):
    assert condition_in_words(condition(words)) == words


@pytest.mark.parametrize("words", ["pace", "pace > 3", "pace = many", "= 3", "Röle: x"])
def test_what_is_no_condition_is_refused_with_examples(words):
    with pytest.raises(NotNow, match="is not a condition"):
        put(SERVICE_TEAM, "items.care_users.show_if", words)


def test_a_number_that_is_none_is_refused():
    with pytest.raises(NotNow, match="not a whole number"):
        put(LEADERSHIP, "instrument.groups.self.minimum", "many")


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (lambda: entries.drop(TINY, "instrument.groups.nobody"), NotFound),
        (lambda: entries.drop(TINY, "instrument.title"), NotFound),
        (lambda: entries.shift(TINY, "nothing.ideas.0", 1), NotFound),
        (lambda: entries.shift(TINY, "instrument.groups.99", 1), NotFound),
        (lambda: entries.add(TINY, "instrument.id.x", {}), NotFound),
        (lambda: additions.option(TINY, "instrument.title", "Mine"), NotFound),
        (
            lambda: entries.drop(
                entries.drop(TINY, "instrument.languages.de"), "instrument.languages.en"
            ),
            NotNow,
        ),
        (lambda: entries.without_responsibility(LEADERSHIP, "nothing"), NotFound),
    ],
)
def test_what_cannot_be_done_is_refused(wrong, told):
    with pytest.raises(told):
        wrong()


def test_more_groups_than_signs_are_refused_in_words():
    files = LEADERSHIP
    for _ in range(6 - len(of_files(files).instrument.groups)):
        files = additions.group(files, "One more", "one")
    with pytest.raises(NotNow, match="own sign"):
        additions.group(files, "One more", "one")


@pytest.mark.parametrize(
    ("words", "id_"),
    [("Our customers!", "our_customers"), ("Käufer", "kaufer"), ("3rd shift", "rd_shift"),
     ("客户", "group"), ("Peers", "peers_2")],
)  # fmt: skip
def test_ids_come_from_names_and_are_nobodys_else(words, id_):
    assert entries.id_for(words, {"peers"}, "group") == id_
