"""What a rater is told, in sentences: who asks, who reads, what becomes of numbers and comments."""

from collections.abc import Sequence
from dataclasses import dataclass

from babel.lists import format_list
from flask_babel import get_locale, gettext, ngettext

from survey import keeping
from survey.cells import MINIMUM
from survey.draft import Draft
from survey.sheet import Request
from survey.web.days import written


@dataclass(frozen=True)
class Choice:
    """One way in which a comment may stand. `value`: "group", "pool" or "coach"."""

    value: str
    label: str
    hint: str
    chosen: bool


@dataclass(frozen=True)
class Written:
    """One comment with its choices."""

    question: str
    title: str
    text: str
    choices: tuple[Choice, ...]


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


def numbers(request: Request) -> list[str]:
    """Before sending: whom this rater's numbers are averaged with, by invited numbers."""
    told, name, least = request.promise, request.person.name, request.round.threshold
    if told.standing == "named":
        first = gettext(
            "Your numbers are shown by themselves, as those of %(rater)s. %(name)s will know that "
            "they are yours.",
            rater=rater(request),
            name=name,
        )
        return [str(first), _in_all()]
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
    return [*_averaged(request), _in_all(), _if_fewer(least)]


def _averaged(request: Request) -> list[str]:
    told, others = request.promise, request.promise.others
    if told.standing == "group":
        alone = ngettext(
            "Your numbers are averaged with those of up to %(num)s other in the group “%(group)s”.",
            "Your numbers are averaged with those of up to %(num)s others in the group "
            "“%(group)s”.",
            others,
            group=_names(request, told.groups),
        )
        return [str(alone)]
    why = gettext(
        "%(groups)s are shown as one, because fewer than %(least)s people are asked in at least "
        "one of these groups.",
        groups=_names(request, told.groups),
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


def comments(request: Request, draft: Draft, titles: Sequence[tuple[str, str]]) -> list[Written]:
    """Every comment that was written, with the ways in which it may stand. `titles`: (question,
    how it was asked), in order."""
    return [
        Written(question, title, draft.texts[question], _choices(request, draft, question))
        for question, title in titles
        if question in draft.texts
    ]


def note(request: Request) -> str:
    """Under the comments, where groups are named above some of them."""
    if not request.promise.can_stand_apart:
        return ""
    return str(
        gettext(
            "This is how it stands if all who are asked answer. A group is named alone only where "
            "at least %(least)s of it answered; smaller ones are put together. Where the names of "
            "the other groups would tell whose a comment without a group is, that question names "
            "none.",
            least=MINIMUM.comments_by_group,
        )
    )


def _choices(request: Request, draft: Draft, question: str) -> tuple[Choice, ...]:
    told, named = request.promise, kind(request) == "named"
    options = [("group", str(gettext("With my group")), _with_group(request))]
    options.append(("pool", str(gettext("Without my group")), _without_group(request)))
    if request.coach is not None and (named or told.can_stand_apart):
        options.append(("coach", str(gettext("Coach only")), _coach_only(request)))
    chosen = draft.shows.get(question, "group")
    if chosen not in [value for value, _, _ in options]:
        chosen = "group"
    return tuple(Choice(value, label, hint, value == chosen) for value, label, hint in options)


def _with_group(request: Request) -> str:
    told = request.promise
    if not told.heading:
        return _nowhere()
    if len(told.heading) == 1:
        heading = _names(request, told.heading)
        return str(gettext("Printed word for word under “%(heading)s”", heading=heading))
    return str(
        gettext(
            "Printed word for word under “Combined: %(groups)s”",
            groups=", ".join(_group(request, one) for one in told.heading),
        )
    )


def _without_group(request: Request) -> str:
    if not request.promise.can_stand_apart:
        return _nowhere()
    return str(gettext("Printed word for word under “Without a group's name”"))


def _nowhere() -> str:
    return str(
        gettext(
            "Not printed: fewer than %(least)s people are asked whose comments could stand with it",
            least=MINIMUM.comments_pooled,
        )
    )


def _coach_only(request: Request) -> str:
    if kind(request) == "named":
        return str(gettext("Not in the report; the coach reads it as yours"))
    return str(gettext("Not in the report; the coach reads it without your group's name"))


def _named(request: Request) -> str:
    groups = request.questionnaire.instrument.groups
    there = [g.id for g in groups if g.kind == "named" and request.invited.get(g.id)]
    return _names(request, there) if there else ""


def _names(request: Request, groups: Sequence[str]) -> str:
    names = [_group(request, group) for group in groups]
    return str(format_list(names, locale=get_locale()))


def _group(request: Request, group: str) -> str:
    return request.questionnaire.group(group).name.to(_language())


def _language() -> str:
    return str(get_locale())
