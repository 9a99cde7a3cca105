"""The form view: the instrument and its skills, for those who do not write YAML.

A page is one form. Each of its buttons saves all that was typed, and then does what it says.
"""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from flask import flash, redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.datastructures import MultiDict

from survey.authoring import editing
from survey.authoring.editing import Act, Files, Saved, Sent
from survey.errors import BadInput, NotFound, NotNow
from survey.questionnaire import loader
from survey.questionnaire.edit import operations
from survey.questionnaire.edit.fields import YES, is_language, languages, plain_of
from survey.questionnaire.edit.merging import Clash, as_text, mark, marks, read_marks
from survey.questionnaire.edit.rewriting import meaning
from survey.questionnaire.lint import linting
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.questionnaire.problems import Problems
from survey.questionnaire.words import clean_text
from survey.store import questionnaires
from survey.store.questionnaires import Draft
from survey.web import editor_sheet
from survey.web.editor_frame import Errors, Page, framed, skills_of, spoken, the_draft
from survey.web.editor_sheet import language_name
from survey.web.house import house
from survey.web.visit import account

THEIRS = "theirs"
Sending = Mapping[str, str]


def instrument(questionnaire: str) -> Page:
    """What the skills have in common, and the matrix of all items."""
    return _instrument_page(the_draft(questionnaire), {}, [])


def save_instrument(questionnaire: str) -> Page:
    draft = the_draft(questionnaire)
    here = url_for(".instrument", questionnaire=questionnaire)
    go, _, what = request.form.get("go", "").partition(":")
    act = _INSTRUMENT[go](request.form, what) if go in _INSTRUMENT else None
    return _save(draft, here, partial(_instrument_page, draft), act)


def skill(questionnaire: str, skill: str) -> Page:
    """A skill's statements and advice."""
    return _skill_page(the_draft(questionnaire), skill, {}, [])


def save_skill(questionnaire: str, skill: str) -> Page:
    draft = the_draft(questionnaire)
    here = url_for(".skill", questionnaire=questionnaire, skill=skill)
    go, _, what = request.form.get("go", "").partition(":")
    act = _SKILL[go](request.form, what, skill) if go in _SKILL else None
    if what and go in ("up", "down"):
        here += f"#items.{what}"
    return _save(draft, here, partial(_skill_page, draft, skill), act)


def sent_of(form: MultiDict[str, str]) -> Sent:
    """What a form of ours sent; values that were given up for somebody else's are left out.

    Raises BadInput.
    """
    seen = read_marks(form.get("seen", ""))
    revision = form.get("revision", "")
    if not (revision.isascii() and revision.isdigit() and len(revision) < 10):
        raise BadInput("this form does not say what it was made from; load it again")
    values = {
        name: words
        for name, words in form.items()
        if name in seen and form.get(f"pick.{name}") != THEIRS
    }
    return Sent(int(revision), seen, values)


def clashed(draft: Draft, action: str, sent: Sent, clashes: tuple[Clash, ...]) -> Page:
    """Both have changed the same words: theirs beside yours, to choose. Nothing is lost."""
    asked = {one.name for one in clashes}
    others = {
        name: words
        for name, words in sent.values.items()
        if name not in asked and mark(words) != sent.seen[name]
    }
    now = {one.name: mark(one.theirs) for one in clashes if one.theirs is not None}
    return framed(
        "editor/clash.html",
        draft,
        status=409,
        action=action,
        clashes=clashes,
        others=others,
        seen=as_text({name: sent.seen[name] for name in others} | now),
        errors=[(gettext("Somebody else has changed the same words. Choose which stay."), "#pick")],
    )


def _save(
    draft: Draft, here: str, again: Callable[[Sending, Errors, int], Page], act: Act | None
) -> Page:
    sent = sent_of(request.form)
    try:
        values = {name: clean_text(words) for name, words in sent.values.items()}
        sent = Sent(sent.revision, sent.seen, values)
        with house().db.write() as tx:
            saved = editing.save_fields(tx, draft.id, sent, account().id, _and_accept(act))
    except Problems as found:
        return again(request.form, [(str(one), "") for one in found.problems[:5]], 422)
    except NotFound:
        told = gettext("What this was about is not there any more; somebody has taken it out.")
        return again(request.form, [(told, "")], 409)
    except NotNow as refused:
        return again(request.form, [(gettext(refused.message, **refused.values), "")], 422)
    except BadInput as refused:
        return again(request.form, [(str(refused), "")], 422)
    if saved.clashes:
        return clashed(the_new(draft), here, sent, saved.clashes)
    tell(saved)
    return redirect(here, 303)


def the_new(draft: Draft) -> Draft:
    """As it is now, whoever saved it."""
    with house().db.read() as tx:
        return questionnaires.get(tx, draft.id)


def tell(saved: Saved) -> None:
    if saved.elsewhere:
        flash(
            gettext(
                "Saved. Somebody else has saved meanwhile, too: "
                "what you both changed is in the draft."
            ),
            "warn",
        )
    else:
        flash(gettext("Saved."))


