"""Lists of raters as staff tend them: in the manager's place, after invitations left, on paper.

Nothing here says who has answered, and every late change looks the same whether or not it took
effect (decisions 9, 15).
"""

import secrets
from typing import Any

import segno
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext, ngettext
from markupsafe import Markup

from survey import links
from survey.errors import NotNow
from survey.raters import listing, nominating, slips
from survey.store import invitations, lists
from survey.web import rater_forms, rater_list, rater_pages
from survey.web.house import house
from survey.web.rater_forms import AddressForm, MoveForm, OtherForm, SlipForm, WordForm
from survey.web.rater_list import ListView
from survey.web.rater_pages import Page
from survey.web.visit import account

_RATERS = "/participations/<participation>/raters"
_RATER = "/participations/<participation>/raters/<invitation>"
_SLIPS = "/participations/<participation>/slips"
_RIGHT = "right-"
"""Before the fields of one of two forms on a page that ask for an address."""


def add_to(bp: Blueprint) -> None:
    """These pages' addresses."""
    for rule, method, name, answer in (
        (_RATERS, "GET", "raters", raters),
        (_RATERS, "POST", "add_late", add_late),
        (f"{_RATERS}/settle", "POST", "settle", settle),
        (f"{_RATERS}/hand-back", "POST", "hand_back", hand_back),
        (_RATER, "GET", "change", change),
        (f"{_RATER}/address", "POST", "correct", correct),
        (f"{_RATER}/group", "POST", "move", move),
        (f"{_RATER}/replace", "POST", "replace", replace),
        (f"{_RATER}/remove", "POST", "take_off", take_off),
        (_SLIPS, "GET", "slips", slips_page),
        (_SLIPS, "POST", "make_slips", make_slips),
        (f"{_SLIPS}/print", "POST", "print_slips", print_slips),
    ):
        bp.add_url_rule(rule, name, answer, methods=[method])


def raters(participation: str) -> Page:
    with house().db.read() as tx:
        found = rater_list.view(tx, participation)
    return _raters(found)


def add_late(participation: str) -> Page:
    with house().db.write() as tx:
        found = rater_list.view(tx, participation)
        form = rater_pages.add_form(found, request.form)
        if not form.validate():
            return _raters(found, form), 422
        checked = rater_pages.take(tx, found, form)
        if checked.good:
            listing.note(tx, "rater.added", participation, account().id)
        nominating.invite_listed(tx, house().keys, participation)
        found = rater_list.view(tx, participation)
    rater_pages.tell_added(checked)
    if checked.findings:
        return _raters(found, form, checked=checked), 422
    return _back(participation)


def settle(participation: str) -> Page:
    """The list stands as it is: in the manager's place, or the approver's."""
    with house().db.write() as tx:
        found = rater_list.view(tx, participation)
        if found.participation.listing == "settled":
            raise NotNow("This list was handed in already.")
        if not found.running:
            raise NotNow("This round is closed.")
        nominating.settle(tx, house().keys, participation)
        listing.note(tx, "list.settled", participation, account().id)
    flash(gettext("The list stands."))
    return _back(participation)


def hand_back(participation: str) -> Page:
    form = WordForm(request.form)
    with house().db.write() as tx:
        if not form.validate():
            return _raters(rater_list.view(tx, participation), word_form=form), 422
        message = nominating.send_back(tx, participation, form.word.data, account().id)
    if message:
        house().send_mail(message)
    flash(gettext("The list has gone back to the manager."))
    return _back(participation)


def change(participation: str, invitation: str) -> Page:
    return _change(participation, invitation)


def correct(participation: str, invitation: str) -> Page:
    form = AddressForm(request.form, prefix=_RIGHT)
    if not form.validate():
        return _change(participation, invitation, address=form), 422
    with house().db.write() as tx:
        one = rater_pages.rater(tx, participation, invitation)
        nominating.correct(tx, house().keys, one.id, form.email.data, account().id)
    return _done(participation)


def move(participation: str, invitation: str) -> Page:
    with house().db.write() as tx:
        found = rater_list.view(tx, participation)
        form = _groups(MoveForm(request.form), found)
        if form.validate():
            one = rater_pages.rater(tx, participation, invitation)
            nominating.move(tx, one.id, form.group.data, account().id)
    return _done(participation)


