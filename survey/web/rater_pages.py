"""What the pages on which raters are chosen have in common: taking what was typed, and showing."""

from typing import Any

from flask import flash, render_template, request
from flask_babel import get_locale
from werkzeug.wrappers import Response

from survey.errors import NotFound
from survey.raters import nominating
from survey.store import invitations
from survey.store.database import Tx
from survey.store.invitations import Invitation
from survey.web import rater_forms, rater_list, rater_words
from survey.web.house import house
from survey.web.rater_forms import AddForm, Data
from survey.web.rater_list import Checked, ListView

Page = str | tuple[str, int] | Response


def add_form(found: ListView, data: Data | None = None) -> Any:
    return rater_forms.with_groups(AddForm(data), found.choices, str(get_locale()))


def take(tx: Tx, found: ListView, form: Any) -> Checked:
    """Add whoever nothing speaks against; what is odd comes back with what is left to mend."""
    first = f"{form.name.data or ''} <{form.email.data}>" if form.email.data else ""
    checked = rater_list.check(found, form.group.data, form.text.data or "", sure(), first)
    nominating.add_all(tx, house().keys, found.participation.id, checked.good)
    form.text.data = checked.remaining
    if not checked.first_remains:
        form.email.data = form.name.data = ""
    return checked


def sure() -> frozenset[str]:
    """Addresses that were ticked: looked at again, and wanted."""
    return frozenset(one.lower() for one in request.form.getlist("sure"))


def tell_added(checked: Checked) -> None:
    if checked.good:
        flash(rater_words.added(len(checked.good)))


def page(template: str, found: ListView, form: Any = None, **more: Any) -> str:
    """A page about a list. `checked`: what was odd about what was typed."""
    checked: Checked | None = more.get("checked")
    errors = rater_forms.problems(form) if form is not None else []
    for one in checked.findings if checked else ():
        errors.append((rater_words.said(one), "#text" if one.line else "#email"))
    values = {"found": found, "form": form, "checked": checked, "errors": errors} | more
    return render_template(template, **values, said=rater_words.said)


def rater(tx: Tx, participation: str, invitation: str) -> Invitation:
    """The rater's invitation, if it belongs to this list. Raises NotFound."""
    found = invitations.get(tx, invitation)
    if found.participation != participation:
        raise NotFound("on another list")
    return found
