"""Check my receipt; and with the link as well, withdraw what was sent or change it.

A code stands in no address, no log and no session: it is typed, answered, and forgotten.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from survey.answers import receipts
from survey.errors import BadInput
from survey.web.access import visitor_secret
from survey.web.arriving import request_of
from survey.web.entry_forms import ReceiptForm
from survey.web.house import house

bp = Blueprint("receipts", __name__)

Page = str | tuple[str, int] | Response


@bp.get("/receipt")
def ask() -> Page:
    return render_template("receipt/check.html", form=ReceiptForm(), standing="", errors=[])


@bp.post("/receipt")
def check() -> Page:
    """One of three words, whatever was typed; with the same page around it."""
    with house().db.read() as tx:
        standing = receipts.standing(tx, house().shop.urn, request.form.get("code", ""))
    return render_template("receipt/check.html", form=ReceiptForm(), standing=standing, errors=[])


@bp.get("/answer/<invitation>/my-receipt")
def mine(invitation: str) -> Page:
    return _page(invitation, ReceiptForm())


@bp.post("/answer/<invitation>/my-receipt")
def take_back(invitation: str) -> Page:
    form, secret, shop = ReceiptForm(request.form), visitor_secret(invitation), house().shop
    code = form.code.data or ""
    try:
        if request.form.get("go") == "change":
            receipts.reopen(shop.db, shop.urn, invitation, secret, code, clock=shop.clock)
            return redirect(url_for("answer.check", invitation=invitation), 303)
        receipts.withdraw(shop.db, shop.urn, invitation, secret, code)
    except BadInput:
        form.code.errors = [gettext("This is not the code of what was sent by this link")]
        return _page(invitation, form), 422
    return render_template("receipt/withdrawn.html", asked=request_of(invitation))


def _page(invitation: str, form: ReceiptForm) -> str:
    """The code that was typed is not given back: the page may stay open."""
    return render_template(
        "receipt/mine.html",
        invitation=invitation,
        asked=request_of(invitation),
        form=form,
        errors=[(str(one), "#code") for one in form.code.errors],
    )
