"""The manager's home: a timeline with the one next thing; the pages behind it have modules of
their own, and their addresses here."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import get_locale, gettext
from werkzeug.wrappers import Response

from survey import doors, links
from survey.errors import NotFound, NotNow
from survey.growth import developing
from survey.raters import inviting
from survey.rounds import campaign
from survey.store import invitations, participations, people, rounds, versions
from survey.store.participations import Participation
from survey.web import access, asking_back, doorstep, plans, reading, talks, timeline
from survey.web.days import written
from survey.web.entry_forms import MailForm
from survey.web.house import house
from survey.web.visit import let_in, visit

bp = Blueprint("home", __name__)

Page = str | tuple[str, int] | Response
REMIND_EVERY = 3
"""Days between two reminders to all who have not answered."""


@bp.get("/my")
def my() -> Page:
    return _my_page(MailForm(), mailed=False)


@bp.post("/my")
def mail_me() -> Page:
    """The same answer for an address that nobody has."""
    form = MailForm(request.form)
    if not form.validate():
        return _my_page(form, mailed=False), 422
    with house().db.write() as tx:
        messages = developing.ask_for_home(tx, form.email.data, int(house().shop.clock()))
    for message in messages:
        house().send_mail(message)
    return _my_page(MailForm(), mailed=True)


def _my_page(form: MailForm, mailed: bool) -> str:
    errors = [(str(one.errors[0]), f"#{one.id}") for one in form if one.errors]
    return render_template("home/my.html", form=form, mailed=mailed, errors=errors)


@bp.get("/home/link/<secret>")
def link(secret: str) -> Page:
    with house().db.read() as tx:
        doors.open_door(tx, "home", secret)
    return doorstep.page(
        url_for(".open_link", secret=secret),
        gettext("Your page"),
        gettext(
            "Here you choose raters, rate yourself, read your report and plan what you want to do "
            "with it."
        ),
        gettext("Go to my page"),
        gettext("This browser remembers the way for 90 days, so use a device that is your own."),
    )


@bp.post("/home/link/<secret>")
def open_link(secret: str) -> Page:
    return doorstep.enter("home", secret, "home.mine", "person")


@bp.post("/home/<person>/new-link")
def new_link(person: str) -> Page:
    """For whoever passed the link on by mistake: from now on only the new one opens this page."""
    now = int(house().shop.clock())
    with house().db.write() as tx:
        secret, message = developing.renew_home(tx, house().keys.link, person, now)
    house().send_mail(message)
    flash(gettext("The link in your mails opens nothing any more. A new one is on its way to you."))
    return let_in(redirect(url_for("home.mine", person=person), 303), "home", person, secret)


@bp.get("/home/<person>")
def mine(person: str) -> Page:
    """All rounds of this person, the newest in full."""
    with house().db.read() as tx:
        name = people.get(tx, visit().person or "").name
        there = [
            one
            for one in reversed(participations.of(tx, person))
            if rounds.get(tx, one.round).state != "draft"
        ]
        ways = [timeline.way(timeline.find(tx, one)) for one in there]
        talk = talks.shown(tx, there[0]) if there else None
    return render_template("home/mine.html", person=person, name=name, ways=ways, talk=talk)


@bp.get("/mine/<participation>")
def participation(participation: str) -> Page:
    with house().db.read() as tx:
        found = timeline.find(tx, timeline.here()[0])
        name = people.get(tx, found.participation.person).name
        talk = talks.shown(tx, found.participation)
    way = timeline.way(found)
    return render_template("home/participation.html", way=way, name=name, found=found, talk=talk)


@bp.post("/mine/<participation>/rate")
def rate(participation: str) -> Page:
    """Give the browser the key to the own form, and go there."""
    own = _own_invitation(timeline.here()[0])
    if own.state == "listed":
        raise NotNow("The round is not open yet. We write to you when it is.")
    secret = links.secret(house().keys.link, own.id, own.issue)
    answer = redirect(url_for("answer.resume", invitation=own.id), 303)
    return access.let_in(answer, own.id, secret)


def _own_invitation(here: Participation) -> invitations.Invitation:
    with house().db.read() as tx:
        own = invitations.of_rater(tx, here.id, here.person)
    if not own:
        raise NotFound("no form of one's own in this round")
    return own[0]


@bp.get("/mine/<participation>/progress")
def progress(participation: str) -> Page:
    """Counts by group, as far as they may be known (decision 15)."""
    here, round_ = timeline.here()
    with house().db.read() as tx:
        counts = invitations.counts_of(tx, [here.id]).get(here.id, {})
        asked = versions.get(tx, round_.version)
        today = timeline.today_of(tx, round_)
    groups = asked.instrument.groups
    standings = campaign.standings(counts, groups, round_.state == "closed")
    language = str(get_locale())
    again = here.reminded_on + timedelta(days=REMIND_EVERY) if here.reminded_on else None
    return render_template(
        "home/progress.html",
        here=here,
        round=round_,
        rows=[(asked.group(one.group).name.to(language), one) for one in standings],
        few=campaign.FEW,
        again=written(again) if again and again > today else "",
    )


@bp.post("/mine/<participation>/remind")
def remind(participation: str) -> Page:
    """Remind all who have not answered; nobody learns who, or how many."""
    with house().db.write() as tx:
        here = participations.get(tx, participation)
        round_ = rounds.get(tx, here.round)
        today = timeline.today_of(tx, round_)
        if round_.state != "open":
            raise NotNow("The round is not open, so nobody can answer now.")
        if here.reminded_on and here.reminded_on + timedelta(days=REMIND_EVERY) > today:
            raise NotNow("Your raters were reminded within the last three days.")
        for one in invitations.of_participation(tx, participation):
            if one.person != here.person:
                inviting.remind(tx, one.id)
        participations.change(tx, participation, reminded_on=today)
    flash(gettext("Whoever has not answered yet gets a reminder."))
    return redirect(url_for("home.progress", participation=participation), 303)


_ROUTES = (
    ("guess", "guess", reading.guess, reading.keep_guess),
    ("open", "open_report", None, reading.open_report),
    ("first-page", "first_page", reading.first_page, None),
    ("first-read", "first_read", reading.first_read, reading.keep_first_read),
    ("plan", "plan", plans.plan, plans.keep_plan),
    ("plan/autosave", "autosave_plan", None, plans.autosave_plan),
    ("talk", "pick_time", None, talks.pick_time),
    ("talk.ics", "talk_ics", talks.talk_ics, None),
    ("plan.ics", "plan_ics", plans.plan_ics, None),
    ("check-in", "check_in", plans.check_in, plans.keep_check_in),
    ("pulse", "plan_pulse", None, plans.plan_pulse),
    ("thanks", "thanks", asking_back.thanks, asking_back.send_thanks),
    ("ask-back", "ask_back", asking_back.ask_back, asking_back.send_question),
    ("follow-ups", "follow_ups", asking_back.follow_ups_page, None),
)
"""Path below the participation, endpoint, what shows it, what its form sends to."""

for _path, _name, _show, _send in _ROUTES:
    _rule = f"/mine/<participation>/{_path}"
    if _show:
        bp.add_url_rule(_rule, _name, _show, methods=["GET"])
    if _send:
        _endpoint = f"send_{_name}" if _show else _name
        bp.add_url_rule(_rule, _endpoint, _send, methods=["POST"])
