"""Staff of an organisation, and one's own account: who may do what, and the first password."""

import unicodedata
from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response
from wtforms import Form

from survey import accounts, naming
from survey.errors import NotFound
from survey.store import accounts as rows
from survey.store import organisations
from survey.store.accounts import Account, Role
from survey.web import passwords, security, staff_moves
from survey.web.house import house
from survey.web.people_forms import ForgotForm, InviteForm, NewPasswordForm, OrganisationForm
from survey.web.places import work_places
from survey.web.visit import account, visit

bp = Blueprint("people", __name__)


@bp.get("/account")
def own() -> str:
    """Where I work, and how I sign in."""
    with house().db.read() as tx:
        found = [
            (organisations.get(tx, one.organisation), one.role)
            for one in rows.roles(tx, account().id)
        ]
        factor = rows.second_factor(tx, account().id)
    places: dict[str, Any] = {}
    for organisation, role in found:
        places.setdefault(organisation.id, (organisation, []))[1].append(role)
    return render_template(
        "people/own.html",
        me=account(),
        organisations=sorted(places.values(), key=lambda one: naming.order(one[0].name)),
        factor=factor,
        rooms=current_app.view_functions,
    )


@bp.get("/account/start")
def arrive() -> Response:
    """After signing in: to the first room that one works in."""
    places = work_places()
    return redirect(places[0][1] if places else url_for("people.own"), 303)


@bp.post("/sign-out")
def sign_out() -> Response:
    security.sign_out()
    return redirect(url_for("pages.landing"), 303)


@bp.get("/account/link/<secret>")
def link(secret: str) -> str:
    """Shows a form and changes nothing: mail scanners follow links."""
    return _first_password(secret, NewPasswordForm())


@bp.post("/account/link/<secret>")
def set_password(secret: str) -> str | Response:
    form = NewPasswordForm(request.form)
    with house().db.read() as tx:
        owner = accounts.behind_link(tx, secret, _now())
    # As Flask-Security reads it when somebody signs in.
    password = unicodedata.normalize("NFKD", form.password.data or "")
    told = passwords.objection(password, owner.name, owner.email)
    form.validate()
    if told:
        form.password.errors = [told]
    if told or form.errors:
        return _first_password(secret, form)
    hashed = security.hashed(password)
    with house().db.write() as tx:
        accounts.set_password(tx, secret, hashed, _now())
    flash(gettext("Your password is set. Sign in with it now."))
    return redirect(url_for("security.login"), 303)


def _first_password(secret: str, form: Form) -> str:
    with house().db.read() as tx:
        owner = accounts.behind_link(tx, secret, _now())
    return render_template(
        "people/first_password.html",
        owner=owner,
        form=form,
        secret=secret,
        shortest=passwords.SHORTEST,
        errors=problems(form),
    )


@bp.get("/account/forgot")
def forgot() -> str:
    return _forgot(ForgotForm())


@bp.post("/account/forgot")
def mail_link() -> str:
    """The same answer for every address."""
    form = ForgotForm(request.form)
    if not form.validate():
        return _forgot(form)
    with house().db.write() as tx:
        message = accounts.forgotten(tx, house().keys.link, form.email.data, _now())
    if message:
        house().send_mail(message)
    return _forgot(form, asked=True)


def _forgot(form: Form, asked: bool = False) -> str:
    errors = problems(form)
    return render_template("people/forgot.html", form=form, errors=errors, asked=asked)


@bp.get("/account/new-organisation")
def new_organisation() -> str:
    return _new_organisation(OrganisationForm().offer(account().language, "UTC"))


@bp.post("/account/new-organisation")
def make_organisation() -> str | Response:
    form = OrganisationForm(request.form).offer(account().language, "UTC")
    if not form.validate():
        return _new_organisation(form)
    with house().db.write() as tx:
        made = accounts.found_own(
            tx, account(), form.name.data, form.time_zone.data, form.language.data
        )
    return redirect(url_for("people.staff", organisation=made), 303)


