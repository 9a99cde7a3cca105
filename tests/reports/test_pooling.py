"""Late answers in a report: each batch is scored by itself, and what it may publish is pooled."""

import random
from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from reports.numbers import numbers_of
from reports.published import Value
from survey.answers import answering
from survey.answers.draft import Draft
from survey.cells import ALL_OTHERS
from survey.growth.development import Goal, Plan, Rest
from survey.questionnaire.loader import load
from survey.store.responses import Response
from tests.arrivals import looks, sent
from tests.web_app import ROOT

GROUPS = ("peers", "reports", "others")


def peers(*values, **more):
    return [sent("peers", value, **more) for value in values]


def first_item(look):
    return next(iter(look.case.now.items.values()))


def test_a_number_is_the_mean_over_the_batches_each_by_its_raters():
    _, later = looks([peers(3, 3, 4), peers(4, 4, 4, 3, 4)])
    item = first_item(later)
    assert item.cells["peers"] == item.all
    assert (item.all.n, item.all.drawn) == (8, 3.6)
    assert later.case.now.n == 8
    assert next(g for g in later.case.now.groups if g.id == "peers").answered == 8


def test_late_ones_who_all_say_the_same_are_as_vague_as_anybody():
    """4.0 of three and 4.5 of six would say: all three late ones said 5."""
    all_five, nearly = (
        looks([peers(3, 4, 5), late])[1] for late in (peers(5, 5, 5), [*peers(5, 5), _once(4)])
    )
    assert first_item(all_five).cells["peers"] == Value((12 + 14) / 6, 6)
    name = first_item(all_five).id
    for of in (all_five, nearly):
        assert of.case.now.items[name].cells["peers"].drawn == 4.3
    assert numbers_of(all_five.case) == numbers_of(nearly.case)


def _once(value):
    """One peer who says 5 to everything but the first statement."""
    return sent("peers", [value] + [5] * 24)


def test_a_statement_that_too_few_late_ones_answered_keeps_its_earlier_number():
    late = [*peers(2, 2), sent("peers", ["NO"] + [2] * 24)]
    before, after = looks([peers(4, 4, 3), late])
    assert first_item(after).cells == first_item(before).cells
    assert list(after.case.now.items.values())[1].all.n == 6


def test_no_bars_no_spread_and_no_band_where_a_batch_is_too_small():
    chance = random.Random(1)

    def many(count):
        return [sent("peers", [chance.choice((1, 2, 3, 4, 5)) for _ in range(25)])
                for _ in range(count)]  # fmt: skip

    before, after, large = looks([many(9), many(3), []])[:2] + looks([many(9), many(8)])[1:]
    assert any(item.bins for item in before.case.now.items.values())
    assert before.case.now.has_bands
    for late in (after, large):
        assert not any(item.bins or item.spread for item in late.case.now.items.values())
    assert not after.case.now.has_bands
    assert large.case.now.has_bands
    assert not any(scale.agreement for scale in after.case.now.scales.values())
    assert any(scale.agreement for scale in large.case.now.scales.values())


def test_three_late_comments_do_not_stand_under_their_group():
    """Five peers wrote at first; with the counts, a heading would say who came later."""
    first = [sent("peers", 4, comments={"keep": f"early {n}"}) for n in range(5)]
    late = [sent("peers", 4, comments={"keep": f"late {n}"}) for n in range(3)]
    _, after = looks([first, late])
    shown = {one.groups: sorted(one.texts) for one in after.case.comments}
    assert shown == {
        ("peers",): [f"early {n}" for n in range(5)],
        (): [f"late {n}" for n in range(3)],
    }


def test_a_late_comment_of_one_group_stands_with_the_others_of_its_batch():
    first = [sent(g, 4, comments={"keep": f"{g} early"}) for g in ("peers", "reports") * 5]
    late = [sent(g, 4, comments={"keep": f"{g} late"}) for g in ("peers", "reports") * 3]
    _, after = looks([first, late])
    assert {one.groups for one in after.case.comments} == {
        ("peers",), ("reports",), ("peers", "reports")
    }  # fmt: skip


def test_what_is_said_of_a_goal_is_never_counted_anew():
    """Two of four said more; had the next report 5 of 7, all three late ones would have."""
    goal = Goal("listen", "p", 1, "skill:communication", "Listen first")
    plan = Plan((goal,), Rest(), ())

    def said(*answers):
        return [sent("peers", 4, goals={"listen": answer}) for answer in answers]

    first = said(*["more"] * 3, *["same"] * 4)
    before, after = looks([first, said("more", "more", "more")], last_plan=plan)
    assert before.case.last_plan == after.case.last_plan
    assert [share.count for share in after.case.last_plan[0].said.shares] == [4, 3]
    assert after.case.now.n == 10
    few, later = looks([said("more", "more", "") + peers(4), said("more", "more", "same")],
                       last_plan=plan)  # fmt: skip
    assert few.case.last_plan[0].said.is_nothing
    assert later.case.last_plan[0].said.middle == "more"


def test_the_same_look_again_prints_the_same():
    once, again = looks([peers(3, 4, 5) + [sent("self", 4)], []])
    assert once.printed == again.printed


