"""A full disk (trust.md, P7): a plain page instead of a fault, nothing lost, no restart needed."""

import pytest
from sqlalchemy import event

from survey import links
from survey.answers import answering, respond
from survey.answers.draft import Changes
from survey.errors import NoRoom
from tests.client import Visitor
from tests.programme import invitation_secret, programme
from tests.store_factories import everything, rows
from tests.survey.web.test_raters_way import FAR
from tests.web_app import shipped

PLENTY = 1_000_000
LONG = "much to say " * 300


class Disk:
    """Real SQLite with no more pages than this, for each connection."""

    def __init__(self, db):
        self.pages = PLENTY
        event.listen(db._engine, "checkout", self._limit)

    def _limit(self, connection, _record, _proxy):
        connection.execute(f"PRAGMA max_page_count = {self.pages}")

    def fill(self):
        self.pages = 1  # SQLite takes the size that the file has

    def make_room(self):
        self.pages = PLENTY


@pytest.fixture
def disk(world):
    return Disk(world.db)


@pytest.fixture
def bob(world):
    """Bob the peer has answered everything."""
    firm = programme(world.db, world.shop.keys, asked=shipped(), closes_on=FAR)
    invitation = firm.raters["peers"][0]
    secret = invitation_secret(world.shop.keys, invitation)
    respond.save_draft(world.db, invitation, secret, everything(asked=shipped()), 0)
    visitor = Visitor(world.app)
    visitor.submit(visitor.get(links.path(secret)), {})
    return visitor, invitation, secret


def fill_up(world, disk, invitation, secret):
    """Save one comment after the other until nothing fits any more."""
    disk.fill()
    for question in answering.commented(shipped()):
        revision = respond.read_draft(world.db, invitation, secret).revision
        try:
            changes = Changes(texts={question: LONG})
            respond.save_draft(world.db, invitation, secret, changes, revision)
        except NoRoom:
            return
    raise AssertionError("there was always room")


def test_the_rater_reads_what_to_do_and_loses_nothing(world, disk, bob):
    visitor, invitation, secret = bob
    page = visitor.get(f"/answer/{invitation}/in-your-words")
    fill_up(world, disk, invitation, secret)
    before = respond.read_draft(world.db, invitation, secret)
    names = [area.get("name") for area in page.all("textarea")]
    form = dict.fromkeys(names, "even more to say " * 200)
    refused = visitor.submit(page, form | {"go": "next"}, 503)
    assert refused.h1 == "Nothing can be saved just now"
    assert "What was saved before is safe" in refused.text
    assert respond.read_draft(world.db, invitation, secret) == before
    disk.make_room()
    visitor.submit(page, form | {"go": "next"})
    assert respond.read_draft(world.db, invitation, secret).draft.texts["keep"][:4] == "even"


def test_the_script_hears_it_too(world, disk, bob):
    visitor, invitation, secret = bob
    page = visitor.get(f"/answer/{invitation}/in-your-words")
    fill_up(world, disk, invitation, secret)
    said = visitor.save(page, {one.get("name"): LONG for one in page.all("textarea")})
    assert said.status_code == 503
    assert "Nothing can be saved just now" in said.json["message"]


def test_what_cannot_be_sent_whole_is_not_sent(world, disk, bob):
    visitor, invitation, secret = bob
    check = visitor.get(f"/answer/{invitation}/check-answers")
    fill_up(world, disk, invitation, secret)
    sent = visitor.client.post(
        f"/answer/{invitation}/check-answers",
        data={"csrf_token": check.field("csrf_token"), "receipt": check.field("receipt")},
    )
    there = rows(world.db, "responses"), rows(world.db, "drafts")
    assert (sent.status_code, there) in ((503, (0, 1)), (200, (1, 0)))
    disk.make_room()
    done = visitor.submit(check, {"go": "send"})
    assert done.one("p", id="receipt").text.strip()
    assert (rows(world.db, "responses"), rows(world.db, "drafts")) == (1, 0)
