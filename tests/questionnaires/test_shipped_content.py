"""The fifty statements we ship keep the rules for statements, and their advice keeps its tone."""

import re
from collections import Counter
from itertools import combinations, pairwise

import pytest
from pydantic import ValidationError

from survey.questionnaire.model import Book, Text
from tests.questionnaires import criteria

CELLS = [
    f"{skill}_{responsibility}"
    for skill in ("comm", "insp", "prob", "impr", "rela")
    for responsibility in ("visi", "cult", "reso", "impr", "peop")
]
IDS = {f"{cell}_{number}" for cell in CELLS for number in (1, 2)}
SKILLS = ["communication", "inspiration", "problem_solving", "improvement_risk", "relationships"]
RESPONSIBILITIES = ["vision", "culture", "resources", "improvement", "people"]


@pytest.fixture(scope="session")
def items(shipped):
    return shipped.items("extended")


@pytest.fixture(scope="session")
def stems(items):
    """(item id, statement) for both wordings."""
    return [(item.id, text.to("en")) for item in items for text in (item.self, item.other)]


@pytest.fixture(scope="session")
def every_text(shipped):
    return [
        text.to("en") for part in (shipped.instrument, *shipped.skills) for text in texts_in(part)
    ]


def texts_in(thing):
    """All texts that a reader may meet; a seed is a note for authors."""
    if isinstance(thing, Text):
        yield thing
    elif isinstance(thing, tuple):
        for part in thing:
            yield from texts_in(part)
    elif hasattr(type(thing), "model_fields"):
        for name in type(thing).model_fields.keys() - {"seed"}:
            yield from texts_in(getattr(thing, name))


def offenders(stems, dislikes):
    return {f"{item}: {text}": dislikes(text) for item, text in stems if dislikes(text)}


# The plan: who sits where


def test_skills_and_responsibilities_are_those_of_the_source(shipped):
    assert [skill.id for skill in shipped.skills] == SKILLS
    assert [r.id for r in shipped.instrument.responsibilities] == RESPONSIBILITIES


def test_ids_are_those_of_the_golden_files(items):
    assert len(items) == 50
    assert {item.id for item in items} == IDS


def test_every_cell_holds_two_statements_and_its_id_says_which_cell(shipped):
    cells = Counter((s.id, i.responsibility) for s in shipped.skills for i in s.items)
    assert cells == {(skill, r): 2 for skill in SKILLS for r in RESPONSIBILITIES}
    for skill in shipped.skills:
        for item in skill.items:
            assert item.id.startswith(f"{skill.id[:4]}_{item.responsibility[:4]}_")


def test_the_first_statement_of_a_pair_is_core(items):
    assert all(item.core is item.id.endswith("_1") for item in items)


def test_the_forms_show_25_and_50_statements(shipped):
    assert len(shipped.items("standard")) == 25
    assert len(shipped.items("extended")) == 50


def test_responsibilities_rotate_and_each_skill_starts_with_another(shipped):
    for start, skill in enumerate(shipped.skills):
        expected = RESPONSIBILITIES[start:] + RESPONSIBILITIES[:start]
        assert [item.responsibility for item in skill.items] == expected * 2
        assert [item.core for item in skill.items] == [True] * 5 + [False] * 5


def test_the_two_statements_of_a_cell_are_never_neighbours(shipped):
    for skill in shipped.skills:
        for one, next_one in pairwise(skill.items):
            assert one.responsibility != next_one.responsibility


def test_no_statement_is_reversed(items):
    assert not any(item.reverse for item in items)


def test_every_statement_names_the_phrase_it_rests_on(items):
    seeds = {}
    for item in items:
        assert item.seed.to("en").strip()
        assert seeds.setdefault(item.id[:-2], item.seed) == item.seed


# The wording of a statement


def test_statements_have_5_to_16_words(stems):
    assert not offenders(stems, lambda text: not 5 <= len(criteria.words(text)) <= 16)


