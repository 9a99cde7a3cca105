"""Mail as Ada the admin sees it: texts, preview, test sends, and what has left."""

import re
from email import message_from_bytes
from email.policy import default

import pytest

from survey import jobs
from survey.rounds.campaign import Rules
from survey.store import invitations, outbox, participations, people, reports, rounds
from survey.store.tables import metadata
from tests.client import text_of
from tests.programme import programme, rival, signed_in


@pytest.fixture
def made(world):
    return programme(world.db, world.shop.keys, rules=Rules(languages=("en", "de")))


@pytest.fixture
def ada(world, made):
    return signed_in(world.app, world.db, made.ada)


def address(made, kind="invitation", language="en"):
    return f"/rounds/{made.round}/mail/{kind}?language={language}"


def rules(world, made):
    with world.db.read() as tx:
        return Rules.from_json(rounds.rules(tx, made.round))


def queue(world, kind, **about):
    with world.db.write() as tx:
        return outbox.add(tx, kind, **about)


def bounce(world, message, problem):
    with world.db.write() as tx:
        outbox.failed(tx, message, problem, 0, final=True)


def rows(page):
    """All tables' rows, cell by cell."""
    return [[text_of(cell) for cell in row] for body in page.all("tbody") for row in body]


class TestTexts:
    def test_every_mail_of_the_round_is_listed_in_each_language(self, ada, made):
        page = ada.get(f"/rounds/{made.round}/mail")
        assert "Closing tomorrow" in page.text
        assert "Your link again" not in page.text  # not of a round
        assert page.text.count("our text") == 2 * len(page.all("tbody")[0].findall("tr"))

    def test_an_own_text_is_kept_for_its_language_and_taken_back(self, world, ada, made):
        page = ada.get(address(made, "reminder", "de"))
        wanted = {"subject": "Erinnerung", "body": "Hallo {name}, bitte:\n{link}", "go": "save"}
        page = ada.submit(page, wanted, form=1)
        assert "Saved." in page.text
        assert rules(world, made).texts == {
            "reminder": {"de": {"subject": "Erinnerung", "body": "Hallo {name}, bitte:\n{link}"}}
        }
        assert "own text" in page.text
        page = ada.submit(page, {"go": "ours"}, form=1)
        assert rules(world, made).texts == {}
        assert "Our text is used again." in page.text

    def test_saving_our_text_unchanged_makes_no_own_one(self, world, ada, made):
        ada.submit(ada.get(address(made)), {"go": "save"}, form=1)
        assert rules(world, made).texts == {}

    @pytest.mark.parametrize(
        ("body", "tags"),
        [("no link", "{link}, {answers}, {kept}"), ("{link} {kept}", "{answers}")],
    )
    def test_it_refuses_a_text_in_which_something_is_missing(self, world, ada, made, body, tags):
        page = ada.submit(ada.get(address(made)), {"body": body, "go": "save"}, 422, form=1)
        assert f"Something is missing that must be said: {tags}" in page.text
        assert page.title.startswith("Error:")
        assert rules(world, made).texts == {}

    @pytest.mark.parametrize("subject", ["", "About {about}", "Hello {name}", "x" * 151])
    def test_it_refuses_a_subject_that_is_empty_long_or_names_somebody(self, ada, made, subject):
        page = ada.get(address(made))
        assert ada.submit(page, {"subject": subject, "go": "save"}, 422, form=1)

    def test_a_preview_saves_nothing_and_shows_unknown_tags_as_they_are(self, world, ada, made):
        page = ada.get(address(made, "reminder"))
        body = "Dear {name}, about {about} {nonsense} {0} %s {name.x}\n\nGo:\n{link}"
        page = ada.submit(page, {"body": body, "go": "preview"}, form=1)
        assert "Dear Ada, about Alex Example {nonsense} {0} %s {name.x}" in page.text
        assert rules(world, made).texts == {}

    def test_what_is_typed_is_never_markup(self, ada, made):
        page = ada.get(address(made, "reminder"))
        body = "<b>bold</b> {{ 7*7 }} {link}"
        page = ada.submit(page, {"body": body, "go": "preview"}, form=1)
        assert "<b>bold</b> {{ 7*7 }}" in page.text

    def test_a_test_send_goes_to_ada_with_a_dummy_link(self, world, ada, made):
        page = ada.get(address(made))
        page = ada.submit(page, {}, form=2)
        assert "On its way to ada@hallsons.example" in page.text
        [message] = world.mails
        jobs.send_mail(world.shop, message)
        [file] = world.shop.settings.outbox.iterdir()
        mail = message_from_bytes(file.read_bytes(), policy=default)
        text = mail.get_body(("plain",)).get_content()
        assert mail["To"] == "Ada <ada@hallsons.example>"
        assert "http://localhost/EXAMPLE-LINK" in text
        assert "Alex Example" in text
        assert "Alice" not in text
        assert not re.search(r"/[\w-]{43}\b", text)

    def test_no_such_kind_or_language(self, ada, made):
        ada.get(f"/rounds/{made.round}/mail/spam", 404)
        ada.get(f"/rounds/{made.round}/mail/account", 404)
        ada.get(address(made, language="xx"), 404)


