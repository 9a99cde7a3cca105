"""Forms of the pages on which raters are chosen."""

from collections.abc import Sequence

from flask_babel import lazy_gettext
from werkzeug.datastructures import MultiDict
from wtforms import (
    DateField,
    EmailField,
    Form,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields import SelectChoice
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange

from survey.questionnaire.model import RaterGroup
from survey.raters.nominating import LONGEST_WORD
from survey.raters.slips import MOST_SLIPS
from survey.web.entry_forms import good_name, name_if_given, some_email

_PASTED = 40_000  # characters
_GROUP = lazy_gettext("As what they answer")
_EMAIL = lazy_gettext("E-mail address")


class AddForm(Form):  # type: ignore[misc]  # WTForms has no types
    """One person, or a pasted list, or both."""

    group = SelectField(_GROUP)
    email = StringField(_EMAIL)
    name = StringField(lazy_gettext("Name (optional)"))
    text = TextAreaField(
        lazy_gettext("Or paste several"),
        [Length(max=_PASTED, message=lazy_gettext("Paste fewer lines at once"))],
    )


class AskForm(Form):  # type: ignore[misc]  # WTForms has no types
    """A self-assessment asks others."""

    name = StringField(lazy_gettext("Your name, as the people you ask know you"), [good_name])
    email = EmailField(lazy_gettext("Your own e-mail address"), [some_email])
    closes_on = DateField(
        lazy_gettext("Last day to answer"),
        [InputRequired(message=lazy_gettext("Give the last day to answer"))],
    )
    group = SelectField(_GROUP)
    text = TextAreaField(
        lazy_gettext("Whom you ask"),
        [Length(max=_PASTED, message=lazy_gettext("Paste fewer lines at once"))],
    )


class OtherForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Another person in a rater's place."""

    name = StringField(lazy_gettext("Name (optional)"), [name_if_given])
    email = StringField(_EMAIL, [some_email])


class AddressForm(Form):  # type: ignore[misc]  # WTForms has no types
    email = StringField(lazy_gettext("Right e-mail address"), [some_email])


class MoveForm(Form):  # type: ignore[misc]  # WTForms has no types
    group = SelectField(_GROUP)


class SlipForm(Form):  # type: ignore[misc]  # WTForms has no types
    group = SelectField(_GROUP)
    how_many = IntegerField(
        lazy_gettext("How many slips"),
        [
            InputRequired(message=lazy_gettext("Give a number")),
            NumberRange(
                1, MOST_SLIPS, lazy_gettext("Give a number from 1 to %(most)s", most=MOST_SLIPS)
            ),
        ],
    )


class WordForm(Form):  # type: ignore[misc]  # WTForms has no types
    word = TextAreaField(
        lazy_gettext("What should be changed"),
        [
            DataRequired(message=lazy_gettext("Say what should be changed")),
            Length(max=LONGEST_WORD, message=lazy_gettext("Shorten it to 1,000 characters")),
        ],
    )


def with_groups(form: Form, groups: Sequence[RaterGroup], language: str) -> Form:
    """The form with the groups to choose from; the first one of several people, unless chosen."""
    form.group.choices = [SelectChoice(one.id, one.name.to(language)) for one in groups]
    if not form.group.data:
        form.group.data = next((one.id for one in groups if one.kind == "anonymous"), groups[0].id)
    return form


def problems(*forms: Form) -> list[tuple[str, str]]:
    """Lines of the error summary."""
    return [(str(one.errors[0]), f"#{one.id}") for form in forms for one in form if one.errors]


Data = MultiDict[str, str]
