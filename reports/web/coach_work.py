"""Beside the report: debrief notes, how many have answered, the client's plan, earlier rounds."""

from flask import Response, current_app, flash, jsonify, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response as AnyResponse

from reports.web.coach_forms import ExtendForm, NoteForm
from reports.web.coach_room import bp, head, here, now, whose
from reports.web.portfolio import day_of
from survey.anonymity import releasing
from survey.errors import BadInput
from survey.growth import developing
from survey.rounds import programme
from survey.store import invitations, notes, participations, rounds
from survey.web.house import house


@bp.get("/<participation>/notes")
def note(participation: str) -> str:
    """The coach's own notes: nobody else reads them, and a handover does not move them."""
    with house().db.read() as tx:
        found = head(tx)
        kept = notes.get(tx, participation, whose())
    form = NoteForm(data={"text": kept.text, "revision": kept.revision, "back": "note"})
    return render_template("coach/notes.html", head=found, form=form)


@bp.post("/<participation>/notes")
def save_note(participation: str) -> str | AnyResponse:
    """Saved on top of what was read; what another tab saved meanwhile is shown, not lost."""
    form = NoteForm(request.form)
    is_right = form.validate()
    with house().db.write() as tx:
        found = head(tx)
        kept = notes.get(tx, participation, whose())
        is_newest = kept.revision == form.revision.data or kept.text == form.text.data
        if is_right and is_newest and kept.text != form.text.data:
            notes.save(tx, participation, whose(), form.text.data or "", kept.revision)
    if not is_newest:
        form = NoteForm(data={**form.data, "revision": kept.revision})
        return render_template("coach/notes.html", head=found, form=form, other=kept.text)
    if not is_right:
        return render_template("coach/notes.html", head=found, form=form)
    flash(gettext("Notes saved."))
    back = ".client" if form.back.data == "client" else ".note"
    address = url_for(back, participation=participation)
    return Response(status=303, headers={"Location": address})


@bp.post("/<participation>/notes/autosave")
def autosave(participation: str) -> AnyResponse:
    """The same, by the page's script. Raises Stale: another tab has saved meanwhile."""
    sent = request.get_json()
    text, revision = sent.get("text"), sent.get("revision")
    if not (isinstance(text, str) and len(text) <= 20_000 and isinstance(revision, int)):
        raise BadInput("a note is text and a revision")
    with house().db.write() as tx:
        saved = notes.save(tx, participation, whose(), text, revision)
    return jsonify(revision=saved)


@bp.get("/<participation>/responses")
def responses(participation: str) -> str:
    return _responses(ExtendForm())


@bp.post("/<participation>/extend")
def extend(participation: str) -> str | AnyResponse:
    """A later last day, for the whole round."""
    form = ExtendForm(request.form)
    _participation, round_ = here()
    if form.validate() and round_.closes_on and form.closes_on.data <= round_.closes_on:
        form.closes_on.errors = [gettext("Give a day that is later than the last day now.")]
    if form.errors or form.closes_on.errors:
        return _responses(form)
    with house().db.write() as tx:
        day = day_of(tx, round_, now())
        programme.extend(tx, round_.id, form.closes_on.data, day, whose())
    flash(gettext("The round is open for longer."))
    address = url_for(".responses", participation=participation)
    return Response(status=303, headers={"Location": address})


def _responses(form: ExtendForm) -> str:
    participation, _round = here()
    with house().db.read() as tx:
        asked = invitations.of_participation(tx, participation.id)
        return render_template(
            "coach/responses.html",
            head=head(tx),
            form=form,
            enough=releasing.enough(tx, participation.id),
            reminders=sum(one.reminders for one in asked if one.person != participation.person),
            more=_more_raters(participation.id),
        )


def _more_raters(participation: str) -> str:
    """Where the list of raters is, if there is such a page."""
    page = "nominate.raters"
    known = page in current_app.view_functions
    return url_for(page, participation=participation) if known else ""


@bp.get("/<participation>/plan")
def plan(participation: str) -> str:
    """The client's development plan, to read."""
    with house().db.read() as tx:
        return render_template(
            "coach/plan.html",
            head=head(tx),
            plan=developing.plan_of(tx, participation),
            first_read=developing.first_read_of(tx, participation),
        )


@bp.get("/<participation>/earlier")
def earlier(participation: str) -> str:
    """The rounds before in which this coach looked after the same person."""
    with house().db.read() as tx:
        before = [p for p in participations.earlier(tx, participation) if p.coach == whose()]
        return render_template(
            "coach/earlier.html",
            head=head(tx),
            rounds=[(p.id, rounds.get(tx, p.round)) for p in reversed(before)],
        )
