"""What each kind of mail says to whom, and that its link opens what it should."""

import re
from dataclasses import replace

import pytest

from survey import accounts as staff
from survey import doors, links
from survey.errors import PlumblineError
from survey.mailing import filling, letters, mail, texts
from survey.mailing.texts import Text
from survey.mailing.wording import OURS
from survey.rounds.campaign import Rules
from survey.store import (
    follow_ups,
    invitations,
    kept_days,
    outbox,
    participations,
    people,
    rounds,
    thanks,
)
from tests.programme import invited, programme
from tests.store_factories import TODAY

NAMES = ("Alice", "peers 1", "Ada", "Cora", "Bob")


@pytest.fixture
def made(db, house_keys):
    return programme(db, house_keys)


@pytest.fixture
def rows(db, house_keys, made):
    """A row for each kind of mail: kind to what it is about."""
    peer = made.raters["peers"][0]
    with db.write() as tx:
        bob = invitations.get(tx, peer).person
        thanks.add(tx, made.participation, "I will listen longer.", TODAY)
        pulse = follow_ups.add(
            tx, made.participation, "pulse",
            groups=["peers"], questions={}, threshold=3, opens_on=TODAY, closes_on=TODAY,
        )  # fmt: skip
        tx.exec_driver_sql("UPDATE follow_ups SET state = 'open'")
        tx.exec_driver_sql(
            "INSERT INTO follow_up_invitations VALUES ('f1', ?, ?, 'peers', 'open')", (pulse, bob)
        )
        staff.new_link(tx, house_keys.link, made.ada, 0)
    about_alice = {"participation": made.participation}
    return {
        **{kind: {"invitation": peer} for kind in ("invitation", "reminder", "closing", "link")},
        **{kind: {"invitation": peer} for kind in ("thanks", "report", "note")},
        **dict.fromkeys(("take_part", "report_ready", "plan_check_in"), about_alice),
        "talk_times": about_alice,
        **dict.fromkeys(("nominate", "sent_back", "follow_up_ready"), about_alice),
        "approval": {**about_alice, "account": made.cora},
        "home": {"person": made.alice},
        "digest": {"person": bob, "round": made.round},
        "pulse": {"follow_up": "f1"},
        "ask_back": {"follow_up": "f1"},
        "coach_weekly": {"account": made.cora},
        "account": {"account": made.ada},
        "passkey": {"account": made.ada},
    }


PURPOSES = {
    **dict.fromkeys(("take_part", "report_ready", "plan_check_in", "nominate", "home"), "home"),
    **dict.fromkeys(("sent_back", "follow_up_ready", "talk_times"), "home"),
    "approval": "approval",
    "digest": "requests",
    "pulse": "follow_up",
    "ask_back": "follow_up",
    "account": "account",
}


def letter(db, keys, settings, kind, **about):
    """What would leave: kind of text, letter, and the message."""
    with db.write() as tx:
        row = outbox.get(tx, outbox.add(tx, kind, **about))
        kind, made = letters.write(tx, keys, settings, row, TODAY)
    return made, mail.build(kind, made, filling.speech(made.language))


def plain(message):
    return message.get_body(("plain",)).get_content()


def page(message):
    return message.get_body(("html",)).get_content()


def ready(tx, made, kind):
    """Bring things into the state in which this kind of mail is wanted."""
    peer = made.raters["peers"][0]
    if kind == "thanks":
        invitations.close(tx, peer, "done")
    if kind in ("nominate", "sent_back"):
        participations.change(tx, made.participation, listing="open")
    if kind == "approval":
        participations.change(tx, made.participation, listing="waiting")


@pytest.mark.parametrize("kind", [kind for kind in OURS if not kind.endswith(("_own", "_alone"))])
def test_every_kind_has_its_link_and_names_nobody_in_the_subject(
    db, house_keys, settings, made, rows, kind
):
    with db.write() as tx:
        ready(tx, made, kind)
    made_letter, message = letter(db, house_keys, settings, kind, **rows[kind])
    assert bool(made_letter.link) == bool(OURS[kind].action)
    assert not any(name in message["Subject"] for name in NAMES)
    for content in (plain(message), page(message)):
        assert made_letter.link in content
        assert not texts.TAG.search(content), "a tag that nothing stands for"
    assert not re.search(r"\bsrc=|url\(|<link|@import", page(message)), "nothing from elsewhere"
    assert set(re.findall(r'href="([^"]*)"', page(message))) <= {made_letter.link}
    if purpose := PURPOSES.get(kind):
        secret = made_letter.link.rpartition("/")[2]
        assert made_letter.link == settings.base_url + links.path(secret, purpose)
        with db.read() as tx:
            assert doors.open_door(tx, purpose, secret)
    elif made_letter.link and kind not in ("coach_weekly", "passkey"):
        with db.read() as tx:
            hashed = links.hash_of(made_letter.link.rpartition("/")[2])
            assert invitations.by_secret_hash(tx, hashed).id == made.raters["peers"][0]


