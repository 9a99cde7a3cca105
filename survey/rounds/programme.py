"""The round as its organiser runs it: made, changed, opened, closed, and who takes part.

Use cases over the store, without Flask. What is allowed when, survey.rounds.campaign says; each
deed of staff leaves a row in the log. `account` is who does it; None: the timetable.
"""

from datetime import date

from survey.anonymity import releasing
from survey.answers.urn import Urn
from survey.errors import BadInput, NotNow, SettingsChanged
from survey.keys import Keys
from survey.questionnaire.model import Questionnaire
from survey.raters import inviting
from survey.rounds import campaign, planning
from survey.rounds.campaign import RoundDraft as RoundDraft  # noqa: PLC0414 - callers find it here
from survey.rounds.campaign import Rules, State
from survey.rounds.participants import add_participant as add_participant  # noqa: PLC0414
from survey.rounds.participants import assign_coach as assign_coach  # noqa: PLC0414
from survey.rounds.participants import hand_over as hand_over  # noqa: PLC0414
from survey.rounds.participants import note, open_own, put_on_list, take_part, tell_managers
from survey.rounds.participants import remove_participant as remove_participant  # noqa: PLC0414
from survey.store import (
    accounts,
    invitations,
    lists,
    organisations,
    participations,
    rounds,
    versions,
)
from survey.store.database import Database, Tx
from survey.store.rounds import Round


def settings_of(tx: Tx, round_: str) -> RoundDraft:
    """All that an organiser has decided about a round. Raises NotFound."""
    found = rounds.get(tx, round_)
    return RoundDraft(
        title=found.title,
        form=found.form,
        opens_on=found.opened_on,
        closes_on=found.closes_on,
        threshold=found.threshold,
        rules=rules_of(tx, round_),
    )


def rules_of(tx: Tx, round_: str) -> Rules:
    return Rules.from_json(rounds.rules(tx, round_))


def paper_and_cover(tx: Tx, participation: str) -> tuple[str, str]:
    """How a report on this is printed unless somebody chooses otherwise: as its round says, else
    as its organisation does, else A4 with the dark cover."""
    round_ = rounds.of(tx, participation)
    rules = rules_of(tx, round_.id)
    firm = organisations.get(tx, round_.organisation) if round_.organisation else None
    paper = rules.paper or (firm.paper if firm else "a4")
    return paper, rules.cover or (firm.cover if firm else "dark")


def create(
    db: Database,
    organisation: str,
    questionnaire: Questionnaire,
    draft: RoundDraft,
    account: str | None = None,
) -> str:
    """A new round as a draft; returns its id. The questionnaire is pinned.

    Raises BadInput: what `planning.check` finds.
    """
    with db.write() as tx:
        round_ = _add(tx, organisation, questionnaire, draft)
        note(tx, "round.created", round_, organisation, account)
    return round_


def _add(tx: Tx, organisation: str, questionnaire: Questionnaire, draft: RoundDraft) -> str:
    _refuse_wrong(draft, questionnaire)
    versions.keep(tx, questionnaire)
    before = [r.number for r in rounds.of_organisation(tx, organisation) if not r.practice]
    return rounds.add(
        tx,
        draft.title.strip(),
        version=questionnaire.version,
        form=draft.form,
        threshold=draft.threshold,
        opened_on=draft.opens_on,
        closes_on=draft.closes_on,
        number=max(before, default=0) + 1,
        organisation=organisation,
        state="draft",
        rules=draft.rules.to_json(),
    )


def _refuse_wrong(draft: RoundDraft, questionnaire: Questionnaire) -> None:
    for finding in planning.check(draft, questionnaire, None):
        raise BadInput(finding.message % finding.values, finding.where)


def change(
    db: Database, round_: str, draft: RoundDraft, seen: str, account: str | None = None
) -> None:
    """Put the settings of `draft` in force. `seen`: fingerprint of those that the page showed.

    Mail texts stay as they are: they have a page of their own. Raises SettingsChanged: somebody
    else was quicker; NotNow: it would break what raters were promised; BadInput.
    """
    with db.write() as tx:
        found = rounds.lock(tx, round_)
        before = settings_of(tx, round_)
        if before.fingerprint() != seen:
            raise SettingsChanged("somebody else changed the settings of this round meanwhile")
        if planning.broken(before, draft, found.state, found.frozen):
            raise NotNow("This was promised to raters with the first invitation and stays as it is")
        _refuse_wrong(draft, versions.get(tx, found.version))
        values = {**vars(draft), "rules": _with_texts(draft.rules, before.rules).to_json()}
        values["opened_on"] = values.pop("opens_on")
        rounds.change(tx, round_, **{**values, "title": draft.title.strip()})
        note(tx, "round.changed", round_, found.organisation, account)


def _with_texts(rules: Rules, before: Rules) -> Rules:
    return Rules(**{**vars(rules), "texts": before.texts})


