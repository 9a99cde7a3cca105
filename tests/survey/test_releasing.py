"""Release: the first look freezes, late answers wait, the manager reads what was released."""

from secrets import choice  # not drawn by Hypothesis, so new each time
from string import ascii_lowercase

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.anonymity import releasing
from survey.errors import BadInput, NotNow
from survey.rounds import participants
from survey.rounds.campaign import Rules
from survey.store import (
    bundles,
    log,
    outbox,
    participations,
    people,
    releases,
    reports,
    rounds,
    withheld,
)
from survey.store.tables import responses
from tests.answered import everybody, sent
from tests.programme import programme


@pytest.fixture
def firm(db, house_keys):
    """Alice has rated herself; her line manager, three peers and four reports have answered."""
    made = programme(db, house_keys)
    sent(db, made, "self")
    sent(db, made, "manager")
    sent(db, made, "peers", 3, comments={"keep": "Go on like this"})
    sent(db, made, "reports", 4)
    return made


def ask(db, firm):
    with db.write() as tx:
        return releasing.ask_report(tx, firm.participation, firm.cora)


def made(db, report):
    """Stand for the worker."""
    with db.write() as tx:
        if claim := reports.claim(tx, report, 0):
            reports.show(tx, claim, "{}", {}, 0)
            reports.finish(tx, claim, b"%PDF")


def previewed(db, firm):
    report = ask(db, firm)
    made(db, report)
    return report


def release(db, firm):
    with db.write() as tx:
        return releasing.release(tx, firm.participation, firm.cora)


def take_back(db, firm):
    with db.write() as tx:
        releasing.take_back(tx, firm.participation, firm.cora)


def open_it(db, firm):
    with db.write() as tx:
        releasing.open_released(tx, firm.participation)


def leave_out(db, firm, text="Go on like this", reason="It names a customer."):
    with db.write() as tx:
        return releasing.withhold(
            tx, firm.participation, "keep", text, reason=reason, account=firm.cora
        )


def standing(db, firm):
    with db.read() as tx:
        return releasing.state_of(tx, firm.participation)


def basis(db, report):
    with db.read() as tx:
        return reports.basis(tx, report)


def deeds(db, firm):
    with db.read() as tx:
        found = log.about(tx, f"participation:{firm.participation}")
    return {one.action: one for one in found}


def close(db, firm):
    with db.write() as tx:
        rounds.change(tx, firm.round, state="closed")


def test_the_first_look_freezes_the_responses_there_are(db, firm):
    report = ask(db, firm)
    assert basis(db, report).counts == {"self": 1, "manager": 1, "peers": 3, "reports": 4}
    sent(db, firm, "peers")
    assert ask(db, firm) == report
    assert standing(db, firm).waiting == 1
    assert not standing(db, firm).joins


def test_the_first_look_stands_in_the_ledger_and_in_the_log(db, firm):
    report = ask(db, firm)
    with db.read() as tx:
        [row] = releases.of(tx, firm.participation)
        assert releasing.is_frozen(tx, firm.participation)
    assert (row.report, row.state, row.account) == (report, "preview", firm.cora)
    assert deeds(db, firm)["report.previewed"].account == firm.cora


def test_what_is_missing_is_said_by_no_more_than_how_many_wait(db, firm):
    """Not by group: that would tell whose answers came."""
    ask(db, firm)
    assert standing(db, firm).missing == 3
    sent(db, firm, "peers")
    sent(db, firm, "reports")
    assert (standing(db, firm).waiting, standing(db, firm).missing) == (2, 1)
    sent(db, firm, "others", 2)
    assert (standing(db, firm).waiting, standing(db, firm).missing) == (4, 0)
    assert not standing(db, firm).joins


def test_nothing_joins_a_report_of_which_answers_were_erased(db, firm):
    first = ask(db, firm)
    gone = basis(db, first).receipts[0]
    sent(db, firm, "others", 3)
    with db.write() as tx:
        tx.execute(responses.delete().where(responses.c.receipt_hash == gone))
    assert ask(db, firm) == first
    assert standing(db, firm).waiting == 3