def test_an_invitation_says_all_that_a_rater_must_know(db, house_keys, settings, made):
    peer = made.raters["peers"][0]
    text = plain(letter(db, house_keys, settings, "invitation", invitation=peer)[1])
    for said in (
        "Hello peers 1,",
        "Alice takes part in “Autumn 2026” of Hall & Sons",
        "You are asked as peers.",
        "about 5 minutes",
        "Please answer by 11 December 2026.",
        "numbers of a group appear from 3 answers on",
        "erased 30 days after the report, or after the last short follow-up",
        "by 9 July 2027 at the latest, if the round ends as planned",
        "please do not pass it on",
    ):
        assert said in text


def test_who_is_named_is_told_so(db, house_keys, settings, made):
    boss = made.raters["manager"][0]
    text = plain(letter(db, house_keys, settings, "invitation", invitation=boss)[1])
    assert "are not anonymous" in text
    assert "Nobody is shown" not in text


def test_raters_are_told_what_was_promised_first(db, house_keys, settings, made):
    with db.write() as tx:
        rounds.change(tx, made.round, kept_days=14)
        kept_days.decide(tx, made.organisation, "addresses", 60)
    peer = made.raters["peers"][0]
    text = plain(letter(db, house_keys, settings, "invitation", invitation=peer)[1])
    assert "erased 14 days after the report" in text


def test_who_is_assessed_is_told_that_the_name_stays_with_the_report(
    db, house_keys, settings, made
):
    text = plain(letter(db, house_keys, settings, "invitation", invitation=made.own)[1])
    assert "kept as long as your report" in text


@pytest.mark.parametrize("kind", ["invitation", "reminder", "closing"])
def test_the_person_assessed_is_written_to_as_such(db, house_keys, settings, made, kind):
    text = plain(letter(db, house_keys, settings, kind, invitation=made.own)[1])
    assert "own view" in text
    assert "Alice asks" not in text
    assert "Rate yourself" in text


def test_a_digest_lists_what_is_still_to_do(db, house_keys, settings, made, rows):
    bob = rows["digest"]["person"]
    with db.write() as tx:
        for name, state in (("Dora", "open"), ("Emil", "done")):
            person = people.add(tx, name, organisation=made.organisation)
            about = participations.add(tx, person, made.round)
            invited(tx, house_keys, about, bob, "reports", state)
    text = plain(letter(db, house_keys, settings, "digest", **rows["digest"])[1])
    assert "• Alice, as peers, until 11 December 2026\n• Dora, as reports, until" in text
    assert "Emil" not in text
    assert "30 days after" in text


def test_a_coach_reads_who_is_ready_and_who_is_stuck(db, house_keys, settings, made):
    with db.write() as tx:
        dora = people.add(tx, "Dora", organisation=made.organisation)
        participations.add(tx, dora, made.round, coach=made.cora, listing="waiting")
    text = plain(letter(db, house_keys, settings, "coach_weekly", account=made.cora)[1])
    assert "• Dora (Autumn 2026)" in text
    assert "Alice" not in text
    with db.write() as tx:
        rounds.change(tx, made.round, state="closed")
    text = plain(letter(db, house_keys, settings, "coach_weekly", account=made.cora)[1])
    assert "Ready to be looked at and released:\n• Alice (Autumn 2026)\n• Dora" in text
    assert f"{settings.base_url}/coach" in text


def test_a_practice_round_writes_to_nobody(db, house_keys, settings):
    made = programme(db, house_keys, practice=True)
    with pytest.raises(letters.Overtaken):
        letter(db, house_keys, settings, "reminder", invitation=made.raters["peers"][0])


@pytest.mark.parametrize(
    ("kind", "change"),
    [
        ("invitation", {"state": "removed"}),
        ("reminder", {"state": "declined"}),
        ("closing", {"state": "done"}),
        ("thanks", {"state": "open"}),
    ],
)
def test_what_has_passed_is_not_sent(db, house_keys, settings, made, rows, kind, change):
    with db.write() as tx:
        invitations.change(tx, made.raters["peers"][0], **change)
    with pytest.raises(letters.Overtaken):
        letter(db, house_keys, settings, kind, **rows[kind])


@pytest.mark.parametrize(
    "kind", ["invitation", "reminder", "closing", "nominate", "take_part", "digest"]
)
def test_after_the_round_nobody_is_asked_any_more(db, house_keys, settings, made, rows, kind):
    with db.write() as tx:
        ready(tx, made, kind)
        rounds.change(tx, made.round, state="closed")
    with pytest.raises(letters.Overtaken):
        letter(db, house_keys, settings, kind, **rows[kind])


@pytest.mark.parametrize(
    ("kind", "listing"), [("nominate", "waiting"), ("sent_back", "settled"), ("approval", "open")]
)
def test_a_list_that_has_moved_on_is_not_written_about(
    db, house_keys, settings, made, rows, kind, listing
):
    with db.write() as tx:
        participations.change(tx, made.participation, listing=listing)
    with pytest.raises(letters.Overtaken):
        letter(db, house_keys, settings, kind, **rows[kind])


