"""The talk about a report, as the manager sees it: times to pick from, then the one that is agreed.

The file for a calendar is the same for manager and coach.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import flash, redirect, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from survey.errors import NotFound
from survey.growth import debriefing, development
from survey.growth.development import Event
from survey.store import organisations, rounds, talks
from survey.store.database import Tx
from survey.store.participations import Participation
from survey.web.days import moment
from survey.web.house import house


@dataclass(frozen=True)
class Shown:
    participation: str
    times: tuple[tuple[int, str], ...]
    """What can still be picked: seconds and words."""
    picked: str
    """"" while nothing is agreed."""
    zone: str
    has_passed: bool
    """Nothing was picked in time."""


def zone_of(tx: Tx, round_: str) -> str:
    organisation = rounds.get(tx, round_).organisation
    return organisations.get(tx, organisation).time_zone if organisation else "UTC"


def shown(tx: Tx, about: Participation) -> Shown | None:
    """None: nothing was proposed."""
    found = talks.of(tx, [about.id]).get(about.id)
    if found is None:
        return None
    zone, now = zone_of(tx, about.round), house().shop.clock()
    to_come = [one for one in found.times if one > now]
    return Shown(
        participation=about.id,
        times=tuple((one, moment(one, zone)) for one in to_come),
        picked=moment(found.picked, zone) if found.picked else "",
        zone=zone.replace("_", " "),
        has_passed=not to_come and found.picked is None,
    )


def pick_time(participation: str) -> Response:
    chosen = request.form.get("time", "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 15):
        flash(gettext("Choose one of the times."), "warn")
    else:
        with house().db.write() as tx:
            debriefing.pick(tx, participation, int(chosen), house().shop.clock())
        flash(gettext("Your coach sees the time now. Put it into your calendar, too."))
    return redirect(url_for("home.participation", participation=participation), 303)


def talk_ics(participation: str) -> Response:
    return calendar_file(participation)


def calendar_file(participation: str) -> Response:
    """The agreed hour; nothing of the report stands in it. Raises NotFound: nothing is agreed."""
    settings = house().settings
    with house().db.read() as tx:
        found = talks.of(tx, [participation]).get(participation)
    if found is None or found.picked is None:
        raise NotFound("no time was picked")
    at = datetime.fromtimestamp(found.picked, UTC)
    event = Event(f"{participation}-debrief", at.date(), gettext("Talk about the feedback"), at=at)
    text = development.calendar(
        [event],
        settings.product_name,
        urlsplit(settings.base_url).hostname or "localhost",
        datetime.fromtimestamp(house().shop.clock(), UTC),
    )
    response = Response(text, mimetype="text/calendar")
    response.headers.set("Content-Disposition", "attachment", filename="talk.ics")
    return response
