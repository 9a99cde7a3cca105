"""Whether records and log are whole: signatures, the order of records, the chain of the log."""

from survey.rights import signing
from survey.store import chain, organisations, records
from survey.store.chain import NOBODY, End
from survey.store.database import Tx


def summary(tx: Tx) -> list[tuple[str, int, str]]:
    """Place, how many records it has, and the day of the newest."""
    return [
        (place, len(found), str(found[0].day))
        for place in records.places(tx)
        if (found := records.of(tx, place))
    ]


def problems(tx: Tx, key: bytes) -> list[str]:
    """What is wrong first in each place; []: nothing."""
    told = []
    for place in records.places(tx):
        told += [f"{place}: {wrong}" for wrong in _record_problems(tx, key, place)]
    return [*told, *log_problems(tx, key)]


def problems_of(tx: Tx, key: bytes, place: str) -> list[str]:
    """Of one organisation's records and log."""
    wrong = _log_problem(tx, key, place)
    return [*_record_problems(tx, key, place), *([wrong] if wrong else [])]


def _record_problems(tx: Tx, key: bytes, place: str) -> list[str]:
    wrong = signing.broken(key, list(reversed(records.of(tx, place))))
    return [wrong] if wrong else []


def log_problems(tx: Tx, key: bytes) -> list[str]:
    """The first broken place of each log. It must begin where the last signed record says, and
    hold what was its end then."""
    told = []
    for place in (*(one.id for one in organisations.every(tx)), NOBODY):
        wrong = _log_problem(tx, key, place)
        told += [f"log of {place}: {wrong}"] if wrong else []
    return told


def _log_problem(tx: Tx, key: bytes, place: str) -> str | None:
    last = records.last(tx, place)
    if last and signing.broken(key, list(reversed(records.of(tx, place)))):
        return "the signed record of where it begins is not in order"
    organisation = None if place == NOBODY else place
    begins = End(*signing.log_ends(last, "begins"))
    ended = End(*signing.log_ends(last, "ends"))
    wrong = chain.broken(tx, organisation, begins)
    if wrong or ended.number <= begins.number:
        return wrong
    if chain.at(tx, organisation, ended.number) != ended:
        return f"row {ended.number}, the last one of {last.day if last else ''}, is not there"
    return None
