"""Whatever an author does, the file means that afterwards, and no other line is touched."""

import difflib
import re
from copy import deepcopy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.errors import NotFound
from survey.questionnaire.document import read
from survey.questionnaire.edit import operations, writing
from survey.questionnaire.edit.rewriting import meaning, rewrite
from survey.questionnaire.loader import of_files, problems_of
from survey.questionnaire.problems import Problems, Remarks
from tests.survey.questionnaire.edit.folders import FOLDERS, LEADERSHIP, TINY, UGLY

folders = st.sampled_from(list(FOLDERS.values()))
AWKWARD = ["no", "12", "1:30", "a: b", "a #b", "- a", "[x]", "{", "'", '"', "a, b", "&a", "*a", "~",
           "x:", "# x", "true", "%", "@", "`", "\\", "a\\nb", "…", "don't", 'say "so"', "?", "0x1F",
           "!tag", "|", ">", "a\tb", "=", "<<", "---", "a  b", "ü é 漢 😀", "null"]  # fmt: skip
sentences = st.one_of(
    st.sampled_from(AWKWARD),
    st.lists(st.sampled_from([*AWKWARD, "people", "quality", "goal"]), min_size=1, max_size=30).map(
        " ".join
    ),
    st.text(
        st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Cn", "Co", "Cf")), min_size=1
    ).filter(str.strip),
)
lines_of_text = st.lists(sentences, min_size=1, max_size=3).map("\n".join)
fixed = settings(max_examples=40, deadline=None)


def says(files):
    return {name: stripped(meaning(name, data)) for name, data in files.items()}


def stripped(value):
    if isinstance(value, dict):
        return {key: stripped(one) for key, one in value.items()}
    if isinstance(value, list):
        return [stripped(one) for one in value]
    return value.strip() if isinstance(value, str) else value


def lines(data):
    return re.split(r"(?<=\n)|(?<=\r)(?!\n)", data.decode())


def touched(before, after):
    """The numbers (from 0) of the old lines that are gone or beside which something is new."""
    moves = difflib.SequenceMatcher(None, lines(before), lines(after), autojunk=False).get_opcodes()
    return [(start, max(start, end - 1)) for tag, start, end, _, _ in moves if tag != "equal"]


def item_lines(files, item):
    """The first and the last line of an item, from 0: up to the next one, or what follows."""
    name, at = operations.find(files, item)
    found = read(files[name], Remarks(name))
    starts = [place.line - 1 for path, place in found.values.items() if path[:2] == ("items", at)]
    starts += [place.line - 1 for path, place in found.keys.items() if path[:2] == ("items", at)]
    later = [
        place.line - 1
        for path, place in [*found.values.items(), *found.keys.items()]
        if path and place.line - 1 > max(starts) and path[:2] != ("items", at)
    ]
    return name, min(starts) - 1, min(later, default=len(lines(files[name]))) - 1


def items(files):
    return [
        (name, item["id"])
        for name in files
        if name != "instrument.yaml"
        for item in says(files)[name]["items"]
    ]


def comments(files):
    return sorted(
        found.strip()
        for data in files.values()
        for found in re.findall(r"(?m)#[^\r\n]*", data.decode())
    )


@fixed
@given(files=folders, data=st.data(), own=sentences, other=sentences)
def test_new_words_for_an_item_touch_its_lines_alone(files, data, own, other):
    name, item = data.draw(st.sampled_from(items(files)))
    language = data.draw(st.sampled_from(operations.languages(files)))
    after = operations.reword(files, item, language, own, other)
    wanted = says(files)
    meant = next(one for one in wanted[name]["items"] if one["id"] == item)
    for key, words in (("self", own), ("other", other)):
        if isinstance(meant[key], dict):
            meant[key][language] = words.strip()
        else:
            meant[key] = words.strip()
    assert says(after) == wanted
    _, first, last = item_lines(files, item)
    assert all(first <= start <= end <= last for start, end in touched(files[name], after[name]))
    assert all(after[each] == files[each] for each in files if each != name)
    assert [c for c in comments(files) if c not in comments(after)] == []


@fixed
@given(files=folders, data=st.data(), words=sentences)
def test_a_new_item_adds_lines_and_changes_none(files, data, words):
    name = data.draw(st.sampled_from([each for each in files if each != "instrument.yaml"]))
    at = data.draw(st.integers(0, len(says(files)[name]["items"])))
    by_language = dict.fromkeys(operations.languages(files), words)
    item = {"id": "brand_new", "responsibility": "aim", "core": True, "self": by_language,
            "other": by_language, "seed": "no", "hard_to_see_for": ["crew", "no"]}  # fmt: skip
    after = operations.add_item(files, name.removesuffix(".yaml"), item, at)
    wanted = says(files)
    wanted[name]["items"].insert(at, stripped(item))
    assert says(after) == wanted
    kept = difflib.SequenceMatcher(None, lines(files[name]), lines(after[name]), autojunk=False)
    assert {tag for tag, *_ in kept.get_opcodes()} <= {"equal", "insert"}
    assert comments(after)


