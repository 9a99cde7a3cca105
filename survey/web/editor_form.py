"""The form view: the instrument and its skills, for those who do not write YAML.

A page is one form. Each of its buttons saves all that was typed, and then does what it says.
"""

from collections.abc import Callable, Mapping
from functools import partial

from flask import flash, redirect, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.datastructures import MultiDict

from survey.authoring import editing
from survey.authoring.editing import Act, Files, Saved, Sent
from survey.errors import BadInput, NotFound, NotNow
from survey.questionnaire import loader
from survey.questionnaire.edit.fields import plain_of
from survey.questionnaire.edit.merging import Clash, as_text, mark, marks, read_marks
from survey.questionnaire.lint import linting
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.questionnaire.problems import Problems
from survey.questionnaire.words import clean_text
from survey.store import questionnaires
from survey.store.questionnaires import Draft
from survey.web import editor_cells, editor_sheet
from survey.web.editor_acts import act_of, back_to, told_after
from survey.web.editor_company import note_saved
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
    return _save(draft, here, partial(_instrument_page, draft), act_of(request.form, ""))


def skill(questionnaire: str, skill: str) -> Page:
    """A skill's statements and advice."""
    return _skill_page(the_draft(questionnaire), skill, {}, [])


def save_skill(questionnaire: str, skill: str) -> Page:
    draft = the_draft(questionnaire)
    here = url_for(".skill", questionnaire=questionnaire, skill=skill)
    return _save(draft, here, partial(_skill_page, draft, skill), act_of(request.form, skill))


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
        for name, words in together(form).items()
        if name in seen and form.get(f"pick.{name}") != THEIRS
    }
    return Sent(int(revision), seen, values)


def together(form: MultiDict[str, str]) -> dict[str, str]:
    """What was typed, by name; several ticks of one name with blanks between them."""
    return {name: " ".join(filter(None, form.getlist(name))) for name in form}


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
    sent, typed = sent_of(request.form), together(request.form)
    try:
        values = {name: clean_text(words) for name, words in sent.values.items()}
        sent = Sent(sent.revision, sent.seen, values)
        with house().db.write() as tx:
            saved = editing.save_fields(tx, draft.id, sent, account().id, _and_accept(act))
            note_saved(tx, draft)
    except Problems as found:
        return again(typed, [(str(one), "") for one in found.problems[:5]], 422)
    except NotFound:
        told = gettext("What this was about is not there any more; somebody has taken it out.")
        return again(typed, [(told, "")], 409)
    except NotNow as refused:
        return again(typed, [(gettext(refused.message, **refused.values), "")], 422)
    except BadInput as refused:
        return again(typed, [(str(refused), "")], 422)
    if saved.clashes:
        return clashed(the_new(draft), here, sent, saved.clashes)
    tell(saved)
    if said := told_after(request.form, the_new(draft).files):
        flash(said)
    return redirect(here + back_to(request.form), 303)


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
        columns, rows = editor_cells.matrix(draft.files, language)
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
        more=editor_cells.more_of(draft.files, language),
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
        cells=editor_cells.cells(draft.files, language),
        more=editor_cells.more_of(draft.files, language),
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


ROUTES = (
    ("/questionnaires/<questionnaire>/", "GET", instrument),
    ("/questionnaires/<questionnaire>/", "POST", save_instrument),
    ("/questionnaires/<questionnaire>/skills/<skill>", "GET", skill),
    ("/questionnaires/<questionnaire>/skills/<skill>", "POST", save_skill),
)
