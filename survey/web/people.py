"""Staff of an organisation: accounts, roles, the log; the first password by a link."""

from flask import Blueprint, redirect, render_template, session, url_for
from werkzeug.wrappers import Response

bp = Blueprint("people", __name__)


@bp.get("/account")
def own() -> str:
    """Where I work, and how I sign in."""
    return render_template("people/own.html")


@bp.post("/sign-out")
def sign_out() -> Response:
    session.clear()
    return redirect(url_for("pages.landing"), 303)
