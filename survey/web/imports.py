"""Participants and raters from a table: upload, columns, dry run, confirmation.

Nothing of a table takes effect before the confirmation, and nothing of it is kept afterwards. It is
its uploader's alone; see `visit`.
"""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext, ngettext
from werkzeug.datastructures import CombinedMultiDict
from werkzeug.wrappers import Response as Answer

from survey.errors import Stale
from survey.importing import carrying_out as importing
from survey.importing import spreadsheet
from survey.importing.table_columns import suggest
from survey.importing.table_deeds import Plan
from survey.raters import listing
from survey.store import imports
from survey.store.imports import Import
from survey.store.rounds import Round
from survey.web import import_files, import_words
from survey.web.campaign_frame import framed
from survey.web.house import house
from survey.web.import_forms import ColumnsForm, UploadForm
from survey.web.visit import account, visit

bp = Blueprint("imports", __name__)

MOST_SHOWN = 200
"""Rows of a list on the page; the rest stands in the file."""
_SAMPLE = 3
_SLACK = 1024 * 1024  # bytes: a file that is a little too large is told so in words

Page = str | tuple[str, int] | Answer


@bp.url_value_preprocessor
def allow_a_file(endpoint: str | None, _values: object) -> None:
    """Before anything reads the body: this one page takes more than a form."""
    if endpoint == "imports.take":
        request.max_content_length = spreadsheet.LARGEST + _SLACK


@bp.get("/rounds/<round>/import")
def upload(round: str) -> Page:
    importing.refuse_closed(_round())
    return _upload_page(UploadForm())


@bp.post("/rounds/<round>/import")
def take(round: str) -> Page:
    importing.refuse_closed(_round())
    form = UploadForm(CombinedMultiDict([request.files, request.form]))
    if not form.validate() or form.table is None:
        return _upload_page(form), 422
    with house().db.write() as tx:
        name = str(form.file.data.filename)
        table = imports.add(tx, account().id, round, name, form.table.rows, _now())
    if form.table.is_legacy:
        flash(
            gettext(
                "The file is not in UTF-8 and was read as Windows-1252. "
                "Look whether letters such as ä and é are right."
            ),
            "warn",
        )
    return redirect(url_for("imports.columns", table=table), 303)


@bp.get("/rounds/<round>/import/template.<kind>")
def template(round: str, kind: str) -> Page:
    if kind == "csv":
        return _file(import_files.template_csv(), "plumbline-template.csv", "text/csv")
    with house().db.read() as tx:
        groups = listing.groups(tx, _round())
    content = import_files.template_xlsx(groups, str(get_locale()))
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(content, "plumbline-template.xlsx", sheet)


@bp.get("/rounds/<round>/import/done")
def done(round: str) -> Page:
    return render_template("imports/done.html", round=_round())


@bp.get("/imports/<table>/columns")
def columns(table: str) -> Page:
    found = _table(table)
    chosen = dict(found.columns) or suggest(found.rows[0])
    return _columns_page(found, ColumnsForm.of(found.rows[0], dict(chosen)))


@bp.post("/imports/<table>/columns")
def choose(table: str) -> Page:
    found = _table(table)
    form = ColumnsForm.of(found.rows[0], None, request.form)
    if not form.validate():
        return _columns_page(found, form), 422
    with house().db.write() as tx:
        imports.map_columns(tx, table, form.chosen())
    return redirect(url_for("imports.check", table=table), 303)


@bp.get("/imports/<table>/check")
def check(table: str) -> Page:
    found = _table(table)
    if not found.columns:
        return redirect(url_for("imports.columns", table=table), 303)
    return _check_page(found, [])


@bp.post("/imports/<table>/confirm")
def confirm(table: str) -> Page:
    found = _table(table)
    leave_out = request.form.get("leave_out") == "yes"
    seen = request.form.get("seen", "")
    with house().db.read() as tx:
        plan = importing.look(tx, found)
    if plan.problems and not leave_out:
        told = gettext("Tick that rows with problems are left out, or mend them and upload anew")
        return _check_page(found, [(told, "#leave_out")]), 422
    try:
        result = importing.apply(
            house().db, house().keys, found, seen, account().id, leave_out=leave_out
        )
    except Stale:
        flash(gettext("Something has changed since you looked. Please look once more."), "warn")
        return redirect(url_for("imports.check", table=table), 303)
    flash(_told(result), "good")
    return redirect(url_for("imports.done", round=found.round), 303)


@bp.get("/imports/<table>/problems.csv")
def problems(table: str) -> Page:
    found = _table(table)
    with house().db.read() as tx:
        plan = importing.look(tx, found)
    head = [gettext("Row"), gettext("Column"), gettext("Problem"), gettext("What to do")]
    rows = [
        [
            str(one.row),
            str(import_words.FIELDS[one.field]) if one.field else "",
            import_words.what(one),
            import_words.cure(one),
            *found.rows[one.row - 1],
        ]
        for one in plan.problems
    ]
    content = import_files.comma_separated([[*head, *found.rows[0]], *rows])
    return _file(content, "problems.csv", "text/csv")


def _told(result: importing.Done) -> str:
    said = [
        ngettext("%(num)s new manager", "%(num)s new managers", result.managers),
        ngettext("%(num)s new rater", "%(num)s new raters", result.raters),
        ngettext("%(num)s row changed", "%(num)s rows changed", result.changed),
    ]
    if result.left_out:
        said.append(ngettext("%(num)s row left out", "%(num)s rows left out", result.left_out))
    if result.written_to:
        said.append(ngettext("%(num)s mail to send", "%(num)s mails to send", result.written_to))
    return f"{', '.join(said)}."


def _upload_page(form: UploadForm) -> str:
    with house().db.read() as tx:
        groups = listing.groups(tx, _round())
    errors = [(str(form.file.errors[0]), "#file")] if form.file.errors else []
    return framed(
        "imports/upload.html",
        _round(),
        form=form,
        errors=errors,
        groups=groups,
        language_of_content=str(get_locale()),
    )


def _columns_page(found: Import, form: ColumnsForm) -> str:
    return render_template(
        "imports/columns.html",
        round=_round(),
        table=found,
        form=form,
        errors=[(one.errors[0], f"#{one.id}") for one in form if one.errors],
        sample=found.rows[1 : 1 + _SAMPLE],
        names=import_words.FIELDS,
    )


def _check_page(found: Import, errors: list[tuple[str, str]]) -> str:
    with house().db.read() as tx:
        plan: Plan = importing.look(tx, found)
        groups = {one.id: one.name.to(str(get_locale())) for one in listing.groups(tx, _round())}
    return render_template(
        "imports/check.html",
        round=_round(),
        table=found,
        plan=plan,
        errors=errors,
        groups=groups,
        words=import_words,
        most=MOST_SHOWN,
    )


def _table(table: str) -> Import:
    with house().db.read() as tx:
        return imports.get(tx, table, _now())


def _round() -> Round:
    found = visit().round
    if found is None:
        raise LookupError("a rule of these pages names no round")
    return found


def _now() -> int:
    return int(house().shop.clock())


def _file(content: bytes, name: str, kind: str) -> Answer:
    response = Response(content, content_type=f"{kind}; charset=utf-8" if "csv" in kind else kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
