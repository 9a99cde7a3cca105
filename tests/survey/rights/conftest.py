"""A firm in which Alice's report is released and Bob the peer has answered."""

from datetime import UTC, datetime

import pytest

from survey.store import invitations, outbox, people
from tests.programme import Programme, give_link, programme
from tests.released import release
from tests.store_factories import TODAY, answer

NOON = int(datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC).timestamp())


@pytest.fixture
def firm(db, house_keys) -> Programme:
    made = programme(db, house_keys)
    with db.write() as tx:
        for group, ids in made.raters.items():
            for n, one in enumerate(ids):
                answer(tx, made.participation, f"{group}{n}".ljust(64, "0"), group)
                invitations.close(tx, one, "done")
                outbox.sent(tx, outbox.add(tx, "invitation", one, due=NOON))
        outbox.sent(tx, outbox.add(tx, "report", due=NOON, participation=made.participation))
    release(db, made)
    return made


@pytest.fixture
def bob(db, firm, house_keys) -> str:
    """Bob the peer as a person, with an own name and address, mail and a link to his requests."""
    with db.write() as tx:
        found = invitations.get(tx, firm.raters["peers"][0]).person
        people.rename(tx, found, "Bob Zwiebel")
        people.set_email(tx, found, "Bob.Zwiebel@hallsons.example")
        outbox.sent(tx, outbox.add(tx, "digest", due=NOON, person=found, round=firm.round))
    give_link(db, house_keys, "requests", found)
    return found