def test_statements_are_one_sentence_with_a_full_stop(stems):
    assert not offenders(stems, lambda text: not criteria.is_one_sentence(text))


@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(criteria.DOUBLE_BARRELS, id="double barrels"),
        pytest.param(criteria.NEGATIONS, id="negations"),
        pytest.param(criteria.FREQUENCY_OR_QUALITY, id="words of frequency or quality"),
        pytest.param(criteria.JARGON, id="jargon"),
        pytest.param(criteria.GENDERED, id="gendered words"),
    ],
)
def test_statements_are_free_of(stems, pattern):
    assert not offenders(stems, lambda text: criteria.found(pattern, text))


def test_no_statement_uses_the_opposite_of_another_ones_word(stems):
    assert not criteria.antonyms([text for _, text in stems])


def test_self_says_i_and_a_verb_and_other_begins_with_the_same_verb(items):
    for item in items:
        own, other = item.self.to("en"), item.other.to("en")
        assert criteria.verbs_match(own, other), (own, other)


def test_both_wordings_say_the_same_at_the_same_length(items):
    for item in items:
        own, other = item.self.to("en"), item.other.to("en")
        assert criteria.overlap(own, other) >= 0.7, (own, other)
        assert abs(len(criteria.words(own)) - len(criteria.words(other))) <= 3, (own, other)


@pytest.mark.parametrize("wording", ["self", "other"])
def test_no_two_statements_are_nearly_alike(items, wording):
    texts = [getattr(item, wording).to("en") for item in items]
    near = [pair for pair in combinations(texts, 2) if criteria.likeness(*pair) >= 0.80]
    assert not near


def test_a_statement_reads_at_grade_9_at_most(stems):
    assert not offenders(stems, lambda text: max(0, criteria.grade([text]) - 9))


@pytest.mark.parametrize("form", ["standard", "extended"])
@pytest.mark.parametrize("wording", ["self", "other"])
def test_a_form_reads_at_grade_7_at_most(shipped, form, wording):
    assert criteria.grade([getattr(i, wording).to("en") for i in shipped.items(form)]) <= 7


# Scale, groups, placeholders


def test_the_scale_has_five_labels_and_not_observed_stands_apart(shipped):
    scale = shipped.instrument.scale
    labels = [label.to("en") for label in scale.labels]
    assert list(scale.values) == [1, 2, 3, 4, 5]
    assert len(set(labels)) == 5
    assert scale.not_observed.to("en") not in labels


def test_groups_that_see_little_are_groups_of_the_instrument(shipped, items):
    groups = {group.id for group in shipped.instrument.groups if group.kind != "self"}
    assert all(set(item.hard_to_see_for) <= groups for item in items)


def test_anonymous_groups_need_three_and_merge_in_a_fixed_order(shipped):
    anonymous = [g for g in shipped.instrument.groups if g.kind == "anonymous"]
    assert all(group.recommended > group.minimum >= 3 for group in anonymous)
    assert [g.id for g in sorted(anonymous, key=lambda g: g.merge_order)] == [
        "others",
        "peers",
        "reports",
    ]


def test_each_group_has_its_own_sign(shipped):
    signs = [group.sign for group in shipped.instrument.groups]
    assert len(set(signs)) == len(signs)


def test_the_only_placeholder_is_the_subjects_name_and_never_in_words_to_the_subject(
    shipped, every_text
):
    assert {name for text in every_text for name in re.findall(r"\{[^}]*\}?|\}", text)} == {
        "{subject}"
    }
    instrument = shipped.instrument
    prompts = [*instrument.open_questions, *(skill.comment for skill in shipped.skills)]
    to_self = [instrument.intro.self, instrument.scale.question_self, *(p.self for p in prompts)]
    assert not any("{" in text.to("en") for text in to_self)


def test_the_purpose_line_says_development_and_pay(shipped):
    purpose = shipped.instrument.intro.purpose.to("en")
    assert "development" in purpose
    assert "pay" in purpose