def test_certainty_rests_on_the_cells_of_all_batches():
    """Rule 8 over both: 4 + 2 + 2 degrees of freedom, the prior once."""
    _, after = looks([peers(3, 4, 5), peers(2, 3, 4)])
    interval = next(iter(after.case.now.scales.values())).interval
    assert interval.df == 8
    assert round(interval.se**2 * 6, 9) == round((2 + 2 + 4 * 0.25) / 8, 9)


arrivals = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(("self", "manager", *GROUPS, *GROUPS)), st.integers(0, 10_000)
        ),
        max_size=7,
    ),
    min_size=1,
    max_size=4,
)  # fmt: skip


def _form(group, seed):
    """Answers of one rater; some leave out some statements, some nearly all."""
    chance = random.Random(seed)
    out = chance.choice((0, 0, 0, 3, 10, 20))
    values = [chance.choice((3, 4, 4, 5)) for _ in range(25)]
    for at in chance.sample(range(25), out):
        values[at] = "NO"
    return sent(group, values)


def _one_own(arrived):
    """Everybody has one own form."""
    own = [seed for batch in arrived for group, seed in batch if group == "self"][:1]
    return [
        [("self", own.pop()) if group == "self" and own else (group, seed)
         for group, seed in batch if group != "self" or own]
        for batch in arrived
    ]  # fmt: skip


def assert_one_ledger(look):
    """What is printed, and how many stand behind it where the page says so."""
    numbers = numbers_of(look.case)
    assert numbers.keys() == look.sets.keys()
    for place, number in numbers.items():
        assert number.n in (None, len(look.sets[place])), place


@settings(max_examples=25, deadline=None)
@given(arrivals, st.integers(3, 4))
def test_the_ledger_knows_of_every_number_how_many_stand_behind_it(arrived, k):
    """Two ways to the same: rules in survey.anonymity.batches, and what reports print."""
    forms = [[_form(group, seed) for group, seed in batch] for batch in _one_own(arrived)]
    for look in looks(forms, k=k):
        if look:
            assert_one_ledger(look)


SERVICE_TEAM = load(ROOT / "questionnaires" / "service_team")
ITEMS = SERVICE_TEAM.items("full")
_receipts = count()


def _asked(group, seed):
    """A form as a rater of the service team hands it in: some of it is asked of some groups only,
    some only after another answer."""
    chance = random.Random(seed)
    out = chance.choice((0, 0, 2, 6))
    given = {item.id: chance.choice((1, 5, 6, 6, 7, 7)) for item in ITEMS}
    for item in chance.sample(sorted(given), out):
        given[item] = "NO"
    where, first = chance.choice(("same", "apart", "apart")), chance.choice(("users", "care"))
    draft = Draft(given, picks={"together": (where,), "matters": (first, "planning")})
    return Response(
        f"{group}{next(_receipts):05}", "mara", group, "",
        tuple(answering.entries(SERVICE_TEAM, "full", draft, group)), {}, fast=False,
        picks=answering.picks(SERVICE_TEAM, "full", draft, group),
    )  # fmt: skip


team_arrivals = st.lists(
    st.lists(
        st.tuples(
            st.sampled_from(("self", "lead", "team", "team", "team", "partners", "partners")),
            st.integers(0, 10_000),
        ),
        max_size=9,
    ),
    min_size=1,
    max_size=3,
)


@settings(max_examples=25, deadline=None)
@given(team_arrivals, st.integers(3, 4))
def test_the_ledger_knows_the_same_where_not_everybody_is_asked_everything(arrived, k):
    forms = [[_asked(group, seed) for group, seed in batch] for batch in _one_own(arrived)]
    for look in looks(forms, asked=SERVICE_TEAM, form="full", k=k):
        if look:
            assert_one_ledger(look)


def test_a_page_that_answers_close_is_about_those_who_were_asked():
    forms = [_asked(group, seed) for seed in range(8) for group in ("team", "partners")]
    (look,) = looks([forms], asked=SERVICE_TEAM, form="full")
    apart = {one.receipt_hash for one in forms if one.picks["together"] == ("apart",)}
    assert 3 <= len(apart) < len(forms)
    assert look.sets["skill:distance", ALL_OTHERS] <= apart


def _chose(count, group="team"):
    """Those of many who chose "apart", and as many who did not."""
    forms = [_asked(group, seed) for seed in range(400)]
    apart = [one for one in forms if one.picks["together"] == ("apart",)][:count]
    return apart + [one for one in forms if one.picks["together"] == ("same",)][:count]


def test_what_was_chosen_is_counted_in_reports_of_one_batch_only():
    """Two counts, of before and after late answers, would tell what the late ones chose."""
    early, own = _chose(4), _asked("self", 1)
    lead, late = _asked("lead", 2), _chose(3, "partners")
    first, named_joined, later = looks(
        [[*early, own], [lead], late], asked=SERVICE_TEAM, form="full"
    )
    where, joined = first.case.picks[0], named_joined.case.picks[0]
    assert [bar.count for bar in where.bars] == [4, 0, 4]
    assert (joined.bars, joined.n) == (where.bars, 8), "the same count in each report that has it"
    assert joined.named == (("lead", lead.picks["together"]),)
    assert later.case.now.n == 15
    for one in later.case.picks:
        assert (one.n, one.bars, one.most) == (0, (), ())
        assert one.own == own.picks[one.question]
        assert one.named == (("lead", lead.picks[one.question]),)
