"""One person goes: a rater, a manager, somebody of the staff, whatever hangs on one address.

What was sent stays in the numbers: nobody can find it by person (decision 9), and a line manager's
answers stand under the name of the group, as before. The manager's own reports go with the manager,
and with them what others wrote in them. What the person wrote about others stays in their reports.
"""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from survey.errors import NotFound, NotNow
from survey.rights import finding, forgetting, retention
from survey.rights.signing import Went
from survey.settings import Settings
from survey.store import accounts, erasing, group_reports, held, log, people, pilots, versions
from survey.store.chain import NOBODY
from survey.store.database import Database, Tx
from survey.store.erasing import Gone
from survey.store.held import Identity

_AS: Mapping[str, str] = {
    "names": "names",
    "people": "names",
    "accounts": "accounts",
    "participations": "participations",
    "reports": "reports",
    "prints": "reports",
    "responses": "answers",
    "urn": "answers",
    "follow_up_answers": "answers",
    "goals": "plans",
    "plans": "plans",
    "check_ins": "plans",
    "thanks": "plans",
    "drafts": "drafts",
    "invitations": "requests",
    "follow_up_invitations": "requests",
    "outbox": "mail",
    "links": "links",
    "notes": "notes",
    "sign_ins": "sign_ins",
    "passkeys": "sign_ins",
    "memberships": "roles",
    "bundles": "bundles",
    "papers": "papers",
    "imports": "uploads",
}
"""What the rows of a table are called in the list of what goes; see survey.rights.words."""


@dataclass(frozen=True)
class Line:
    """How much of something goes or stays; `what` is one of survey.rights.words."""

    what: str
    rows: int


@dataclass(frozen=True)
class Erasure:
    goes: tuple[Line, ...]
    stays: tuple[Line, ...]
    words: tuple[str, ...]
    """The person's names and addresses."""
    left: tuple[tuple[str, int], ...]
    """Where these words still stand, as "table.column", and how often: texts of others."""
    mails: tuple[str, ...]


def preview(
    db: Database, key: bytes, address: str, *, organisation: str | None, day: date
) -> Erasure:
    """What `erase` would do: it is done and undone. Raises NotFound, NotNow."""
    with db.undone() as tx:
        return _erase(tx, key, address, organisation, day)[0]


def erase(
    db: Database,
    settings: Settings,
    key: bytes,
    address: str,
    *,
    organisation: str | None,
    day: date,
    by: str | None,
) -> Erasure:
    """Erase whoever has this address, in one transaction; in one organisation, or everywhere.

    `by`: the account whose doing it is. Raises NotFound: nobody has it; NotNow: an organisation
    would be left without an admin.
    """
    with db.write() as tx:
        for firm in _where(tx, address, organisation):
            log.write(tx, "person.erased", organisation=firm, account=by)
        done, whom = _erase(tx, key, address, organisation, day)
        forgetting.note(settings, key, day, whom)
    with db.read() as tx:
        retention.erase_files(tx, settings.outbox, done.mails, 0)
    for letter in finding.letters(settings.outbox, done.words):  # to others, about the person
        letter.unlink(missing_ok=True)
    db.sweep_out()
    return done


def _where(tx: Tx, address: str, organisation: str | None) -> list[str]:
    """Organisations in which the person is known, for the log."""
    if organisation is not None:
        return [organisation]
    firms = {one.organisation for one in people.everywhere(tx, address) if one.organisation}
    account = accounts.by_email(tx, address)
    if account:
        firms |= {one.organisation for one in accounts.roles(tx, account.id)}
    return sorted(firms)


def _erase(
    tx: Tx, key: bytes, address: str, organisation: str | None, day: date
) -> tuple[Erasure, list[tuple[str, str]]]:
    who = held.by_address(tx, address, organisation)
    if not who:
        raise NotFound("nobody here has this address")
    words = held.words(tx, who)
    _keep_an_admin(tx, who)
    stays = _stays(tx, who)
    gone = identity(tx, who, organisation)
    gone.add(texts(tx, words))
    goes = _goes(gone)
    went = {line.what: Went(line.rows) for line in goes}
    retention.keep_record(tx, key, organisation or NOBODY, day=day, did="erasure", went=went)
    left = Counter(place for place, _ in finding.in_store(tx, words))
    done = Erasure(goes, stays, tuple(words), tuple(sorted(left.items())), tuple(gone.mails))
    whom = [(forgetting.PERSON, id) for id in who.people]
    whom += [(forgetting.ACCOUNT, who.account)] if who.account else []
    if organisation is None:
        whom.append((forgetting.ADDRESS, address))
    return done, whom


def identity(tx: Tx, who: Identity, organisation: str | None = None) -> Gone:
    """Erase these rows of people and this account. An account that works elsewhere, too, only loses
    its roles in `organisation`."""
    gone = Gone()
    ids = list(who.people)
    erasing.ask_no_more(tx, ids)
    managed = held.managed(tx, ids)
    if managed:
        gone.add(erasing.participations_of(tx, managed))
    gone.add(erasing.names(tx, ids))
    if who.account and not _works_elsewhere(tx, who.account, organisation):
        gone.add(erasing.account(tx, who.account))
    elif who.account and organisation:
        for one in accounts.roles(tx, who.account):
            if one.organisation == organisation:
                accounts.leave(tx, who.account, organisation, one.role)
                gone.rows["memberships"] += 1
    return gone


def texts(tx: Tx, words: Collection[str]) -> Gone:
    """Erase what names a person and hangs on no row of theirs."""
    if not words:
        return Gone()
    return Gone(
        Counter(
            details=erasing.details(tx, words),
            imports=erasing.uploads(tx, words),
            papers=erasing.paper_forms(tx, words),
        )
    )


def _works_elsewhere(tx: Tx, account: str, organisation: str | None) -> bool:
    there = {one.organisation for one in accounts.roles(tx, account)}
    return organisation is not None and bool(there - {organisation})


def _keep_an_admin(tx: Tx, who: Identity) -> None:
    alone = held.only_admin_of(tx, who.account) if who.account else []
    if alone:
        raise NotNow(
            "%(name)s would be left without an admin. Make somebody else admin first.",
            name=alone[0],
        )


def _goes(gone: Gone) -> tuple[Line, ...]:
    found: Counter[str] = Counter({"details": gone.rows["details"]})
    for table, rows in gone.rows.items():
        if table in _AS:
            found[_AS[table]] += rows
    order = dict.fromkeys([*_AS.values(), "details"])
    return tuple(Line(what, found[what]) for what in order if found[what])


def _stays(tx: Tx, who: Identity) -> tuple[Line, ...]:
    forms = held.sent(tx, who.people)
    kinds = Counter(versions.get(tx, form["version"]).group(form["group"]).kind for form in forms)
    managed = held.managed(tx, who.people)
    averages = group_reports.with_any(tx, managed) + pilots.with_any(tx, managed)
    deeds = held.deeds(tx, who.account) if who.account else 0
    lines = (
        Line("sent_answers", kinds["anonymous"]),
        Line("named_answers", kinds["named"]),
        Line("averages", averages),
        Line("deeds", deeds),
    )
    return tuple(line for line in lines if line.rows)