@fixed
@given(files=folders, data=st.data())
def test_an_item_that_is_retired_takes_its_own_lines_along_and_no_others(files, data):
    name, item = data.draw(st.sampled_from(items(files)))
    after = operations.retire(files, item)
    wanted = says(files)
    wanted[name]["items"] = [one for one in wanted[name]["items"] if one["id"] != item]
    assert says(after) == wanted
    _, first, last = item_lines(files, item)
    assert all(
        first - 1 <= start <= end <= last + 1 for start, end in touched(files[name], after[name])
    )
    for alone in ("# Aims first", "# the end", "# the first"):
        assert (alone in comments(after)) == (alone in comments(files))


@fixed
@given(files=folders, data=st.data())
def test_items_in_another_order_are_the_same_lines_in_another_order(files, data):
    name, item = data.draw(st.sampled_from(items(files)))
    count = len(says(files)[name]["items"])
    at = data.draw(st.integers(0, count - 1))
    after = operations.reorder(files, item, at)
    wanted = says(files)
    here = next(n for n, one in enumerate(wanted[name]["items"]) if one["id"] == item)
    wanted[name]["items"].insert(at, wanted[name]["items"].pop(here))
    assert says(after) == wanted
    same = [sorted(line.strip("\r\n") for line in lines(each[name])) for each in (files, after)]
    assert same[0] == same[1]
    assert operations.reorder(after, item, here) == files  # and back


@fixed
@given(files=folders, data=st.data())
def test_an_item_moves_to_another_cell_with_its_comments(files, data):
    name, item = data.draw(st.sampled_from(items(files)))
    skill = data.draw(st.sampled_from([n for n in files if n != "instrument.yaml"]))
    cell = data.draw(
        st.sampled_from([one["id"] for one in says(files)["instrument.yaml"]["responsibilities"]])
    )
    after = operations.move(files, item, skill.removesuffix(".yaml"), cell)
    wanted = says(files)
    here = next(n for n, one in enumerate(wanted[name]["items"]) if one["id"] == item)
    moved = {**wanted[name]["items"][here], "responsibility": cell}
    if skill == name:
        wanted[name]["items"][here] = moved
    else:
        wanted[name]["items"].pop(here)
        wanted[skill]["items"].append(moved)
    assert says(after) == wanted
    assert comments(after) == comments(files)
    assert all(after[each] == files[each] for each in files if each not in (name, skill))


@fixed
@given(files=folders, data=st.data(), words=sentences)
def test_labels_title_and_any_other_text_change_on_their_own_lines(files, data, words):
    plain = says(files)
    name = data.draw(st.sampled_from(list(files)))
    path = data.draw(
        st.sampled_from(list(operations.texts.paths(plain[name], operations.texts.model_of(name))))
    )
    language = data.draw(st.sampled_from(operations.languages(files)))
    after = operations.write(files, name, path, language, words)
    wanted = deepcopy(plain)
    around = wanted[name]
    for step in path[:-1]:
        around = around[step]
    if isinstance(around[path[-1]], dict):
        around = around[path[-1]]
        around[language] = words.strip()
    else:
        around[path[-1]] = words.strip()
    assert says(after) == wanted
    assert len(touched(files[name], after[name])) <= 1
    assert sum(after[each] != files[each] for each in files) <= 1


@fixed
@given(files=folders, data=st.data(), words=lines_of_text)
def test_texts_over_several_lines_mean_what_was_typed(files, data, words):
    skill = data.draw(st.sampled_from([each for each in files if each != "instrument.yaml"]))
    key = data.draw(st.sampled_from(["why", "definition", "when_it_goes_well"]))
    language = operations.languages(files)[0]
    after = operations.write(files, skill, (key,), language, words)
    said = says(after)[skill][key]
    assert (said[language] if isinstance(said, dict) else said) == words.strip()
    assert comments(files) == comments(after) or "#" in words


@pytest.mark.parametrize("name", FOLDERS)
def test_a_language_more_and_less_leaves_a_questionnaire(name):
    files = FOLDERS[name]
    more = operations.add_language(files, "fr")
    assert of_files(more).instrument.languages == (*of_files(files).instrument.languages, "fr")
    first = operations.languages(files)[0]
    assert len(operations.untranslated(more, "fr")) > 30
    back = operations.remove_language(more, "fr")
    assert of_files(back).instrument.title.to(first) == of_files(files).instrument.title.to(first)
    if len(operations.languages(files)) > 1:  # every text was a map and is one again
        assert of_files(back).version == of_files(files).version
        assert says(back) == says(files)
    assert comments(files) == comments(more) == comments(back)


