"""The translation desk: two languages side by side, what is missing or stale, out and back as a
table for a translator."""

from collections.abc import Mapping

from flask import Response, redirect, request, url_for
from flask_babel import get_locale, gettext, ngettext
from werkzeug.wrappers import Response as Answer

from survey.authoring import editing, speaking
from survey.authoring.editing import Sent
from survey.errors import BadInput, NotFound, NotNow
from survey.importing import spreadsheet
from survey.importing.spreadsheet import BadTable
from survey.questionnaire.edit import translating
from survey.questionnaire.edit.merging import mark, marks
from survey.questionnaire.edit.translating import Translation
from survey.questionnaire.problems import Problems
from survey.questionnaire.words import clean_text
from survey.store import translated
from survey.store.questionnaires import Draft
from survey.web.editor_company import note_saved
from survey.web.editor_form import clashed, sent_of, tell, the_new
from survey.web.editor_frame import Errors, Page, framed, spoken, the_draft
from survey.web.editor_sheet import language_name
from survey.web.house import house
from survey.web.import_files import translation_xlsx
from survey.web.import_words import REASONS
from survey.web.visit import account

LONGEST_CELL = 2000
"""Characters of a cell that a table brings back whole; longer texts are changed on the page."""
_COLUMNS = 5  # place, original, translation, state, mark


def desk(questionnaire: str) -> Page:
    return _desk_page(the_draft(questionnaire), {}, [])


def translate(questionnaire: str) -> Page:
    """Save what was typed, and what is right as it is."""
    draft = the_draft(questionnaire)
    language = _language(draft)
    sent = sent_of(request.form)
    return _saved(draft, language, sent, request.form.getlist("right"))


def table(questionnaire: str) -> Answer:
    """For a translator: the original, the translation, and what to do about it."""
    draft = the_draft(questionnaire)
    language = _language(draft)
    states = {"done": "", "missing": gettext("missing"), "stale": gettext("original changed")}
    rows = [
        (one.place, one.source, one.words, states[one.state], mark(one.words))
        for one in _lines(draft, language)
    ]
    content = translation_xlsx(rows, spoken(draft)[0], language)
    sheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = Response(content, content_type=sheet)
    name = f"{draft.name}-{language}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def take_table(questionnaire: str) -> Page:
    """A table of ours comes back: the translations in it, where the page's are as they were."""
    draft = the_draft(questionnaire)
    language = _language(draft)
    given = request.files.get("file")
    try:
        if given is None or not given.filename:
            raise BadInput(gettext("Choose a file"))
        rows = spreadsheet.read(given.read(spreadsheet.LARGEST + 1), given.filename).rows[1:]
    except BadTable as error:
        return _desk_page(draft, {}, [(str(REASONS[error.reason]), "#file")], 422)
    except BadInput as refused:
        return _desk_page(draft, {}, [(str(refused), "#file")], 422)
    known = {one.place: one for one in _lines(draft, language)}
    seen, values = {}, {}
    for row in rows:
        place, _original, words, _state, before = (*row, *[""] * _COLUMNS)[:_COLUMNS]
        if place in known and words.strip() and len(words) < LONGEST_CELL:
            name = known[place].field.name
            seen[name], values[name] = before, words
    if not values:
        told = gettext("No text of this questionnaire was found in the table.")
        return _desk_page(draft, {}, [(told, "#file")], 422)
    current = {row[0] for row in rows if len(row) > 1 and row[0] in known
               and mark(row[1]) == mark(known[row[0]].source)}  # fmt: skip
    changed = [known[name.rpartition(".")[0]].place for name in values
               if mark(values[name]) != seen[name]]  # fmt: skip
    return _saved(draft, language, Sent(draft.revision, seen, values),
                  [place for place in changed if place in current])  # fmt: skip


def _saved(draft: Draft, language: str, sent: Sent, right: list[str]) -> Page:
    here = url_for(".desk", questionnaire=draft.id, language=language)
    try:
        values = {name: clean_text(words) for name, words in sent.values.items()}
        sent = Sent(sent.revision, sent.seen, values)
        with house().db.write() as tx:
            saved = editing.save_fields(tx, draft.id, sent, account().id)
            if not saved.clashes:
                note_saved(tx, draft)
                speaking.say_translated(tx, draft.id, language, right)
    except Problems as found:
        said = [(str(one), "") for one in found.problems[:5]]
        return _desk_page(draft, sent.values, said, 422)
    except NotNow as refused:
        told = gettext(refused.message, **refused.values)
        return _desk_page(draft, sent.values, [(told, "")], 422)
    except BadInput as refused:
        return _desk_page(draft, sent.values, [(str(refused), "")], 422)
    if saved.clashes:
        action = url_for(".translate", questionnaire=draft.id, language=language)
        return clashed(the_new(draft), action, sent, saved.clashes)
    tell(saved)
    return redirect(here, 303)


def _language(draft: Draft) -> str:
    codes = spoken(draft)[1:]
    wanted = request.args.get("language", codes[0] if codes else "")
    if wanted not in codes:
        raise NotFound("no such language")
    return wanted


def _lines(draft: Draft, language: str) -> list[Translation]:
    """Raises NotNow: the draft cannot be read."""
    with house().db.read() as tx:
        made = translated.get(tx, draft.id).get(language, {})
    try:
        return translating.translations(draft.files, language, made)
    except Problems as found:
        raise NotNow("A file of this draft cannot be read. Please mend it in the text.") from found


def _desk_page(draft: Draft, typed: Mapping[str, str], said: Errors, status: int = 200) -> Page:
    codes, shown_in = spoken(draft), str(get_locale())
    progress = [(code, language_name(code, shown_in), *_progress(draft, code))
                for code in codes[1:]]  # fmt: skip
    if not progress:
        return framed("editor/desk.html", draft, language="", progress=[], errors=said)
    language = _language(draft)
    every = _lines(draft, language)
    only_open = request.args.get("show", "open") != "all"
    lines = [one for one in every if one.state != "done" or not only_open]
    return framed(
        "editor/desk.html",
        draft,
        status=status,
        language=language,
        first=language_name(codes[0], shown_in),
        first_code=codes[0],
        second=language_name(language, shown_in),
        progress=progress,
        only_open=only_open,
        lines=lines,
        typed=typed,
        seen=marks({one.field.name: one.words for one in lines}),
        left=ngettext("%(num)s text is open", "%(num)s texts are open",
                      sum(one.state != "done" for one in every)),
        errors=said,
    )  # fmt: skip


def _progress(draft: Draft, language: str) -> tuple[int, int]:
    """How many texts are translated, of how many."""
    every = _lines(draft, language)
    return sum(one.state == "done" for one in every), len(every)


def told_open(open_: Mapping[str, list[Translation]]) -> list[tuple[str, str, int]]:
    """(language, its name, how many texts are open), for the page on which it is published."""
    shown_in = str(get_locale())
    return [(code, language_name(code, shown_in), len(texts)) for code, texts in open_.items()]


ROUTES = (
    ("/questionnaires/<questionnaire>/translations", "GET", desk),
    ("/questionnaires/<questionnaire>/translations", "POST", translate),
    ("/questionnaires/<questionnaire>/translations.xlsx", "GET", table),
    ("/questionnaires/<questionnaire>/translations.xlsx", "POST", take_table),
)
