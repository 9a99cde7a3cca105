"""Which paper form is wanted: of a questionnaire, or for the slips of a group."""

from collections.abc import Sequence

from flask_babel import get_locale, lazy_gettext
from wtforms import Form, SelectField
from wtforms.fields import SelectChoice

from survey.paper.page import SIZES
from survey.questionnaire.model import Questionnaire, RaterGroup
from survey.web.editor_sheet import language_name


class PaperForm(Form):  # type: ignore[misc]  # WTForms has no types
    """For the slips of a group."""

    group = SelectField(lazy_gettext("As what they answer"))
    language = SelectField(lazy_gettext("Language"))
    size = SelectField(
        lazy_gettext("Paper"),
        choices=[SelectChoice("A4", "A4"), SelectChoice("Letter", lazy_gettext("US Letter"))],
    )


class SpecimenForm(PaperForm):
    """Of a questionnaire in one of its versions."""

    number = SelectField(lazy_gettext("Version"))
    form = SelectField(lazy_gettext("Length"))


def with_choices(form: PaperForm, asked: Questionnaire, groups: Sequence[RaterGroup]) -> PaperForm:
    """The form with what this questionnaire has."""
    shown_in = str(get_locale())
    form.group.choices = [SelectChoice(one.id, one.name.to(shown_in)) for one in groups]
    form.language.choices = [
        SelectChoice(code, language_name(code, shown_in)) for code in asked.instrument.languages
    ]
    if isinstance(form, SpecimenForm):
        form.form.choices = [
            SelectChoice(one.id, one.name.to(shown_in)) for one in asked.instrument.forms
        ]
    form.size.data = form.size.data or SIZES[0]
    return form
