"""From a draft to a version: what changes, what follows, the note; and what was published."""

from collections.abc import Collection, Iterable

from flask import flash, redirect, request, url_for
from flask_babel import get_locale, gettext

from survey.authoring import publishing
from survey.authoring.publishing import Step
from survey.errors import NotFound, NotNow, Stale
from survey.questionnaire import loader
from survey.questionnaire.compare import lines
from survey.questionnaire.compare.comparable import Declared
from survey.questionnaire.model import Item, Questionnaire
from survey.questionnaire.problems import Problems
from survey.store import accounts, organisations, questionnaires, rounds, versions
from survey.store.database import Tx
from survey.store.questionnaires import Draft, Publication
from survey.web.campaign_days import day_here
from survey.web.editor_desk import told_open
from survey.web.editor_form import the_new
from survey.web.editor_frame import Errors, Page, framed, said, the_draft
from survey.web.editor_sheet import language_name
from survey.web.house import house
from survey.web.visit import account


def _step_page(
    draft: Draft, declared: Declared, note: str, errors: Errors, status: int = 200
) -> Page:
    """The step from the last version to the draft, with what its author declares."""
    with house().db.read() as tx:
        step = publishing.step(tx, draft.id, declared)
        history = questionnaires.published(tx, draft.id)
        before = versions.get(tx, history[-1].version) if history else None
        asked = _rounds(tx, draft, history)
        spoken = {one.number: _named(versions.get(tx, one.version).instrument.languages)
                  for one in history}  # fmt: skip
        names = {one.account: accounts.get(tx, one.account).name
                 for one in history if one.account}  # fmt: skip
    return framed(
        "editor/publishing.html",
        draft,
        status=status,
        step=step,
        words=said(step.words),
        follows=said(step.follows),
        reworded=_reworded(step, before, draft),
        untranslated=told_open(step.untranslated),
        languages=_named(step.languages),
        spoken=spoken,
        left_out={one.number: _named(one.left_out) for one in history},
        declared=declared,
        note=note,
        longest=publishing.LONGEST_NOTE,
        history=list(reversed(history)),
        names=names,
        asked=asked,
        errors=errors,
    )


def look(questionnaire: str) -> Page:
    return _step_page(the_draft(questionnaire), Declared(), "", [])


def publish(questionnaire: str) -> Page:
    """With "look", only what follows from what was declared is shown anew."""
    draft = the_draft(questionnaire)
    items = frozenset(request.form.getlist("same"))
    declared = Declared(items, request.form.get("same_scale") == "yes")
    note, revision = request.form.get("note", ""), request.form.get("revision", "")
    if request.form.get("go") == "look":
        return _step_page(draft, declared, note, [])
    try:
        with house().db.write() as tx:
            today = day_here(organisations.get(tx, draft.organisation))
            number = int(revision) if revision.isascii() and revision.isdigit() else 0
            made = publishing.publish(
                tx, draft.id, number, note=note, today=today, declared=declared,
                account=account().id,
            )  # fmt: skip
    except Stale:
        told = gettext("Somebody else has saved meanwhile. Please look once more at what changes.")
        return _step_page(the_new(draft), declared, note, [(told, "#changes")], 409)
    except Problems:
        told = gettext("The draft has problems and cannot be published.")
        return _step_page(draft, declared, note, [(told, "#problems")], 422)
    except NotNow as refused:
        told = gettext(refused.message, **refused.values)
        return _step_page(draft, declared, note, [(told, "#note")], 422)
    flash(gettext("Published as version %(number)s. New rounds can ask it.", number=made.number))
    if made.left_out:
        flash(gettext("Not in it, since translations are missing or their originals changed: "
                      "%(names)s.", names=", ".join(_named(made.left_out))), "warn")  # fmt: skip
    return redirect(url_for(".look", questionnaire=questionnaire), 303)


def version(questionnaire: str, number: str) -> Page:
    """What was published, and how to publish it anew."""
    draft = the_draft(questionnaire)
    return _version_page(draft, _publication(draft, number), "", [])


def roll_back(questionnaire: str, number: str) -> Page:
    draft = the_draft(questionnaire)
    found = _publication(draft, number)
    note = request.form.get("note", "")
    try:
        with house().db.write() as tx:
            today = day_here(organisations.get(tx, draft.organisation))
            made = publishing.roll_back(
                tx, draft.id, found.number, note=note, today=today, account=account().id
            )
    except NotNow as refused:
        told = gettext(refused.message, **refused.values)
        return _version_page(draft, found, note, [(told, "#note")], 422)
    flash(
        gettext(
            "Version %(old)s is published anew as version %(number)s.",
            old=found.number, number=made.number,
        )
    )  # fmt: skip
    return redirect(url_for(".look", questionnaire=questionnaire), 303)


def _version_page(
    draft: Draft, found: Publication, note: str, errors: Errors, status: int = 200
) -> Page:
    with house().db.read() as tx:
        spoken = _named(versions.get(tx, found.version).instrument.languages)
        by = accounts.get(tx, found.account).name if found.account else ""
    unsaved = dict(found.files) != dict(draft.files)
    return framed(
        "editor/version.html",
        draft,
        status=status,
        version=found,
        by=by,
        spoken=spoken,
        left_out=_named(found.left_out),
        note=note,
        longest=publishing.LONGEST_NOTE,
        passages=list(lines.between(found.files, draft.files)) if unsaved else [],
        errors=errors,
    )


def _publication(draft: Draft, number: str) -> Publication:
    with house().db.read() as tx:
        for one in questionnaires.published(tx, draft.id):
            if str(one.number) == number:
                return one
    raise NotFound("no such version")


def _named(codes: Iterable[str]) -> list[str]:
    return [language_name(code, str(get_locale())) for code in codes]


def _rounds(tx: Tx, draft: Draft, history: Collection[Publication]) -> dict[int, list[str]]:
    """Titles of the rounds that ask each publication."""
    numbers = {one.version: one.number for one in history}
    found: dict[int, list[str]] = {}
    for one in rounds.of_organisation(tx, draft.organisation):
        if one.version in numbers and not one.practice:
            found.setdefault(numbers[one.version], []).append(one.title)
    return found


def _reworded(
    step: Step, before: Questionnaire | None, draft: Draft
) -> list[tuple[str, list[tuple[str, str, str]]]]:
    """Of each item with other words: its id, and what stood and stands there, by language."""
    if step.changes is None or before is None:
        return []
    after = loader.of_files(draft.files)
    found = []
    for change in step.changes.of("reworded"):
        old, new = _item(before, change.id), _item(after, change.id)
        pairs = [
            (language, was, now)
            for language in change.languages
            for was, now in (
                (old.self.to(language), new.self.to(language)),
                (old.other.to(language), new.other.to(language)),
            )
            if was != now
        ]
        found.append((change.id, pairs))
    return found


def _item(questionnaire: Questionnaire, id_: str) -> Item:
    return next(item for skill in questionnaire.skills for item in skill.items if item.id == id_)


ROUTES = (
    ("/questionnaires/<questionnaire>/publish", "GET", look),
    ("/questionnaires/<questionnaire>/publish", "POST", publish),
    ("/questionnaires/<questionnaire>/versions/<number>", "GET", version),
    ("/questionnaires/<questionnaire>/versions/<number>", "POST", roll_back),
)
