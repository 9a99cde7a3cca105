"""The whole way with an instrument that shares nothing with the shipped one: agreement from 1 to 7,
statements that are turned round, questions to choose from, and some of it asked of some only."""

import io
import json
from datetime import date

import pypdf
import pytest

from reports import export, html, snapshots
from reports.gather import gather
from reports.published import tenth
from reports.scoring.form import ScoringForm
from reports.scoring.response import Response
from reports.scoring.scores import score
from reports.scoring.sheet import from_responses
from reports.words import Words
from reports.working_out import case_of
from survey import links
from survey.answers import answering, respond
from survey.answers.draft import Changes
from survey.errors import BadInput
from survey.questionnaire.asked import of_group
from survey.questionnaire.loader import find_problems, load
from survey.rights import copying
from survey.store import people, reports, responses
from tests.client import Visitor
from tests.nearly import differences
from tests.plain_scoring import HIDDEN, Plain, Rater, expected
from tests.programme import invitation_secret, invited, programme
from tests.reports.cases import case
from tests.web_app import ROOT
from tests.whole_house import open_house

FOLDER = ROOT / "questionnaires" / "service_team"
ASKED = load(FOLDER)
FAR = date(2999, 1, 4)
RATERS = {"lead": 1, "team": 9, "partners": 3}
APART, SAME = ("apart",), ("same",)


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    folder = tmp_path_factory.mktemp("second")
    house = open_house(folder, PLUMBLINE_QUESTIONNAIRES=str(FOLDER))
    yield house
    house.shop.close()


@pytest.fixture(scope="module")
def firm(house):
    return programme(house.shop.db, house.shop.keys, asked=ASKED, raters=RATERS, closes_on=FAR,
                     form="full")  # fmt: skip


def value(seed: int, at: int) -> int:
    return 1 + (3 * at + 5 * seed + at * at) % 7


def steps(house, visitor, invitation):
    """From the link to the first page."""
    secret = invitation_secret(house.shop.keys, invitation)
    page = visitor.get(links.path(secret))
    forms = [f for f in page.all("form") if f.get("method") == "post"]
    return visitor.submit(page, {"go": "start"} if forms else {})


def by_hand(house, invitation, seed, together, **said):
    """Page after page in a browser without JavaScript; what each page asked."""
    visitor, seen = Visitor(house.app), []
    page = steps(house, visitor, invitation)
    while page.h1 != "Check your answers":
        names = dict.fromkeys(one.get("name") for one in page.all("input", type="radio"))
        items = [name for name in names if name.startswith("a_")]
        seen.append((page.h1, items))
        given = {name: str(value(seed, ORDER[name[2:]])) for name in items}
        if "c_together" in names:
            given["c_together"] = together[0]
        if page.all("input", type="checkbox"):
            given["c_matters"] = said.get("matters", ["users", "clarity"])
        areas = [area.get("name") for area in page.all("textarea")]
        given |= {name: "Listens first" for name in areas if name in ("t_keep", "t_afar")}
        page = visitor.submit(page, given | {"go": "next"})
    return visitor, page, seen


ORDER = {item.id: at for at, item in enumerate(ASKED.items("full"))}


def at_once(house, invitation, group, seed, together, matters):
    secret = invitation_secret(house.shop.keys, invitation)
    items = of_group(ASKED, "full", group).every_item
    changes = Changes(
        {item.id: value(seed, ORDER[item.id]) for item in items},
        picks={"together": together, "matters": matters},
    )
    respond.save_draft(house.shop.db, invitation, secret, changes, 0)
    respond.send(house.shop.db, invitation, secret, links.receipt())


@pytest.fixture(scope="module")
def answered(house, firm):
    """Everybody has sent: Alice, Lena her line manager and one of the team by hand."""
    seen = {}
    for who, invitation, seed, together in (
        ("alice", firm.own, 1, SAME),
        ("lena", firm.raters["lead"][0], 2, APART),
        ("bob", firm.raters["team"][0], 3, APART),
    ):
        visitor, page, seen[who] = by_hand(house, invitation, seed, together)
        assert visitor.submit(page, {}).h1
    for n, invitation in enumerate(firm.raters["team"][1:]):
        together = APART if n < 4 else SAME
        matters = ("users", "planning") if n < 4 else ("care", "users") if n < 5 else ("care",)
        at_once(house, invitation, "team", n + 4, together, matters)
    for n, invitation in enumerate(firm.raters["partners"]):
        at_once(house, invitation, "partners", n + 20, APART, ("clarity",))
    return seen


