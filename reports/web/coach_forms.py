"""What a coach fills in: filters, a note, a reason, a later last day."""

from flask_babel import lazy_gettext
from wtforms import (
    DateField,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange
from wtforms.widgets import HiddenInput

from reports.variant import COVERS, LENGTHS, PAPERS, Wish
from reports.web.portfolio import SORTS, STATES, Client
from reports.web.variant_words import choices
from survey import naming

LONGEST_NOTE = 20_000
LONGEST_REASON = 500
AS_EACH = SelectChoice("", lazy_gettext("As each report has it"))


class FilterForm(Form):  # type: ignore[misc]  # WTForms has no types
    """Sent by GET: an address that can be kept."""

    search = StringField(lazy_gettext("Search"), [Length(max=100)])
    organisation = SelectField(lazy_gettext("Organisation"), default="")
    round = SelectField(lazy_gettext("Round"), default="")
    state = SelectField(lazy_gettext("State"), default="")
    sort = SelectField(lazy_gettext("Sort by"), default="name")


class WishForm(Form):  # type: ignore[misc]
    """How the reports of a ZIP are printed; what is left out is as each report has it."""

    length = SelectField(lazy_gettext("How much"), choices=choices(LENGTHS), default="full")
    paper = SelectField(lazy_gettext("Paper"), choices=[AS_EACH, *choices(PAPERS)], default="")
    cover = SelectField(lazy_gettext("First page"), choices=[AS_EACH, *choices(COVERS)], default="")

    def wish(self) -> Wish:
        return Wish(self.length.data, self.paper.data or None, self.cover.data or None)


class NoteForm(Form):  # type: ignore[misc]
    text = TextAreaField(
        lazy_gettext("Debrief notes"),
        [Length(max=LONGEST_NOTE, message=lazy_gettext("That is longer than a note can be."))],
    )
    revision = IntegerField(widget=HiddenInput(), validators=[NumberRange(min=0)], default=0)
    back = HiddenField()


class ReasonForm(Form):  # type: ignore[misc]
    reason = StringField(
        lazy_gettext("Why it is left out"),
        [
            InputRequired(lazy_gettext("Say why. The reason is kept in the log.")),
            Length(max=LONGEST_REASON, message=lazy_gettext("Give the reason in fewer words.")),
        ],
    )


class ExtendForm(Form):  # type: ignore[misc]
    closes_on = DateField(
        lazy_gettext("New last day"),
        [InputRequired(lazy_gettext("Give a day that is later than the last day now."))],
    )


def filter_form(sent: object, clients: list[Client]) -> FilterForm:
    """With the organisations and rounds that these clients are in."""
    form = FilterForm(sent)
    everywhere = SelectChoice("", lazy_gettext("All"))
    houses = {one.organisation_id: one.organisation for one in clients}
    rounds = {one.round.id: one.round.title for one in clients}
    form.organisation.choices = [everywhere, *_choices(houses)]
    form.round.choices = [everywhere, *_choices(rounds)]
    form.state.choices = [everywhere, *(SelectChoice(k, v) for k, v in STATES.items())]
    form.sort.choices = [SelectChoice(key, name) for key, name in SORTS.items()]
    return form


def _choices(named: dict[str, str]) -> list[SelectChoice]:
    ordered = sorted(named.items(), key=lambda pair: naming.order(pair[1]))
    return [SelectChoice(key, name) for key, name in ordered]
