"""Questionnaires that an organisation writes: the list, a new one, in and out as files.

The pages of one questionnaire stand in editor_form, editor_text, editor_preview and
editor_publishing; all are pages of this one blueprint.
"""

from dataclasses import dataclass

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as Answer

from survey.authoring import editing
from survey.errors import BadInput, NotFound, NotNow
from survey.questionnaire import loader, packing
from survey.questionnaire.problems import Problem, Problems
from survey.store import accounts, organisations, questionnaires, rounds
from survey.store.database import Tx
from survey.store.questionnaires import Draft, Publication
from survey.web import (
    editor_desk,
    editor_form,
    editor_preview,
    editor_publishing,
    editor_review,
    editor_text,
)
from survey.web.editor_frame import Errors, Page, spoken, the_draft, title_of
from survey.web.house import house
from survey.web.visit import account

bp = Blueprint("editor", __name__)

_SLACK = 64 * 1024


@dataclass(frozen=True)
class Row:
    """One questionnaire of the list."""

    draft: Draft
    title: str
    languages: tuple[str, ...]
    problems: int
    published: Publication | None
    by: str
    """Who published it last."""
    is_open: bool
    rounds: int
    """How many rounds ask one of its versions."""


@bp.url_value_preprocessor
def allow_a_file(endpoint: str | None, _values: object) -> None:
    """Before anything reads the body: these pages take more than a form."""
    if endpoint in ("editor.take_in", "editor.save_text", "editor.autosave", "editor.take_table"):
        request.max_content_length = packing.MAX_PACKED + _SLACK
        request.max_form_memory_size = packing.MAX_PACKED + _SLACK


@bp.get("/admin/<organisation>/questionnaires")
def shelf(organisation: str) -> Page:
    return _shelf(organisation, ())


@bp.post("/admin/<organisation>/questionnaires")
def begin(organisation: str) -> Page:
    """A draft of its own, made from one that is ready."""
    found = editing.ready(house().settings.questionnaires)
    chosen = request.form.get("ready", "")
    if chosen not in found:
        return _shelf(organisation, [(gettext("Choose what to begin from"), "#begin")]), 422
    name = request.form.get("name", "").strip() or chosen
    return _begun(organisation, name, found[chosen], "#name")


@bp.post("/admin/<organisation>/questionnaires/import")
def take_in(organisation: str) -> Page:
    """A draft from a ZIP of YAML files, right or wrong."""
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise BadInput(gettext("Choose a file"))
        files = packing.unpack(given.read(packing.MAX_PACKED + 1))
        name = editing.id_of(files)
    except Problems as found:
        return _shelf(organisation, [(str(one), "#file") for one in found.problems[:5]]), 422
    except BadInput as refused:
        return _shelf(organisation, [(str(refused), "#file")]), 422
    return _begun(organisation, name, files, "#file")


def _begun(organisation: str, name: str, files: editing.Files, place: str) -> Page:
    try:
        with house().db.write() as tx:
            made = editing.begin(tx, organisation, name, files, account().id)
    except NotNow as refused:
        told = gettext(refused.message, **refused.values)
        return _shelf(organisation, [(told, place)]), 422
    except BadInput as refused:
        return _shelf(organisation, [(str(refused), place)]), 422
    flash(gettext("This is a draft. Nobody is asked anything of it before it is published."))
    return redirect(url_for(".instrument", questionnaire=made), 303)


@bp.get("/questionnaires/<questionnaire>/export/<number>.zip")
def export(questionnaire: str, number: str) -> Answer:
    """The draft or a publication as files, as they are kept in git."""
    draft = the_draft(questionnaire)
    files, name = draft.files, f"{draft.name}-draft.zip"
    if number != "draft":
        with house().db.read() as tx:
            found = [p for p in questionnaires.published(tx, draft.id) if str(p.number) == number]
        if not found:
            raise NotFound("no such version")
        files, name = found[0].files, f"{draft.name}-{found[0].number}.zip"
    response = Response(packing.pack(files), content_type="application/zip")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _shelf(organisation: str, errors: Errors) -> str:
    with house().db.read() as tx:
        here = organisations.get(tx, organisation)
        rows = [_row(tx, one) for one in questionnaires.of(tx, organisation)]
    found = editing.ready(house().settings.questionnaires)
    offered = [
        (id_, title_of(files), len(loader.of_files(files).items(_longest(files))))
        for id_, files in found.items()
    ]
    return render_template(
        "editor/shelf.html", organisation=here, rows=rows, ready=offered, errors=errors,
        taken={row.draft.name for row in rows},
    )  # fmt: skip


def _longest(files: editing.Files) -> str:
    read = loader.of_files(files)
    return max(read.instrument.forms, key=lambda form: len(read.items(form.id))).id


def _row(tx: Tx, draft: Draft) -> Row:
    history = questionnaires.published(tx, draft.id)
    last = history[-1] if history else None
    versions = {one.version for one in history}
    asked = [one for one in rounds.of_organisation(tx, draft.organisation)
             if one.version in versions and not one.practice]  # fmt: skip
    found: list[Problem] = loader.problems_of(draft.files)
    return Row(
        draft=draft,
        title=title_of(draft.files) or draft.name,
        languages=tuple(spoken(draft)),
        problems=len(found),
        published=last,
        by=accounts.get(tx, last.account).name if last and last.account else "",
        is_open=last is None or dict(last.files) != dict(draft.files),
        rounds=len(asked),
    )


for _room in (
    editor_form,
    editor_text,
    editor_desk,
    editor_preview,
    editor_publishing,
    editor_review,
):
    for _rule, _method, _view in _room.ROUTES:
        bp.add_url_rule(_rule, view_func=_view, methods=[_method])
