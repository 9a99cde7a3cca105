"""The forms of the rounds' pages. What is right, rounds.planning says; here it gets words."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from babel import Locale
from flask_babel import gettext, lazy_gettext
from wtforms import (
    BooleanField,
    DateField,
    Form,
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.fields import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget

from survey.questionnaire.model import Questionnaire, RaterGroup
from survey.rounds.campaign import PULSES, RoundDraft, Rules, Wanted
from survey.rounds.planning import Finding
from survey.store.accounts import Account
from survey.web.entry_forms import good_email, good_name

NUMBER = lazy_gettext("Give a whole number")
DAY = lazy_gettext("Give a day, such as 2026-11-23")


class NumberField(IntegerField):  # type: ignore[misc]  # WTForms has no types
    """Its complaint is in the visitor's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(NUMBER) from None


class DayField(DateField):  # type: ignore[misc]  # WTForms has no types
    """Likewise."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            self.data = None
            raise ValueError(DAY) from None


class TicksField(SelectMultipleField):  # type: ignore[misc]  # WTForms has no types
    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class SettingsForm(Form):  # type: ignore[misc]  # WTForms has no types
    """All settings of a round; `settings_form` adds two numbers for each group."""

    seen = HiddenField()
    title = StringField(lazy_gettext("Title"))
    form = RadioField(lazy_gettext("Length of the questionnaire"))
    opens_on = DayField(lazy_gettext("First day"))
    closes_on = DayField(lazy_gettext("Last day"))
    nominator = RadioField(lazy_gettext("Who chooses the raters?"))
    approver = RadioField(lazy_gettext("Who approves the list of raters?"))
    coached = RadioField(lazy_gettext("Who gives the report to the manager?"))
    threshold = NumberField(lazy_gettext("Smallest group that is shown apart"))
    reminders = StringField(lazy_gettext("Reminders"))
    last_day_notice = BooleanField(lazy_gettext("Write once more on the day before the last"))
    cap = NumberField(lazy_gettext("Forms that one rater should get at most"))
    pulse_after = RadioField(lazy_gettext("Pulse: have the same raters seen a change?"))
    languages = TicksField(lazy_gettext("Languages of the mails"))
    paper = RadioField(lazy_gettext("Paper of reports"))
    cover = RadioField(lazy_gettext("First page of reports"))


class CopyForm(Form):  # type: ignore[misc]  # WTForms has no types
    title = StringField(lazy_gettext("Title"))
    opens_on = DayField(lazy_gettext("First day"))
    closes_on = DayField(lazy_gettext("Last day"))
    raters = BooleanField(lazy_gettext("Also copy the lists of raters"))


class LastDayForm(Form):  # type: ignore[misc]  # WTForms has no types
    closes_on = DayField(lazy_gettext("New last day"))


class ParticipantForm(Form):  # type: ignore[misc]  # WTForms has no types
    name = StringField(lazy_gettext("Name"), [good_name])
    email = StringField(lazy_gettext("E-mail address"), [good_email])
    role = StringField(lazy_gettext("Role (optional)"))
    coach = SelectField(lazy_gettext("Coach"))


def settings_form(
    questionnaire: Questionnaire,
    draft: RoundDraft,
    kept: Iterable[str],
    language: str,
    sent: Any = None,
) -> Any:
    """The form with the settings of `draft`, or with what was `sent`; what is `kept` has no field
    in it."""
    numbers: dict[str, Any] = {}
    if "groups" not in kept:
        for group in raters(questionnaire):
            name = group.name.to(language)
            wanted = draft.rules.wanted(group)
            least = gettext("%(group)s: at least", group=name)
            best = gettext("%(group)s: recommended", group=name)
            numbers[f"least_{group.id}"] = NumberField(least, default=wanted.minimum)
            numbers[f"best_{group.id}"] = NumberField(best, default=wanted.recommended)
    made = type("RoundForm", (SettingsForm,), numbers)(sent, data=_values(draft))
    for name in kept:
        if name in made:
            del made[name]
    _choices(made, questionnaire, language)
    return made


def raters(questionnaire: Questionnaire) -> list[RaterGroup]:
    return [group for group in questionnaire.instrument.groups if group.kind != "self"]


def _values(draft: RoundDraft) -> dict[str, Any]:
    rules = draft.rules
    return {
        **vars(draft),
        **vars(rules),
        "seen": draft.fingerprint(),
        "coached": "yes" if rules.coached else "no",
        "pulse_after": str(rules.pulse_after),
        "reminders": ", ".join(map(str, rules.reminders)),
        "languages": list(rules.languages),
    }


def _choices(made: Any, questionnaire: Questionnaire, language: str) -> None:
    instrument = questionnaire.instrument
    choices: Mapping[str, list[tuple[str, Any]]] = {
        "form": [(one.id, one.name.to(language)) for one in instrument.forms],
        "nominator": [
            ("manager", gettext("Each manager chooses their own raters")),
            ("admin", gettext("The organiser chooses for all")),
        ],
        "approver": [
            ("nobody", gettext("Nobody; the list counts as it is sent")),
            ("coach", gettext("The manager's coach")),
            ("admin", gettext("The organiser")),
        ],
        "coached": [
            ("yes", gettext("A coach, who reads it first")),
            ("no", gettext("Nobody; it is there when the round has closed")),
        ],
        "paper": [
            ("", gettext("As the organisation has it")),
            ("a4", gettext("A4")),
            ("letter", gettext("US Letter")),
        ],
        "cover": [
            ("", gettext("As the organisation has it")),
            ("dark", gettext("With the dark cover")),
            ("light", gettext("White first page, which saves ink")),
        ],
        "pulse_after": [(str(days), _pulse(days)) for days in PULSES],
        "languages": [
            (code, Locale.parse(code).get_display_name() or code) for code in instrument.languages
        ],
    }
    for name, options in choices.items():
        if name in made:
            made[name].choices = [SelectChoice(value, label) for value, label in options]


def _pulse(days: int) -> str:
    if not days:
        return str(gettext("No pulse"))
    return str(gettext("%(days)s days after the report", days=days))


def draft_of(made: Any, before: RoundDraft, questionnaire: Questionnaire) -> RoundDraft | None:
    """What the form says, as far as it can be read; what has no field stays as `before`."""
    rules = _rules_of(made, before.rules, questionnaire)
    own = {n: made[n].data for n in ("title", "form", "opens_on", "closes_on", "threshold")
           if n in made}  # fmt: skip
    if rules is None or any(own.get(n, 0) is None for n in ("opens_on", "threshold")):
        return None
    return replace(before, **own, rules=rules)


def _rules_of(made: Any, before: Rules, questionnaire: Questionnaire) -> Rules | None:
    days = _days(made.reminders.data or "")
    if days is None:
        made.reminders.errors = [gettext("Give days as numbers with commas, such as 4, 9")]
        return None
    values: dict[str, Any] = {
        "reminders": days,
        "last_day_notice": made.last_day_notice.data,
        "cap": made.cap.data,
        "languages": tuple(made.languages.data or ()),
        "pulse_after": int(made.pulse_after.data or 0),
        "paper": made.paper.data or "",
        "cover": made.cover.data or "",
        "approver": made.approver.data,
    }
    if "nominator" in made:
        values["nominator"] = made.nominator.data
    if "coached" in made:
        values["coached"] = made.coached.data == "yes"
    if any(one.name.startswith("least_") for one in made):
        numbers = {
            group.id: Wanted(made[f"least_{group.id}"].data, made[f"best_{group.id}"].data)
            for group in raters(questionnaire)
        }
        if any(None in (one.minimum, one.recommended) for one in numbers.values()):
            return None
        values["groups"] = numbers
    return None if values["cap"] is None else replace(before, **values)


def _days(text: str) -> tuple[int, ...] | None:
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    if not all(part.isascii() and part.isdigit() and len(part) < 5 for part in parts):
        return None
    return tuple(int(part) for part in parts)


def tell(made: Any, findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Put findings beside their fields. Returns those that have none, as (text, address)."""
    apart = []
    for finding in findings:
        text = gettext(finding.message, **finding.values)
        if finding.where in made:
            made[finding.where].errors = [*made[finding.where].errors, text]
        else:
            apart.append((text, "#groups"))
    return apart


def summary(made: Any) -> list[tuple[str, str]]:
    """All errors of a form, for the list above the heading."""
    return [(one.errors[0], f"#{one.id}") for one in made if one.errors]


def coach_choices(coaches: Iterable[Account]) -> list[SelectChoice]:
    nobody = SelectChoice("", gettext("No coach yet"))
    here = [one for one in coaches if one.active]
    return [nobody, *(SelectChoice(one.id, one.name or one.email) for one in here)]


def first_dates(day: date) -> tuple[date, date]:
    """Suggestion for a new round: from next week's same day, for eighteen days."""
    return date.fromordinal(day.toordinal() + 7), date.fromordinal(day.toordinal() + 25)