class TestOutbox:
    def test_an_empty_outbox_says_when_mail_begins(self, ada, made):
        page = ada.get(f"/admin/{made.organisation}/outbox")
        assert "It begins when a round opens." in page.text
        assert "Nothing has come back." in page.text

    def test_a_bounce_shows_address_and_cure_whatever_the_state(self, world, ada, made):
        first, second = made.raters["peers"][:2]
        for rater in (first, second):
            bounce(world, queue(world, "invitation", invitation=rater), "550 5.1.1 no such user")
        with world.db.write() as tx:
            invitations.close(tx, first, "done")
        page = ada.get(f"/admin/{made.organisation}/outbox")
        cure = "Correct it under raters or participants; the mail goes out again."
        assert rows(page)[:2] == [
            [f"peers{n}@hallsons.examplepeers {n}", "The address does not exist", cure]
            for n in (1, 2)
        ]

    def test_an_address_that_was_corrected_is_listed_until_a_message_arrives(
        self, world, ada, made
    ):
        first, second = made.raters["peers"][:2]
        for rater in (first, second):
            bounce(world, queue(world, "invitation", invitation=rater), "550 5.1.1 no such user")
        later = queue(world, "invitation", invitation=first)
        # That a reminder got through would tell that nothing was answered yet.
        telling = queue(world, "reminder", invitation=second)
        there = f"/admin/{made.organisation}/outbox"
        assert [row[0][:7] for row in rows(ada.get(there))[:2]] == ["peers1@", "peers2@"]
        with world.db.write() as tx:
            for message in (later, telling):
                outbox.take(tx, message, 10)
                outbox.sent(tx, message)
        found = rows(ada.get(there))
        assert [found[0][0], found[1][0]] == ["peers2@hallsons.examplepeers 2", "Invitation"]

    def test_reminders_and_thanks_are_not_even_counted(self, world, ada, made):
        for n, rater in enumerate(made.raters["peers"]):
            message = queue(world, "thanks" if n % 2 else "reminder", invitation=rater)
            if n == 1:
                bounce(world, message, "550 no such user")  # that somebody was thanked is telling
        page = ada.get(f"/admin/{made.organisation}/outbox")
        assert rows(page) == []
        assert "Thank-you" not in page.text
        assert "peers" not in page.text

    def test_what_was_answered_before_the_invitation_left_counts_as_sent(self, world, ada, made):
        rater = made.raters["peers"][0]
        message = queue(world, "invitation", invitation=rater)
        with world.db.write() as tx:
            invitations.close(tx, rater, "done")
        jobs.send_mail(world.shop, message)
        page = ada.get(f"/admin/{made.organisation}/outbox")
        assert ["peers1@hallsons.example", "Invitation, peers1@hallsons.example", "Sent", "1"] in (
            rows(page)
        )
        assert not world.shop.settings.outbox.exists()

    def test_a_message_is_shown_with_its_link_blotted_out(self, world, ada, made):
        message = queue(world, "invitation", invitation=made.raters["peers"][0])
        page = ada.get(f"/admin/{made.organisation}/outbox")
        page = ada.get(page.links()["Invitation, peers1@hallsons.example"])
        assert "Alice takes part" in page.text
        assert "••••" in page.text
        assert "/link/" not in page.html
        with world.db.read() as tx:
            assert outbox.get(tx, message).attempts == 0

    def test_looking_puts_no_link_in_force(self, world, ada, made):
        message = queue(world, "take_part", participation=made.participation)
        ada.get(f"/admin/{made.organisation}/outbox/{message}")
        with world.db.read() as tx:
            assert tx.execute(metadata.tables["links"].select()).all() == []

    def test_messages_that_would_tell_who_answered_cannot_be_opened(self, world, ada, made):
        for kind in ("thanks", "reminder", "closing", "note"):
            message = queue(world, kind, invitation=made.raters["peers"][0])
            ada.get(f"/admin/{made.organisation}/outbox/{message}", 404)

    def test_another_firms_mail_is_not_seen(self, world, ada, made):
        other = rival(world.db, world.shop.keys)
        message = queue(world, "invitation", invitation=other.raters["peers"][0])
        page = ada.get(f"/admin/{made.organisation}/outbox")
        assert "rival" not in page.html
        ada.get(f"/admin/{made.organisation}/outbox/{message}", 404)
        ada.get(f"/admin/{other.organisation}/outbox", 404)
        ada.get(f"/rounds/{other.round}/mail", 404)

    def test_kinds_can_be_chosen(self, world, ada, made):
        queue(world, "invitation", invitation=made.raters["peers"][0])
        queue(world, "take_part", participation=made.participation)
        page = ada.get(f"/admin/{made.organisation}/outbox?kind=take_part")
        assert "alice@hallsons.example" in page.text
        assert "peers1@" not in page.text

    def test_a_report_that_failed_has_its_reference(self, world, ada, made):
        with world.db.write() as tx:
            report = reports.ask(tx, made.participation)
            tx.execute(
                metadata.tables["reports"].update().values(state="failed", reference="abcd1234")
            )
        assert report
        page = ada.get(f"/admin/{made.organisation}/outbox")
        assert rows(page) == [["Alice", "Autumn 2026", "abcd1234"]]

    def test_without_a_mail_server_it_says_so(self, ada, made):
        assert "No mail server is set up" in ada.get(f"/admin/{made.organisation}/outbox").text

    def test_names_are_never_markup(self, world, ada, made):
        with world.db.write() as tx:
            person = participations.get(tx, made.participation).person
            people.rename(tx, person, "<script>x</script>{link}")
        message = queue(world, "invitation", invitation=made.raters["peers"][0])
        page = ada.get(f"/admin/{made.organisation}/outbox/{message}")
        assert "<script>x</script>{link} takes part" in page.text