def test_a_password_link_that_was_used_is_not_mailed_again(db, house_keys, settings, made, rows):
    with db.write() as tx:
        tx.exec_driver_sql("UPDATE links SET current = 0 WHERE purpose = 'account'")
    with pytest.raises(letters.Overtaken):
        letter(db, house_keys, settings, "account", account=made.ada)


def test_nobody_can_be_written_to_without_an_address(db, house_keys, settings, made):
    with db.write() as tx:
        people.set_email(tx, made.alice, None)
    with pytest.raises(PlumblineError):
        letter(db, house_keys, settings, "take_part", participation=made.participation)


class TestOwnTexts:
    OWN = {  # noqa: RUF012 - never changed
        "reminder": {
            "de": {"subject": "Erinnerung", "body": "Hallo {name}, zu {about}:\n{link}\n\n{x} {0}"},
            "en": {"subject": "Please", "body": "Dear {name}, see {link} by {closing_date}."},
        }
    }

    def reminded(self, db, keys, settings, language, own=None):
        rules = Rules(texts=self.OWN if own is None else own, languages=("de", "en"))
        made = programme(db, keys, rules=rules)
        peer = made.raters["peers"][0]
        with db.write() as tx:
            person = invitations.get(tx, peer).person
            tx.exec_driver_sql("UPDATE people SET language = ? WHERE id = ?", (language, person))
        return letter(db, keys, settings, "reminder", invitation=peer)[1]

    @pytest.mark.parametrize(
        ("language", "subject"), [("de", "Erinnerung"), ("de_AT", "Erinnerung"), ("en", "Please")]
    )
    def test_the_readers_language_goes_first(self, db, house_keys, settings, language, subject):
        assert self.reminded(db, house_keys, settings, language)["Subject"] == subject

    def test_then_the_rounds_first_own_text(self, db, house_keys, settings):
        message = self.reminded(db, house_keys, settings, "fi")
        assert message["Subject"] == "Erinnerung"
        assert 'lang="de"' in page(message)

    def test_then_ours_in_english(self, db, house_keys, settings):
        message = self.reminded(db, house_keys, settings, "fi", own={})
        assert message["Subject"] == "Your feedback is still welcome"

    def test_ours_are_in_german_too(self, db, house_keys, settings):
        message = self.reminded(db, house_keys, settings, "de_AT", own={})
        assert message["Subject"] == "Ihr Feedback ist weiterhin willkommen"
        assert "Bitte antworten Sie bis zum 11. Dezember 2026." in plain(message)
        assert 'lang="de' in page(message)

    def test_unknown_tags_stay_as_they_are(self, db, house_keys, settings):
        assert "{x} {0}" in plain(self.reminded(db, house_keys, settings, "de"))

    def test_a_link_within_a_sentence_can_be_clicked(self, db, house_keys, settings):
        message = self.reminded(db, house_keys, settings, "en")
        [link] = set(re.findall(r'href="([^"]*)"', page(message)))
        assert f'<a href="{link}">{link}</a> by 11 December 2026.' in page(message)

    def test_days_are_written_in_the_texts_language(self, db, house_keys, settings):
        own = {"reminder": {"de": {"subject": "E", "body": "Bis {closing_date}: {link}"}}}
        assert "Bis 11. Dezember 2026" in plain(self.reminded(db, house_keys, settings, "de", own))


def test_no_name_can_smuggle_in_a_tag_or_markup(db, house_keys, settings, made):
    with db.write() as tx:
        people.rename(tx, made.alice, '{link} {kept} <a href="//x">&')
    peer = made.raters["peers"][0]
    _, message = letter(db, house_keys, settings, "invitation", invitation=peer)
    assert '{link} {kept} <a href="//x">& takes part' in plain(message)
    assert "{link} {kept} &lt;a href=&quot;//x&quot;&gt;&amp; takes part" in page(message)


def test_a_paragraph_with_nothing_to_say_is_left_out():
    text = Text("{round}", "Hello {name},\n\nBy {closing_date}.\n\n\n\nGo:\r\n{link}")
    subject, paragraphs = mail.filled(text, {"name": "", "round": "R", "link": "L"})
    assert subject == "R"
    assert paragraphs == (mail.Paragraph("Hello ,"), mail.Paragraph("L", "Go"))


def test_every_text_of_ours_has_what_an_own_one_must_have():
    for kind, ours in OURS.items():
        text = texts.ours(kind, filling.speech("en"))
        assert texts.missing(kind, text) == ()
        assert not texts.names_somebody(text.subject)
        assert set(texts.TAG.findall(text.body)) <= set(texts.tags_of(kind))
        assert re.findall(r"\{\w*\}", text.body) == [
            f"{{{t}}}" for t in texts.TAG.findall(text.body)
        ]
        assert ours.title


def test_a_right_to_left_mail_says_so():
    made = mail.Letter("1", "N", "n@example.org", "L", "P", "p@example.org", "https://e.example")
    html = mail.build("link", replace(made, language="ar"), filling.speech("ar"))
    assert '<html lang="ar" dir="rtl">' in page(html)
    odd = mail.build("link", replace(made, language='"x'), filling.speech("en"))
    assert '<html lang="en" dir="ltr">' in page(odd)
