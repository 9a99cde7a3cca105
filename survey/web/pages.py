"""Pages that are the same for everybody: the first page, what it asks, privacy, limits."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_babel import get_locale, ngettext
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response
from wtforms import Form
from wtforms.fields import SelectChoice

from survey.errors import BadInput
from survey.store import accounts
from survey.web import language
from survey.web.entry_forms import StartForm
from survey.web.house import house
from survey.web.visit import signed_in_account

bp = Blueprint(
    "pages",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@bp.get("/")
def landing() -> str:
    return landing_page(start_form())


@bp.get("/about")
def about() -> str:
    questionnaire = house().questionnaire
    return render_template(
        "about.html",
        questionnaire=questionnaire,
        instrument=questionnaire.instrument,
        content_language=str(get_locale()),
    )


@bp.get("/limits")
def limits() -> str:
    return render_template("limits.html")


@bp.post("/language")
def choose_language() -> Response:
    """The foot of every page: in this browser, and for mails to staff who are signed in. Raises
    BadInput: there is no such language."""
    chosen = request.form.get("language", "")
    if not language.choose(chosen):
        raise BadInput("there is no such language")
    with house().db.read() as tx:
        staff = signed_in_account(tx)
    if staff and staff.language != chosen:
        with house().db.write() as tx:
            accounts.speak(tx, staff.id, chosen)
    return redirect(_on_this_site(request.form.get("back", "")), 303)


def _on_this_site(path: str) -> str:
    """Browsers read // and backslashes as the beginning of another site's address."""
    is_ours = path.startswith("/") and not path.startswith("//") and "\\" not in path
    return path if is_ours and path.isprintable() else url_for(".landing")


def start_form(data: MultiDict[str, str] | None = None) -> StartForm:
    """The form of the first door; the instrument's first form is taken unless another is chosen."""
    asked = house().questionnaire
    form = StartForm(data)
    form.length.choices = [
        SelectChoice(each.id, _length(len(asked.items(each.id)), each.minutes))
        for each in asked.instrument.forms
    ]
    form.length.data = form.length.data or asked.instrument.forms[0].id
    return form


def _length(statements: int, minutes: int) -> str:
    text: str = ngettext(
        "%(num)s statement, about %(minutes)s minutes",
        "%(num)s statements, about %(minutes)s minutes",
        statements,
        minutes=minutes,
    )
    return text


def landing_page(form: Form) -> str:
    """The first page; `form` is a StartForm and may hold errors."""
    return render_template(
        "landing.html",
        form=form,
        errors=[(field.errors[0], f"#{field.id}") for field in form if field.errors],
    )
