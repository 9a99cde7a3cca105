"""The linter finds what makes statements hard to answer, leaves good ones alone, and says why."""

import time

import pyphen
import pytest

from survey.errors import BadInput
from survey.questionnaire.edit import operations
from survey.questionnaire.edit.rewriting import CannotEdit, meaning
from survey.questionnaire.lint.linting import WHY, accept, lint
from survey.questionnaire.lint.reading import grade, syllables, words
from survey.questionnaire.lint.rules import OF_WHOLE, OF_WORDING, alike
from survey.questionnaire.loader import of_files
from tests.factories import questionnaire
from tests.survey.questionnaire.edit.folders import FOLDERS, LEADERSHIP, SERVICE_TEAM, TINY
from tests.survey.questionnaire.lint.statements import BAD, GOOD


def liked(text, language):
    return {rule: found for rule, judge in OF_WORDING.items() if (found := judge(text, language))}


@pytest.mark.parametrize("language", ["en", "de"])
def test_most_bad_statements_are_found_and_hardly_a_good_one(language, capsys):
    tried = [(rule, text) for rule, texts in BAD[language].items() for text in texts]
    missed = [(rule, text) for rule, text in tried if rule not in liked(text, language)]
    false = [(text, found) for text in GOOD[language] if (found := liked(text, language))]
    with capsys.disabled():
        print(f"\nlinter, {language}: {len(tried) - len(missed)} of {len(tried)} bad statements "
              f"found, {len(false)} of {len(GOOD[language])} good ones disliked")  # fmt: skip
        for one in (*missed, *false):
            print("   ", *one)
    assert len(missed) <= 0.1 * len(tried)
    assert len(false) <= 0.1 * len(GOOD[language])


@pytest.mark.parametrize("name", ["leadership", "service team"])
def test_what_we_ship_has_no_doubt_that_is_not_accepted_with_a_reason(name):
    begun = time.process_time()
    found = lint(FOLDERS[name])
    assert time.process_time() - begun < 5
    assert [str(one) for one in found if not one.reason] == []
    assert len(found) <= 4


def test_every_rule_has_its_reason():
    assert set(WHY) == {*OF_WORDING, *OF_WHOLE}
    assert all("%(found)s" in why for why in WHY.values())


def found(files, rule):
    return [one for one in lint(files) if one.rule == rule]


def test_a_doubt_stands_where_the_words_stand():
    files = operations.reword(LEADERSHIP, "comm_visi_1", "en", other="Explains and listens.")
    (one,) = found(files, "double_barrelled")
    line = files[one.file].decode().splitlines()[one.line - 1]
    assert line[one.column - 1 :] == "Explains and listens."
    assert "two things in one statement" in str(one)


def test_near_copies_are_found_across_skills():
    words = "Asks people for ideas on how to do their work better."
    files = operations.reword(LEADERSHIP, "rela_peop_1", "en", other=words)
    (one,) = found(files, "near_duplicate")
    assert (one.file, one.found) == ("relationships.yaml", "'comm_impr_1'")
    assert not alike("Follows the rules that others follow.", "Asks people for ideas.")


def test_wordings_that_drifted_apart_are_found():
    own = "I make sure each proposal gets a fair hearing."
    files = operations.reword(LEADERSHIP, "comm_impr_1", "en", own)
    (one,) = found(files, "drifted")
    assert one.file == "communication.yaml"


def test_an_item_that_few_groups_see_is_found():
    def change(plain):
        plain["items"][0]["hard_to_see_for"] = ["peers", "reports", "others"]

    plain = meaning("communication.yaml", LEADERSHIP["communication.yaml"])
    change(plain)
    files = operations.change(LEADERSHIP, "communication.yaml", plain)
    (one,) = found(files, "unseen_by_groups")
    assert one.found == "1/4"


def test_a_copy_of_the_first_language_is_found():
    files = operations.add_language(LEADERSHIP, "de")
    before = len(found(files, "missing_translation"))
    assert before > 150
    files = operations.reword(files, "comm_visi_1", "de", "Ich erkläre Ziele.", "Erklärt Ziele.")
    assert len(found(files, "missing_translation")) == before - 2


