"""Carrying out an import: all of the plan that was shown, or nothing, in one transaction.

The plan is made anew from the kept rows when it is confirmed: if the store has changed in between
and it would be another one, nothing is written and the visitor looks again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

from survey.errors import NotNow, Stale
from survey.importing.table_columns import Field
from survey.importing.table_deeds import Deed, Group, Known, Participant, Person, Plan, Rater
from survey.importing.table_import import plan
from survey.keys import Keys
from survey.raters import inviting, listing, nominating
from survey.rounds import programme
from survey.store import accounts, imports, log, organisations, participations, people, rounds
from survey.store import versions as version_rows
from survey.store.database import Database, Tx
from survey.store.imports import Import
from survey.store.rounds import Round


@dataclass(frozen=True)
class Done:
    managers: int
    """New ones."""
    raters: int
    changed: int
    left_out: int
    """Rows with problems."""
    written_to: int
    """Rows of the outbox: the round is open already."""


@dataclass
class _Ids:
    """Ids behind the addresses of `Known`; grows while the plan is carried out."""

    people: dict[str, str] = field(default_factory=dict)
    participations: dict[str, str] = field(default_factory=dict)
    raters: dict[tuple[str, str], str] = field(default_factory=dict)
    coaches: dict[str, str] = field(default_factory=dict)


def look(tx: Tx, table: Import) -> Plan:
    """What confirming would do now."""
    return plan(table.rows, _columns(table), _facts(tx, rounds.get(tx, table.round))[0])


def _columns(table: Import) -> Mapping[Field, int]:
    return cast(Mapping[Field, int], table.columns)


def apply(
    db: Database, keys: Keys, table: Import, seen: str, account: str, *, leave_out: bool = False
) -> Done:
    """Carry out the plan with the fingerprint `seen`. The table is not kept.

    `leave_out`: rows with problems are passed over; else they forbid everything. Raises NotNow:
    there are problems, or the round takes nobody; Stale: the plan has changed, or it was done.
    """
    with db.write() as tx:
        round_ = rounds.lock(tx, table.round)
        if not imports.remove(tx, table.id):
            raise Stale("this table was confirmed already")
        known, ids = _facts(tx, round_)
        wanted = plan(table.rows, _columns(table), known)
        if wanted.fingerprint() != seen:
            raise Stale("the store has changed since the table was checked")
        if wanted.problems and not leave_out:
            raise NotNow("Some rows have problems. Mend them, or leave these rows out")
        work = _Work(tx, keys, round_, (known, ids), account)
        for deed in sorted((*wanted.new, *wanted.changed), key=lambda one: one.row):
            work.do(deed)
        done = Done(
            wanted.managers,
            wanted.raters,
            len(wanted.changed),
            len(wanted.bad_rows),
            work.invite(),
        )
        log.write(
            tx,
            "import.confirmed",
            organisation=round_.organisation,
            account=account,
            target=f"round:{round_.id}",
            detail=f"{done.managers} managers, {done.raters} raters, {done.changed} changed rows",
        )
    return done


def refuse_closed(round_: Round) -> None:
    """Raises NotNow: nobody can be added to it."""
    if round_.organisation is None or round_.practice or round_.state == "closed":
        raise NotNow("Nobody can be added to this round now")


def _facts(tx: Tx, round_: Round) -> tuple[Known, _Ids]:
    refuse_closed(round_)
    organisation = round_.organisation or ""
    there = imports.addresses(tx, organisation)
    by_person = {one.id: email for email, one in there.items()}
    taking_part = [one for one in imports.taking_part(tx, round_.id) if one.person in by_person]
    of = {one.id: by_person[one.person] for one in taking_part}
    raters = {
        (of[about], by_person[person]): row
        for (about, person), row in imports.raters(tx, round_.id).items()
        if about in of and person in by_person
    }
    coaches = {one.email: one.id for one in accounts.staff(tx, organisation, "coach")}
    instrument = version_rows.get(tx, round_.version).instrument
    known = Known(
        {email: Person(one.name, one.language) for email, one in there.items()},
        {of[one.id]: Participant(one.role, one.coach) for one in taking_part},
        {pair: group for pair, (_, group) in raters.items()},
        frozenset(coaches),
        tuple(
            Group(
                one.id,
                (*one.name.by_language.values(), *one.rater.by_language.values()),
                one.kind == "self",
            )
            for one in instrument.groups
        ),
        tuple(dict.fromkeys((*instrument.languages, *programme.rules_of(tx, round_.id).languages))),
    )
    ids = _Ids(
        {email: one.id for email, one in there.items()},
        {of[one.id]: one.id for one in taking_part},
        {pair: invitation for pair, (invitation, _) in raters.items()},
        coaches,
    )
    return known, ids


class _Work:
    def __init__(
        self, tx: Tx, keys: Keys, round_: Round, facts: tuple[Known, _Ids], account: str
    ) -> None:
        self.tx, self.keys, self.round, self.account = tx, keys, round_, account
        self.known, self.ids = facts
        self.language = organisations.get(tx, round_.organisation or "").language
        self.listed: list[tuple[str, str]] = []
        """Participation and invitation of raters that are new."""

    def do(self, deed: Deed) -> None:
        about = self._manager(deed)
        if deed.rater:
            self._rater(about, deed.manager_email, deed.rater, deed.language)

    def invite(self) -> int:
        """Late additions, where the list is settled; returns how many rows of mail there are."""
        if self.round.state != "open":
            return 0
        settled = {
            one.id
            for one in participations.of_round(self.tx, self.round.id)
            if one.listing == "settled"
        }
        late = [invitation for about, invitation in self.listed if about in settled]
        return len(inviting.invite_all(self.tx, self.keys, late))

    def _manager(self, deed: Deed) -> str:
        email = deed.manager_email
        self._update(email, deed.manager_name, "" if deed.rater else deed.language)
        coach = self.ids.coaches[deed.coach] if deed.coach else None
        about = self.ids.participations.get(email)
        if about is None:
            about = programme.add_participant(
                self.tx,
                self.round.id,
                deed.manager_name,
                email,
                deed.role,
                coach=coach,
                language=("" if deed.rater else deed.language) or None,
                keys=self.keys,
                account=self.account,
            )
            self.ids.participations[email] = about
            self.ids.people[email] = participations.get(self.tx, about).person
            return about
        if deed.role:
            participations.change(self.tx, about, role=deed.role)
        if coach:
            programme.assign_coach(self.tx, about, coach, self.account)
        return about

    def _rater(self, about: str, manager: str, rater: Rater, language: str) -> None:
        self._update(rater.email, rater.name, language)
        person = self.ids.people.get(rater.email)
        if person is None:
            person = people.add(
                self.tx,
                rater.name,
                rater.email,
                language or self.language,
                organisation=self.round.organisation,
            )
            self.ids.people[rater.email] = person
        pair = (manager, rater.email)
        if pair not in self.ids.raters:
            invitation = listing.put_on(self.tx, self.keys, about, rater.group, person)
            self.ids.raters[pair] = invitation
            self.listed.append((about, invitation))
        elif self.known.raters.get(pair) != rater.group:
            nominating.move(self.tx, self.ids.raters[pair], rater.group, self.account)

    def _update(self, email: str, name: str, language: str) -> None:
        """Somebody who is there: what the table says differently."""
        person = self.ids.people.get(email)
        before = self.known.people.get(email)
        if person is None:
            return
        if name and (before is None or before.name != name):
            people.rename(self.tx, person, name)
        if language and (before is None or before.language != language):
            people.set_language(self.tx, person, language)
