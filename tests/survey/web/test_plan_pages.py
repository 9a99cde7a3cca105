"""After the report: Alice plans, looks back, thanks and asks; Bob the peer answers a pulse."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from survey.growth import developing, following
from survey.rounds.campaign import Rules
from survey.store import follow_ups
from survey.store.tables import follow_up_invitations, outbox
from tests.client import Visitor
from tests.programme import give_link, holding, programme, started
from tests.released import release
from tests.web_app import shipped

RULES = Rules(nominator="admin", pulse_after=0)


@pytest.fixture
def firm(world):
    there = programme(world.db, world.shop.keys, asked=shipped(), rules=RULES)
    release(world.db, there, opened=True)
    return there


@pytest.fixture
def alice(world, firm):
    secret = give_link(world.db, world.shop.keys, "home", firm.alice)
    return holding(world.app, "home", firm.alice, secret)


def at(there, page=""):
    return f"/mine/{there.participation}{page}"


def plan_of(world, there):
    with world.db.read() as tx:
        return developing.plan_of(tx, there.participation)


def written(world, alice, firm, **more):
    about = f"skill:{shipped().skills[0].id}"
    page = alice.get(at(firm, "/plan"))
    return alice.submit(page, {"goal1-about": about, "goal1-title": "Say it sooner", **more})


def test_a_goal_is_chosen_and_gets_ideas_that_become_actions(world, alice, firm):
    page = written(world, alice, firm)
    assert "Your plan is saved" in page.text
    assert "Suggested by your report" in page.html
    ideas = page.all("input", name="goal1-idea")
    assert ideas
    after = written(world, alice, firm, **{"goal1-idea": "0"})
    goal = plan_of(world, firm).goals[0]
    assert goal.title == "Say it sooner"
    assert goal.actions[0].text.startswith(shipped().skills[0].ideas[0].when.to("en"))
    assert goal.actions[0].text in after.one("textarea", id="goal1-action_1").text


def test_every_field_of_the_paper_is_kept(world, alice, firm):
    fields = {
        "goal1-why": "No surprises", "goal1-action_1": "Ask on Monday", "goal1-by_1": "2027-01-11",
        "goal1-done_1": "y", "goal1-obstacle": "Haste; then on Tuesday", "goal1-support": "Bob",
        "goal1-review_on": "2027-03-01", "strength": "Listening", "talk_on": "2026-12-01",
    }  # fmt: skip
    page = written(world, alice, firm, **fields)
    shown = {e.get("name"): e.get("value") or e.text for t in ("input", "textarea")
             for e in page.all(t)}  # fmt: skip
    for name in set(fields) - {"goal1-done_1"}:
        assert (shown[name] or "").strip() == fields[name]
    plan = plan_of(world, firm)
    assert plan.goals[0].actions[0].done
    assert (plan.rest.strength, plan.rest.talk_on) == ("Listening", date(2026, 12, 1))


def test_a_goal_without_words_is_called_after_what_it_is_about(world, alice, firm):
    written(world, alice, firm, **{"goal1-title": ""})
    assert plan_of(world, firm).goals[0].title == shipped().skills[0].name.to("en")


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"goal1-review_on": "soon"}, "Give a day"),
        ({"goal1-by_1": "0001-01-01"}, "Give a day"),
        ({"goal1-title": "x" * 1001}, "Shorten this to 1000"),
        ({"goal2-about": "skill:communication"}, "something else than in the first"),
    ],
)
def test_what_cannot_be_kept_is_said_where_it_stands(world, alice, firm, fields, told):
    about = {"goal1-about": "skill:communication"}
    page = alice.submit(alice.get(at(firm, "/plan")), about | fields, 422)
    assert told in page.one("div", id="summary").findtext(".//a", "")
    assert plan_of(world, firm).goals == ()


def test_the_calendar_is_a_file_of_its_own(world, alice, firm):
    written(world, alice, firm, **{"goal1-review_on": "2027-03-01"})
    response = alice.client.get(at(firm, "/plan.ics"))
    assert response.content_type == "text/calendar; charset=utf-8"
    assert "plan.ics" in response.headers["Content-Disposition"]
    assert b"DTSTART;VALUE=DATE:20270301\r\n" in response.data
    assert b"SUMMARY:Look back: Say it sooner\r\n" in response.data


def test_looking_back_stands_on_the_page_and_on_the_way(world, alice, firm):
    assert "There is no goal yet" in alice.get(at(firm, "/check-in")).text
    written(world, alice, firm, **{"goal1-review_on": "2026-01-05"})
    assert "Look back" in alice.get(at(firm)).one("a", class_="button").text
    page = alice.get(at(firm, "/check-in"))
    after = alice.submit(page, {"progress": "reached", "text": "<b>Done</b>"})
    assert "Reached" in after.text
    assert "&lt;b&gt;Done&lt;/b&gt;" in after.html
    assert plan_of(world, firm).is_reached
    nothing = alice.submit(alice.get(at(firm, "/check-in")), {"progress": "lots"})
    assert "Choose how far you have come" in nothing.text


def test_the_note_is_shown_first_and_sent_once(world, alice, firm):
    page = alice.get(at(firm, "/thanks"))
    preview = alice.submit(page, {"text": "Thank you {about} & all", "go": "preview"})
    assert "Alice thanks all who were asked" in preview.text
    assert "Thank you {about} & all" in preview.text
    changed = alice.submit(preview, {"go": "change"})
    assert changed.one("textarea", id="text").text.strip() == "Thank you {about} & all"
    sent = alice.submit(preview, {"go": "send"})
    assert "on its way to everybody" in sent.text
    assert "peers1" not in sent.html
    with world.db.read() as tx:
        assert len(tx.execute(select(outbox).where(outbox.c.kind == "note")).all()) == 13
    alice.client.post(
        at(firm, "/thanks"),
        data={"csrf_token": page.field("csrf_token"), "text": "More", "go": "send"},
    )
    with world.db.read() as tx:
        assert len(tx.execute(select(outbox).where(outbox.c.kind == "note")).all()) == 13
    assert not alice.get(at(firm, "/thanks")).all("form")


def test_an_empty_note_is_not_sent(alice, firm):
    page = alice.submit(alice.get(at(firm, "/thanks")), {"text": " ", "go": "send"}, 422)
    assert "Write a few words" in page.text


def test_a_pulse_can_be_planned_with_a_goal(world, alice, firm):
    assert not alice.get(at(firm, "/plan")).all("input", name="days")
    page = written(world, alice, firm)
    after = alice.submit(page, {"days": "60"}, form=1)
    assert "The pulse is planned" in after.text
    with world.db.read() as tx:
        pulse = following.pulse_of(tx, firm.participation)
    assert (pulse.closes_on - pulse.opens_on).days == 14


def one_asked(world, there, kind, group):
    with world.db.read() as tx:
        (found,) = [f for f in follow_ups.of(tx, there.participation) if f.kind == kind]
        statement = select(follow_up_invitations.c.id).where(
            follow_up_invitations.c.follow_up == found.id, follow_up_invitations.c.group == group
        )
        return tx.execute(statement).scalars().first()


def start(world, there):
    with world.db.write() as tx:
        return started(tx, there)


def test_bob_answers_a_pulse_once_by_his_link(world, alice, firm):
    written(world, alice, firm, **{"goal1-title": "Say it {{ 7*7 }}"})
    start(world, firm)
    asked = one_asked(world, firm, "pulse", "peers")
    secret = give_link(world.db, world.shop.keys, "follow_up", asked)
    bob = Visitor(world.app)
    bob.get(f"/follow-up/{asked}", 404)
    page = bob.get(f"/follow-up/link/{secret}")
    bob.get(f"/follow-up/{asked}", 404)  # looking at the link changed nothing
    form = bob.submit(page, {})
    assert "Say it {{ 7*7 }}" in form.text
    assert "3 people or more" in form.text
    assert "Answer at least one" in bob.submit(form, {}, 422).text
    radio = form.all("input", type="radio")[2]
    sent = bob.submit(form, {radio.get("name"): radio.get("value"), "open": "Well done"})
    assert sent.h1 == "Thank you"
    assert bob.submit(form, {"open": "again"}).h1 == "Thank you"
    with world.db.read() as tx:
        (answer,) = follow_ups.answers(tx, follow_ups.asked(tx, asked).follow_up)
    assert set(answer.answers.values()) == {"more", "Well done"}


def test_a_named_rater_is_told_that_the_answer_is_named(world, alice, firm):
    written(world, alice, firm)
    start(world, firm)
    asked = one_asked(world, firm, "pulse", "manager")
    secret = give_link(world.db, world.shop.keys, "follow_up", asked)
    page = holding(world.app, "follow_up", asked, secret).get(f"/follow-up/{asked}")
    assert "shown under that name" in page.text


def test_a_closed_pulse_takes_nothing_and_shows_what_it_may(world, alice, firm):
    written(world, alice, firm)
    pulse = start(world, firm)
    with world.db.write() as tx:
        ids = tx.execute(
            select(follow_up_invitations.c.id).where(
                follow_up_invitations.c.follow_up == pulse,
                follow_up_invitations.c.group != "manager",
            )
        ).scalars()
        question = next(q for q in follow_ups.get(tx, pulse).questions if q != "open")
        for n, one in enumerate(list(ids)[:7]):
            following.answer(tx, one, {question: "more" if n < 4 else "same", "open": f"no. {n}"})
    assert "held back until then" in alice.get(at(firm, "/follow-ups")).text
    asked = one_asked(world, firm, "pulse", "manager")
    secret = give_link(world.db, world.shop.keys, "follow_up", asked)
    with world.db.write() as tx:
        following.close_due(tx, date(2026, 11, 23) + timedelta(days=15), firm.organisation)
    holding(world.app, "follow_up", asked, secret).get(f"/follow-up/{asked}", 410)
    page = alice.get(at(firm, "/follow-ups"))
    assert "3 of 7: less than before or the same as before" in page.text
    assert "4 of 7: more than before" in page.text
    assert page.text.count("no. ") == 7
    assert "See what your raters say" in alice.get(at(firm)).text


def test_a_question_goes_to_a_group_that_is_large_enough(world, alice, firm):
    page = alice.get(at(firm, "/ask-back"))
    groups = [e.get("value") for e in page.all("input", name="groups")]
    assert len(groups) == 2
    assert "Choose who is asked" in alice.submit(page, {"question": "Why?"}, 422).text
    forged = {"question": "Why?", "groups": "peers"}
    alice.submit(page, forged, 422)
    sent = alice.submit(page, {"question": "<i>Why?</i>", "groups": groups[0]})
    assert "&lt;i&gt;Why?&lt;/i&gt;" in sent.html
    assert "held back until then" in sent.text
    assert not alice.get(at(firm, "/ask-back")).all("form")
    asked = one_asked(world, firm, "ask_back", "peers")
    secret = give_link(world.db, world.shop.keys, "follow_up", asked)
    form = holding(world.app, "follow_up", asked, secret).get(f"/follow-up/{asked}")
    assert "Alice asks" in form.text
    assert "&lt;i&gt;Why?" in form.html


class TestTwoWindows:
    def test_the_later_button_overwrites_nothing_and_loses_nothing(self, world, alice, firm):
        written(world, alice, firm)
        first, second = alice.get(at(firm, "/plan")), alice.get(at(firm, "/plan"))
        about = {"goal1-about": f"skill:{shipped().skills[0].id}"}
        alice.submit(first, about | {"goal1-why": "From the first window"})
        page = alice.submit(second, about | {"goal1-why": "From the second window"}, 409)
        assert "Another window saved this plan" in page.text
        assert page.one("textarea", id="goal1-why").text.strip() == "From the second window"
        assert plan_of(world, firm).goals[0].why == "From the first window"
        alice.submit(page, about)
        assert plan_of(world, firm).goals[0].why == "From the second window"

    def test_nor_does_what_saves_itself(self, world, alice, firm):
        written(world, alice, firm)
        page = alice.get(at(firm, "/plan"))
        assert saves_itself(alice, page, firm, **{"goal1-why": "One"}).status_code == 200
        refused = saves_itself(alice, page, firm, **{"goal1-why": "Two"})
        assert (refused.status_code, refused.json["stale"]) == (409, True)
        assert plan_of(world, firm).goals[0].why == "One"


def saves_itself(alice, page, there, **more):
    """What the script sends, as the page was when it was fetched."""
    about = f"skill:{shipped().skills[0].id}"
    fields = {"goal1-about": about, "goal1-title": "Say it sooner",
              "revision": page.field("revision")}  # fmt: skip
    token = {"X-CSRFToken": page.field("csrf_token")}
    return alice.client.post(
        at(there, "/plan/autosave"), json={"fields": fields | more}, headers=token
    )


def test_another_goal_takes_the_button_since_the_looks_back_on_the_old_one_go(world, alice, firm):
    written(world, alice, firm)
    page = alice.get(at(firm, "/plan"))
    other = f"skill:{shipped().skills[1].id}"
    refused = saves_itself(alice, page, firm, **{"goal1-about": other})
    assert refused.status_code == 422
    assert "Save the plan" in refused.json["message"]
    assert plan_of(world, firm).goals[0].about == f"skill:{shipped().skills[0].id}"


def test_what_saves_itself_ticks_no_idea_and_refuses_nonsense(world, alice, firm):
    written(world, alice, firm)
    page = alice.get(at(firm, "/plan"))
    assert saves_itself(alice, page, firm, **{"goal1-idea": "0"}).status_code == 200
    assert plan_of(world, firm).goals[0].actions == ()
    refused = saves_itself(alice, page, firm, **{"goal1-review_on": "soon"})
    assert refused.status_code == 422
