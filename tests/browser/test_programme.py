"""A whole programme in Chromium: from the first admin's link to the pulse's result.

The tests are one story and share its house, its mail and its windows; they run in this order.
"""

import io
import re
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

import pypdf
import pytest
import waitress.server
from passlib.totp import TOTP
from playwright.sync_api import Browser, Page, expect

from survey import accounts, jobs
from survey.store import rounds
from tests.answering import statements
from tests.browser.test_self_assessment import THANKS, answer, fits, go_on
from tests.client import Visitor
from tests.postbox import Postbox, postbox
from tests.servers import free_port
from tests.whole_house import WholeHouse, open_house

pytestmark = pytest.mark.browser

ADA, ALICE, BOB, CORA = (f"{name}@hall.example" for name in ("ada", "alice", "bob", "cora"))
PEERS = [BOB, *(f"peer{n}@hall.example" for n in (2, 3, 4))]
REPORTS = [f"report{n}@hall.example" for n in (1, 2, 3, 4, 5)]
BOSS = "boss@hall.example"
RATERS = [BOSS, *PEERS, *REPORTS]
PASSWORD = "green stones under water"
CRUEL = "She shouted at Dan in front of a customer."
KIND = "Visits the line every Monday."
DAY = 86_400


@dataclass
class Stage:
    """What the story has so far."""

    house: WholeHouse
    post: Postbox
    chromium: Browser
    url: str
    windows: dict[str, Page] = field(default_factory=dict)
    complaints: list[str] = field(default_factory=list)
    now: float = 0
    round: str = ""
    adas_key: str = ""
    """Of her second factor."""

    def window(self, name: str, width: int = 1280) -> Page:
        """Everybody has a browser of their own, and keeps it."""
        if name not in self.windows:
            context = self.chromium.new_context(
                viewport={"width": width, "height": 900}, base_url=self.url
            )
            context.set_default_timeout(60_000)
            tab = self.windows[name] = context.new_page()
            tab.on("pageerror", lambda error: self.complaints.append(f"{name}: {error}"))
            tab.on("console", lambda said: said.type in {"error", "warning"}
                   and self.complaints.append(f"{name}: {said.text}"))  # fmt: skip
        return self.windows[name]

    def minute(self) -> None:
        """What the worker does every minute."""
        jobs.sweep(self.house.shop)