@pytest.fixture(scope="module")
def sent(house, firm, answered):
    with house.shop.db.read() as tx:
        return responses.of(tx, [firm.participation])


@pytest.fixture(scope="module")
def report(house, firm, answered):
    with house.shop.db.write() as tx:
        made = reports.ask(tx, firm.participation)
    house.shop.queue.send("reports.make", made)
    with house.shop.db.read() as tx:
        assert reports.get(tx, made).state == "done"
        return snapshots.from_text(reports.snapshot(tx, made)), reports.pdf(tx, made)


def section(report, id_):
    return next(s for s in report.sections if s.id == id_)


def test_the_loader_finds_nothing_wrong_with_it():
    assert find_problems(FOLDER) == []


def test_each_group_is_asked_what_is_for_it(answered):
    asked = {who: {name for _, items in seen for name in items} for who, seen in answered.items()}
    assert "a_care_team_2" in asked["alice"] & asked["bob"]
    assert "a_care_team_2" not in asked["lena"]
    assert "a_clear_flow_2" in asked["lena"]


def test_a_page_that_an_answer_closes_is_passed_by(answered):
    assert "Leading from afar" not in dict(answered["alice"])
    assert "Leading from afar" in dict(answered["lena"])


def late_rater(house, firm, name, group):
    with house.shop.db.write() as tx:
        person = people.add(tx, name, f"{name}@example.org", organisation=firm.organisation)
        return invited(tx, house.shop.keys, firm.participation, person, group)


def test_an_answer_changed_hides_what_hung_on_it_and_says_so(house, firm):
    late = late_rater(house, firm, "dana", "team")
    visitor, page, _ = by_hand(house, late, 9, APART)
    assert "not asked any more" not in page.text
    first = visitor.get(f"/answer/{late}/first-questions")
    page = visitor.submit(first, {"c_together": "same", "go": "next"})
    assert page.h1 == "Making work clear"
    while page.h1 != "Check your answers":
        assert page.h1 != "Leading from afar"
        page = visitor.submit(page, {"go": "next"})
    assert "not asked any more" in page.text
    assert "Shares what users say with people at other places." in page.text
    secret = invitation_secret(house.shop.keys, late)
    sheet = respond.read_draft(house.shop.db, late, secret)
    assert "far_users" in sheet.draft.answers, "kept, should the answer change back"
    assert "far_users" not in dict(answering.entries(ASKED, "full", sheet.draft, "team"))
    assert "afar" not in sheet.counted.texts
    assert "Nothing is asked here" in visitor.get(f"/answer/{late}/distance").text
    respond.decline(house.shop.db, late, secret)


def test_what_a_rater_is_not_asked_is_refused(house, firm):
    late = late_rater(house, firm, "erik", "partners")
    secret = invitation_secret(house.shop.keys, late)
    for changes in (
        Changes({"care_team_2": 4}),
        Changes(picks={"matters": ("users", "clarity", "care")}),
        Changes(picks={"together": ("nowhere",)}),
        Changes(picks={"clear_users": ("same",)}),
    ):
        with pytest.raises(BadInput):
            respond.save_draft(house.shop.db, late, secret, changes, 0)
    respond.decline(house.shop.db, late, secret)


def test_what_the_script_saves_is_what_the_page_shows(house, firm):
    late = late_rater(house, firm, "fay", "partners")
    visitor, secret = Visitor(house.app), invitation_secret(house.shop.keys, late)
    page = steps(house, visitor, late)
    saved = visitor.save(page, {"c_together": "partly", "c_matters": "users planning"})
    assert saved.status_code == 200
    refused = visitor.save(page, {"c_matters": "users planning care"})
    assert refused.status_code == 422
    assert "These are too many" in refused.get_json()["message"]
    page = visitor.get(f"/answer/{late}/in-your-words")
    boxes = page.all("input", type="checkbox")
    ticked = [box.get("value") for box in boxes if "checked" in box.attrib]
    assert ticked == ["users", "planning"]
    three = {"c_matters": ["users", "planning", "care"], "go": "next"}
    assert "too many" in visitor.submit(page, three, 422).text
    visitor.submit(page, {"c_matters": "", "go": "later"})
    sheet = respond.read_draft(house.shop.db, late, secret)
    assert sheet.draft.picks == {"together": ("partly",)}
    respond.decline(house.shop.db, late, secret)


