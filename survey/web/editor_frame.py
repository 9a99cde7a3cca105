"""What all pages of one questionnaire have around them: the draft, its state, its tabs."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import current_app, make_response, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from survey.errors import NotFound
from survey.questionnaire import loader
from survey.questionnaire.compare.saying import Sentence
from survey.questionnaire.edit.fields import in_order, items, languages
from survey.questionnaire.edit.rewriting import meaning
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.questionnaire.problems import Problems
from survey.store import accounts, organisations, questionnaires
from survey.store.questionnaires import Draft
from survey.web.editor_company import company
from survey.web.headers import WITH_FRAME
from survey.web.house import house
from survey.web.visit import visit

Page = str | tuple[str, int] | Response
Errors = Sequence[tuple[str, str]]


def the_draft(questionnaire: str) -> Draft:
    """The one that `visit.admit` has found for this admin."""
    found = visit().draft
    if found is None or found.id != questionnaire:
        raise NotFound("no such questionnaire")
    return found


def framed(
    template: str, draft: Draft, *, status: int = 200, frames: bool = False, **more: Any
) -> Response:
    """A page within the questionnaire's frame; with `frames` it may show another page of ours."""
    with house().db.read() as tx:
        organisation = organisations.get(tx, draft.organisation)
        history = questionnaires.published(tx, draft.id)
        others = company(tx, draft)
        saved_by = accounts.get(tx, draft.account).name if draft.account else ""
    response = make_response(
        render_template(
            template,
            draft=draft,
            organisation=organisation,
            title=title_of(draft.files) or draft.name,
            tabs=_tabs(draft),
            published=history[-1] if history else None,
            is_open=not history or dict(history[-1].files) != dict(draft.files),
            problems=loader.problems_of(draft.files),
            saved_by=saved_by,
            company=others,
            **more,
        ),
        status,
    )
    if frames:
        response.headers["Content-Security-Policy"] = WITH_FRAME
    return response


def _tabs(draft: Draft) -> list[tuple[str, str, bool]]:
    """(name, address, whether it is this page); rooms that are not there are left out."""
    named = (
        (gettext("Form"), "editor.instrument", ("editor.save_instrument", "editor.skill",
                                                "editor.save_skill")),
        (gettext("Text (YAML)"), "editor.text", ("editor.save_text",)),
        (gettext("Preview"), "editor.preview", ()),
        (gettext("Translations"), "editor.desk", ("editor.translate",)),
        (gettext("Comments"), "editor.comments", ()),
        (gettext("On paper"), "papers.specimen", ("papers.print_specimen",)),
        (gettext("Publish"), "editor.look", ("editor.publish", "editor.version")),
        (gettext("Pilot"), "pilot.shown", ("pilot.make",)),
    )  # fmt: skip
    return [
        (name, url_for(endpoint, questionnaire=draft.id), request.endpoint in (endpoint, *also))
        for name, endpoint, also in named
        if endpoint in current_app.view_functions
    ]


def title_of(files: Mapping[str, bytes], language: str = "") -> str:
    """As far as it can be read."""
    try:
        plain = meaning(INSTRUMENT, files[INSTRUMENT])
    except (KeyError, Problems):
        return ""
    return words_of(plain.get("title") if isinstance(plain, dict) else "", language)


def words_of(text: Any, language: str = "") -> str:
    """A text of a file in a language, else in the first one it has."""
    if isinstance(text, dict):
        text = text.get(language) or next(iter(text.values()), "")
    return text.strip() if isinstance(text, str) else ""


def spoken(draft: Draft) -> list[str]:
    """The languages, as far as they can be read."""
    try:
        return languages({INSTRUMENT: meaning(INSTRUMENT, draft.files[INSTRUMENT])})
    except (KeyError, Problems):
        return ["en"]


def skills_of(files: Mapping[str, bytes], language: str = "") -> list[tuple[str, str, int]]:
    """(id, name, how many items) of each skill, in order. Raises Problems."""
    plain = {name: meaning(name, data) for name, data in files.items()}
    return [
        (
            name.removesuffix(ENDING),
            words_of(plain[name].get("short"), language) or name.removesuffix(ENDING),
            len(items(plain[name])),
        )
        for name in in_order(plain)
        if name != INSTRUMENT and isinstance(plain[name], dict)
    ]


def said(sentences: Iterable[Sentence]) -> list[str]:
    """In the visitor's language."""
    return [str(ngettext(one.one, one.many, one.count)) for one in sentences]
