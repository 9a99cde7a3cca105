"""The loader: what a good folder becomes, and that every mistake is named where it stands."""

import os
import re
import time
from pathlib import Path

import pytest

from survey.questionnaire.loader import MAX_FILES, find_problems, load
from survey.questionnaire.problems import MOST_SHOWN, Message, Problem, Problems
from survey.questionnaire.text import Text
from tests.survey.questionnaire.wrong_cases import CASES, Case


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_it_names_the_mistake(case: Case, tmp_path: Path):
    problems = find_problems(case.spoil(tmp_path / "spoilt"))
    assert [f"{problem.name.name} {problem}" for problem in problems] == list(case.problems)


def test_there_is_a_wrong_questionnaire_for_nearly_every_message():
    named = {line.split()[0] for case in CASES for line in case.problems}
    elsewhere = {  # generated in tests of their own, or a safety net
        "FILE_TOO_LARGE", "NOT_UTF8", "TOO_MANY_NODES", "TOO_LONG", "INVALID", "NO_FOLDER",
        "UNREADABLE_FOLDER", "TOO_MANY_FILES",
        "UNREADABLE_FILE", "OUTSIDE_FOLDER", "TOO_MANY_ITEMS", "MORE",
    }  # fmt: skip
    assert named | elsewhere == set(Message.__members__)


def test_it_reads_a_folder_into_a_questionnaire(tiny):
    assert [skill.id for skill in tiny.skills] == ["listening", "acting"]
    assert tiny.instrument.scale.max == 7
    assert tiny.self_group.id == "me"
    assert tiny.skill("listening").name.to("de") == "Menschen zuhören"


def test_it_knows_the_items_of_each_form(tiny):
    assert [i.id for i in tiny.items("brief")] == ["hear_aim", "hear_care", "act_aim", "act_care"]
    assert [i.id for i in tiny.items("whole")][2] == "hear_more"


def test_lists_become_tuples_so_that_nothing_can_be_changed(tiny):
    assert isinstance(tiny.skills[0].items, tuple)
    with pytest.raises(ValueError, match="frozen"):
        tiny.instrument.id = "other"


def test_load_raises_all_problems_at_once(folder: Path, edit):
    edit("instrument.yaml", "kind: named", "kind: self")
    edit("acting.yaml", "why:", "wy:")
    with pytest.raises(Problems) as caught:
        load(folder)
    assert [p.name for p in caught.value.problems] == [
        Message.NOT_ONE_SELF_GROUP,
        Message.UNKNOWN_KEY,
    ]
    assert "did you mean 'why'?" in str(caught.value)


def test_it_sees_a_change_of_a_file_at_once(folder: Path, edit):
    before = load(folder)
    edit("acting.yaml", "Begins with the aim.", "Starts with the aim.")
    assert load(folder).version != before.version


def test_unchanged_files_are_not_parsed_again(folder: Path):
    assert load(folder) is load(folder)


def test_a_folder_that_is_not_there_is_one_clear_sentence(tmp_path: Path):
    (problem,) = find_problems(tmp_path / "nowhere")
    assert problem.name is Message.NO_FOLDER
    assert str(problem).endswith("nowhere: " + Message.NO_FOLDER.value)


def test_a_folder_that_cannot_be_read_is_one_clear_sentence(tmp_path: Path):
    (problem,) = find_problems(tmp_path / ("a" * 300))
    assert problem.name is Message.UNREADABLE_FOLDER
    assert problem.file.startswith(str(tmp_path))


def test_a_folder_with_hundreds_of_files_is_refused_at_once(folder: Path):
    for number in range(MAX_FILES - 3 + 1):
        (folder / f"other_{number}.yaml").write_text("a: " + "b " * 120_000)
    begun = time.process_time()
    (problem,) = find_problems(folder)
    assert time.process_time() - begun < 1
    assert problem.name is Message.TOO_MANY_FILES


def test_plain_texts_do_where_there_is_one_language(tmp_path: Path, folder: Path):
    for file in folder.iterdir():
        lines = file.read_text(encoding="utf-8").replace("languages: [en, de]", "languages: [en]")
        file.write_text(_only_english(lines), encoding="utf-8")
    assert load(folder).instrument.title.to("en") == "Tiny"


def _only_english(text: str) -> str:
    text = re.sub(r"\{ en: ([^{}\"]+), de: (?:\"[^\"]*\"|[^{}]*) \}", r'"\1"', text)
    return re.sub(r"\{ en: (\"[^\"]*\"), de: \"[^\"]*\" \}", r"\1", text)


