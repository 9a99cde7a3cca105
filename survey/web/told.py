"""What a rater is told, in sentences: who asks, who reads, what becomes of numbers."""

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import get_locale, gettext, ngettext

from survey import keeping
from survey.answers.sheet import Request
from survey.web.days import written


def rater(request: Request) -> str:
    """As in "You answer as a peer"."""
    return request.questionnaire.group(request.invitation.group).rater.to(_language())


def kind(request: Request) -> str:
    return request.questionnaire.group(request.invitation.group).kind


def minutes(request: Request) -> int:
    return request.questionnaire.form(request.round.form).minutes


def last_day(request: Request) -> str:
    """Empty where there is none."""
    closes = request.round.closes_on
    return written(closes) if closes else ""


def readers(request: Request) -> str:
    """Who reads the report."""
    name = request.person.name
    if request.is_own:
        return _own_readers(request.coach)
    if request.coach is None:
        return str(gettext("%(name)s reads the report, and nobody else does.", name=name))
    if request.coach:
        return str(
            gettext(
                "%(name)s reads the report, and so does the coach, %(coach)s. Nobody else does.",
                name=name,
                coach=request.coach,
            )
        )
    return str(
        gettext("%(name)s reads the report, and so does a coach. Nobody else does.", name=name)
    )


def _own_readers(coach: str | None) -> str:
    if coach is None:
        return str(gettext("You read the report, and nobody else does."))
    if coach:
        words = gettext(
            "You read the report, and so does your coach, %(coach)s. Nobody else does.", coach=coach
        )
        return str(words)
    return str(gettext("You read the report, and so does a coach. Nobody else does."))


def privacy(request: Request) -> list[str]:
    """Before starting: what happens with the answers, in three lines."""
    if kind(request) == "named":
        numbers = gettext(
            "Your answers are shown by themselves, as those of %(rater)s: %(name)s will know that "
            "they are yours.",
            rater=rater(request),
            name=request.person.name,
        )
    else:
        numbers = gettext(
            "Your numbers are averaged with those of others. Averages of fewer than %(least)s "
            "people are not shown.",
            least=request.round.threshold,
        )
        named = _named(request)
        if named:
            numbers += " " + gettext(
                "Only these are shown by themselves: %(groups)s.", groups=named
            )
    if kind(request) == "named":
        words = gettext(
            "Your comments are printed word for word. Before you send, you choose how each stands."
        )
    else:
        words = gettext(
            "Your comments are printed word for word, without your name. Before you send, you see "
            "what stands with whom, and choose how each comment stands."
        )
    return [str(numbers), str(words), readers(request)]


def kept(request: Request) -> str:
    """When names and addresses go; empty where nobody gave one."""
    if not request.organisation or not request.rater:
        return ""
    if request.is_own:
        own = gettext(
            "Your name and address are kept as long as your report. Whoever organises the round "
            "can have everything about you erased before."
        )
        return str(own)
    days = request.round.kept_days or keeping.DAYS[keeping.ADDRESSES]
    goes = ngettext(
        "Your name and address are erased %(num)s day after the report, or after the last short "
        "follow-up, unless another round still needs them.",
        "Your name and address are erased %(num)s days after the report, or after the last short "
        "follow-up, unless another round still needs them.",
        days,
    )
    closes = request.round.closes_on
    latest = closes and gettext(
        "That is by %(day)s at the latest, if the round ends as planned.",
        day=written(keeping.last_day(closes, days)),
    )
    seen = gettext("Whoever invited you sees how many have answered, and nobody's answers.")
    return " ".join(str(one) for one in (goes, latest, seen) if one)


def span(days: int) -> str:
    """How long: "90 days", "3 years"."""
    years, rest = divmod(days, 365)
    if years and not rest:
        return str(ngettext("%(num)s year", "%(num)s years", years))
    return str(ngettext("%(num)s day", "%(num)s days", days))


def numbers(request: Request) -> list[str]:
    """Before sending: whom this rater's numbers are averaged with, by invited numbers."""
    told, least = request.promise, request.round.threshold
    if told.standing == "named":
        return [_by_name(request), _in_all()]
    if told.standing == "hidden":
        return [
            str(
                gettext(
                    "Too few people are asked for your numbers to be shown: they stand nowhere in "
                    "the report unless at least %(least)s can be averaged.",
                    least=least,
                )
            )
        ]
    return [*_averaged(request), _in_all(), _if_fewer(least), late(least)]


def _by_name(request: Request) -> str:
    name, others = request.person.name, request.promise.others
    if others:
        together = ngettext(
            "Your numbers are shown as those of %(rater)s, averaged with those of %(num)s other. "
            "%(name)s may know which are yours.",
            "Your numbers are shown as those of %(rater)s, averaged with those of %(num)s others. "
            "%(name)s may know which are yours.",
            others,
            rater=rater(request),
            name=name,
        )
        return str(together)
    alone = gettext(
        "Your numbers are shown by themselves, as those of %(rater)s. %(name)s will know that "
        "they are yours.",
        rater=rater(request),
        name=name,
    )
    return str(alone)


def late(least: int) -> str:
    """What becomes of answers that come after a report was seen."""
    return str(
        gettext(
            "If a report was seen before your answers come, they wait for a later one, until at "
            "least %(least)s of your group have come late. Then these count together, as a group "
            "of their own.",
            least=least,
        )
    )


def _averaged(request: Request) -> list[str]:
    told, others = request.promise, request.promise.others
    if told.standing == "group":
        alone = ngettext(
            "Your numbers are averaged with those of up to %(num)s other in the group “%(group)s”.",
            "Your numbers are averaged with those of up to %(num)s others in the group "
            "“%(group)s”.",
            others,
            group=names(request, told.groups),
        )
        return [str(alone)]
    why = gettext(
        "%(groups)s are shown as one, because fewer than %(least)s people are asked in at least "
        "one of these groups.",
        groups=names(request, told.groups),
        least=request.round.threshold,
    )
    merged = ngettext(
        "Your numbers are averaged with those of up to %(num)s other in these groups.",
        "Your numbers are averaged with those of up to %(num)s others in these groups.",
        others,
    )
    return [str(why), str(merged)]


def _in_all() -> str:
    return str(gettext("They also count in the average of all others."))


def _if_fewer(least: int) -> str:
    return str(
        gettext(
            "If some do not answer, groups may be put together differently, but never fewer than "
            "%(least)s people.",
            least=least,
        )
    )


def _named(request: Request) -> str:
    groups = request.questionnaire.instrument.groups
    there = [g.id for g in groups if g.kind == "named" and request.invited.get(g.id)]
    return names(request, there) if there else ""


def names(request: Request, groups: Sequence[str]) -> str:
    names = [group_name(request, group) for group in groups]
    return str(format_list(names, locale=get_locale()))


def group_name(request: Request, group: str) -> str:
    return request.questionnaire.group(group).name.to(_language())


def _language() -> str:
    return str(get_locale())