def test_late_answers_join_when_three_of_a_group_are_in(db, firm):
    first = ask(db, firm)
    sent(db, firm, "others", 3)
    assert standing(db, firm).joins
    second = ask(db, firm)
    assert second != first
    assert basis(db, second).counts["others"] == 3
    assert standing(db, firm).waiting == 0


def test_a_late_line_manager_joins_while_others_wait(db, house_keys):
    firm = programme(db, house_keys)
    sent(db, firm, "peers", 4)
    ask(db, firm)
    sent(db, firm, "manager")
    sent(db, firm, "reports", 2)
    assert basis(db, ask(db, firm)).counts == {"peers": 4, "manager": 1}
    assert standing(db, firm).waiting == 2


def test_with_too_few_answers_there_is_no_look_while_the_round_is_open(db, house_keys):
    firm = programme(db, house_keys)
    with pytest.raises(NotNow):
        ask(db, firm)
    sent(db, firm, "self")
    sent(db, firm, "peers", 2)
    with pytest.raises(NotNow):
        ask(db, firm)
    close(db, firm)
    assert ask(db, firm)


def test_it_is_released_only_when_it_is_made(db, firm):
    with pytest.raises(NotNow):
        release(db, firm)
    report = ask(db, firm)
    with pytest.raises(NotNow):
        release(db, firm)
    made(db, report)
    message = release(db, firm)
    with db.read() as tx:
        assert releasing.released(tx, firm.participation) == report
        row = outbox.get(tx, message)
    assert (row.kind, row.participation) == ("report_ready", firm.participation)
    assert standing(db, firm).state == "released"
    assert deeds(db, firm)["report.released"].account == firm.cora
    assert release(db, firm) is None  # twice writes one mail


def test_who_has_no_address_gets_no_mail(db, firm):
    previewed(db, firm)
    with db.write() as tx:
        people.set_email(tx, firm.alice, None)
    assert release(db, firm) is None
    assert standing(db, firm).state == "released"


def test_it_can_be_taken_back_only_while_nobody_has_opened_it(db, firm):
    previewed(db, firm)
    with pytest.raises(NotNow):
        take_back(db, firm)
    message = release(db, firm)
    take_back(db, firm)
    with db.read() as tx:
        assert releasing.released(tx, firm.participation) is None
        assert outbox.get(tx, message).state == "cancelled"
    release(db, firm)
    open_it(db, firm)
    assert standing(db, firm).state == "opened"
    with pytest.raises(NotNow):
        take_back(db, firm)
    assert standing(db, firm).state == "opened"


def test_opening_before_release_opens_nothing(db, firm):
    previewed(db, firm)
    open_it(db, firm)
    with db.read() as tx:
        assert not participations.get(tx, firm.participation).opened


def test_a_newer_report_does_not_take_the_released_one_away(db, firm):
    first = previewed(db, firm)
    release(db, firm)
    open_it(db, firm)
    sent(db, firm, "others", 3)
    previewed(db, firm)
    with db.read() as tx:
        assert releasing.released(tx, firm.participation) == first
    release(db, firm)
    take_back(db, firm)
    with db.read() as tx:
        assert releasing.released(tx, firm.participation) == first
        assert participations.get(tx, firm.participation).opened


def test_a_comment_is_withheld_for_a_reason_that_the_log_keeps_without_the_words(db, firm):
    first = previewed(db, firm)
    sent(db, firm, "peers")  # arrives meanwhile
    second = leave_out(db, firm)
    assert second != first
    assert basis(db, second).receipts == basis(db, first).receipts
    assert basis(db, second).withheld == (withheld.hash_of("keep", "Go on like this"),)
    said = deeds(db, firm)["comment.withheld"]
    assert (said.detail, said.account) == ("It names a customer.", firm.cora)
    assert standing(db, firm).report.id == second