@pytest.fixture
def stage(chromium, tmp_path_factory):
    port = free_port()
    url = f"http://localhost:{port}"
    with postbox() as post:
        house = open_house(
            tmp_path_factory.mktemp("programme"), SMTP_URL=post.url, PLUMBLINE_BASE_URL=url
        )
        made = Stage(house, post, chromium, url, now=time.time() // DAY * DAY + DAY / 2)
        object.__setattr__(house.shop, "clock", lambda: made.now)
        server = waitress.server.create_server(house.app, host="127.0.0.1", port=port, threads=4)
        threading.Thread(target=server.run, daemon=True).start()
        yield made
        for tab in made.windows.values():
            tab.context.close()
        server.close()
        house.shop.close()


def press(tab: Page, name: str | re.Pattern[str]) -> None:
    tab.get_by_role("button", name=name).first.click()


def follow(tab: Page, name: str | re.Pattern[str]) -> None:
    tab.get_by_role("link", name=name).first.click()


def says(tab: Page, heading: str) -> None:
    expect(tab.get_by_role("heading", level=1)).to_have_text(heading)
    fits(tab)


def first_sign_in(tab: Page, link: str, address: str) -> str:
    """Sets a password by the link, and an app as second factor; returns the app's key."""
    tab.goto(link)
    tab.get_by_label("New password").fill(PASSWORD)
    tab.get_by_label("The same once more").fill(PASSWORD)
    press(tab, "Set the password")
    tab.get_by_label("E-mail address").fill(address)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    press(tab, "Go on")
    press(tab, "Go on")
    key: str = tab.locator("#key").inner_text().replace("-", "")
    tab.get_by_label("Code").fill(TOTP(key=key).generate().token)
    press(tab, "Confirm")
    return key


def sign_in_again(tab: Page, address: str, key: str) -> None:
    tab.get_by_label("E-mail address").fill(address)
    tab.get_by_label("Password", exact=True).fill(PASSWORD)
    press(tab, "Go on")
    # A code is taken once; the next one is not in force yet, but near enough.
    tab.get_by_label("Code").fill(TOTP(key=key).generate(time=time.time() + 30).token)
    press(tab, "Sign in")


def ada_comes_by_the_first_link_and_invites_cora(stage):
    shop = stage.house.shop
    with shop.db.write() as tx:
        made = accounts.found(
            tx, shop.keys.link, name="Ada", email=ADA, organisation="Hall & Sons",
            time_zone="Europe/Berlin", now=time.time(),
        )  # fmt: skip
    ada = stage.window("Ada")
    stage.adas_key = first_sign_in(ada, f"/account/link/{made.secret}", ADA)
    says(ada, "Rounds")
    follow(ada, "People")
    says(ada, "People")
    ada.get_by_label("Name").fill("Cora Lind")
    ada.get_by_label("E-mail address").fill(CORA)
    ada.get_by_label("Coach: goes through").check()
    press(ada, "Invite")
    stage.minute()
    cora = stage.window("Cora")
    first_sign_in(cora, stage.post.link(CORA, "Your account"), CORA)
    says(cora, "Clients")


def ada_plans_a_round_adds_alice_and_opens_it(stage):
    ada = stage.window("Ada")
    follow(ada, "Rounds")
    follow(ada, "New round")
    ada.get_by_label("Title").fill("Autumn 2026")
    ada.get_by_label("The manager's coach").check()
    ada.get_by_label("90 days after the report").check()
    press(ada, "Save the draft")
    says(ada, "Autumn 2026")
    stage.round = ada.url.split("/rounds/")[1].split("/")[0]
    follow(ada, "Participants")
    ada.get_by_label("Name").fill("Alice Moreau")
    ada.get_by_label("E-mail address").fill(ALICE)
    ada.get_by_label("Role (optional)").fill("Head of Assembly")
    ada.get_by_label("Coach", exact=True).select_option(label="Cora Lind")
    press(ada, "Add")
    expect(ada.get_by_text("Head of Assembly")).to_be_visible()
    follow(ada, "Overview")
    follow(ada, "Open …")
    press(ada, "Open it now")
    expect(ada.get_by_text("Open", exact=True).first).to_be_visible()
    stage.minute()
    assert stage.post.to(ALICE, "Choose who gives you feedback")


def alice_pastes_her_raters_and_cora_approves_by_the_link(stage):
    alice = stage.window("Alice")
    alice.goto(stage.post.link(ALICE, "Choose who gives you feedback"))
    press(alice, "Go to my page")
    says(alice, "Good to see you, Alice Moreau")
    follow(alice, "Choose raters")
    says(alice, "Whom you ask")
    pasted = ["Line manager:", BOSS, "Peers:", f"Bob Ito <{BOB}>", *PEERS[1:],
              "Direct reports:", *REPORTS]  # fmt: skip
    alice.get_by_label("Or paste several").fill("\n".join(pasted))
    press(alice, "Add to the list")
    expect(alice.get_by_text("10 people added.")).to_be_visible()
    if alice.get_by_label("Send it with too few people").count():
        alice.get_by_label("Send it with too few people").check()
    press(alice, "Send the list to approval")
    expect(alice.get_by_text("Your list is being looked at")).to_be_visible()
    stage.minute()
    assert not any(stage.post.to(one) for one in RATERS)

    approver = stage.window("Cora on her phone", 390)
    approver.goto(stage.post.link(CORA, "A list of raters waits"))
    press(approver, "Look at the list")
    says(approver, "Whom Alice Moreau asks")
    press(approver, "Approve the list")
    stage.minute()
    assert [len(stage.post.to(one, "You are asked for feedback")) for one in RATERS] == [1] * 10


def bob_answers_on_his_phone(stage):
    bob = stage.window("Bob", 390)
    bob.goto(stage.post.link(BOB, "You are asked"))
    says(bob, "Your feedback about Alice Moreau")
    press(bob, "Start")
    for step in range(1, 6):
        for statement in range(1, 6):
            answer(bob, statement, 2 + (statement + step) % 4)
        fits(bob)
        go_on(bob, step + 1)
    bob.get_by_role("textbox").first.fill(KIND)
    go_on(bob, 7)
    says(bob, "Check your answers")
    press(bob, "Send my answers")
    says(bob, THANKS)
    expect(bob.locator("#receipt")).to_be_visible()


def one_rater_declines_and_the_others_answer(stage):
    boss = stage.window("Boss")
    boss.goto(stage.post.link(BOSS, "You are asked"))
    press(boss, "I do not know Alice Moreau well enough")
    press(boss, "Decline this request")
    says(boss, "You declined this request")
    for number, one in enumerate(RATERS[2:]):
        answers(stage, stage.post.link(one, "You are asked"), CRUEL if number == 0 else KIND)

    alice = stage.window("Alice")
    alice.goto(stage.post.link(ALICE, "Choose who gives you feedback"))
    press(alice, "Go to my page")
    press(alice, "Rate yourself")
    says(alice, "Rate yourself, Alice Moreau")
    follow(alice, "Start")
    for step in range(1, 6):
        for statement in range(1, 6):
            answer(alice, statement, 4)
        go_on(alice, step + 1)
    go_on(alice, 7)
    press(alice, "Send my answers")
    says(alice, THANKS)


def answers(stage: Stage, link: str, comment: str) -> None:
    """All statements and one comment, by the pages, without a browser's time."""
    visitor = Visitor(stage.house.app)
    page = visitor.submit(visitor.get(link), {"go": "start"})
    while page.h1 != "Check your answers":
        given = dict.fromkeys(statements(page), "4")
        if not given:
            given = {page.all("textarea")[0].get("name"): comment}
        page = visitor.submit(page, given | {"go": "next"})
    assert visitor.submit(page, {}).h1 == THANKS


def downloaded(tab: Page, link: str | re.Pattern[str]) -> bytes:
    with tab.expect_download() as waiting:
        follow(tab, link)
    return Path(waiting.value.path()).read_bytes()


def printed(pdf: bytes) -> str:
    assert pdf.startswith(b"%PDF")
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def ada_closes_the_round(stage):
    ada = stage.window("Ada")
    ada.goto(f"/rounds/{stage.round}/")
    expect(ada.get_by_text("9 of 10").first).to_be_visible()
    follow(ada, "Close …")
    press(ada, "Close it now")
    expect(ada.get_by_text("Closed", exact=True).first).to_be_visible()


def cora_previews_notes_leaves_one_comment_out_and_releases(stage):
    cora = stage.window("Cora")
    cora.goto("/coach")
    follow(cora, "Alice Moreau")
    press(cora, "Prepare the report")
    expect(cora.get_by_role("heading", name="Before you release it")).to_be_visible()
    cora.get_by_role("textbox", name="Debrief notes").fill("Begin with what she does well")
    expect(cora.locator("#saved")).to_have_text("Saved")
    follow(cora, re.compile("^Comments$"))
    row = cora.locator("li, tr, article, section").filter(has_text=CRUEL).last
    row.get_by_role("link", name=re.compile("Leave out")).click()
    cora.get_by_label("Why it is left out").fill("It names a colleague")
    press(cora, "Leave it out")
    follow(cora, re.compile("^Report$"))
    text = printed(downloaded(cora, re.compile("Download PDF")))
    assert CRUEL not in text
    assert KIND in text
    follow(cora, "Release to Alice")
    press(cora, "Release to Alice")
    expect(cora.get_by_text("Alice has not opened it yet")).to_be_visible()
    stage.minute()


def alice_guesses_reads_and_keeps_the_pdf(stage):
    alice = stage.window("Alice")
    alice.goto(stage.post.link(ALICE, "Your report is ready"))
    press(alice, "Go to my page")
    press(alice, "Open your report")
    says(alice, "What do you expect?")
    for row in alice.locator("fieldset").all():
        row.locator("input").nth(3).check()
    press(alice, "Keep my guess and open the report")
    says(alice, "What you expected, and what others say")
    follow(alice, "Go on to the report")
    alice.wait_for_url(re.compile("first-read|/report/"))
    if "first-read" in alice.url:
        fits(alice)
        for area in alice.get_by_role("textbox").all():
            area.fill("A word")
        alice.locator("main form button").first.click()
    expect(alice.get_by_role("heading", name="Your results at a glance")).to_be_visible()
    fits(alice)
    text = printed(downloaded(alice, re.compile("Download the PDF|Download PDF")))
    assert CRUEL not in text
    assert "Alice Moreau" in text


def alice_plans_two_goals_and_thanks_her_raters(stage):
    alice = stage.window("Alice")
    alice.goto(stage.post.link(ALICE, "Your report is ready"))
    press(alice, "Go to my page")
    follow(alice, "Make your plan")
    says(alice, "Your development plan")
    for number, title in enumerate(("Ask before I answer", "Visit the night shift"), start=1):
        goal = alice.get_by_role("region", name=["First goal", "Second goal"][number - 1])
        goal.get_by_label("What it is about").select_option(index=number)
        goal.get_by_label("What I want to be seen doing").fill(title)
        goal.get_by_label("I will look at this again on").fill("2099-01-04")
    press(alice, "Save the plan")
    calendar = downloaded(alice, "Dates for your calendar")
    assert calendar.startswith(b"BEGIN:VCALENDAR")
    assert calendar.count(b"BEGIN:VEVENT") >= 1
    follow(alice, "Thank your raters")
    alice.get_by_label("What do you take from it").fill("I will ask before I answer.")
    press(alice, "Preview")
    press(alice, "Send it to all")
    expect(alice.get_by_text("Your note is on its way to everybody")).to_be_visible()
    stage.minute()
    notes = [stage.post.to(one, "A word of thanks") for one in RATERS]
    assert [len(one) for one in notes] == [1] * 10
    assert "I will ask before I answer." in notes[0][0].get_body(("plain",)).get_content()


def ninety_days_later_the_raters_are_asked_what_changed(stage):
    stage.now += 90 * DAY
    stage.minute()
    asked = [one for one in RATERS if stage.post.to(one, "some weeks later")]
    assert set(PEERS + REPORTS) <= set(asked)
    for number, one in enumerate(asked):
        tab = stage.window(f"pulse {min(number, 1)}", 390)
        tab.goto(stage.post.link(one, "some weeks later"))
        press(tab, "Go on")
        says(tab, "A short question about Alice Moreau")
        for goal in tab.locator("fieldset").all():
            goal.locator("input").last.check()
        press(tab, "Send")
        says(tab, "Thank you")


def when_it_ends_alice_sees_what_they_noticed(stage):
    stage.now += 40 * DAY
    stage.minute()
    alice = stage.window("Alice")
    alice.goto(stage.post.link(ALICE, "New answers are there"))
    press(alice, "Go to my page")
    follow(alice, re.compile("your raters sa"))
    says(alice, "What your raters said afterwards")
    expect(alice.get_by_text("Ask before I answer").first).to_be_visible()


def ada_sees_how_far_it_is_and_what_was_mailed_and_no_answer(stage):
    """Months later her sign-in is no more: rows of sign-ins go after a day."""
    ada = stage.window("Ada")
    ada.goto(f"/rounds/{stage.round}/")
    sign_in_again(ada, ADA, stage.adas_key)
    says(ada, "Autumn 2026")
    follow(ada, "Rounds")
    says(ada, "Rounds")
    follow(ada, re.compile("^(Mail|Outbox|Messages)"))
    fits(ada)
    with stage.house.shop.db.read() as tx:
        assert rounds.get(tx, stage.round).state == "closed"
    assert KIND not in ada.content()
    assert not re.search(r"/link/[A-Za-z0-9_-]{20}", ada.content())


STEPS = (
    ada_comes_by_the_first_link_and_invites_cora,
    ada_plans_a_round_adds_alice_and_opens_it,
    alice_pastes_her_raters_and_cora_approves_by_the_link,
    bob_answers_on_his_phone,
    one_rater_declines_and_the_others_answer,
    ada_closes_the_round,
    cora_previews_notes_leaves_one_comment_out_and_releases,
    alice_guesses_reads_and_keeps_the_pdf,
    alice_plans_two_goals_and_thanks_her_raters,
    ninety_days_later_the_raters_are_asked_what_changed,
    when_it_ends_alice_sees_what_they_noticed,
    ada_sees_how_far_it_is_and_what_was_mailed_and_no_answer,
)


def test_the_whole_programme_from_the_first_link_to_the_pulse(stage):
    """One test, because each step goes on where the one before left off. No page may say anything
    to the console: no error of a script, nothing the policy refused."""
    for step in STEPS:
        step(stage)
        assert stage.complaints == [], step.__name__
