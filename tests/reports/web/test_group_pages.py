"""The group report as Ada the admin sees it, and nobody else; and a report's numbers as files."""

import csv
import io
import zipfile
from dataclasses import replace

import pytest
from python_calamine import CalamineWorkbook

from reports.web import numbers
from survey.rights import erasing
from survey.store import (
    participations,
    people,
    published,
    releases,
    reports,
    rounds,
)
from survey.store.published import Row
from survey.store.reports import Basis
from tests.client import Visitor
from tests.programme import give_link, holding, programme, signed_in
from tests.released import snapshot
from tests.store_factories import TODAY
from tests.web_app import shipped
from tests.whole_house import open_house


@pytest.fixture(scope="module")
def house(tmp_path_factory):
    house = open_house(tmp_path_factory.mktemp("group"))
    yield house
    house.shop.close()


@pytest.fixture
def db(house):
    return house.shop.db


@pytest.fixture
def firm(db, house):
    number = rows_of(db, "organisations")
    return programme(
        db, house.shop.keys, asked=shipped(), name=f"Firm {'x' * number}", state="closed"
    )


def rows_of(db, table):
    with db.read() as tx:
        return tx.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar()  # noqa: S608


@pytest.fixture
def ada(house, db, firm):
    return signed_in(house.app, db, firm.ada)


def released(db, firm, participation, mean, *, scales=None):
    """A released report that prints `mean` everywhere; id of the report."""
    asked = shipped()
    every = [f"skill:{s.id}" for s in asked.skills]
    every += [f"resp:{r.id}" for r in asked.instrument.responsibilities]
    every += [f"item:{i.id}" for i in asked.items(asked.instrument.forms[0].id)]
    raters = frozenset(f"{participation}{n}" for n in range(5))
    with db.write() as tx:
        report = reports.ask(tx, participation, Basis(tuple(raters), (), {"peers": 5}))
        claim = reports.claim(tx, report, 0)
        reports.show(tx, claim, snapshot(), {}, 0)
        reports.finish(tx, claim, b"%PDF")
        put = releases.put(tx, participation, report, None, TODAY)
        releases.set_state(tx, put.id, "released", None, TODAY)
        behind = published.hash_of(raters)
        rows = [
            Row(report, scale, cell, participation, 5 if cell != "self" else 1, said, behind)
            for scale in (every if scales is None else scales)
            for cell, said in (("all_others", mean), ("peers", mean), ("self", "4.0"))
        ]
        published.add(tx, rows, [raters])
    return report


def add(db, participation, scale, mean):
    """One number more of a report that is released."""
    with db.write() as tx:
        (row, *_) = published.of(tx, participation)
        raters = frozenset(f"{participation}{n}" for n in range(5))
        more = Row(
            row.source, scale, "all_others", participation, 5, mean, published.hash_of(raters)
        )
        published.add(tx, [more], [raters])


def managers(db, firm, count, mean="3.4+", **more):
    """So many managers more in the round, each with a released report."""
    made = []
    for n in range(count):
        with db.write() as tx:
            one = people.add(tx, f"Manager {n}", organisation=firm.organisation)
            made.append(participations.add(tx, one, firm.round, "", coach=firm.cora))
        released(db, firm, made[-1], mean, **more)
    return made


def page_of(firm):
    return f"/rounds/{firm.round}/group-report"


def make(visitor, firm):
    page = visitor.get(page_of(firm))
    there = [form.get("action") for form in page.all("form")]
    return visitor.submit(page, {}, form=there.index(page_of(firm)))


def test_four_managers_are_too_few_and_five_are_enough(db, firm, ada):
    managers(db, firm, 4)
    assert "Make the group report" not in ada.get(page_of(firm)).text
    managers(db, firm, 1)
    said = make(ada, firm).text
    assert "Averages over the reports of 5 managers" in said
    assert "3.4" in said


def test_it_opens_with_what_stands_out_in_words_of_the_scale(db, firm, ada):
    first, *others = [f"skill:{s.id}" for s in shipped().skills]
    more = [f"resp:{r.id}" for r in shipped().instrument.responsibilities]
    for participation in managers(db, firm, 5, "3.0", scales=[*others, *more]):
        add(db, participation, first, "4.4")
    said = make(ada, firm).text
    assert "Others rate highest: Communication. Lowest: " in said
    assert "The scale runs from 1 (Almost never) to 5 (Almost always)." in said


def test_a_number_that_too_few_reports_print_is_blank_with_its_reason(db, firm, ada):
    skills = [f"skill:{s.id}" for s in shipped().skills]
    managers(db, firm, 5, "3.0", scales=skills[1:])
    page = make(ada, firm)
    said = page.text
    assert "No skill stands out: all averages lie between 3.0 and 3.0." in said
    assert "the reports of fewer than 5 managers print this number" in said
    chosen = {"csrf_token": page.field("csrf_token"), "language": "de", "back": page_of(firm)}
    ada.client.post("/language", data=chosen)
    in_german = ada.get(page_of(firm)).text
    assert "3,0" in in_german
    assert "3.0" not in in_german


def test_it_is_frozen_and_the_next_needs_five_more(db, firm, ada):
    managers(db, firm, 5, "3.0")
    make(ada, firm)
    managers(db, firm, 4, "5.0")
    page = ada.get(page_of(firm))
    assert "Averages over the reports of 5 managers" in page.text
    assert "Make the group report" not in page.text
    managers(db, firm, 1, "5.0")
    assert "Averages over the reports of 10 managers" in make(ada, firm).text