# The advice


@pytest.mark.parametrize("skill", SKILLS)
def test_a_skill_has_two_ideas_for_each_responsibility(shipped, skill):
    squares = Counter(idea.responsibility for idea in shipped.skill(skill).ideas)
    assert squares == dict.fromkeys(RESPONSIBILITIES, 2)


def test_no_two_ideas_say_the_same(shipped):
    every = [(i.do.to("en"), i.know.to("en")) for skill in shipped.skills for i in skill.ideas]
    for one, another in combinations(every, 2):
        for said, again in zip(one, another, strict=True):
            assert criteria.likeness(said, again) < 0.8, (said, again)


def test_ideas_use_no_jargon(shipped):
    for text in (one for skill in shipped.skills for idea in skill.ideas for one in texts_in(idea)):
        assert not criteria.found(criteria.JARGON, text.to("en")), text


@pytest.mark.parametrize("skill", SKILLS)
def test_a_skill_has_two_or_three_books(shipped, skill):
    books = shipped.skill(skill).reading
    assert 2 <= len(books) <= 3
    for book in books:
        assert criteria.is_one_sentence(book.what_for.to("en"))
        assert len(criteria.words(book.what_for.to("en"))) <= 20


def test_no_book_is_recommended_twice(shipped):
    books = [book for skill in shipped.skills for book in skill.reading]
    assert len({book.isbn for book in books}) == len({book.title for book in books}) == len(books)


@pytest.mark.parametrize("wrong", ["9781609949851", "978160994981", "160994981X", "978-1609949815"])
def test_a_book_with_a_slip_in_its_number_is_refused(shipped, wrong):
    book = shipped.skills[0].reading[0]
    with pytest.raises(ValidationError, match="see problems.py"):
        Book.model_validate({**book.model_dump(), "isbn": wrong})


def test_ideas_fit_into_a_table(shipped):
    for skill in shipped.skills:
        for idea in skill.ideas:
            for cell in (idea.when, idea.do, idea.know):
                assert 2 <= len(criteria.words(cell.to("en"))) <= 20, cell
            assert idea.do.to("en").endswith(".")
            assert idea.know.to("en").endswith(".")


@pytest.mark.parametrize("skill", SKILLS)
def test_a_skill_has_questions_to_talk_over(shipped, skill):
    questions = [question.to("en") for question in shipped.skill(skill).questions]
    assert len(questions) >= 4
    assert all(question.endswith("?") for question in questions)


@pytest.mark.parametrize("skill", SKILLS)
def test_a_skill_is_defined_in_one_sentence_and_told_in_two_or_three(shipped, skill):
    told = shipped.skill(skill)
    assert len(criteria.sentences(told.definition.to("en"))) == 1
    assert len(criteria.sentences(told.why.to("en"))) in {2, 3}
    assert len(criteria.sentences(told.when_it_goes_well.to("en"))) in {2, 3}


def test_no_text_judges_shouts_or_speaks_of_he_and_she(every_text):
    for text in every_text:
        assert not criteria.found(criteria.NOT_SAID_IN_A_REPORT, text), text
        assert not criteria.found(criteria.GENDERED, text), text
        assert not re.search(r"[!—]|\s-\s", text), text


def test_stakeholder_is_said_at_most_three_times(every_text):
    assert len(re.findall("stakeholder", " ".join(every_text).lower())) <= 3


def test_all_other_words_read_at_grade_9_at_most(shipped):
    for skill in shipped.skills:
        advice = [
            text.to("en") for part in (skill.ideas, skill.questions) for text in texts_in(part)
        ]
        prose = [skill.definition, skill.why, skill.when_it_goes_well]
        assert criteria.grade(advice + [text.to("en") for text in prose]) <= 9
    intro = [text.to("en") for text in texts_in(shipped.instrument.intro)]
    assert criteria.grade(intro) <= 9
