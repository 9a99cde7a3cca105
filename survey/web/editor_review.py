"""A colleague reads a draft by a link and comments on it; its authors see what was said."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext, lazy_gettext
from werkzeug.wrappers import Response
from wtforms import Form, SelectField, StringField, TextAreaField
from wtforms.fields import SelectChoice

from survey import doors, links
from survey.questionnaire.edit.fields import in_order, items, plain_of
from survey.questionnaire.problems import Problems
from survey.questionnaire.words import TooLong, clean_text
from survey.store import links as link_rows
from survey.store import organisations, questionnaires, review_notes
from survey.store.questionnaires import Draft
from survey.store.review_notes import ReviewNote
from survey.web import doorstep
from survey.web.campaign_days import day_here
from survey.web.editor_frame import Page, framed, the_draft, title_of, words_of
from survey.web.editor_preview import panel, rater_page
from survey.web.entry_forms import good_name
from survey.web.headers import WITH_FRAME
from survey.web.house import house

LONGEST = 2000


class CommentForm(Form):  # type: ignore[misc]  # WTForms has no types
    name = StringField(lazy_gettext("Your name"), [good_name])
    place = SelectField(lazy_gettext("About"))
    text = TextAreaField(lazy_gettext("Comment"))

    def validate_text(self, field: TextAreaField) -> None:
        """WTForms' hook."""
        try:
            field.data = clean_text(field.data or "", LONGEST)
        except TooLong:
            field.errors = (*field.errors, gettext("Shorten this to 2,000 characters"))
            return
        if not field.data:
            field.errors = (*field.errors, gettext("Write what you think about it"))


def comments(questionnaire: str) -> Page:
    """What colleagues said, and the link by which they say it."""
    return _comments_page(the_draft(questionnaire), "")


def give_link(questionnaire: str) -> Page:
    """The link in force, shown to be copied; a new one where there is none."""
    draft = the_draft(questionnaire)
    with house().db.write() as tx:
        secret = doors.ensure(tx, house().keys.link, "review", draft.id)
    return _comments_page(draft, house().settings.base_url + links.path(secret, "review"))


def end_link(questionnaire: str) -> Page:
    """Whoever holds it gets no further; the next link is another one."""
    with house().db.write() as tx:
        link_rows.end(tx, "review", questionnaire)
    flash(gettext("The link has ended."))
    return redirect(url_for(".comments", questionnaire=questionnaire), 303)


def settle(questionnaire: str) -> Page:
    with house().db.write() as tx:
        review_notes.settle(
            tx, questionnaire, request.form.get("note", ""),
            settled=request.form.get("settled") == "yes",
        )  # fmt: skip
    return redirect(url_for(".comments", questionnaire=questionnaire), 303)


def review_link(secret: str) -> Page:
    with house().db.read() as tx:
        draft = questionnaires.get(tx, doors.open_door(tx, "review", secret))
    lead = gettext(
        "You are asked to look at the draft of a questionnaire, %(title)s, before it is used. "
        "You can comment on it; you change nothing by that.",
        title=title_of(draft.files) or draft.name,
    )
    onward = url_for(".open_review", secret=secret)
    return doorstep.page(onward, gettext("A draft to review"), lead, gettext("Look at the draft"))


def open_review(secret: str) -> Page:
    return doorstep.enter("review", secret, "editor.review", "questionnaire")


def review(questionnaire: str) -> Page:
    draft = the_draft(questionnaire)
    return _review_page(draft, _form(draft))


def comment(questionnaire: str) -> Page:
    draft = the_draft(questionnaire)
    form = _form(draft)
    if not form.validate() or form.text.errors:
        return _review_page(draft, form, 422)
    with house().db.write() as tx:
        today = day_here(organisations.get(tx, draft.organisation))
        review_notes.add(
            tx, draft.id, place=form.place.data, name=form.name.data, text=form.text.data, day=today
        )
    flash(gettext("Thank you. Your comment is with the authors."))
    return redirect(url_for(".review", questionnaire=questionnaire), 303)


def review_page(questionnaire: str, step: str) -> Response:
    """A rater's page of the draft, for the frame."""
    return rater_page(questionnaire, step, ".review_page")


def _form(draft: Draft) -> CommentForm:
    form = CommentForm(request.form if request.method == "POST" else None)
    offered = [SelectChoice("", gettext("the whole questionnaire"))]
    form.place.choices = [*offered, *(SelectChoice(id_, name) for id_, name in _places(draft))]
    return form


def _places(draft: Draft) -> list[tuple[str, str]]:
    """(id, words) of each item that can be read."""
    language = str(get_locale())
    try:
        plain = plain_of(draft.files)
    except Problems:
        return []
    return [
        (str(item["id"]), words_of(item.get("other"), language)[:120] or str(item["id"]))
        for name in in_order(plain)
        for item in items(plain[name])
        if isinstance(item.get("id"), str)
    ]


def _review_page(draft: Draft, form: CommentForm, status: int = 200) -> Page:
    with house().db.read() as tx:
        said = review_notes.of(tx, draft.id)
    html = render_template(
        "editor/review.html",
        draft=draft,
        title=title_of(draft.files, str(get_locale())) or draft.name,
        form=form,
        errors=[(str(one.errors[0]), f"#{one.id}") for one in form if one.errors],
        notes=said,
        places=dict(_places(draft)),
        **panel(draft, endpoint=".review_page"),
    )
    response = Response(html, status, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = WITH_FRAME
    return response


def _comments_page(draft: Draft, link: str) -> Page:
    with house().db.read() as tx:
        said: list[ReviewNote] = review_notes.of(tx, draft.id)
    return framed(
        "editor/comments.html",
        draft,
        notes=[one for one in said if not one.settled],
        settled=[one for one in said if one.settled],
        places=dict(_places(draft)),
        link=link,
        errors=[],
    )


ROUTES = (
    ("/questionnaires/<questionnaire>/comments", "GET", comments),
    ("/questionnaires/<questionnaire>/comments", "POST", settle),
    ("/questionnaires/<questionnaire>/comments/link", "POST", give_link),
    ("/questionnaires/<questionnaire>/comments/end-link", "POST", end_link),
    ("/review/link/<secret>", "GET", review_link),
    ("/review/link/<secret>", "POST", open_review),
    ("/review/<questionnaire>", "GET", review),
    ("/review/<questionnaire>", "POST", comment),
    ("/review/<questionnaire>/pages/<step>", "GET", review_page),
)