@pytest.mark.parametrize("name", FOLDERS)
def test_open_questions_come_and_go(name):
    files = FOLDERS[name]
    words = dict.fromkeys(operations.languages(files), "What else?")
    asked = operations.ask(files, {"id": "else", "self": words, "other": words}, 0)
    assert [one.id for one in of_files(asked).instrument.open_questions][0] == "else"
    assert of_files(operations.ask_no_more(asked, "else")).version == of_files(files).version
    for question in of_files(files).instrument.open_questions:
        asked = operations.ask_no_more(asked, question.id)
    none = operations.ask_no_more(asked, "else")
    assert of_files(none).instrument.open_questions == ()
    again = operations.ask(none, {"id": "else", "self": words, "other": words})
    assert [one.id for one in of_files(again).instrument.open_questions] == ["else"]


@pytest.mark.parametrize("name", FOLDERS)
def test_labels_are_reworded_added_and_taken_away(name):
    files = FOLDERS[name]
    labels = list(says(files)["instrument.yaml"]["scale"]["labels"])
    new = dict.fromkeys(operations.languages(files), "Brand new")
    for wanted in ([new, *labels], [*labels[:-1], new], [new, *labels[1:-1], "x", labels[-1]]):
        after = operations.relabel(files, wanted)
        assert says(after)["instrument.yaml"]["scale"]["labels"] == wanted
        assert comments(after) == comments(files)
    assert len(of_files(operations.relabel(files, [new, *labels])).instrument.scale.labels) == (
        len(labels) + 1
    )


def test_a_reworded_line_of_the_shipped_file_is_the_only_one():
    after = operations.reword(LEADERSHIP, "comm_visi_1", "en", "I say what the goals are.")
    name = "communication.yaml"
    assert after[name] == LEADERSHIP[name].replace(
        b"self: I explain the goals for quality in plain words.", b"self: I say what the goals are."
    )


def test_a_folded_text_keeps_the_lines_that_need_not_change():
    before = LEADERSHIP["communication.yaml"]
    words = meaning("communication.yaml", before)["why"].replace("plain words", "few words")
    after = operations.write(LEADERSHIP, "communication.yaml", ("why",), "en", words)
    assert after["communication.yaml"] == before.replace(
        b"shares them in plain words helps", b"shares them in few words helps"
    )


def test_a_quote_stays_the_quote_that_it_is():
    after = operations.reword(UGLY, "row_aim", "de", own="Ich schau' voraus.")
    assert "de: 'Ich schau'' voraus.'" in after["rowing.yaml"].decode()
    after = operations.reword(UGLY, "row_aim", "de", other='Schaut "voraus".')
    assert 'de: "Schaut \\"voraus\\"."' in after["rowing.yaml"].decode()


def test_a_new_item_looks_like_its_neighbours():
    item = {"id": "hear_new", "responsibility": "care", "core": False,
            "self": {"en": "I nod.", "de": "Ich nicke."},
            "other": {"en": "Nods.", "de": "Nickt."},
            "seed": {"en": "care", "de": "Sorge"}}  # fmt: skip
    after = operations.add_item(TINY, "listening", item)["listening.yaml"].decode()
    assert """    seed: { en: care, de: Sorge }
  - id: hear_new
    responsibility: care
    core: false
    self: {en: I nod., de: Ich nicke.}
""" in after  # fmt: skip
    assert not problems_of({**TINY, "listening.yaml": after.encode()})


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: operations.reword(TINY, "nobody", "en", "I am."),
        lambda: operations.add_item(TINY, "nothing", {}),
        lambda: operations.retire(TINY, "nobody"),
        lambda: operations.ask_no_more(TINY, "nobody"),
        lambda: operations.remove_language(TINY, "fr"),
        lambda: operations.remove_language(LEADERSHIP, "en"),
        lambda: operations.write(TINY, "instrument.yaml", ("a", "b"), "en", "c"),
    ],
)
def test_what_is_not_there_cannot_be_edited(wrong):
    with pytest.raises(NotFound):
        wrong()


def test_a_text_with_forbidden_characters_is_refused_by_name():
    with pytest.raises(Problems, match="U\\+001B"):
        operations.reword(LEADERSHIP, "comm_visi_1", "en", "I say\x1b[2J it.")


def test_a_file_that_cannot_be_read_is_not_edited():
    with pytest.raises(Problems):
        rewrite("a.yaml", b"a: [1", {"a": [2]})


@settings(max_examples=100, deadline=None)
@given(
    before=st.recursive(
        st.integers(0, 9) | st.sampled_from(["", "a", "b: c", "no", "x y", "a\n\nb"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "en", "items", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
    after=st.recursive(
        st.integers(0, 9) | st.sampled_from(["", "a", "b: c", "no", "x y", "a\n\nb"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["id", "en", "items", "x"]), inner, max_size=3)
        ),
        max_leaves=8,
    ),
)
def test_anything_can_become_anything(before, after):
    data = ("\n".join(writing.lines({"top": before}, 0)) + "\n# end\n").encode()
    assert meaning("a.yaml", data) == {"top": stripped(before)}
    out = rewrite("a.yaml", data, {"top": after})
    assert stripped(meaning("a.yaml", out)) == {"top": stripped(after)}
    assert out.endswith(b"# end\n")
