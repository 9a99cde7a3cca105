"""Data and privacy of an organisation: how long what is kept, what went, one person's copy or end;
and everybody's own copy, from the own page."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from survey.errors import NotFound
from survey.keeping import KINDS, Kind
from survey.rights import checking, copying, erasing, words
from survey.rights.copying import Copy
from survey.rounds import campaign
from survey.store import held, kept_days, log, organisations, records
from survey.store.organisations import Organisation
from survey.store.records import Record
from survey.web import security
from survey.web.house import house
from survey.web.visit import account

bp = Blueprint("rights", __name__)
SHOWN = 7  # the newest records


@dataclass(frozen=True)
class Row:
    """A class of data, as the page has it."""

    kind: Kind
    name: str
    clock: str
    days: str
    """As typed, or as it is."""
    error: str = ""


@dataclass(frozen=True)
class Went:
    """A signed record, as the page has it."""

    day: date
    did: str
    rows: int


@bp.get("/admin/<organisation>/data")
def page(organisation: str) -> str:
    return _page(organisation)


@bp.post("/admin/<organisation>/data/days")
def save(organisation: str) -> str | Response:
    if not security.is_fresh():
        return _ask_password(organisation)
    typed = {kind.id: request.form.get(f"days-{kind.id}", "") for kind in KINDS}
    wrong = {k.id: told for k in KINDS if (told := _objection(k, typed[k.id]))}
    if wrong:
        return _page(organisation, typed, wrong)
    with house().db.write() as tx:
        before = kept_days.of(tx, organisation)
        for kind in KINDS:
            if not kind.is_fixed and int(typed[kind.id]) != before[kind.id]:
                kept_days.decide(tx, organisation, kind.id, int(typed[kind.id]))
                detail = f"{kind.id}: {before[kind.id]} → {typed[kind.id]}"
                log.write(tx, "data.days_changed", organisation=organisation,
                          account=account().id, detail=detail)  # fmt: skip
    flash(gettext("Saved. It counts from the next day on."))
    return _to_page(organisation)


def _objection(kind: Kind, typed: str) -> str:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 5
    if kind.is_fixed or (is_number and kind.least <= int(typed) <= kind.most):
        return ""
    return str(
        gettext("Give a number from %(least)s to %(most)s", least=kind.least, most=kind.most)
    )


@bp.post("/admin/<organisation>/data/look")
def look(organisation: str) -> str | Response:
    """What would go with a person. Nothing is changed."""

    def shown(address: str) -> str:
        found = erasing.preview(
            house().db, house().keys.record, address,
            organisation=organisation, day=_today(_firm(organisation)),
        )  # fmt: skip
        return _erasure(organisation, address, found, is_done=False)

    return _about_the_named(organisation, shown)


@bp.post("/admin/<organisation>/data/erase")
def erase(organisation: str) -> str | Response:
    def done(address: str) -> str:
        found = erasing.erase(
            house().db, house().settings, house().keys.record, address,
            organisation=organisation, day=_today(_firm(organisation)), by=account().id,
        )  # fmt: skip
        return _erasure(organisation, address, found, is_done=True)

    return _about_the_named(organisation, done)


@bp.post("/admin/<organisation>/data/copy")
def copy(organisation: str) -> str | Response:
    """All that is held about one person, for that person."""

    def copied(address: str) -> Response:
        with house().db.write() as tx:
            found = copying.of_address(tx, address, organisation)
            language = copying.language_of(tx, held.by_address(tx, address, organisation))
            log.write(tx, "person.copied", organisation=organisation, account=account().id)
        return _zip(found, language)

    return _about_the_named(organisation, copied)


def _about_the_named(organisation: str, do: Callable[[str], str | Response]) -> str | Response:
    """What is done about whoever has the address in the form, after the password."""
    if not security.is_fresh():
        return _ask_password(organisation)
    address = request.form.get("address", "").strip()
    if not address or len(address) > 254 or "\0" in address:
        return _page(organisation, wrong_address=gettext("Give an address like name@example.org"))
    try:
        return do(address)
    except NotFound:
        nobody = gettext("Nobody in this organisation has this address.")
        return _page(organisation, wrong_address=nobody)


@bp.post("/account/copy")
def own_copy() -> Response:
    with house().db.read() as tx:
        found = copying.of_staff(tx, account().id)
    return _zip(found, str(get_locale()))


@bp.post("/requests/<person>/copy")
def rater_copy(person: str) -> Response:
    with house().db.read() as tx:
        found = copying.of_rater(tx, person)
    return _zip(found, str(get_locale()))


@bp.post("/home/<person>/copy")
def manager_copy(person: str) -> Response:
    with house().db.read() as tx:
        found = copying.of_manager(tx, person, copying.of_rater(tx, person))
    return _zip(found, str(get_locale()))


def _zip(found: Copy, language: str) -> Response:
    response = make_response(copying.zipped(found, language))
    response.mimetype = "application/zip"
    response.headers.set("Content-Disposition", "attachment", filename="my-data.zip")
    return response


def _page(
    organisation: str,
    typed: dict[str, str] | None = None,
    wrong: dict[str, str] | None = None,
    wrong_address: str = "",
) -> str:
    with house().db.read() as tx:
        firm = organisations.get(tx, organisation)
        days = kept_days.of(tx, organisation)
        went = records.of(tx, organisation, SHOWN)
        problems = checking.problems_of(tx, house().keys.record, organisation)
    told = wrong or {}
    errors = [(wrong_address, "#address")] if wrong_address else []
    return render_template(
        "rights/page.html",
        organisation=firm,
        rows=[
            Row(
                kind,
                gettext(words.KINDS[kind.id]),
                gettext(words.CLOCKS[kind.clock]),
                (typed or {}).get(kind.id) or str(days[kind.id]),
                told.get(kind.id, ""),
            )
            for kind in KINDS
        ],
        went=[_went(one) for one in went],
        problems=problems,
        is_fresh=security.is_fresh(),
        address=request.form.get("address", "")[:254],
        errors=[*errors, *((text, f"#days-{id}") for id, text in told.items())],
    )


def _went(record: Record) -> Went:
    told: dict[str, Any] = json.loads(record.content)
    rows = sum(one["rows"] for one in told["went"].values())
    return Went(record.day, gettext(words.DEEDS[told["did"]]), rows)


def _erasure(organisation: str, address: str, found: erasing.Erasure, *, is_done: bool) -> str:
    return render_template(
        "rights/erasure.html",
        organisation=_firm(organisation),
        address=address,
        is_done=is_done,
        goes=[(line.rows, gettext(words.LINES[line.what])) for line in found.goes],
        stays=[(line.rows, gettext(words.STAYS[line.what])) for line in found.stays],
        left=sum(times for _, times in found.left),
    )


def _ask_password(organisation: str) -> Response:
    """For what cannot be undone, or shows much: even on a device that was left open."""
    onward = url_for("rights.page", organisation=organisation)
    return redirect(url_for("security.verify", next=onward), 303)


def _to_page(organisation: str) -> Response:
    return redirect(url_for("rights.page", organisation=organisation), 303)


def _firm(organisation: str) -> Organisation:
    with house().db.read() as tx:
        return organisations.get(tx, organisation)


def _today(firm: Organisation) -> date:
    return campaign.today(firm.time_zone, house().shop.clock())
