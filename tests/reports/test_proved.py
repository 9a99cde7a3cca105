"""No report without a proof: what it shows stands in the ledger, and the auditor has judged it with
all that left before."""

import json
from dataclasses import replace

import pytest

from reports import gather, making, working_out
from reports.gather import gather as gathered
from reports.words import Words
from survey.anonymity import ledger, releasing
from survey.anonymity.auditor import OVERALL
from survey.errors import Unproven
from survey.store import participations, published, reports, responses, rounds
from survey.store.published import Row
from survey.store.tables import responses as answers
from tests.answered import sent
from tests.programme import programme
from tests.store_factories import TODAY

pytestmark = pytest.mark.usefixtures("no_press")


def make(db, firm):
    with db.write() as tx:
        report = releasing.ask_report(tx, firm.participation, firm.cora)
    making.make(db, "Plumbline", report)
    return report


def look(db, report):
    with db.read() as tx:
        return reports.get(tx, report)


def rows(db, firm, report=None):
    with db.read() as tx:
        return [r for r in published.of(tx, firm.participation) if report in (None, r.source)]


def receipt(db, report):
    with db.read() as tx:
        plain = json.loads(reports.snapshot(tx, report))
    return " ".join(plain["sections"][-1]["content"]["receipt"])


def group_of(db, firm):
    with db.read() as tx:
        return responses.groups(tx, firm.participation)


def test_every_number_stands_in_the_ledger_with_its_raters(db, firm):
    report = make(db, firm)
    kept = {(r.scale, r.cell): r for r in rows(db, firm, report)}
    with db.read() as tx:
        members = published.members(tx, firm.participation)
    cells = {group: {group} for group in ("self", "manager", "peers", "reports")}
    cells["all_others"] = {"manager", "peers", "reports"}
    cells["self"] = {"self"}
    assert {cell for _, cell in kept} == set(cells)
    assert {scale for scale, _ in kept if scale.startswith("skill:")} != set()
    groups = group_of(db, firm)
    for (_, cell), row in kept.items():
        behind = members[row.raters]
        assert row.n == (None if row.scale == OVERALL else len(behind))
        assert {groups[one] for one in behind} == cells[cell]
    assert len({scale for scale, _ in kept}) == 25 + 10 + 1  # and the skills together


def test_the_report_says_what_it_was_checked_against(db, firm):
    said = receipt(db, make(db, firm))
    assert said.startswith("No number here is about fewer than 3 people.")
    sent(db, firm, "others", 3)
    said = receipt(db, make(db, firm))
    assert "fewer than 3 people; checked against 1 earlier report." in said
    sent(db, firm, "manager", 1)
    assert "checked against 2 earlier reports." in receipt(db, make(db, firm))


def test_a_comment_left_out_changes_no_number(db, house_keys):
    firm = programme(db, house_keys)
    sent(db, firm, "peers", 3, comments={"keep": "Go on"})
    first = make(db, firm)
    with db.write() as tx:
        second = releasing.withhold(
            tx, firm.participation, "keep", "Go on", reason="It names a customer.",
            account=firm.cora,
        )  # fmt: skip
    making.make(db, "Plumbline", second)
    one, two = (
        [(r.scale, r.cell, r.n, r.printed, r.raters) for r in rows(db, firm, report)]
        for report in (first, second)
    )
    assert one == two != []


def leaked(db, firm, report, *more):
    """As if an earlier report had been about one rater more."""
    row = next(r for r in rows(db, firm, report) if (r.scale[:5], r.cell) == ("item:", "peers"))
    with db.write() as tx:
        raters = published.members(tx, firm.participation)[row.raters] | set(more)
        one = replace(row, source="earlier", n=len(raters), raters=published.hash_of(raters))
        published.add(tx, [one], [raters])


def test_a_report_that_would_tell_of_one_rater_with_what_left_before_fails(db, firm):
    report = make(db, firm)
    leaked(db, firm, report, sent(db, firm, "peers", 1)[0])
    with db.write() as tx:
        tx.exec_driver_sql("UPDATE reports SET state='queued', attempts=0, snapshot=NULL, pdf=NULL")
    making.make(db, "Plumbline", report)
    failed = look(db, report)
    assert failed.state == "failed"
    assert failed.reference
    with db.read() as tx:
        assert reports.snapshot(tx, report) is None


