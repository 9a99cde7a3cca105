"""Staff and their organisations: founding, inviting, leaving, first passwords. Use cases.

An account link is mailed (or printed on the command line), works once and for a day, and only sets
a password: to sign in, the second factor is asked for as well (decision 23).
"""

from dataclasses import dataclass
from zoneinfo import available_timezones

from survey import links
from survey.entry import check_email, check_name
from survey.errors import BadInput, LinkUnknown, NewerLink, NotFound, NotNow
from survey.mailing.mail import ACCOUNT_MAIL
from survey.raters import nominating
from survey.store import accounts, log, organisations, outbox
from survey.store import links as link_rows
from survey.store.accounts import Account, Entry, Role
from survey.store.database import Tx

LINK_LASTS = 24 * 3600  # seconds
_LONGEST_NAME = 200


@dataclass(frozen=True)
class Founded:
    account: str
    secret: str
    """Of the link by which the first admin sets a password."""


@dataclass(frozen=True)
class Invited:
    account: str
    message: str | None
    """Id of the outbox row with the link; None: the account has a password already."""


def found(
    tx: Tx, link_key: bytes, *, name: str, email: str, organisation: str, time_zone: str, now: float
) -> Founded:
    """An organisation with its first admin; either may be there already. Raises BadInput."""
    address = address_of(email)
    there = next((one for one in organisations.every(tx) if one.name == organisation), None)
    firm = there.id if there else _new_organisation(tx, organisation, time_zone)
    known = accounts.by_email(tx, address)
    account = known.id if known else accounts.add(tx, check_name(name), address)
    accounts.join(tx, account, firm, "admin")
    log.write(tx, "staff.founded", organisation=firm, target=f"account:{account}")
    return Founded(account, new_link(tx, link_key, account, now))


def forget_second_factor(tx: Tx, account: str) -> None:
    """For whoever runs the installation: the next sign-in sets up a new one."""
    accounts.drop_second_factor(tx, account)
    log.write(tx, "staff.second_factor_forgotten", target=f"account:{account}")


def found_own(tx: Tx, account: Account, name: str, time_zone: str, language: str = "en") -> str:
    """An independent coach's own client: admin and coach in it. Returns the organisation's id."""
    firm = _new_organisation(tx, name, time_zone, language)
    accounts.join(tx, account.id, firm, "admin")
    accounts.join(tx, account.id, firm, "coach")
    log.write(tx, "organisation.made", organisation=firm, account=account.id)
    return firm


def change_organisation(
    tx: Tx,
    organisation: str,
    by: Account,
    *,
    name: str,
    time_zone: str,
    language: str,
    paper: str | None = None,
    cover: str | None = None,
) -> None:
    """`paper` and `cover`: None leaves it as it is. Raises BadInput."""
    before = organisations.get(tx, organisation)
    name, time_zone = _organisation_name(name), _time_zone(time_zone)
    organisations.change(tx, organisation, name, time_zone, language, paper=paper, cover=cover)
    now = organisations.get(tx, organisation)
    fields = ("name", "time_zone", "language", "paper", "cover")
    changed = [one for one in fields if getattr(before, one) != getattr(now, one)]
    if changed:
        detail = ", ".join(f"{getattr(before, one)} → {getattr(now, one)}" for one in changed)
        log.write(
            tx, "organisation.changed", organisation=organisation, account=by.id, detail=detail
        )


def invite(
    tx: Tx,
    link_key: bytes,
    organisation: str,
    by: Account,
    *,
    name: str,
    email: str,
    role: Role,
    now: float,
) -> Invited:
    """Give somebody a role here. Whoever has no account yet gets one, and a link by mail.

    Raises BadInput: the name or the address cannot be used.
    """
    address = address_of(email)
    known = accounts.by_email(tx, address)
    firm = organisations.get(tx, organisation)
    account = known.id if known else accounts.add(tx, check_name(name), address, firm.language)
    accounts.join(tx, account, organisation, role)
    log.write(
        tx,
        f"staff.invited_as_{role}",
        organisation=organisation,
        account=by.id,
        target=f"account:{account}",
    )
    is_new = account in accounts.without_password(tx, [account])
    return Invited(account, _mail_link(tx, link_key, account, now) if is_new else None)


def send_link_again(
    tx: Tx, link_key: bytes, organisation: str, by: Account, account: str, *, now: float
) -> str:
    """Returns the id of the outbox row. Raises NotFound: not of this staff; NotNow."""
    of_staff(tx, organisation, account)
    if account not in accounts.without_password(tx, [account]):
        raise NotNow(
            "This person has set a password already, and can ask for a new link on the page for "
            "signing in."
        )
    log.write(
        tx,
        "staff.link_sent",
        organisation=organisation,
        account=by.id,
        target=f"account:{account}",
    )
    return _mail_link(tx, link_key, account, now)


def remove(tx: Tx, organisation: str, by: Account, account: str, role: Role) -> None:
    """Take a role away. Raises NotFound: not of this staff; NotNow: nobody else is admin."""
    of_staff(tx, organisation, account)
    if role == "admin":
        _refuse_the_only_admin(tx, organisation, account)
    accounts.leave(tx, account, organisation, role)
    log.write(
        tx,
        f"staff.removed_as_{role}",
        organisation=organisation,
        account=by.id,
        target=f"account:{account}",
    )


