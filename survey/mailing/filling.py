"""What tags of mails are filled with, in the reader's language."""

import gettext
from datetime import date
from functools import lru_cache
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.dates import format_date

from survey import keeping
from survey.mailing import weekly
from survey.questionnaire.model import Questionnaire
from survey.raters import requests
from survey.store import kept_days, organisations, versions
from survey.store.database import Tx
from survey.store.rounds import Round

_TRANSLATIONS = Path(__file__).parent.parent / "web" / "translations"
_SAMPLE = ("Alex Example", "Robin Example")
_SAMPLE_DAY = date(2027, 1, 29)


@lru_cache(maxsize=64)
def speech(language: str) -> gettext.NullTranslations:
    """A language for survey.mailing.texts; English where there is no catalogue."""
    wanted = [language, language.partition("_")[0]]
    return gettext.translation("messages", _TRANSLATIONS, languages=wanted, fallback=True)


def spoken() -> frozenset[str]:
    """Languages that our own texts are in."""
    found = _TRANSLATIONS.glob("*/LC_MESSAGES/messages.mo")
    return frozenset({"en", *(path.parent.parent.name for path in found)})


def day(when: date | None, language: str) -> str:
    """A day in words; "" for none."""
    if when is None:
        return ""
    try:
        locale = Locale.parse(language)
    except (ValueError, UnknownLocaleError):
        locale = Locale("en")
    if locale == Locale("en"):
        locale = Locale("en", "GB")  # day before month, as on pages and in reports
    return str(format_date(when, "long", locale=locale))


def kept(days: int, last: date | None, language: str) -> str:
    """When addresses go (decision 16). `days`: after the last contact; `last`: of the round."""
    words = speech(language)
    text = words.ngettext(
        "Your name and address are erased {days} day after the report, or after the last short "
        "follow-up to this round, unless another round still needs them.",
        "Your name and address are erased {days} days after the report, or after the last short "
        "follow-up to this round, unless another round still needs them.",
        days,
    ).replace("{days}", str(days))
    if last is None:
        return text
    latest = words.gettext("That is by {day} at the latest, if the round ends as planned.")
    return f"{text} {latest.replace('{day}', day(keeping.last_day(last, days), language))}"


def kept_own(language: str) -> str:
    """The same, told to who is assessed."""
    return speech(language).gettext(
        "Your name and address are kept as long as your report. Whoever organises the round can "
        "have everything about you erased before."
    )


def promise(asked: Questionnaire, group: str, threshold: int, language: str) -> str:
    """What happens with the answers of this group, as mails and the first page say it alike."""
    _ = speech(language).gettext
    found = asked.group(group)
    if found.kind == "self":
        return _("Your answers stand in your own report, beside those of the others.")
    if found.kind == "named":
        text = _(
            "You answer as {group} and are not anonymous: your answers are shown as those of "
            "{group}. What you write in your own words is printed as written."
        )
        return text.replace("{group}", found.rater.to(language))
    text = _(
        "Nobody is shown what you alone answered: numbers of a group appear from {few} answers "
        "on, and otherwise together with other groups or not at all. What you write in your own "
        "words is printed as written, without your name."
    )
    return text.replace("{few}", str(threshold))


def of_round(tx: Tx, round_: Round, language: str, last: date | None) -> dict[str, str]:
    """What a round says. `last`: the day until which answers are taken."""
    asked = versions.get(tx, round_.version)
    firm = organisations.get(tx, round_.organisation).name if round_.organisation else ""
    return {
        "round": round_.title,
        "organisation": firm,
        "closing_date": day(last, language),
        "minutes": str(asked.form(round_.form).minutes),
        "kept": kept(_days(tx, round_), round_.closes_on or last, language),
    }


def _days(tx: Tx, round_: Round) -> int:
    """As its raters are told: what was told to the first counts for all."""
    return round_.kept_days or kept_days.of(tx, round_.organisation)[keeping.ADDRESSES]


def of_group(tx: Tx, round_: Round, group: str, threshold: int, language: str) -> dict[str, str]:
    """What a member of this group is told."""
    asked = versions.get(tx, round_.version)
    values = {
        "group": asked.group(group).rater.to(language),
        "answers": promise(asked, group, threshold, language),
    }
    return values | ({"kept": kept_own(language)} if asked.group(group).kind == "self" else {})


def requests_of(tx: Tx, person: str, round_: str | None, language: str) -> str:
    """What a person still has to do, a line each; in one round, or everywhere."""
    _ = speech(language).gettext
    lines = []
    for one in requests.open_requests(tx, person, language):
        elsewhere = round_ is not None and (one.follow_up or one.round != round_)
        if one.state != "to_do" or elsewhere:
            continue
        who = _("yourself") if one.is_own else one.about_name
        parts = [who]
        if one.group_name:
            parts.append(_("as {group}").replace("{group}", one.group_name))
        if one.closes_on:
            parts.append(_("until {date}").replace("{date}", day(one.closes_on, language)))
        lines.append("• " + ", ".join(parts))
    return "\n".join(lines)


def weekly_of(tx: Tx, account: str, language: str, today: date) -> str:
    """A coach's week: a heading and names for each matter; "" when there is nothing."""
    _ = speech(language).gettext
    found = weekly.of_coach(tx, account, today)
    matters = (
        (_("Ready to be looked at and released:"), found.ready),
        (_("Stuck, with few answers or a list that waits:"), found.stuck),
        (_("Released and not read yet, to be talked over:"), found.to_debrief),
    )
    return "\n\n".join(
        heading + "\n" + "\n".join(f"• {name}" for name in names)
        for heading, names in matters
        if names
    )


def sample(tx: Tx, round_: Round | None, language: str) -> dict[str, str]:
    """Invented people, for previews and test sends: nothing of it is real but the round itself."""
    _ = speech(language).gettext
    first, second = _SAMPLE
    values = {
        "about": first,
        "list": f"• {first}\n• {second}",
        "note": _("Thank you. I have understood that I should listen longer."),
    }
    if round_ is None:
        return values
    asked = versions.get(tx, round_.version)
    group = next(
        (one for one in asked.instrument.groups if one.kind == "anonymous"), asked.self_group
    )
    return {
        **values,
        **of_round(tx, round_, language, round_.closes_on or _SAMPLE_DAY),
        **of_group(tx, round_, group.id, round_.threshold, language),
    }