def replace(participation: str, invitation: str) -> Page:
    form = OtherForm(request.form)
    if not form.validate():
        return _change(participation, invitation, other=form), 422
    with house().db.write() as tx:
        one = rater_pages.rater(tx, participation, invitation)
        name, email = form.name.data or "", form.email.data
        nominating.replace(tx, house().keys, one.id, name, email, account=account().id)
    return _done(participation)


def take_off(participation: str, invitation: str) -> Page:
    with house().db.write() as tx:
        one = rater_pages.rater(tx, participation, invitation)
        nominating.remove_rater(tx, one.id, account().id)
    return _done(participation)


def slips_page(participation: str) -> Page:
    with house().db.read() as tx:
        found = rater_list.view(tx, participation)
    return _slips(found, SlipForm())


def make_slips(participation: str) -> Page:
    with house().db.write() as tx:
        found = rater_list.view(tx, participation)
        form = _groups(SlipForm(request.form), found)
        if not form.validate():
            return _slips(found, form), 422
        made = slips.add_slips(
            tx, house().keys, participation, form.group.data, form.how_many.data,
            account=account().id,
        )  # fmt: skip
    flash(ngettext("%(num)s slip was made.", "%(num)s slips were made.", len(made)))
    return _back(participation, "nominate.slips")


def print_slips(participation: str) -> Page:
    """A page for paper. It holds links, so it is asked for by a button, and the log says who did.

    The order is new each time: it says nothing of who got which, or which were used.
    """
    with house().db.write() as tx:
        found = rater_list.view(tx, participation)
        sheets = [
            {
                "group": group.name,
                "rater": group.rater,
                "slips": [_slip(tx, row.invitation) for row in _shuffled(group)],
            }
            for group in found.groups
            if any(row.slip for row in group.rows)
        ]
        listing.note(tx, "slips.printed", participation, account().id)
    base = house().settings.base_url
    return render_template("nominate/print.html", found=found, sheets=sheets, base=base)


def _shuffled(group: Any) -> list[lists.Row]:
    rows = [row for row in group.rows if row.slip]
    secrets.SystemRandom().shuffle(rows)
    return rows


def _slip(tx: Any, invitation: str) -> dict[str, Any]:
    keys = house().keys
    issue = invitations.get(tx, invitation).issue
    path = links.path(links.secret(keys.link, invitation, issue))
    code = segno.make(house().settings.base_url + path, error="m", micro=False)
    picture = code.svg_inline(border=0, omitsize=True, svgclass="qr", lineclass=None)
    # Nothing of it was typed by anybody: paths of a library, for an address of ours.
    return {"code": slips.code(keys, invitation), "qr": Markup(picture)}  # noqa: S704


def _groups(form: Any, found: ListView) -> Any:
    return rater_forms.with_groups(form, found.choices, str(get_locale()))


def _raters(found: ListView, form: Any = None, **more: Any) -> str:
    form = form if form is not None else rater_pages.add_form(found)
    word = more.setdefault("word_form", WordForm())
    if word.errors:
        more["errors"] = rater_forms.problems(word)
    return rater_pages.page("nominate/raters.html", found, form, **more)


def _slips(found: ListView, form: Any) -> str:
    return rater_pages.page("nominate/slips.html", found, _groups(form, found))


def _change(participation: str, invitation: str, address: Any = None, other: Any = None) -> str:
    with house().db.read() as tx:
        rater_pages.rater(tx, participation, invitation)
        found = rater_list.view(tx, participation)
    row = next((one for one in found.rows if one.invitation == invitation), None)
    if row is None or row.slip:
        raise NotNow("This person was taken off the list.")
    forms = {
        "address": address or AddressForm(data={"email": row.email}, prefix=_RIGHT),
        "other": other or OtherForm(),
        "move": _groups(MoveForm(data={"group": row.group}), found),
    }
    errors = rater_forms.problems(*(one for one in (address, other) if one))
    return rater_pages.page("nominate/change.html", found, row=row, **forms, errors=errors)


def _done(participation: str) -> Page:
    flash(gettext("Done, as far as it was not sent yet."))
    return _back(participation)


def _back(participation: str, endpoint: str = "nominate.raters") -> Page:
    return redirect(url_for(endpoint, participation=participation), 303)