def switch_off(tx: Tx, organisation: str, by: Account, account: str) -> None:
    """Nobody signs in with it any more, and whoever is signed in is out at once; nothing else is
    lost. Raises NotFound; NotNow as `refuse_to_switch_off`."""
    refuse_to_switch_off(tx, organisation, by, account)
    accounts.set_active(tx, account, False)
    nominating.end_approvals(tx, account)
    _log_switch(tx, "staff.switched_off", organisation, by, account)


def switch_on(tx: Tx, organisation: str, by: Account, account: str) -> None:
    """Password, second factor, passkeys and clients are as they were. Raises NotFound, NotNow."""
    if of_staff(tx, organisation, account).active:
        raise NotNow("This account is not switched off")
    accounts.set_active(tx, account, True)
    _log_switch(tx, "staff.switched_on", organisation, by, account)


def refuse_to_switch_off(tx: Tx, organisation: str, by: Account, account: str) -> None:
    """Raises NotFound: not of this staff; NotNow: oneself, the only admin, also another's staff."""
    if not of_staff(tx, organisation, account).active:
        raise NotNow("This account is switched off already")
    if account == by.id:
        raise NotNow("This is your own account. Another admin can switch it off")
    roles = accounts.roles(tx, account)
    if any(one.organisation != organisation for one in roles):
        raise NotNow(
            "This person also works for somebody else with this account, so it is not yours alone "
            "to switch off. Take the roles here away instead."
        )
    if any(one.role == "admin" for one in roles):
        _refuse_the_only_admin(tx, organisation, account)


def _refuse_the_only_admin(tx: Tx, organisation: str, account: str) -> None:
    admins = {one.id for one in accounts.staff(tx, organisation, "admin") if one.active}
    if admins <= {account}:
        raise NotNow(
            "This is the only admin here. Make somebody else an admin first: without one, nobody "
            "could run rounds."
        )


def _log_switch(tx: Tx, action: str, organisation: str, by: Account, account: str) -> None:
    log.write(tx, action, organisation=organisation, account=by.id, target=f"account:{account}")


def end_sessions(tx: Tx, organisation: str, by: Account, account: str) -> None:
    """Sign somebody out everywhere, say after a lost laptop. Raises NotFound."""
    of_staff(tx, organisation, account)
    accounts.end_sessions(tx, account)
    log.write(
        tx,
        "staff.signed_out",
        organisation=organisation,
        account=by.id,
        target=f"account:{account}",
    )


def of_staff(tx: Tx, organisation: str, account: str) -> Account:
    """Raises NotFound: no such account, or none of this organisation's."""
    found = next((one for one in accounts.staff(tx, organisation) if one.id == account), None)
    if found is None:
        raise NotFound("nobody of this staff")
    return found


def forgotten(tx: Tx, link_key: bytes, email: str, now: float) -> str | None:
    """Id of the outbox row with a new link; None: nobody has this address, which nobody learns."""
    known = accounts.by_email(tx, email)
    if known is None or not known.active:
        return None
    return _mail_link(tx, link_key, known.id, now)


def new_link(tx: Tx, link_key: bytes, account: str, now: float) -> str:
    """Put a link in force, in place of any earlier one, and return its secret."""
    issue = accounts.entry(tx, account).issue + 1
    secret = links.secret(link_key, account, issue, "account")
    link_rows.keep(tx, links.hash_of(secret), "account", account, issue)
    accounts.set_entry(tx, account, Entry(issue, int(now) + LINK_LASTS))
    return secret


def behind_link(tx: Tx, secret: str, now: float) -> Account:
    """Whose password this link sets. Raises LinkUnknown, NewerLink; NotNow: used, or too old."""
    link = link_rows.by_hash(tx, links.hash_of(secret))
    if link is None or link.purpose != "account":
        raise LinkUnknown("no such link")
    entry = accounts.entry(tx, link.target)
    if not link.current and link.issue < entry.issue:
        raise NewerLink("replaced by a newer one")
    account = accounts.get(tx, link.target)
    if not link.current or entry.until <= now or not account.active:
        raise NotNow(
            "This link was used already, or is older than a day. On the page for signing in you "
            "can ask for a new one."
        )
    return account


def set_password(tx: Tx, secret: str, hashed: str, now: float) -> None:
    """Use the link up. Raises as `behind_link`."""
    account = behind_link(tx, secret, now)
    accounts.set_password(tx, account.id, hashed)
    accounts.set_entry(tx, account.id, Entry(accounts.entry(tx, account.id).issue, 0))
    link_rows.end(tx, "account", account.id)


def address_of(email: str) -> str:
    """As accounts keep it. Raises BadInput."""
    address = check_email(email)
    if address is None:
        raise BadInput("give an address, like name@example.org")
    return address.lower()


def _mail_link(tx: Tx, link_key: bytes, account: str, now: float) -> str:
    """The worker makes the secret again from the issue: it stands in no row (decision 8)."""
    new_link(tx, link_key, account, now)
    return outbox.add(tx, ACCOUNT_MAIL, account=account)


def _new_organisation(tx: Tx, name: str, time_zone: str, language: str = "en") -> str:
    return organisations.add(tx, _organisation_name(name), _time_zone(time_zone), language)


def _organisation_name(name: str) -> str:
    plain = " ".join(name.split())
    if not plain or len(plain) > _LONGEST_NAME or not plain.isprintable():
        raise BadInput(f"give the organisation a name of up to {_LONGEST_NAME} characters")
    return plain


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise BadInput(f"{name!r} is not a time zone; write it like Europe/Berlin", "time zone")
    return name
