"""Every type of question keeps one contract; a new type inherits it by one line."""

from gettext import NullTranslations
from typing import Any

import pytest
from werkzeug.datastructures import MultiDict
from wtforms import Form

from survey.errors import BadInput
from survey.paper.form import Asking
from survey.paper.page import Paper, render
from survey.questionnaire.model import Item, OpenQuestion, Questionnaire
from survey.questionnaire.types import FOLDER, TYPES, of_kind
from survey.questionnaire.types.question_type import BadAnswer
from survey.questionnaire.words import LONGEST, TooLong

CLOBBERING = ["validate", "process", "csrf_token", "__class__", "data", "errors", "meta", "Meta"]


class Contract:
    """What holds for every type. Subclasses name the type and some of its values."""

    name: str
    good: dict[str, Any]
    """Posted values and what is stored for them."""
    bad: list[str]

    def question(self, id_: str = "one") -> Item | OpenQuestion:
        return OpenQuestion.model_construct(id=id_, **self.wordings())

    def wordings(self) -> dict[str, Any]:
        praise = OpenQuestion.model_validate({"id": "x", "self": "I ask.", "other": "Asks."})
        return {"self": praise.self, "other": praise.other, "hint_other": None}

    @property
    def type(self):
        return TYPES[self.name]

    def form(self, tiny: Questionnaire, posted=None, stored=None, audience="other", id_="one"):
        name = self.type.field_name(id_)
        field = self.type.field(self.question(id_), tiny, "en", audience)
        form = type("Page", (Form,), {name: field})(
            MultiDict([(name, value) for value in posted]) if posted is not None else None,
            data={name: stored},
        )
        return form, form[name]

    def test_it_is_registered_with_a_template_of_its_own(self, tiny):
        _, field = self.form(tiny)
        assert field.template == f"questions/{self.name}.html"
        assert (FOLDER / f"{self.name}.html").is_file()
        assert self.name in of_kind(self.type.kind)

    def test_it_words_the_question_for_its_audience(self, tiny):
        assert self.form(tiny, audience="self")[1].label.text == "I ask."
        assert self.form(tiny, audience="other")[1].label.text == "Asks."

    def test_it_stores_what_was_posted(self, tiny):
        for posted, stored in self.good.items():
            form, field = self.form(tiny, [posted])
            assert form.validate(), (posted, form.errors)
            assert field.data == stored
            assert self.type.parse(posted, self.question(), tiny, "other") == stored

    def test_it_refuses_what_no_page_can_send(self, tiny):
        for posted in self.bad:
            form, _ = self.form(tiny, [posted])
            assert not form.validate(), posted
            with pytest.raises(BadInput):
                self.type.parse(posted, self.question(), tiny, "other")

    def test_two_answers_at_once_are_none(self, tiny):
        form, _ = self.form(tiny, list(self.good)[:2])
        assert not form.validate()

    def test_no_answer_is_fine_and_stored_as_none(self, tiny):
        for posted in ([], [""]):
            form, field = self.form(tiny, posted)
            assert form.validate()
            assert field.data is None

    def test_a_stored_answer_is_shown_again_and_stored_the_same(self, tiny):
        for stored in self.good.values():
            _, field = self.form(tiny, stored=stored)
            assert field.data == stored

    def test_an_empty_post_takes_the_stored_answer_away(self, tiny):
        first = next(iter(self.good.values()))
        assert self.form(tiny, [""], stored=first)[1].data is None

    typed: dict[str, Any]
    """What is typed in from paper, and what is stored for it."""
    mistyped: list[str]

    def test_what_is_typed_from_paper_is_stored_as_what_is_posted(self, tiny):
        for typed, stored in self.typed.items():
            assert self.type.typed(typed, self.question(), tiny, "other") == stored
        assert set(self.typed.values()) >= {self.type.typed("", self.question(), tiny, "other")}

    def test_every_box_on_paper_has_a_key_that_can_be_typed(self, tiny):
        keys = self.type.keys(self.question(), tiny, "other")
        values = [self.type.typed(key, self.question(), tiny, "other") for key in keys]
        assert None not in values
        assert len(set(values)) == len(keys) == len(set(keys))
        assert bool(keys) == (self.type.kind != "words")

    def test_it_refuses_what_stands_in_no_box(self, tiny):
        for typed in self.mistyped:
            with pytest.raises(BadInput):
                self.type.typed(typed, self.question(), tiny, "other")

    def test_it_stands_on_paper_with_a_number_its_words_and_its_keys(self, tiny):
        html = on_paper(tiny, self.question(), self.name)
        assert "Asks." in html
        assert '<span class="n">1</span>' in html
        for key in self.type.keys(self.question(), tiny, "other"):
            assert f'<span class="box">{key}</span>' in html

    def test_its_summary_counts_every_answer_once(self, tiny):
        answers = [*self.good.values(), None, None]
        summary = self.type.summary(answers, self.question(), tiny)
        assert sum(summary.values()) == len(answers)
        assert summary == self.type.summary(answers, self.question(), tiny)
        assert set(self.type.summary([], self.question(), tiny)) == set(summary)

    @pytest.mark.parametrize("id_", CLOBBERING)
    def test_no_id_can_take_the_place_of_a_part_of_the_form(self, tiny, id_):
        posted, stored = next(iter(self.good.items()))
        form, field = self.form(tiny, [posted], id_=id_)
        assert form.validate() is True
        assert field.data == stored
        assert form.data == {self.type.field_name(id_): stored}


