"""The page that is joined from text and holes is, byte by byte, the page that WTForms renders."""

from types import SimpleNamespace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.answers.draft import Draft
from survey.answers.sheet import Sheet
from survey.questionnaire.form import questions
from survey.questionnaire.words import clean_text
from survey.web import rating
from survey.web.compiled import Marks
from survey.web.steps import Plan
from tests.web_app import make_world, shipped

QUESTIONNAIRE = shipped()
FORMS = [form.id for form in QUESTIONNAIRE.instrument.forms]
STEPS = Plan(QUESTIONNAIRE, FORMS[0]).steps[:-1]
ITEMS = [item.id for item in QUESTIONNAIRE.items(FORMS[-1])]
TEXTS = [step.id for step in STEPS[:-1]] + [
    one.id for one in QUESTIONNAIRE.instrument.open_questions
]
HOSTILE = st.text(max_size=60) | st.sampled_from(
    ["</textarea><script>", "&amp;&", "\n\nfirst", "x" * 24 + "00001", "{{ 7*7 }}", "%(x)s", "'\""]
)


@st.composite
def sheets(draw) -> Sheet:
    group = draw(st.sampled_from(QUESTIONNAIRE.instrument.groups))
    values = [1, 2, 3, 4, 5] if group.kind == "self" else [1, 2, 3, 4, 5, "NO"]
    texts = draw(st.dictionaries(st.sampled_from(TEXTS), HOSTILE.map(clean_text)))
    return Sheet(
        invitation=SimpleNamespace(
            id=draw(st.text("0123456789abcdef", min_size=8, max_size=32)),
            group=group.id,
            person="mara" if group.kind == "self" else "bob",
        ),
        participation=SimpleNamespace(person="mara"),
        round=SimpleNamespace(form=draw(st.sampled_from(FORMS))),
        person=SimpleNamespace(name=draw(HOSTILE)),
        questionnaire=QUESTIONNAIRE,
        revision=draw(st.integers(0, 10**6)),
        draft=Draft(
            answers=draw(st.dictionaries(st.sampled_from(ITEMS), st.sampled_from(values))),
            texts={question: text for question, text in texts.items() if text},
        ),
    )


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    world = make_world(tmp_path_factory.mktemp("compiled"))
    yield world.app
    world.shop.close()


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(sheet=sheets(), step=st.sampled_from(STEPS))
def test_it_is_byte_equal_to_the_rendered_page(app, sheet, step):
    with app.test_request_context():
        filled = rating.page(sheet, step)
        form = rating.form_of(sheet, step)
        assert filled.encode() == rating.rendered(sheet, step, form).encode()


@settings(max_examples=30, deadline=None)
@given(sheet=sheets(), step=st.sampled_from(STEPS))
def test_every_answer_of_the_page_has_its_hole(app, sheet, step):
    with app.test_request_context():
        holes = rating.compiled(sheet, step).holes
    asked = questions(QUESTIONNAIRE, sheet.round.form, step.id)
    per_item = 5 if sheet.is_own else 6
    radios = [name for name in holes if "=" in name]
    assert len(radios) == per_item * sum(one.type == "rating" for one in asked)
    assert {name for name in holes if name.startswith("t_")} == {
        f"t_{one.id}" for one in asked if one.type == "text"
    }


def test_a_mark_may_stand_in_several_places():
    marks = Marks()
    page = marks.cut(f"<a href='{marks.mark('id')}'>{marks.mark('name')}{marks.mark('id')}</a>")
    assert page.fill({"id": "7", "name": "Mara", "other": "?"}) == "<a href='7'>Mara7</a>"