def test_a_comment_can_be_put_back(db, firm):
    first = previewed(db, firm)
    leave_out(db, firm)
    with db.write() as tx:
        again = releasing.put_back(
            tx, firm.participation, withheld.hash_of("keep", "Go on like this"), firm.cora
        )
    assert again == first
    assert standing(db, firm).report.id == first


def test_nothing_is_withheld_without_a_reason_or_that_nobody_wrote(db, firm):
    previewed(db, firm)
    with pytest.raises(BadInput):
        leave_out(db, firm, reason=" ")
    with pytest.raises(BadInput):
        leave_out(db, firm, text="Something else")


def test_nothing_is_withheld_from_a_released_report(db, firm):
    previewed(db, firm)
    release(db, firm)
    with pytest.raises(NotNow):
        leave_out(db, firm)


def test_without_a_coach_the_report_is_released_when_it_is_made(db, house_keys):
    firm = programme(db, house_keys, rules=Rules(coached=False))
    everybody(db, firm)
    close(db, firm)
    with db.write() as tx:
        report = releasing.on_close(tx, firm.participation)
    made(db, report)
    with db.write() as tx:
        assert releasing.after_made(tx, report)
        assert releasing.after_made(tx, report) is None
        assert releasing.released(tx, firm.participation) == report


def test_with_a_coach_closing_asks_for_nothing_and_releases_nothing(db, firm):
    close(db, firm)
    report = previewed(db, firm)
    with db.write() as tx:
        assert releasing.on_close(tx, firm.participation) is None
        assert releasing.after_made(tx, report) is None
        assert releasing.released(tx, firm.participation) is None


def test_a_round_in_which_nobody_answered_closes_without_a_report(db, house_keys):
    firm = programme(db, house_keys, rules=Rules(coached=False), state="closed")
    with db.write() as tx:
        assert releasing.on_close(tx, firm.participation) is None


def test_the_day_of_a_release_is_the_organisations(db, firm):
    with db.write() as tx:
        releasing.ask_report(tx, firm.participation, now=1795476600)  # 23:30 UTC on 23 November
        [row] = releases.of(tx, firm.participation)
    assert row.day.isoformat() == "2026-11-24"


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(["peers", "reports", "others", "manager"]),
                          st.integers(1, 4)), max_size=5))  # fmt: skip
def test_no_two_reports_of_a_person_differ_by_one_or_two_of_a_group(db, house_keys, arrivals):
    firm = programme(db, house_keys, name="".join(map(choice, [ascii_lowercase] * 20)))
    sent(db, firm, "peers", 3)
    seen = [basis(db, ask(db, firm)).counts]
    for group, count in arrivals:
        sent(db, firm, group, count)
        seen.append(basis(db, ask(db, firm)).counts)
    for group in ("peers", "reports", "others"):
        counts = sorted({one.get(group, 0) for one in seen})
        assert all(b - a >= 3 for a, b in zip(counts, counts[1:], strict=False))


def zips(db, firm):
    with db.read() as tx:
        return [one.id for one in bundles.of(tx, firm.cora)]


def zipped(db, firm):
    """Cora has a debrief pack of the report, made and kept for a day."""
    report = previewed(db, firm)
    with db.write() as tx:
        made_ = bundles.add(tx, firm.cora, [firm.participation], 2_000_000_000, report)
        bundles.finish(tx, bundles.claim(tx, made_, 0), b"PK", [])
    assert zips(db, firm) == [made_]


def test_no_zip_keeps_a_comment_that_is_withheld(db, firm):
    zipped(db, firm)
    leave_out(db, firm)
    assert zips(db, firm) == []


def test_a_coach_has_no_zip_of_a_client_who_was_handed_over(db, firm):
    zipped(db, firm)
    with db.write() as tx:
        participants.assign_coach(tx, firm.participation, None, firm.ada)
    assert zips(db, firm) == []