def clone(
    db: Database,
    keys: Keys,
    round_: str,
    questionnaire: Questionnaire,
    draft: RoundDraft,
    *,
    account: str | None = None,
    raters: bool = False,
) -> str:
    """A new draft with those who take part in `round_`, their roles and coaches; with `raters`,
    also the lists as they are shown, which tell nothing of who declined or answered. A printed
    slip belongs to nobody by name and is left out. Raises BadInput, NotFound, NotNow."""
    with db.write() as tx:
        old = rounds.get(tx, round_)
        if old.organisation is None or old.practice:
            raise NotNow("This round cannot be copied")
        new = rounds.get(tx, _add(tx, old.organisation, questionnaire, draft))
        coaches = {one.id for one in accounts.staff(tx, old.organisation, "coach")}
        groups = {group.id for group in questionnaire.instrument.groups if group.kind != "self"}
        for one in participations.of_round(tx, round_):
            coach = one.coach if one.coach in coaches else None
            there = take_part(tx, new, one.person, one.role, coach)
            for rater in lists.of(tx, one.id) if raters else ():
                if rater.group in groups and not (rater.slip or rater.taken_off):
                    put_on_list(tx, keys, there, rater.person, rater.group)
        note(tx, "round.copied", new.id, old.organisation, account, detail=f"round:{round_}")
    return new.id


# From draft to closed


def schedule(tx: Tx, round_: str, day: date, account: str | None = None) -> None:
    """It opens by itself on its first day, there where the organisation is."""
    found = _move(tx, round_, "scheduled")
    if found.opened_on < day:
        raise NotNow("Its first day has passed. Change it, or open the round now")
    note(tx, "round.scheduled", round_, found.organisation, account)


def unschedule(tx: Tx, round_: str, account: str | None = None) -> None:
    """Back to a draft."""
    found = _move(tx, round_, "draft")
    note(tx, "round.unscheduled", round_, found.organisation, account)


def open_round(
    tx: Tx, keys: Keys, round_: str, account: str | None = None, day: date | None = None
) -> None:
    """Managers may rate themselves and are written to; settled lists of raters are invited.

    `day`: opened by hand on this day, which then is its first. Raises NotNow.
    """
    found = _move(tx, round_, "open")
    if found.closes_on is not None and found.closes_on < (day or found.opened_on):
        raise NotNow("Its last day has passed. Change it first")
    if day is not None:
        rounds.change(tx, round_, opened_on=day)
    taking_part = participations.of_round(tx, round_)
    listed = [one for one in invitations.of_round(tx, round_) if one.state == "listed"]
    own = {(one.id, one.person) for one in taking_part}
    settled = {one.id for one in taking_part if one.listing == "settled"}
    leaving = []
    for invitation in listed:
        if (invitation.participation, invitation.person) in own:
            open_own(tx, keys, invitation.id)
        elif invitation.participation in settled:
            leaving.append(invitation.id)
    inviting.invite_all(tx, keys, leaving)
    tell_managers(tx, taking_part, rules_of(tx, round_))
    note(tx, "round.opened", round_, found.organisation, account)


def close_round(tx: Tx, keys: Keys, round_: str, account: str | None = None) -> list[str]:
    """No more answers. Without coaches each report is asked for, and released when it is made; ids
    of those to be made, for the queue."""
    found = _move(tx, round_, "closed")
    taking_part = [one.id for one in participations.of_round(tx, round_)]
    Urn(keys.urn).empty(tx, taking_part)
    asked = [releasing.on_close(tx, one) for one in taking_part]
    note(tx, "round.closed", round_, found.organisation, account)
    return [report for report in asked if report]


def extend(tx: Tx, round_: str, closes_on: date, day: date, account: str | None = None) -> None:
    """A later last day for an open round. What was sent stays sent. Raises NotNow, BadInput."""
    found = rounds.lock(tx, round_)
    if found.state != "open":
        raise NotNow("Only an open round can be extended")
    _refuse_earlier(closes_on, max(day, found.closes_on or day))
    rounds.change(tx, round_, closes_on=closes_on)
    note(tx, "round.extended", round_, found.organisation, account, detail=str(closes_on))


def reopen(tx: Tx, round_: str, closes_on: date, day: date, account: str | None = None) -> None:
    """Unsent forms are accepted again; sent answers stay final (decision 9)."""
    _refuse_earlier(closes_on, day)
    found = rounds.lock(tx, round_)
    if found.state != "closed":
        raise NotNow("Only a closed round can be reopened")
    _move(tx, round_, "open")
    rounds.change(tx, round_, closes_on=closes_on)
    note(tx, "round.reopened", round_, found.organisation, account, detail=str(closes_on))


def _refuse_earlier(closes_on: date, least: date) -> None:
    if closes_on < least:
        raise BadInput(f"choose {least} or a later day", "closes_on")


def _move(tx: Tx, round_: str, to: State) -> Round:
    """The round as it was before, now locked. Raises NotNow."""
    found = rounds.lock(tx, round_)
    if found.practice:
        raise NotNow("A practice round stays as it is. It can only be thrown away")
    if not campaign.may_move(found.state, to):
        raise NotNow("The round is not in a state in which this can be done")
    rounds.change(tx, round_, state=to)
    return found
