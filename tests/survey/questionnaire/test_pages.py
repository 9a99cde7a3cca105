"""Pages of a questionnaire: the form classes, and the partials that show their fields."""

import html5lib
import pytest
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from survey.questionnaire.canonical import from_json, to_json
from survey.questionnaire.form import form_for, pages, questions, stored_name
from survey.questionnaire.types import FOLDER


@pytest.fixture(scope="session")
def jinja() -> Environment:
    environment = Environment(
        loader=PrefixLoader({"questions": FileSystemLoader(FOLDER)}),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)
    return environment


def show(jinja: Environment, field) -> str:
    return jinja.get_template(field.template).render(field=field)


def test_there_is_a_page_for_every_skill_and_one_for_words(tiny):
    assert pages(tiny) == ("listening", "acting", "words")


def test_a_page_asks_the_items_of_its_form_and_then_for_a_comment(tiny):
    brief = form_for(tiny, "brief", "listening", "en", "other")()
    whole = form_for(tiny, "whole", "listening", "en", "other")()
    assert list(brief._fields) == ["a_hear_aim", "a_hear_care", "t_listening"]
    assert list(whole._fields) == ["a_hear_aim", "a_hear_care", "a_hear_more", "t_listening"]
    words = form_for(tiny, "brief", "words", "en", "other")()
    assert list(words._fields) == ["t_praise"]


def test_a_field_says_where_its_answer_is_stored():
    assert stored_name("a_hear_aim") == ("answers", "hear_aim")
    assert stored_name("t_listening") == ("texts", "listening")


def test_it_speaks_the_language_asked_for(tiny):
    form = form_for(tiny, "brief", "listening", "de", "self")()
    assert form.a_hear_aim.label.text == "Ich frage, was andere wollen."


def test_a_page_that_there_is_not_is_a_key_error(tiny):
    for form, page in (("brief", "walking"), ("long", "listening")):
        with pytest.raises(KeyError):
            questions(tiny, form, page)


def test_a_form_class_is_made_once_for_each_version(tiny):
    asked = ("brief", "listening", "en", "other")
    assert form_for(tiny, *asked) is form_for(tiny, *asked)
    assert form_for(from_json(to_json(tiny)), *asked) is form_for(tiny, *asked)
    assert form_for(tiny, "brief", "listening", "de", "other") is not form_for(tiny, *asked)
    reworded = from_json(to_json(tiny).replace("Asks how", "Wonders how"))
    assert form_for(reworded, *asked) is not form_for(tiny, *asked)


def test_one_wrong_answer_does_not_hold_back_the_others(tiny):
    form = form_for(tiny, "brief", "listening", "en", "other")(
        MultiDict([("a_hear_aim", "3"), ("a_hear_care", "99"), ("t_listening", " Yes. ")])
    )
    assert not form.validate()
    assert list(form.errors) == ["a_hear_care"]
    assert form.data == {"a_hear_aim": 3, "a_hear_care": None, "t_listening": "Yes."}


@pytest.mark.parametrize("audience", ["self", "other"])
def test_every_partial_is_correct_html_with_labels_for_all(tiny, jinja, audience):
    for page in pages(tiny):
        for field in form_for(tiny, "whole", page, "en", audience)():
            text = show(jinja, field)
            parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
            tree = parser.parseFragment(text)
            inputs = [e for e in tree.iter() if e.tag in ("input", "textarea")]
            labelled = {label.get("for") for label in tree.iter("label")}
            ids = [e.get("id") for e in tree.iter() if isinstance(e.tag, str) and e.get("id")]
            assert {e.get("id") for e in inputs} == labelled
            assert len(ids) == len(set(ids))
            assert "style=" not in text
            assert "<script" not in text


def test_a_rating_is_a_fieldset_with_the_choice_apart_last(tiny, jinja):
    form = form_for(tiny, "brief", "listening", "en", "other")(data={"a_hear_aim": "NO"})
    text = show(jinja, form.a_hear_aim)
    assert "<legend" in text
    assert text.count('class="choice"') == 7
    assert text.index("choice--apart") > text.rindex('class="choice"')
    assert text.count(" checked") == 1
    assert 'value="NO" checked' in text


def test_an_error_is_named_beside_its_question(tiny, jinja):
    form = form_for(tiny, "brief", "listening", "en", "other")(
        MultiDict([("a_hear_aim", "9"), ("t_listening", "x" * 5000)])
    )
    form.validate()
    assert 'aria-describedby="a_hear_aim-error"' in show(jinja, form.a_hear_aim)
    assert 'id="a_hear_aim-error"' in show(jinja, form.a_hear_aim)
    assert 'aria-describedby="t_listening-hint t_listening-error"' in show(jinja, form.t_listening)


def test_what_authors_and_raters_write_is_never_markup(tiny, jinja):
    evil = from_json(to_json(tiny).replace("Asks how people are.", "<script>alert(1)</script>"))
    field = form_for(evil, "brief", "listening", "en", "other")().a_hear_care
    assert "<script" not in show(jinja, field)
    form = form_for(tiny, "brief", "words", "en", "other")(data={"t_praise": "</textarea><b>"})
    assert "</textarea><b>" not in show(jinja, form.t_praise)


def test_a_first_line_break_of_a_text_is_kept(tiny, jinja):
    form = form_for(tiny, "brief", "words", "en", "other")(data={"t_praise": "one\ntwo"})
    assert ">\none\ntwo</textarea>" in show(jinja, form.t_praise)