def test_one_new_manager_behind_one_number_is_too_few(db, firm, ada):
    """Of five new reports only one prints a skill that all the earlier ones print."""
    asked = shipped()
    first, *others = [f"skill:{s.id}" for s in asked.skills]
    managers(db, firm, 5, "3.0")
    make(ada, firm)
    managers(db, firm, 1, "5.0")
    managers(db, firm, 4, "5.0", scales=others)
    page = ada.get(page_of(firm))
    assert first not in others
    assert "Make the group report" not in page.text


def test_a_round_that_runs_has_none(db, firm, ada):
    managers(db, firm, 5)
    with db.write() as tx:
        rounds.change(tx, firm.round, state="open")
    assert "Make the group report" not in ada.get(page_of(firm)).text


def test_nobody_but_the_rounds_admin_sees_it(house, db, firm, ada):
    managers(db, firm, 5)
    make(ada, firm)
    secret = give_link(db, house.shop.keys, "home", firm.alice)
    other = programme(db, house.shop.keys, asked=shipped(), name=f"Other {firm.round[:5]}")
    for visitor in (
        Visitor(house.app),
        signed_in(house.app, db, firm.cora),
        holding(house.app, "home", firm.alice, secret),
        signed_in(house.app, db, other.ada),
    ):
        got = visitor.client.get(page_of(firm))
        assert got.status_code in (302, 303, 404)
        assert b"Averages over" not in got.data


def test_what_stays_of_an_erased_manager_is_told(house, db, firm, ada):
    one, *_ = managers(db, firm, 5)
    make(ada, firm)
    with db.write() as tx:
        person = participations.get(tx, one).person
        people.set_email(tx, person, f"{one}@gone.example")
    told = erasing.preview(
        db, house.shop.keys.record, f"{one}@gone.example", organisation=None, day=TODAY
    )
    assert [line.rows for line in told.stays if line.what == "averages"] == [1]


class TestNumbersAsFiles:
    @pytest.fixture
    def report(self, db, firm):
        return released(db, firm, firm.participation, "3.4+")

    @pytest.fixture
    def alice(self, house, db, firm):
        secret = give_link(db, house.shop.keys, "home", firm.alice)
        return holding(house.app, "home", firm.alice, secret)

    def test_the_files_hold_what_the_ledger_holds(self, alice, db, firm, report):
        got = alice.client.get(f"/report/{report}/numbers.csv")
        lines = list(csv.reader(io.StringIO(got.data.decode("utf-8-sig"))))
        with db.read() as tx:
            held = [row for row in published.of(tx, firm.participation) if row.cell != "peers"]
            assert len(lines) - 1 == len(held)
        asked = shipped()
        skill = asked.skills[0].name.to("en")
        assert lines[1] == ["Skill", skill, "You", "1", "4.0", ""]
        assert lines[2] == ["Skill", skill, "All others", "5", "3.4", "or more"]
        assert "attachment" in got.headers["Content-Disposition"]

        content = alice.client.get(f"/report/{report}/numbers.xlsx").data
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        cells = book.get_sheet_by_index(0).to_python()
        assert cells[2] == ["Skill", skill, "All others", 5, 3.4, "or more"]
        assert len(cells) == len(lines)

    def test_one_group_alone_is_no_second_line_of_the_same_people(self, alice, db, firm, report):
        def seen_by():
            got = alice.client.get(f"/report/{report}/numbers.csv").data.decode("utf-8-sig")
            return {line[2] for line in csv.reader(io.StringIO(got))} - {"Seen by"}

        assert seen_by() == {"You", "All others"}
        with db.write() as tx:
            one = next(row for row in published.of(tx, firm.participation) if row.cell == "peers")
            published.add(tx, [replace(one, cell="reports")], [])
        assert seen_by() == {"You", "All others", "Peers", "Direct reports"}

    def test_no_cell_of_a_workbook_is_a_formula(self):
        line = ("=1+1", "@SUM(A1)", "+1", "5", "3.4", "-1")
        with zipfile.ZipFile(io.BytesIO(numbers._workbook([line, line]))) as packed:
            assert b"<f>" not in packed.read("xl/worksheets/sheet1.xml")
            assert b"=1+1" in packed.read("xl/sharedStrings.xml")

    def test_the_page_leads_to_them(self, house, db, firm, alice, report):
        assert f"/report/{report}/numbers.csv" in alice.get(f"/report/{report}").links().values()
        cora = signed_in(house.app, db, firm.cora)
        links = cora.get(f"/coach/{firm.participation}").links().values()
        assert f"/report/{report}/numbers.xlsx" in links

    def test_who_may_not_read_the_report_gets_no_numbers(self, house, db, firm, report, ada):
        for visitor in (Visitor(house.app), ada):
            for ending in ("csv", "xlsx"):
                assert visitor.client.get(f"/report/{report}/numbers.{ending}").status_code == 404

    def test_whoever_takes_the_numbers_has_opened_the_report(self, alice, db, firm, report):
        alice.client.get(f"/report/{report}/numbers.csv")
        with db.read() as tx:
            assert participations.get(tx, firm.participation).opened