def test_a_cell_that_one_group_is_asked_nothing_about_is_found():
    plain = meaning("communication.yaml", LEADERSHIP["communication.yaml"])
    for item in plain["items"]:
        if item["responsibility"] == "people":
            item["only_for"] = ["self", "manager", "reports", "peers"]
    (one,) = found(operations.change(LEADERSHIP, "communication.yaml", plain), "empty_cell")
    assert one.found == "'people', 'others'"


@pytest.mark.parametrize("name", ["ugly", "ugly, saved on Windows", "tiny", "service team"])
def test_an_accepted_doubt_stays_accepted_and_the_version_the_same(name):
    files = FOLDERS[name]
    doubts = [one for one in lint(files) if not one.reason][:4]
    version = of_files(files).version
    for doubt in doubts:
        try:
            files = accept(files, doubt, f"we  tried it: {doubt.rule} # so")
        except CannotEdit:  # an entry in brackets has no line of its own
            continue
        (now,) = [one for one in lint(files) if (one.rule, one.file, one.path) ==
                  (doubt.rule, doubt.file, doubt.path)]  # fmt: skip
        assert now.reason == f"we tried it: {doubt.rule} # so"
    assert of_files(files).version == version
    assert sum(bool(one.reason) for one in lint(files)) >= len(doubts) // 2


def test_a_reason_goes_with_its_item_and_holds_for_no_other():
    files = operations.reword(TINY, "hear_aim", "en", "I ask and listen.", "Asks and listens.")
    files = operations.reword(files, "hear_more", "en", "I nod and smile.", "Nods and smiles.")
    (other, *_), (one, *_) = (
        [f for f in found(files, "double_barrelled") if f.path[1] == at] for at in (0, 2)
    )
    files = accept(files, one, "one thing here")
    files = operations.reorder(files, "hear_more", 0)
    reasons = {f.path[1]: f.reason for f in found(files, "double_barrelled")}
    assert reasons == {0: "one thing here", 1: ""}
    files = operations.move(files, "hear_more", "acting", "care", 0)
    assert {(f.file, f.reason) for f in found(files, "double_barrelled")} == {
        ("acting.yaml", "one thing here"), ("listening.yaml", ""),
    }  # fmt: skip
    with pytest.raises(BadInput):
        accept(files, other, "  ")


@pytest.mark.parametrize(("language", "dictionary"), [("en", "en_US"), ("de", "de_DE")])
def test_syllables_are_counted_nearly_as_a_dictionary_divides_words(language, dictionary, capsys):
    divide = pyphen.Pyphen(lang=dictionary)
    files = LEADERSHIP if language == "en" else SERVICE_TEAM
    texts = [i.other.to(language) for s in of_files(files).skills for i in s.items]
    every = [word for text in texts for word in words(text)]
    off = [syllables(word, language) - len(divide.positions(word)) - 1 for word in every]
    with capsys.disabled():
        print(f"\nsyllables, {language}: {sum(off) / len(every):+.2f} a word against hyphenation")
    assert 0 <= sum(off) / len(every) < 0.2  # a dictionary for hyphens leaves out what is not cut


def test_reading_grades_are_those_of_the_formulas():
    # 10 words, 1 sentence, 14 syllables: 0.39*10 + 11.8*1.4 - 15.59
    assert grade("The cat sat on a mat in the sunny garden.", "en") == pytest.approx(
        0.39 * 10 + 11.8 * 1.2 - 15.59
    )
    # 5 words: MS 20, SL 5, IW 20, ES 60
    assert grade("Der Hund frisst eine Banane.", "de") == pytest.approx(
        0.1935 * 20 + 0.1672 * 5 + 0.1297 * 0 - 0.0327 * 60 - 0.875
    )
    assert grade("Le chat dort.", "fr") is None
    assert grade("…", "en") is None
    assert grade(BAD["en"]["hard_to_read"][0], "en") > 20


def test_it_judges_200_items_in_seconds():
    begun = time.process_time()
    big = questionnaire(items_per_cell=8)
    assert len(big.items("extended")) == 200
    list(OF_WHOLE["near_duplicate"](big))
    assert time.process_time() - begun < 20
