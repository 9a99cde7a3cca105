"""What is wrong with the plan of a round, and what stays as it was promised. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date

from survey.cells import MINIMUM
from survey.questionnaire.model import Questionnaire, RaterGroup
from survey.rounds.campaign import COVERS, PAPERS, PULSES, RoundDraft, Rules, State, Wanted

LONGEST_TITLE = 200
HIGHEST_THRESHOLD = 20
HIGHEST_CAP = 200
MOST_REMINDERS = 10


@dataclass(frozen=True)
class Finding:
    """What is wrong with a setting. `message` is translated where it is shown, with `values`."""

    where: str
    """Of the form: title, form, threshold, opens_on, closes_on, approver, reminders, cap,
    languages, pulse_after, paper, cover or groups."""
    message: str
    values: Mapping[str, object] = field(default_factory=dict)


def check(draft: RoundDraft, questionnaire: Questionnaire, day: date | None) -> list[Finding]:
    """All that is wrong with it; `day`: the one on which it is planned, None: it runs already."""
    instrument = questionnaire.instrument
    found = [*_check_days(draft, day), *_check_rules(draft.rules)]
    title = draft.title.strip()
    if not title or len(title) > LONGEST_TITLE:
        found.append(wrong("title", "Give the round a title of up to %(most)s characters",
                           most=LONGEST_TITLE))  # fmt: skip
    if draft.form not in {form.id for form in instrument.forms}:
        found.append(wrong("form", "Choose one of the questionnaire's forms"))
    if not MINIMUM.cell <= draft.threshold <= HIGHEST_THRESHOLD:
        found.append(wrong("threshold", "Give a number from %(least)s to %(most)s",
                           least=MINIMUM.cell, most=HIGHEST_THRESHOLD))  # fmt: skip
    if not draft.rules.languages or set(draft.rules.languages) - set(instrument.languages):
        found.append(wrong("languages", "Choose at least one of the questionnaire's languages"))
    return [*found, *_check_groups(draft.rules.groups, instrument.groups)]


def wrong(where: str, message: str, **values: object) -> Finding:
    """A finding whose message translators get to see."""
    return Finding(where, message, values)


def _check_days(draft: RoundDraft, day: date | None) -> Iterable[Finding]:
    if day is not None and draft.opens_on < day:
        yield wrong("opens_on", "This day has passed; choose today or a later day")
    if draft.closes_on is None:
        yield wrong("closes_on", "Say until when answers are taken")
        return
    if draft.closes_on < draft.opens_on:
        yield wrong("closes_on", "The last day cannot be before the first")
        return
    length = (draft.closes_on - draft.opens_on).days
    late = [n for n in draft.rules.reminders if n > length]
    if late:
        yield wrong("reminders", "The round has closed %(days)s days after its opening; "
                    "it lasts %(length)s days", days=late[0], length=length)  # fmt: skip


def _check_rules(rules: Rules) -> Iterable[Finding]:
    reminders = rules.reminders
    if any(n < 1 for n in reminders) or sorted(set(reminders)) != list(reminders):
        yield wrong("reminders", "Give days after the opening in rising order, such as 4, 9")
    if len(reminders) > MOST_REMINDERS:
        yield wrong("reminders", "More than %(most)s reminders annoy more than they help",
                    most=MOST_REMINDERS)  # fmt: skip
    if not 1 <= rules.cap <= HIGHEST_CAP:
        yield wrong("cap", "Give a number from %(least)s to %(most)s",
                    least=1, most=HIGHEST_CAP)  # fmt: skip
    if rules.pulse_after not in PULSES:
        yield wrong("pulse_after", "Choose 60 or 90 days, or no pulse")
    if rules.paper not in PAPERS:
        yield wrong("paper", "Choose A4 or US Letter")
    if rules.cover not in COVERS:
        yield wrong("cover", "Choose the dark or the white first page")
    if rules.approver == "coach" and not rules.coached:
        yield wrong("approver", "Nobody approves as a coach in a round without coaches")
    if rules.approver != "nobody" and rules.nominator == "admin":
        yield wrong("approver", "A list that the admin writes needs no approval")


def _check_groups(wanted: Mapping[str, Wanted], groups: Sequence[RaterGroup]) -> Iterable[Finding]:
    known = {group.id: group for group in groups}
    for group, numbers in wanted.items():
        if group not in known:
            yield wrong("groups", "The questionnaire has no such group")
        elif not 0 <= numbers.minimum <= numbers.recommended <= HIGHEST_CAP:
            yield wrong("groups", "Recommended raters cannot be fewer than the minimum")


# What stays as it was promised


_PROMISED = ("form", "threshold")
_PROMISED_RULES = ("groups", "coached")
_OPENED_RULES = ("nominator",)


def kept(state: State, frozen: bool) -> frozenset[str]:
    """Names of settings that cannot change any more."""
    names: tuple[str, ...] = ()
    if state in ("open", "closed"):
        names += ("opens_on", *_OPENED_RULES)
    if frozen:
        names += (*_PROMISED, *_PROMISED_RULES)
    return frozenset(names)


def broken(before: RoundDraft, after: RoundDraft, state: State, frozen: bool) -> tuple[str, ...]:
    """Which settings of `after` would break what stands. A pulse may come earlier or not at all,
    never later than the invitations said (decision 16)."""
    own = {one.name for one in fields(RoundDraft)}
    names = sorted(kept(state, frozen))
    changed = [n for n in names if n in own and getattr(before, n) != getattr(after, n)]
    old, new = before.rules, after.rules
    changed += [n for n in names if n not in own and getattr(old, n) != getattr(new, n)]
    if frozen and new.pulse_after > old.pulse_after:
        changed.append("pulse_after")
    return tuple(changed)