def test_late_answers_wait_if_they_would_tell_of_one_rater_with_what_left_before(db, firm):
    report = make(db, firm)
    late = sent(db, firm, "others", 3)
    other = Row("odd", "item:comm_visi_1", "others", firm.participation, 4, "4.0", "")
    with db.write() as tx:
        raters = frozenset({*late[:2], *rows_of(tx, firm, "reports")})
        published.add(tx, [replace(other, raters=published.hash_of(raters))], [raters])
    assert make(db, firm) == report
    with db.read() as tx:
        assert releasing.state_of(tx, firm.participation).waiting == 3


def rows_of(tx, firm, group):
    return [one for one, of in responses.groups(tx, firm.participation).items() if of == group]


@pytest.mark.parametrize("wrong", ["too many", "missing", "made up"])
def test_a_report_that_disagrees_with_the_ledger_on_a_number_fails(db, firm, monkeypatch, wrong):
    def numbers(case):
        found = real(case)
        place = ("item:comm_visi_1", "peers")
        if wrong == "too many":
            found[place] = replace(found[place], n=4)
        elif wrong == "missing":
            del found[place]
        else:
            found["item:comm_visi_1", "others"] = found[place]
        return found

    real = working_out.numbers_of
    monkeypatch.setattr(working_out, "numbers_of", numbers)
    assert look(db, make(db, firm)).state == "failed"
    assert rows(db, firm) == []


def test_a_failure_of_the_auditor_means_no_report(db, firm, monkeypatch):
    def fail(*_):
        raise ZeroDivisionError

    monkeypatch.setattr(ledger.auditor, "leaks", fail)
    report = make(db, firm)
    assert look(db, report).state == "failed"
    with db.read() as tx:
        assert reports.snapshot(tx, report) is None


def test_reports_older_than_the_ledger_are_entered_with_the_next_one(db, firm):
    with db.write() as tx:
        old = releasing.ask_report(tx, firm.participation, firm.cora)
        claim = reports.claim(tx, old, 0)
        reports.show(tx, claim, "{}", {}, 0)
        reports.finish(tx, claim, b"%PDF")
    sent(db, firm, "others", 3)
    new = make(db, firm)
    assert look(db, new).state == "done"
    assert {r.source for r in rows(db, firm)} == {old, new}
    assert {r.printed for r in rows(db, firm, old)} == {""}


def test_the_same_report_cannot_be_about_others_later(db, firm):
    report = make(db, firm)
    with db.write() as tx:
        numbers = {(r.scale, r.cell): ledger.Number(r.n, r.printed) for r in rows(db, firm)}
        ledger.enter(tx, report, numbers)  # again is harmless
        tx.execute(published.published.delete().where(published.published.c.cell == "peers"))
        with pytest.raises(Unproven):
            ledger.enter(tx, report, numbers)


def test_the_round_before_prints_the_numbers_that_it_printed(db, firm, house_keys):
    """Its late answers are a batch of their own there too; without its answers nothing is said."""
    make(db, firm)
    sent(db, firm, "peers", 3, seed=2)
    last = make(db, firm)
    with db.write() as tx:
        was = rounds.get(tx, firm.round)
        again = rounds.add(
            tx, "Next", version=was.version, form=was.form, threshold=3, opened_on=TODAY,
            number=2, organisation=firm.organisation,
        )  # fmt: skip
        about = participations.add(tx, firm.alice, again, coach=firm.cora)
    sent(db, replace(firm, participation=about, raters={}, own=""), "peers", 4)
    with db.read() as tx:
        now = gathered(tx, about)
    case = working_out.case_of(now, Words("en"), "Plumbline")
    scale = next(iter(case.before.scales))
    printed = {r.scale: r.printed for r in rows(db, firm, last) if r.cell == "all_others"}
    assert f"{case.before.scales[scale].all.drawn}" == printed[scale]
    assert case.before.batches == 2
    with db.write() as tx:
        tx.execute(answers.delete().where(answers.c.subject == firm.participation))
    with db.read() as tx:
        assert gather.gather(tx, about).before is None
