"""When coach and manager talk about the report: the one proposes up to three times, the other picks
one. Times are seconds since 1970; people write and read them in the organisation's zone."""

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from survey.errors import BadInput, NotNow
from survey.store import log, outbox, participations, talks
from survey.store.database import Tx

MOST_TIMES = 3
TALK_MAIL = "talk_times"


def suggest(tx: Tx, participation: str, account: str, times: Iterable[int], now: float) -> str:
    """Propose times, in place of earlier ones; id of the mail to the manager.

    Raises BadInput: none, more than three, one twice, or one that has passed.
    """
    offered = sorted(times)
    if not 0 < len(offered) <= MOST_TIMES or len(set(offered)) < len(offered):
        raise BadInput("propose one to three different times")
    if offered[0] <= now:
        raise BadInput("propose times that are still to come")
    _about, round_, _person = participations.whole(tx, participation)
    talks.propose(tx, participation, account, offered)
    log.write(
        tx,
        "talk.suggested",
        organisation=round_.organisation,
        account=account,
        target=f"participation:{participation}",
    )
    return outbox.add(tx, TALK_MAIL, participation=participation)


def pick(tx: Tx, participation: str, time: int, now: float) -> None:
    """The manager takes one of the times. Raises NotNow: it is not on offer any more."""
    participations.lock(tx, participation)
    found = talks.of(tx, [participation]).get(participation)
    if found is None or time not in found.times:
        raise NotNow("Your coach has proposed other times meanwhile. Look at your page again.")
    if time <= now:
        raise NotNow("This time has passed. Pick another one, or ask your coach for new times.")
    if found.picked not in (None, time):
        raise NotNow("You have picked a time already. Ask your coach if another one is better.")
    talks.pick(tx, participation, time)


def moment(local: datetime, time_zone: str) -> int | None:
    """The moment at which clocks there show `local`; None: they skip it in spring."""
    there = local.replace(tzinfo=ZoneInfo(time_zone))
    seconds = int(there.timestamp())
    back = datetime.fromtimestamp(seconds, UTC).astimezone(ZoneInfo(time_zone))
    return seconds if back.replace(tzinfo=None) == local else None
