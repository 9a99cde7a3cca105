"""Forms about staff and organisations."""

from zoneinfo import available_timezones

from babel import Locale
from flask import current_app
from flask_babel import gettext, lazy_gettext
from wtforms import (
    Field,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    ValidationError,
)
from wtforms.fields import SelectChoice
from wtforms.validators import Length

from survey.entry import check_email
from survey.errors import BadInput
from survey.web.entry_forms import good_name


def staff_email(_form: Form, field: Field) -> None:
    try:
        field.data = check_email(field.data) or ""
    except BadInput:
        field.data = ""
    if not field.data:
        raise ValidationError(lazy_gettext("Give an address like name@example.org"))


def organisation_name(_form: Form, field: Field) -> None:
    field.data = " ".join((field.data or "").split())
    if not field.data or not field.data.isprintable():
        raise ValidationError(lazy_gettext("Give the organisation a name"))


class InviteForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Somebody new, as admin or as coach."""

    name = StringField(lazy_gettext("Name"), [good_name])
    email = StringField(
        lazy_gettext("E-mail address"), [staff_email], render_kw={"autocomplete": "off"}
    )
    role = RadioField(
        lazy_gettext("Role"),
        choices=[
            SelectChoice("coach", lazy_gettext("Coach: goes through reports with managers")),
            SelectChoice("admin", lazy_gettext("Admin: runs rounds and looks after this page")),
        ],
        default="coach",
    )


class OrganisationForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Name, time zone and language."""

    name = StringField(
        lazy_gettext("Name of the organisation"), [organisation_name, Length(max=200)]
    )
    time_zone = SelectField(lazy_gettext("Time zone"))
    language = SelectField(lazy_gettext("Language of first mails"))
    paper = SelectField(
        lazy_gettext("Paper of reports"),
        choices=[SelectChoice("a4", "A4"), SelectChoice("letter", "US Letter")],
        default="a4",
    )
    cover = SelectField(
        lazy_gettext("First page of reports"),
        choices=[
            SelectChoice("dark", lazy_gettext("With the dark cover")),
            SelectChoice("light", lazy_gettext("White first page, which saves ink")),
        ],
        default="dark",
    )

    def offer(self, language: str, time_zone: str) -> "OrganisationForm":
        """Fill the lists; what is there already stays on offer."""
        zones = sorted(available_timezones() | {time_zone})
        self.time_zone.choices = [SelectChoice(one, one.replace("_", " ")) for one in zones]
        languages = {*current_app.config["LANGUAGES"], language}
        self.language.choices = [SelectChoice(one, _language(one)) for one in sorted(languages)]
        self.time_zone.data = self.time_zone.data or time_zone
        self.language.data = self.language.data or language
        return self


class ForgotForm(Form):  # type: ignore[misc]  # WTForms has no types
    email = StringField(
        lazy_gettext("Your e-mail address"),
        [staff_email],
        render_kw={"autocomplete": "username", "inputmode": "email"},
    )


class NewPasswordForm(Form):  # type: ignore[misc]  # WTForms has no types
    password = PasswordField(
        lazy_gettext("New password"), render_kw={"autocomplete": "new-password"}
    )
    again = PasswordField(
        lazy_gettext("The same once more"), render_kw={"autocomplete": "new-password"}
    )

    def validate_again(self, field: Field) -> None:
        if field.data != self.password.data:
            raise ValidationError(gettext("These two are not the same."))


def _language(code: str) -> str:
    locale = Locale.parse(code)
    return locale.get_display_name(code) or code
