"""Pages that are the same for everybody: the first page, what it asks, privacy, limits."""

from flask import Blueprint, render_template
from flask_babel import get_locale
from wtforms import Form

from survey.web.entry_forms import StartForm
from survey.web.house import house

bp = Blueprint(
    "pages",
    __name__,
    template_folder="templates",
    static_folder="static",
    static_url_path="/static",
)


@bp.get("/")
def landing() -> str:
    return landing_page(StartForm())


@bp.get("/about")
def about() -> str:
    questionnaire = house().questionnaire
    return render_template(
        "about.html",
        questionnaire=questionnaire,
        instrument=questionnaire.instrument,
        content_language=str(get_locale()),
    )


@bp.get("/privacy")
def privacy() -> str:
    return render_template("privacy.html")


@bp.get("/limits")
def limits() -> str:
    return render_template("limits.html")


def landing_page(form: Form) -> str:
    """The first page; `form` is a StartForm and may hold errors."""
    questionnaire = house().questionnaire
    first = questionnaire.instrument.forms[0]
    return render_template(
        "landing.html",
        form=form,
        errors=[(field.errors[0], f"#{field.id}") for field in form if field.errors],
        statements=len(questionnaire.items(first.id)),
        minutes=first.minutes,
    )