def _instrument_page(draft: Draft, typed: Sending, said: Errors, status: int = 200) -> Page:
    language = str(get_locale())
    try:
        sheet = editor_sheet.sheet_of(draft.files, INSTRUMENT, typed)
        columns, rows = editor_sheet.matrix(draft.files, language)
    except Problems:
        return _broken(draft)
    return framed(
        "editor/instrument.html",
        draft,
        status=status,
        action=url_for(".save_instrument", questionnaire=draft.id),
        sheet=sheet,
        seen=marks(sheet.shown),
        columns=columns,
        rows=rows,
        skills=skills_of(draft.files, language),
        spoken=[(code, language_name(code, language)) for code in spoken(draft)],
        typed=typed,
        errors=said,
        here="",
    )


def _skill_page(draft: Draft, skill: str, typed: Sending, said: Errors, status: int = 200) -> Page:
    language = str(get_locale())
    name = skill + ENDING
    if name not in draft.files:
        raise NotFound("no such skill")
    try:
        sheet = editor_sheet.sheet_of(draft.files, name, typed)
        plain = plain_of(draft.files)
        skills = skills_of(draft.files, language)
    except Problems:
        return _broken(draft)
    return framed(
        "editor/skill.html",
        draft,
        status=status,
        action=url_for(".save_skill", questionnaire=draft.id, skill=skill),
        sheet=sheet,
        seen=marks(sheet.shown),
        cells=editor_sheet.cells(draft.files, language),
        responsibilities=editor_sheet.responsibilities(plain, language),
        skills=skills,
        spoken=[(code, language_name(code, language)) for code in spoken(draft)],
        typed=typed,
        errors=said,
        here=skill,
    )


def _broken(draft: Draft) -> Page:
    """A file that cannot be read has no form; the text is the place to mend it."""
    found = loader.problems_of(draft.files)
    return framed("editor/broken.html", draft, found=found, errors=[])


def _step(way: int) -> Any:
    def act(_form: Sending, item: str, _skill: str) -> Act:
        def done(files: Files) -> Files:
            name, at = operations.find(files, item)
            most = len(meaning(name, files[name])["items"]) - 1
            return operations.reorder(files, item, min(max(at + way, 0), most))

        return done

    return act


def _retire(_form: Sending, item: str, _skill: str) -> Act:
    return lambda files: operations.retire(files, item)


def _add(form: Sending, _what: str, skill: str) -> Act:
    """A new item from the fields below the others."""

    def done(files: Files) -> Files:
        codes = languages(plain_of(files))
        texts = {key: _text(form, f"new.{key}", codes) for key in ("self", "other")}
        if not all(form.get(f"new.{key}.{codes[0]}", "").strip() for key in texts):
            raise NotNow("Please write the new statement for the person assessed and for those "
                         "who rate.")  # fmt: skip
        made = {
            "id": editing.free_id(files, skill),
            "responsibility": form.get("new.responsibility", ""),
            "core": form.get("new.core") == YES,
            **texts,
            "seed": texts["self"],
        }
        return operations.add_item(files, skill, made)

    return done


def _text(form: Sending, name: str, codes: list[str]) -> operations.Words:
    """As it stands in a file; what is missing stands in the first language's words."""
    first = clean_text(form.get(f"{name}.{codes[0]}", ""))
    if len(codes) == 1:
        return first
    return {code: clean_text(form.get(f"{name}.{code}", "")) or first for code in codes}


def _label(_form: Sending, what: str) -> Act:
    """One more point of the scale, or one less."""

    def done(files: Files) -> Files:
        labels = meaning(INSTRUMENT, files[INSTRUMENT])["scale"]["labels"]
        return operations.relabel(files, [*labels, labels[-1]] if what == "more" else labels[:-1])

    return done


def _language(form: Sending, what: str) -> Act:
    def done(files: Files) -> Files:
        if what:
            return operations.remove_language(files, what)
        code = form.get("new_language", "").strip()
        if not is_language(code):
            raise NotNow("%(code)s is not a language code such as en or de_AT.", code=code)
        return operations.add_language(files, code)

    return done


def _new_skill(form: Sending, _what: str) -> Act:
    skill, like = form.get("new_skill", "").strip(), form.get("like", "")
    return lambda files: editing.add_skill(files, skill, like)


def _drop_skill(_form: Sending, what: str) -> Act:
    return lambda files: editing.drop_skill(files, what)


def _and_accept(act: Act | None) -> Act:
    """Before the button's deed: each warning for which a reason was given is accepted."""
    given = {name: why for name, why in request.form.items()
             if name.startswith("reason.") and why.strip()}  # fmt: skip

    def done(files: Files) -> Files:
        for finding in editor_sheet.doubts_of(files) if given else ():
            why = given.get(editor_sheet.doubt_name(plain_of(files), finding))
            if why and not finding.reason:
                files = linting.accept(files, finding, clean_text(why, limit=300))
        return act(files) if act else files

    return done


_INSTRUMENT = {
    "label": _label,
    "language": _language,
    "new_skill": _new_skill,
    "drop_skill": _drop_skill,
}
_SKILL = {"up": _step(-1), "down": _step(1), "retire": _retire, "add": _add}

ROUTES = (
    ("/questionnaires/<questionnaire>/", "GET", instrument),
    ("/questionnaires/<questionnaire>/", "POST", save_instrument),
    ("/questionnaires/<questionnaire>/skills/<skill>", "GET", skill),
    ("/questionnaires/<questionnaire>/skills/<skill>", "POST", save_skill),
)