def test_clues_in_comments_are_told_where_they_are_written_and_before_sending(house, firm):
    late = late_rater(house, firm, "gina", "team")
    visitor, page, _ = by_hand(house, late, 4, APART)
    for step in ("first-questions", "in-your-words", "distance"):
        form = visitor.get(f"/answer/{late}/{step}").one("form", autocomplete="off")
        assert form.get("data-hints") == "/remark-hints.json"
    words = visitor.get(f"/answer/{late}/in-your-words")
    assert "It helps most to read what you saw" in words.text
    assert "It helps most" not in visitor.get(f"/answer/{late}/first-questions").text
    said = {"t_afar": "Call me on 4 May 2026", "go": "next"}
    page = visitor.submit(words, said)
    page = visitor.submit(visitor.get(f"/answer/{late}/distance"), {"t_distance": "Ask Bob's team"})
    page = visitor.get(f"/answer/{late}/check-answers")
    hints = page.all("div", **{"class": "hints"})
    assert len(hints) == 2
    addresses = [one.get("href") for hint in hints for one in hint.iter("a")]
    assert addresses == [
        f"/answer/{late}/distance#t_distance", f"/answer/{late}/in-your-words#t_afar"
    ]  # fmt: skip
    for address in addresses:
        place, _, field = address.partition("#")
        assert visitor.get(place).one("textarea", id=field) is not None
    first = visitor.get(f"/answer/{late}/first-questions")
    visitor.submit(first, {"c_together": "same", "go": "next"})
    left = visitor.get(f"/answer/{late}/check-answers")
    assert [one.get("id") for one in left.all("fieldset", **{"class": "standing"})] == ["s_keep"]
    respond.decline(house.shop.db, late, invitation_secret(house.shop.keys, late))


def test_statements_stand_in_an_order_of_each_raters_own(answered):
    orders = {tuple(dict(answered[who])["Learning from the service"]) for who in answered}
    assert len(orders) > 1


def test_what_was_given_is_what_is_stored(sent):
    """By the questionnaire's order: the order shown would tell whose response this is."""
    (lena,) = [one for one in sent if one.group == "lead"]
    items = dict(lena.answers)
    assert list(items) == [item for item in ORDER if item in items]
    assert "care_team_2" not in items
    assert all(items[item] == value(2, at) for item, at in ORDER.items() if item in items)
    assert lena.picks == {"together": APART, "matters": ("clarity", "users")}
    assert lena.comments == {"keep": "Listens first", "afar": "Listens first"}


def test_its_numbers_are_those_of_the_rules_in_plain_python(sent, report):
    form = ScoringForm.of(ASKED, "full")
    rows = [Response("alice", 1, one.receipt_hash, one.group, one.answers) for one in sent]
    got = export.as_expected(score(from_responses(rows, form), form), form)
    groups = ASKED.instrument.groups
    plain = Plain(
        list(zip(form.items, form.skills, form.responsibilities, form.reverse, strict=True)),
        1, 7, {g.id: g.kind for g in groups}, {g.id: g.merge_order for g in groups},
    )  # fmt: skip
    raters = [
        Rater(one.receipt_hash, one.group, [dict(one.answers).get(i, HIDDEN) for i in form.items])
        for one in sent
    ]
    wanted = expected(plain, {1: raters})
    wanted, got = json.loads(json.dumps(wanted)), json.loads(json.dumps(got))
    for found in (got, wanted):
        found["rounds"]["1"]["suspects"].sort()
        found["rounds"]["1"]["incomplete_raters"].sort()
    assert differences(got, wanted, 1e-8) == []
    printed = [s.content["numbers"][0]["value"] for s in report[0].sections if s.id == "skill"]
    own = [wanted["rounds"]["1"]["scales"][f"skill:{s.id}"]["cells"]["self"] for s in ASKED.skills]
    assert printed == [f"{tenth(o['mean']):.1f}" if o else "–" for o in own]