def test_it_does_not_follow_a_link_out_of_the_folder(folder: Path, tmp_path: Path):
    secret = tmp_path / "secret.yaml"
    secret.write_text("password: swordfish")
    (folder / "acting.yaml").unlink()
    (folder / "acting.yaml").symlink_to(secret)
    problems = find_problems(folder)
    assert [p.name for p in problems] == [Message.OUTSIDE_FOLDER]
    assert "swordfish" not in str(problems)


def test_it_follows_a_link_inside_the_folder(folder: Path):
    data = folder / "..data"
    data.mkdir()
    (folder / "acting.yaml").rename(data / "acting.yaml")
    (folder / "acting.yaml").symlink_to(data / "acting.yaml")
    assert find_problems(folder) == []


def test_it_does_not_wait_for_a_pipe_or_a_circle_of_links(folder: Path):
    (folder / "acting.yaml").unlink()
    os.mkfifo(folder / "acting.yaml")
    (folder / "listening.yaml").unlink()
    (folder / "listening.yaml").symlink_to(folder / "listening.yaml")
    assert {p.name for p in find_problems(folder)} == {
        Message.OUTSIDE_FOLDER,
        Message.UNREADABLE_FILE,
    }


def test_it_ignores_hidden_files_and_other_kinds(folder: Path):
    (folder / ".#acting.yaml").symlink_to("alice@host.1234")
    (folder / "README.md").write_text("# Notes")
    assert find_problems(folder) == []


def test_an_order_that_climbs_out_of_the_folder_is_no_path(folder: Path, edit):
    edit("instrument.yaml", "skills: [listening, acting]", "skills: [../../secret, acting]")
    names = [p.name for p in find_problems(folder)]
    assert names == [Message.BAD_ID, Message.STRAY_FILE]


def test_more_than_two_hundred_items_are_too_many(folder: Path, edit):
    item = (
        "  - {{id: more_{n}, responsibility: aim, core: false, seed: {t}, self: {t}, other: {t}}}\n"
    )
    many = "".join(item.format(n=n, t="{en: a, de: b}") for n in range(197))
    edit("acting.yaml", "items:\n", "items:\n" + many)
    (problem,) = find_problems(folder)
    assert problem.name is Message.TOO_MANY_ITEMS


def test_a_list_with_too_many_entries_is_refused(folder: Path, edit):
    edit("instrument.yaml", "[listening, acting]", "[listening, acting, " + "a, " * 20 + "]")
    assert Message.TOO_LONG in {p.name for p in find_problems(folder)}


def test_a_file_full_of_problems_is_cut_short(folder: Path, edit):
    edit("acting.yaml", "id: acting\n", "id: acting\n" + "".join(f"x{n}: 1\n" for n in range(500)))
    problems = find_problems(folder)
    assert len(problems) == MOST_SHOWN + 1
    assert problems[-1].name is Message.MORE


def test_what_a_file_says_is_shown_and_never_run(folder: Path, edit):
    edit("acting.yaml", "id: acting\n", 'id: acting\n"$message {0.__class__} %s \\e[31m": 1\n')
    problems = [p for p in find_problems(folder) if p.name is Message.UNKNOWN_KEY]
    assert problems[0].message == r"unknown key '$message {0.__class__} %s \u001b[31m'"


def test_a_problem_without_a_guess_ends_without_a_question():
    assert str(Problem("a.yaml", 2, 3, "wrong")) == "a.yaml:2:3: wrong"


def test_no_value_is_read_as_another_than_was_written(folder: Path, edit):
    edit("instrument.yaml", "{ en: Never, de: Nie }", "{ en: no, de: 012 }")
    edit("instrument.yaml", "{ en: Rarely, de: Selten }", "{ en: 1:30, de: 1e3 }")
    edit("instrument.yaml", "{ en: Now and then, de: Ab und zu }", "{ en: .5, de: 2026-11-02 }")
    labels = load(folder).instrument.scale.labels
    assert [(label.to("en"), label.to("de")) for label in labels[:3]] == [
        ("no", "012"),
        ("1:30", "1e3"),
        (".5", "2026-11-02"),
    ]


def test_norwegian_is_a_language(folder: Path):
    for file in folder.iterdir():
        text = file.read_text(encoding="utf-8")
        text = text.replace(", de: ", ", no: ").replace("[en, de]", "[en, no]")
        file.write_text(text, encoding="utf-8")
    assert load(folder).instrument.title.to("no") == "Winzig"


def test_who_reads_none_of_its_languages_reads_english_where_there_is_any():
    assert Text(by_language={"de": "Winzig", "en": "Tiny"}).to("ar") == "Tiny"
    assert Text(by_language={"fr": "Petit", "de": "Winzig"}).to("ar") == "Winzig"
    assert Text(by_language={"": "Tiny"}).to("ar") == "Tiny"
