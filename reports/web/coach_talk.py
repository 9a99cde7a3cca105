"""The talk about a report, as the coach sees it: propose up to three times, see what was picked."""

from datetime import datetime
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import DateTimeLocalField, Form, ValidationError
from wtforms.validators import Optional

from reports.web.coach_room import bp, head, here, now, whose
from survey.growth import debriefing
from survey.web import talks
from survey.web.house import house


class TimeField(DateTimeLocalField):  # type: ignore[misc]  # WTForms has no types
    data: datetime | None

    def process_formdata(self, valuelist: list[str]) -> None:
        if not any(one.strip() for one in valuelist):
            return  # left empty: a browser sends the field all the same
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(gettext("Give a day and a time, such as 2027-01-31T14:00")) from None


class TimesForm(Form):  # type: ignore[misc]
    """In the organisation's zone."""

    first = TimeField(lazy_gettext("First time"))
    second = TimeField(lazy_gettext("Second time"), [Optional()])
    third = TimeField(lazy_gettext("Third time"), [Optional()])
    zone = "UTC"

    @property
    def moments(self) -> list[int]:
        found = [debriefing.moment(one.data, self.zone) for one in self if one.data]
        return [one for one in found if one is not None]

    def validate_first(self, field: Any) -> None:
        if not any(one.data for one in self):
            raise ValidationError(gettext("Propose at least one time"))
        if len(set(self.moments)) < sum(bool(one.data) for one in self):
            raise ValidationError(
                gettext("Propose different times, each of which clocks really show")
            )
        if any(one <= now() for one in self.moments):
            raise ValidationError(gettext("Propose times that are still to come"))


@bp.get("/<participation>/talk")
def talk(participation: str) -> str:
    return _page(TimesForm())


@bp.post("/<participation>/talk")
def suggest(participation: str) -> tuple[str, int] | Response:
    form = TimesForm(request.form)
    with house().db.read() as tx:
        form.zone = talks.zone_of(tx, here()[0].round)
    if not form.validate():
        return _page(form), 422
    with house().db.write() as tx:
        message = debriefing.suggest(tx, participation, whose(), form.moments, now())
    house().send_mail(message)
    flash(gettext("Proposed. A mail asks to pick one of the times."))
    return redirect(url_for(".talk", participation=participation), 303)


@bp.get("/<participation>/talk.ics")
def talk_ics(participation: str) -> Response:
    return talks.calendar_file(participation)


def _page(form: TimesForm) -> str:
    with house().db.read() as tx:
        return render_template(
            "coach/talk.html",
            head=head(tx),
            talk=talks.shown(tx, here()[0]),
            zone=talks.zone_of(tx, here()[0].round).replace("_", " "),
            form=form,
            errors=[(str(one.errors[0]), f"#{one.id}") for one in form if one.errors],
        )
