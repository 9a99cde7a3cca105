"""The paper form: one number for one question, everything that is asked and nothing else."""

import re
from gettext import NullTranslations
from pathlib import Path

import pytest

from survey.paper import printing
from survey.paper.form import NAME_TO_WRITE, Asking, lines, sections
from survey.paper.page import Handing, Paper, render
from survey.paper.printing import Wish
from survey.questionnaire.asked import of_group
from survey.questionnaire.loader import load

SHIPPED = Path(__file__).parents[3] / "questionnaires"
NAMES = ("leadership", "service_team", "pulse", "team_quality")


@pytest.fixture(scope="module")
def every():
    return {name: load(SHIPPED / name) for name in NAMES}


def asking(asked, group, form="", language="en", **more):
    form = form or asked.instrument.forms[-1].id
    return Asking(asked, form, group, language, NullTranslations(), **more)


def printed(one, **more):
    return render(Paper(one, "Plumbline", ("Nobody else reads it.",), **more))


@pytest.mark.parametrize("name", NAMES)
def test_every_form_group_and_language_has_all_that_is_asked_numbered_through(every, name):
    asked = every[name]
    for form in asked.instrument.forms:
        for group in asked.instrument.groups:
            for language in asked.instrument.languages:
                one = asking(asked, group.id, form.id, language)
                found = lines(one)
                wanted = [
                    q.id for p in of_group(asked, form.id, group.id).pages.values() for q in p
                ]
                own = [line for line in found if line.place not in ("goals", "shows")]
                assert [line.question.id for line in own] == wanted
                assert [line.number for line in found] == list(range(1, len(found) + 1))
                assert len({line.name for line in found}) == len(found)
                html = printed(one)
                assert re.findall(r'class="n">(\d+)<', html) == [str(x.number) for x in found]
                assert "{subject}" not in html


def test_who_is_asked_alone_finds_it_on_no_other_paper(every):
    asked = every["service_team"]
    everybody = {g.id: {x.question.id for x in lines(asking(asked, g.id))}
                 for g in asked.instrument.groups}  # fmt: skip
    only = [item for item in asked.items("full") if item.only_for]
    assert only
    for item in only:
        assert {group for group, ids in everybody.items() if item.id in ids} == set(item.only_for)


def test_what_hangs_on_an_earlier_answer_says_on_which(every):
    one = asking(every["service_team"], "team")
    by_id = {line.question.id: line for line in lines(one)}
    assert by_id["together"].only == ""
    assert by_id["afar"].only == "Only if you ticked “At different places” in question 1."
    on_scale = [x for x in lines(one) if x.only and x.place == "answers"]
    assert any(
        re.fullmatch(r"Only if you ticked 4 \(.+\) or a higher number in question \d+\.", x.only)
        for x in on_scale
    )
    pages = [section.lead for section in sections(one) if section.lead]
    assert pages == ["Only if you ticked “Partly in the same place” or “At different places” "
                     "in question 1."]  # fmt: skip


def test_oneself_has_no_box_apart_and_is_not_asked_how_comments_stand(every):
    own = lines(asking(every["leadership"], "self"))
    others = lines(asking(every["leadership"], "peers"))
    assert own[0].keys == ("1", "2", "3", "4", "5")
    assert others[0].keys == ("1", "2", "3", "4", "5", "N")
    assert {line.place for line in own} == {"answers", "texts"}
    assert others[-1].place == "shows"


def test_without_a_coach_no_comment_can_stand_for_the_coach_alone(every):
    with_coach, without = (
        lines(asking(every["leadership"], "peers", coached=coached))[-1]
        for coached in (True, False)
    )
    assert [one.id for one in with_coach.question.options] == ["group", "pool", "coach"]
    assert [one.id for one in without.question.options] == ["group", "pool"]


def test_what_was_worked_on_since_the_last_round_is_asked_of_others(every):
    goals = (("abc", "Ask before deciding"),)
    found = [
        x for x in lines(asking(every["leadership"], "peers", goals=goals)) if x.place == "goals"
    ]
    assert [(one.name, one.text, one.keys) for one in found] == [
        ("g_abc", "Ask before deciding", ("1", "2", "3", "4"))
    ]
    own = lines(asking(every["leadership"], "self", goals=goals))
    assert not [one for one in own if one.place == "goals"]


def test_a_specimen_has_room_for_a_name_and_no_code(every):
    html = printed(asking(every["leadership"], "peers"))
    assert NAME_TO_WRITE in html
    assert "Specimen without a code" in html
    assert "/code" not in html


def test_text_from_people_is_shown_literally(every):
    name = '<b>{{ 7*7 }}</b> %(num)s "Ada"'
    goals = (("abc", "<script>{% raw %}%(name)s"),)
    one = asking(every["leadership"], "peers", subject=name, goals=goals)
    html = printed(one, handing=Handing("0000-1111-22222", "https://x.example/code", "<i>soon</i>"))
    assert "<b>{{" not in html
    assert "<script" not in html
    assert "<i>soon" not in html
    assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt; %(num)s &#34;Ada&#34;" in html
    assert "&lt;script&gt;{% raw %}%(name)s" in html


@pytest.mark.parametrize(
    "wrong", [{"form": "none"}, {"group": "none"}, {"language": "xx"}, {"size": "A7"}]
)
def test_a_specimen_of_what_is_not_there_is_refused_with_what_there_is(every, wrong):
    wish = {"group": "peers", "language": "en", "form": "standard"} | wrong
    with pytest.raises(printing.BadInput, match="is none of: "):
        printing.specimen(every["leadership"], Wish(**wish), "Plumbline")