def _new_organisation(form: Form) -> str:
    return render_template("people/new_organisation.html", form=form, errors=problems(form))


@bp.get("/admin/<organisation>/people")
def staff(organisation: str) -> str:
    return _staff(organisation, InviteForm())


@bp.post("/admin/<organisation>/people")
def invite(organisation: str) -> str | Response:
    form = InviteForm(request.form)
    if not form.validate():
        return _staff(organisation, form)
    with house().db.write() as tx:
        invited = accounts.invite(
            tx,
            house().keys.link,
            organisation,
            account(),
            name=form.name.data,
            email=form.email.data,
            role=form.role.data,
            now=_now(),
        )
        name = rows.get(tx, invited.account).name
    if invited.message:
        house().send_mail(invited.message)
        text = gettext("%(name)s works here now; a link to set a password is on its way.",
                       name=name)  # fmt: skip
    else:
        text = gettext("%(name)s works here now.", name=name)
    flash(text)
    return redirect(url_for("people.staff", organisation=organisation), 303)


@bp.post("/admin/<organisation>/people/<whom>/link")
def send_link(organisation: str, whom: str) -> Response:
    with house().db.write() as tx:
        message = accounts.send_link_again(
            tx, house().keys.link, organisation, account(), whom, now=_now()
        )
    house().send_mail(message)
    flash(gettext("A new link is on its way; the earlier one no longer works."))
    return redirect(url_for("people.staff", organisation=organisation), 303)


@bp.post("/admin/<organisation>/people/<whom>/remove")
def remove(organisation: str, whom: str) -> Response:
    with house().db.write() as tx:
        accounts.remove(tx, organisation, account(), whom, _role())
    flash(gettext("The role is taken away."))
    if whom == account().id:
        return redirect(url_for("people.own"), 303)
    return redirect(url_for("people.staff", organisation=organisation), 303)


@bp.post("/admin/<organisation>/people/<whom>/end-sessions")
def end_sessions(organisation: str, whom: str) -> Response:
    with house().db.write() as tx:
        accounts.end_sessions(tx, organisation, account(), whom)
    flash(gettext("This person is signed out everywhere."))
    return redirect(url_for("people.staff", organisation=organisation), 303)


def _staff(organisation: str, form: Form) -> str:
    with house().db.read() as tx:
        firm = organisations.get(tx, organisation)
        everybody = rows.staff(tx, organisation)
        head = rows.staff(tx, organisation, "admin")
        admins = {one.id for one in head}
        coaches = {one.id for one in rows.staff(tx, organisation, "coach")}
        bare = rows.without_password(tx, [one.id for one in everybody])
        # The demo's people never get a link: they are let in by its doors.
        demo = house().settings.demo
        waiting = {one for one in bare if not demo or rows.entry(tx, one).issue > 0}
    people: list[tuple[Account, list[Role], bool]] = [
        (one, _roles(one.id, admins, coaches), one.id in waiting) for one in everybody
    ]
    return render_template(
        "people/staff.html",
        organisation=firm,
        people=people,
        only_admin=sum(one.active for one in head) == 1,
        me=visit().account,
        form=form,
        errors=problems(form),
    )


def _roles(whom: str, admins: set[str], coaches: set[str]) -> list[Role]:
    found: list[Role] = ["admin"] if whom in admins else []
    return [*found, "coach"] if whom in coaches else found


def _role() -> Role:
    chosen = request.form.get("role")
    if chosen == "admin":
        return "admin"
    if chosen == "coach":
        return "coach"
    raise NotFound("no such role")


def problems(form: Form) -> list[tuple[str, str]]:
    """Lines of the error summary."""
    return [(str(one.errors[0]), f"#{one.id}") for one in form if one.errors]


def _now() -> float:
    return house().shop.clock()


for _rule, _method, _view in staff_moves.ROUTES:
    bp.add_url_rule(_rule, view_func=_view, methods=[_method])
