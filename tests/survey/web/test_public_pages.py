"""Pages that are the same for everybody, and the instrument that they speak of."""

from datetime import date

import pytest

from survey import links
from survey.store import invitations, participations, people, rounds, versions
from tests.answering import statements, to_the_check_page
from tests.client import Visitor
from tests.factories import SKILLS, questionnaire
from tests.web_app import make_world, shipped


@pytest.mark.parametrize("path", ["/", "/about", "/privacy", "/limits"])
def test_it_obeys_the_house_rules(mara, path):
    assert mara.get(path).title.endswith(" – Plumbline")


def test_every_link_of_the_landing_page_leads_somewhere(mara):
    for address in mara.get("/").links().values():
        if not address.startswith("#"):
            mara.get(address)


def test_it_says_how_long_it_takes(mara):
    assert "25 statements, about 5 minutes" in mara.get("/").text


def test_it_shows_all_skills_and_responsibilities(mara):
    text = mara.get("/about").text
    for one in (*shipped().skills, *shipped().instrument.responsibilities):
        assert one.name.to("en") in text


def test_a_name_that_is_too_long_is_refused_where_it_stands(mara):
    page = mara.submit(mara.get("/"), {"name": "M" * 121}, status=422)
    assert page.field("name") == "M" * 121
    assert page.one("p", id="name-error").text
    (link,) = page.one("div", id="summary").iter("a")
    assert link.get("href") == "#name"


def test_another_product_name_stands_everywhere(tmp_path):
    world = make_world(tmp_path, PLUMBLINE_PRODUCT_NAME="Lead & Learn")
    page = Visitor(world.app).get("/")
    assert page.title.endswith("Lead & Learn")
    assert "Plumbline" not in page.text
    world.shop.close()


def test_no_id_of_the_shipped_instrument_is_needed(tmp_path):
    renamed = questionnaire(rename={id: f"x_{id}" for id in [*SKILLS.values(), "self"]})
    world = make_world(tmp_path, questionnaire=renamed)
    mara = Visitor(world.app)
    page = mara.submit(mara.get("/"), {"name": "Mara"})
    assert "/x_communication" in page.one("form").get("action")
    assert mara.submit(to_the_check_page(mara, page), {}).h1.startswith("Thank you")
    world.shop.close()


class TestBobThePeer:
    """Raters come later; the pages know them already."""

    @pytest.fixture
    def page(self, world):
        q = world.questionnaire
        secret = links.secret(world.shop.keys.link, "b0b", 1)
        with world.db.write() as tx:
            versions.keep(tx, q)
            mara = people.add(tx, "Mara <Lindqvist>", None, "en")
            bob = people.add(tx, "Bob", None, "en")
            round_ = rounds.add(tx, "Autumn", version=q.version, form=q.instrument.forms[0].id,
                                threshold=3, opened_on=date(2026, 10, 1))  # fmt: skip
            subject = participations.add(tx, mara, round_)
            invitations.add(tx, "b0b", participation=subject, group="peers", person=bob,
                            secret_hash=links.hash_of(secret))  # fmt: skip
        self.bob = Visitor(world.app)
        return self.bob.submit(self.bob.get(links.path(secret)), {})

    def test_he_reads_about_whom_and_as_what(self, page):
        about = page.one("p", class_="about")
        assert about.text == "You are giving feedback on Mara <Lindqvist>, as a peer"

    def test_he_may_say_that_he_has_not_observed_it(self, page):
        radios = page.all("input", name=statements(page)[0])
        assert [radio.get("value") for radio in radios] == ["1", "2", "3", "4", "5", "NO"]

    def test_he_is_told_when_the_form_cannot_count(self, page):
        answers = dict.fromkeys(statements(page), "NO")
        while page.h1 != "Check your answers":
            answers = dict.fromkeys(statements(page), "NO")
            page = self.bob.submit(page, answers | {"go": "next"})
        assert "its numbers cannot count" in page.text
        assert "5 not observed" in page.text
        assert page.all("input", name="email") == []
        assert self.bob.submit(page, {}).h1.startswith("Thank you")

    def test_he_cannot_mail_the_link_elsewhere(self, page):
        later = self.bob.submit(page, {"go": "later"})
        assert later.all("form") == []


def test_the_long_form_is_a_choice_at_the_start(mara):
    page = mara.submit(mara.get("/"), {"name": "Mara", "length": "extended"})
    assert len(page.all("fieldset")) == 10


def test_a_form_that_the_instrument_does_not_have_is_refused(mara):
    page = mara.submit(mara.get("/"), {"name": "Mara", "length": "endless"}, status=422)
    assert page.title.startswith("Error")
