"""The small forms around the questions: a name, an address. CSRF is checked for all POSTs alike."""

from flask_babel import lazy_gettext
from wtforms import Field, Form, RadioField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from survey.entry import check_email, check_name
from survey.errors import BadInput

WANTED = lazy_gettext("Give the address that the link should go to, like name@example.org")


def good_name(_form: Form, field: Field) -> None:
    """Fails with words that the visitor's language has; the rule itself is `check_name`'s."""
    try:
        field.data = check_name(field.data or "")
    except BadInput as error:
        raise ValidationError(
            lazy_gettext("Give a name of up to 120 characters, as it should stand on the report")
        ) from error


def good_email(_form: Form, field: Field) -> None:
    try:
        field.data = check_email(field.data) or ""
    except BadInput as error:
        raise ValidationError(
            lazy_gettext("Give an address like name@example.org, or leave this empty")
        ) from error


def name_if_given(form: Form, field: Field) -> None:
    if (field.data or "").strip():
        good_name(form, field)


def some_email(_form: Form, field: Field) -> None:
    try:
        field.data = check_email(field.data)
    except BadInput:
        field.data = field.data or None
        raise ValidationError(WANTED) from None
    if not field.data:
        raise ValidationError(WANTED)


class StartForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Before the first statement: a name, or none yet, and which of the instrument's forms."""

    name = StringField(lazy_gettext("Your name (optional)"), [name_if_given])
    length = RadioField(lazy_gettext("How many statements"))


class ContactForm(Form):  # type: ignore[misc]  # WTForms has no types
    """On the check page: who this is about, and where a link may go."""

    name = StringField(lazy_gettext("Your name"), [good_name])
    email = StringField(lazy_gettext("Your e-mail address (optional)"), [good_email])


class MailForm(Form):  # type: ignore[misc]  # WTForms has no types
    """On the finish-later page."""

    email = StringField(lazy_gettext("Your e-mail address"), [some_email])


class CodeForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The code of a printed slip."""

    code = StringField(lazy_gettext("The code on your slip"), [InputRequired(), Length(max=80)])


class ReceiptForm(Form):  # type: ignore[misc]  # WTForms has no types
    """The code that was shown once after sending."""

    code = StringField(lazy_gettext("Your receipt code"), [InputRequired(), Length(max=80)])