def on_paper(tiny, question, type_) -> str:
    """One question of this type, as its partial sets it on paper."""
    item = tiny.skills[0].items[0]
    skill = tiny.skills[0].model_copy(update={"items": (item,)})
    first = question.model_copy(
        update={"id": "one", "type": type_, "only_for": (), "show_if": None, "hint_self": None}
    )
    if type_ == "rating":
        skill = skill.model_copy(
            update={"items": (item.model_copy(update={"other": first.other, "core": True}),)}
        )
    asked = () if type_ == "rating" else (first,)
    instrument = tiny.instrument.model_copy(update={"first_questions": asked})
    made = tiny.model_copy(
        update={"instrument": instrument, "skills": (skill, *tiny.skills[1:]), "version": type_}
    )
    group = next(one.id for one in tiny.instrument.groups if one.kind != "self")
    form = tiny.instrument.forms[0].id
    asking = Asking(made, form, group, "en", NullTranslations())
    return render(Paper(asking, "Plumbline", ("Nobody else.",)))


class TestRating(Contract):
    name = "rating"
    typed = {"1": 1, " 7 ": 7, "n": "NO", "N": "NO", "0": "NO", "": None}
    mistyped = ["8", "-1", "NO", "1 2", "x", "٣", "33"]
    good = {"1": 1, "3": 3, "7": 7, "NO": "NO"}
    bad = [
        "0",
        "8",
        "-1",
        "+3",
        " 3",
        "3 ",
        "03",
        "3.0",
        "1e0",
        "no",
        "None",
        "true",
        "٣",
        "３",
        "³",
    ]

    def test_oneself_cannot_say_that_one_has_not_observed_it(self, tiny):
        form, field = self.form(tiny, ["NO"], audience="self")
        assert not form.validate()
        assert field.data is None
        assert field.apart is None
        with pytest.raises(BadAnswer):
            self.type.parse("NO", self.question(), tiny, "self")

    def test_it_offers_every_answer_of_the_scale_and_one_apart(self, tiny):
        _, field = self.form(tiny, stored=3)
        assert [radio.choice.label for radio in field.scale_choices][:2] == ["Never", "Rarely"]
        assert [r.choice.value for r in field.scale_choices if r.choice.selected] == ["3"]
        assert field.apart.choice.label == "Cannot say"
        assert len({radio.id for radio in field}) == 8

    def test_a_wrong_answer_does_not_leave_the_earlier_one_in_its_place(self, tiny):
        assert self.form(tiny, ["9"], stored=3)[1].data is None

    def test_a_stored_answer_that_the_scale_has_no_more_shows_as_none(self, tiny):
        assert self.form(tiny, stored=9)[1].data is None

    def test_its_summary_counts_by_value(self, tiny):
        counts = self.type.summary([1, 3, 3, "NO", None], self.question(), tiny)
        assert counts == {"1": 1, "2": 0, "3": 2, "4": 0, "5": 0, "6": 0, "7": 0, "NO": 1, "": 1}


