"""The text view: a file as YAML, what is wrong with it, and the rater's page beside it."""

from typing import Any

from flask import jsonify, redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from survey.authoring import editing
from survey.authoring.editing import Sent
from survey.errors import BadInput, NotFound
from survey.questionnaire import loader, schema
from survey.questionnaire.edit.fields import in_order, plain_of
from survey.questionnaire.edit.merging import mark, marks
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.questionnaire.problems import Problem, Problems
from survey.store.questionnaires import Draft
from survey.web import editor_sheet
from survey.web.editor_company import company, note_here, note_saved
from survey.web.editor_form import clashed, sent_of, tell, the_new
from survey.web.editor_frame import Errors, Page, framed, skills_of, the_draft
from survey.web.editor_preview import panel
from survey.web.editor_words import doubt
from survey.web.house import house
from survey.web.visit import account

TEXT = "text"
"""The one field of this form."""


def text(questionnaire: str) -> Page:
    draft = the_draft(questionnaire)
    file = _file(draft)
    return _text_page(draft, file, draft.files[file].decode(), [])


def save_text(questionnaire: str) -> Page:
    draft = the_draft(questionnaire)
    file, sent, base = _file(draft), sent_of(request.form), request.form.get("base", "")
    here = url_for(".text", questionnaire=questionnaire, file=file)
    try:
        with house().db.write() as tx:
            saved = editing.save_file(tx, draft.id, file, sent, account().id, base=base)
            note_saved(tx, draft)
    except BadInput as refused:
        return _text_page(draft, file, request.form.get(TEXT, ""), [(str(refused), "#text")], 422)
    if saved.clashes:
        return clashed(the_new(draft), here, sent, saved.clashes)
    tell(saved)
    return redirect(here, 303)


def autosave(questionnaire: str) -> Response:
    """What the editor sends a moment after each change; what is wrong with it comes back.

    Where somebody else has changed the file, nothing is saved: pressing "Save" shows both.
    """
    draft, body = the_draft(questionnaire), request.get_json()
    words = body.get(TEXT) if isinstance(body, dict) else None
    if not isinstance(words, str) or not isinstance(body.get("seen"), str):
        raise BadInput("this is not what our page sends")
    file = _file(draft)
    sent = Sent(draft.revision, {TEXT: body["seen"]}, {TEXT: words})
    with house().db.write() as tx:
        saved = editing.save_file(tx, draft.id, file, sent, account().id)
        if not saved.clashes:
            note_saved(tx, draft)
    if saved.clashes:
        return jsonify(clash=True)
    now = the_new(draft)
    found = loader.problems_of(now.files)
    return jsonify(
        clash=False,
        revision=now.revision,
        seen=mark(words),
        right=not found,
        problems=[_plain(one) for one in found],
        doubts=[] if found else _doubts(now),
    )


def here(questionnaire: str) -> Response:
    """What a page with scripts sends while it is open; who else is there comes back."""
    draft = the_draft(questionnaire)
    with house().db.write() as tx:
        note_here(tx, draft)
        told = company(tx, draft)
    return jsonify(told=told, revision=draft.revision)


def schema_json() -> Response:
    """The JSON Schema of a file, by which the editor completes."""
    return Response(schema.as_text(), content_type="application/schema+json")


def _file(draft: Draft) -> str:
    name = request.args.get("file", INSTRUMENT)
    if name not in draft.files:
        raise NotFound("no such file")
    return name


def _text_page(draft: Draft, file: str, words: str, said: Errors, status: int = 200) -> Page:
    found = loader.problems_of(draft.files)
    skill = "" if file == INSTRUMENT else file.removesuffix(ENDING)
    return framed(
        "editor/text.html",
        draft,
        status=status,
        frames=True,
        file=file,
        files=_names(draft),
        words=words,
        base=draft.files[file].decode(),
        seen=marks({TEXT: draft.files[file].decode()}),
        found=[_plain(one) for one in found],
        doubts=[] if found else _doubts(draft),
        errors=said,
        **panel(draft, skill),
    )


def _names(draft: Draft) -> list[tuple[str, str]]:
    """(file, what it is called) in order."""
    try:
        called = {f"{id_}{ENDING}": name for id_, name, _ in skills_of(
            draft.files, str(get_locale()))}  # fmt: skip
        order = in_order(plain_of(draft.files))
    except Problems:
        called, order = {}, [INSTRUMENT, *sorted(set(draft.files) - {INSTRUMENT})]
    called[INSTRUMENT] = gettext("What all have in common")
    return [(name, called.get(name, name)) for name in order if name in draft.files]


def _plain(problem: Problem) -> dict[str, Any]:
    return {
        "file": problem.file,
        "line": problem.line,
        "column": problem.column,
        "message": problem.message,
        "cure": gettext("did you mean %(word)s?", word=problem.suggestion)
        if problem.suggestion
        else "",
    }


def _doubts(draft: Draft) -> list[dict[str, Any]]:
    return [
        {
            "file": one.file,
            "line": one.line,
            "column": one.column,
            "message": doubt(one.rule, one.found),
            "reason": one.reason,
        }
        for one in editor_sheet.doubts_of(draft.files)
        if not one.reason
    ]


ROUTES = (
    ("/questionnaires/<questionnaire>/text", "GET", text),
    ("/questionnaires/<questionnaire>/text", "POST", save_text),
    ("/questionnaires/<questionnaire>/autosave", "POST", autosave),
    ("/questionnaires/<questionnaire>/here", "POST", here),
    ("/questionnaire-schema.json", "GET", schema_json),
)
