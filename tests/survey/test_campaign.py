"""Rules of a round and the days of an organisation."""

from datetime import date

from survey.campaign import Rules, Wanted, today


def test_rules_are_read_back_as_they_were():
    rules = Rules(
        nominator="admin",
        groups={"peers": Wanted(3, 5)},
        reminders=(3, 7),
        languages=("en", "de"),
        texts={"invitation": {"de": {"subject": "Bitte", "body": "Hallo {name}"}}},
    )
    assert Rules.from_json(rules.to_json()) == rules


def test_rules_that_nobody_gave_are_the_usual_ones():
    assert Rules.from_json("{}") == Rules()


def test_a_day_begins_where_the_organisation_is():
    just_before_midnight_in_london = 1_774_652_100  # 27 March 2026, 22:55 UTC
    assert today("Europe/London", just_before_midnight_in_london) == date(2026, 3, 27)
    assert today("Pacific/Auckland", just_before_midnight_in_london) == date(2026, 3, 28)