class TestText(Contract):
    name = "text"
    typed = {"Asks us.": "Asks us.", " ": None}
    mistyped = ["x" * (LONGEST + 1)]
    good = {"Asks us.": "Asks us.", "  two\r\nlines ": "two\nlines", "\x00": None}
    bad = ["x" * (LONGEST + 1)]

    def test_a_text_that_is_too_long_stays_to_be_shortened(self, tiny):
        long = "x" * (LONGEST + 1)
        form, field = self.form(tiny, [long])
        assert not form.validate()
        assert field._value() == long
        with pytest.raises(TooLong):
            self.type.parse(long, self.question(), tiny, "other")

    def test_a_page_shows_a_hint_where_the_question_has_one(self, tiny):
        question = tiny.instrument.open_questions[0]
        for audience, hint in (("other", "Ein Beispiel genügt."), ("self", "")):
            field = self.type.field(question, tiny, "de", audience)
            form = type("Page", (Form,), {"t_praise": field})()
            assert form.t_praise.hint == hint


OPTIONS = {"floor": "The floor", "lab": "The lab", "office": "The office", "road": "The road"}


class OptionsContract(Contract):
    """What holds for every type that is answered with options."""

    bad = ["cellar", "floor floor", " floor", "floor  lab", "FLOOR", "floor cellar", "None", "0"]

    def question(self, id_: str = "one") -> OpenQuestion:
        options = [{"id": id_, "name": name} for id_, name in OPTIONS.items()]
        plain = {"id": "one", "type": self.name, "self": "I ask.", "other": "Asks."}
        more = {"hint_other": "Guess.", "options": options, "pick": 2 if self.most == 2 else 1}
        made = OpenQuestion.model_validate(plain | more)
        return made.model_copy(update={"id": id_})

    most = 1
    typed = {"1": ("floor",), " 4 ": ("road",), "": None}
    mistyped = ["5", "0", "floor", "1 1", "x", "-1"]

    def test_it_offers_every_option_in_the_order_written(self, tiny):
        _, field = self.form(tiny, stored=("lab",))
        assert [one.choice.label for one in field] == list(OPTIONS.values())
        assert [one.choice.value for one in field if one.choice.selected] == ["lab"]

    def test_a_stored_option_that_is_there_no_more_shows_as_none(self, tiny):
        assert self.form(tiny, stored=("cellar",))[1].data is None

    def test_a_wrong_option_does_not_leave_the_earlier_one_in_its_place(self, tiny):
        form, field = self.form(tiny, ["cellar"], stored=("lab",))
        assert not form.validate()
        assert field.data == ("cellar",)

    def test_a_hint_stands_by_for_those_who_have_one(self, tiny):
        assert self.form(tiny)[1].hint == "Guess."
        assert self.form(tiny, audience="self")[1].hint == ""

    def test_one_too_many_are_refused(self, tiny):
        form, field = self.form(tiny, list(OPTIONS)[: self.most + 1])
        assert not form.validate()
        assert field.data == tuple(OPTIONS)[: self.most + 1], "to be mended, they stay ticked"


class TestChoice(OptionsContract):
    name = "choice"
    good = {"lab": ("lab",), "road": ("road",)}

    def test_its_summary_counts_by_option(self, tiny):
        counts = self.type.summary([("lab",), ("lab",), None], self.question(), tiny)
        assert counts == {"floor": 0, "lab": 2, "office": 0, "road": 0, "": 1}


class TestRanking(OptionsContract):
    name = "ranking"
    most = 2
    good = {"lab": ("lab",), "road floor": ("floor", "road"), "lab office": ("lab", "office")}

    typed = {"3": ("office",), "4 1": ("floor", "road"), "2, 3": ("lab", "office"), "": None}
    mistyped = ["5", "1 2 3", "2 2", "lab"]

    def test_two_answers_at_once_are_none(self, tiny):
        """Two are what it asks for, as boxes send them, in the order written."""
        form, field = self.form(tiny, ["", "road", "lab"])
        assert form.validate()
        assert field.data == ("lab", "road")

    def test_taking_all_back_sends_only_the_empty_one_that_is_always_there(self, tiny):
        assert self.form(tiny, [""], stored=("lab", "road"))[1].data is None

    def test_its_summary_counts_every_answer_once(self, tiny):
        """A rater counts once for each option picked."""
        counts = self.type.summary([("lab", "road"), ("lab",), None], self.question(), tiny)
        assert counts == {"floor": 0, "lab": 2, "office": 0, "road": 1, "": 1}


def test_every_type_has_a_test_of_its_contract():
    ours = [*Contract.__subclasses__(), *OptionsContract.__subclasses__()]
    assert {contract.name for contract in ours if hasattr(contract, "name")} == set(TYPES)