def test_alice_s_copy_of_what_is_held_has_what_she_chose(house, firm, answered):
    with house.shop.db.read() as tx:
        (own,) = copying.of_manager(tx, firm.alice).data["own_answers"]
    assert own["answers"]["together"] == SAME
    assert own["answers"]["clear_users"] == value(1, 0)


def test_turned_answers_are_turned_once_by_hand(sent):
    """Alice's clarity: 1 + (0 + 5) % 7 = 6, 3, and a turned 8 - 2, on seven points; then 3."""
    (alice,) = [one for one in sent if one.group == "self"]
    given = dict(alice.answers)
    by_hand = [given["clear_users"], given["clear_team"], 8 - given["clear_flow"],
               given["clear_flow_2"]]  # fmt: skip
    form = ScoringForm.of(ASKED, "full")
    rows = [Response("alice", 1, "a", "self", alice.answers)]
    scores = score(from_responses(rows, form), form)
    mean = scores.scales.loc[("alice", 1, "skill:clarity", "self"), "mean"]
    assert mean == pytest.approx(sum(by_hand) / 4)


def test_what_was_chosen_stands_beside_the_numbers(report):
    where, matters = section(report[0], "chosen").content["questions"]
    assert where["people"][0]["chosen"] == "In the same place"
    assert where["people"][1]["chosen"] == "At different places"
    assert [row["said"] for row in where["rows"]] == ["4 of 12", "0 of 12", "8 of 12"]
    assert [row["said"] for row in matters["rows"]] == [
        "4 of 12", "4 of 12", "0 of 12", "6 of 12", "4 of 12",
    ]  # fmt: skip
    drawn = {figure.alt for figure in section(report[0], "chosen").figures}
    assert "6/12" in drawn


def test_the_report_says_what_is_counted_the_other_way_round(report):
    pages = [s for s in report[0].sections if s.id == "skill"]
    turned = [row["statement"] for page in pages for row in page.content["rows"]
              if "other way round" in row["statement"]]  # fmt: skip
    assert len(turned) == 2


def test_the_report_is_a_page_and_a_pdf(report):
    page = html.render(report[0], words=Words("en"))
    text = " ".join(one.extract_text() for one in pypdf.PdfReader(io.BytesIO(report[1])).pages)
    assert "how often they see" not in page, "agreement is no frequency"
    assert "Rated highest and lowest" in page
    assert "half a point" not in page, "on seven points that is 0.8 points"
    for part in ("What was chosen", "Leading from afar", "The flow of work", "Knowing the users"):
        assert part in page
        assert part in " ".join(text.split())


def test_it_speaks_german_where_its_reader_does(house, firm, answered):
    with house.shop.db.read() as tx:
        made = case_of(gather(tx, firm.participation), Words("de"), "Plumbline")
    assert made.name("skill:clarity") == "Arbeit klar machen"
    assert made.axis["labels"][6] == "Stimme voll zu"


def test_a_statement_that_a_group_is_not_asked_opens_no_door_to_unanimity():
    """All partners give 7 to one statement. From their average of the skill, which has three
    statements for them, the other two leave no more than "6.7 or more" would."""
    rows = {"self": [[4] * 15], "team": [[4] * 15] * 3, "partners": [[4] * 15] * 3}
    hidden = [ORDER["clear_flow_2"], ORDER["care_team_2"]]
    rows["partners"] = [[-2 if i in hidden else 4 for i in range(15)] for _ in range(3)]
    for row in rows["partners"]:
        row[ORDER["clear_users"]] = 7
    now = case([rows], questionnaire=ASKED, form_id="full").now
    skill = now.scales["skill:clarity"].cells["partners"]
    others = [now.items[item].cells["partners"].stands for item in ("clear_team", "clear_flow")]
    assert skill.stands * 3 - sum(others) == pytest.approx(
        now.items["clear_users"].cells["partners"].stands
    )
    assert now.items["clear_users"].cells["partners"].bound == "more"
