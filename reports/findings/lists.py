"""Sentences about who answered, the statements seen most and least often, and change."""

from typing import Literal

from reports.case import Case
from reports.equals import Cut
from reports.model import Finding
from reports.published import Change, Item

ALIKE = 0.5
"""Statements within this range are close together; points of a five-point scale."""


def responded(case: Case) -> tuple[Finding, ...]:
    """The lead of who responded."""
    found = (answered(case), enough(case))
    if case.now.has_self:
        return found
    text = case.words._("You did not rate yourself, so this is the view of others alone.")
    return (*found, Finding("no_self", text))


def answered(case: Case) -> Finding:
    """How many of those invited gave a form that counts."""
    _, n_ = case.words._, case.words.n_
    total = sum(group.answered for group in case.now.groups)
    invited = sum(case.invited.get(group.id, 0) for group in case.now.groups)
    if invited >= total and invited:
        text = n_(
            "%(n)s of the %(invited)s people you invited answered.",
            "%(n)s of the %(invited)s people you invited answered.",
            total,
            invited=invited,
        )
        return Finding("answered.of", text, (), (total, invited))
    text = n_("%(n)s person rated you.", "%(n)s people rated you.", total)
    return Finding("answered", text, (), (total,))


def enough(case: Case) -> Finding:
    """How far the number of raters carries."""
    _ = case.words._
    if case.now.has_bands:
        text = _("That is enough to show how sure the averages are.")
        return Finding("enough.bands", text, (), (case.now.n,))
    if not case.now.is_few:
        text = _("No range is drawn round the averages; “About the numbers” says why.")
        return Finding("enough.no_bands", text, (), (case.now.n,))
    text = _("That is few: read the averages as a first impression.")
    return Finding("enough.few", text, (), (case.now.n,))


def seen(case: Case) -> tuple[Item, ...]:
    """Statements with an average of all others, highest first, by the values that stand."""
    there = [item for item in case.now.items.values() if item.all]
    return tuple(sorted(there, key=lambda i: -i.all.stands if i.all else 0.0))


def alike(case: Case) -> bool:
    """Whether all statements are so close together that an order says little."""
    order = seen(case)
    if len(order) < 2 or not (order[0].all and order[-1].all):
        return True
    return order[0].all.stands - order[-1].all.stands < ALIKE * case.now.unit


def notes(case: Case, found: Cut[Item], side: Literal["above", "below"]) -> list[str]:
    """What a list of statements cannot show: the equals that it has no room for, and in how far
    other raters would have named the same."""
    lines = [unlisted(case, found, _alike_at(case, found.rest))] if found.rest else []
    if found.shown and not alike(case):
        lines.insert(0, _sureness(case, found.shown, side))
    return lines


def unlisted(case: Case, found: Cut[Item], value: str) -> str:
    """Equals at `value` of which there are more than a list has room for."""
    n_, n = case.words.n_, len(found.rest)
    if found.shown:
        return n_(
            "%(n)s more statements are alike at %(value)s, so none of them is listed.",
            "%(n)s more statements are alike at %(value)s, so none of them is listed.",
            n,
            value=value,
        )
    names = dict.fromkeys(case.within((f"skill:{item.skill}",)) for item in found.rest)
    return n_(
        "%(n)s statements are alike at %(value)s, so none is put before another. "
        "They belong to %(names)s.",
        "%(n)s statements are alike at %(value)s, so none is put before another. "
        "They belong to %(names)s.",
        n,
        value=value,
        names=case.words.list_of(list(names)),
    )


def _alike_at(case: Case, items: tuple[Item, ...]) -> str:
    """The value that they are printed with; the plain number where some are "or more"."""
    shown = {case.words.value(item.all) for item in items}
    return shown.pop() if len(shown) == 1 else case.words.one(drawn(items[0]))


def _sureness(case: Case, items: tuple[Item, ...], side: str) -> str:
    """How many of them stand clear of the average of the skills, as others see them."""
    n_, n = case.words.n_, len(items)
    clear = sum(item.stands_out == side for item in items)
    if not clear:
        return n_(
            "It does not stand clear of the average of your skills: other raters might well have "
            "named another.",
            "None of these stands clear of the average of your skills: other raters might well "
            "have named others.",
            n,
        )
    if clear == n:
        return n_(
            "It stands clear of the average of your skills.",
            "All of these stand clear of the average of your skills.",
            n,
        )
    return n_(
        "%(n)s of these stands clear of the average of your skills; in place of the rest, other "
        "raters might well have named others.",
        "%(n)s of these stand clear of the average of your skills; in place of the rest, other "
        "raters might well have named others.",
        clear,
    )


def drawn(item: Item) -> float:
    """All others' average as printed."""
    return item.all.drawn if item.all else 0.0


def range_of_items(case: Case) -> Finding:
    """The lead of highest and lowest."""
    _ = case.words._
    order = seen(case)
    values = tuple(item.all.drawn for item in (order[0], order[-1]) if item.all)
    if alike(case):
        text = _("The ratings are close together, so an order of the statements says little.")
        return Finding("items.alike", text, (), values)
    text = _("Start with what others rate highest. It may help you with the rest.")
    if case.asks_how_often:
        text = _("Start with what others see most often. It may help you with the rest.")
    return Finding("items.range", text, (), values)


def moved(case: Case, change: Change) -> tuple[Finding, ...]:
    """What changed since last time, each way the surest; or that nothing can be told."""
    _ = case.words._
    skills = [m for m in change.scales.values() if m.id.startswith("skill:")]
    lines: dict[str, Finding] = {}
    for direction, sure, text in (
        ("higher", "clear", _("Others rate %(names)s clearly higher than last time.")),
        ("higher", "likely", _("Others probably rate %(names)s higher than last time.")),
        ("lower", "clear", _("Others rate %(names)s clearly lower than last time.")),
        ("lower", "likely", _("Others may rate %(names)s lower than last time.")),
    ):
        ids = tuple(m.id for m in skills if (m.direction, m.certainty) == (direction, sure))
        if ids and direction not in lines:
            values = tuple(change.scales[scale].printed for scale in ids)
            said = text % {"names": case.within(ids)}
            lines[direction] = Finding(f"change.{direction}.{sure}", said, ids, values)
    if not lines:
        text = _("No skill has changed clearly since last time.")
        return (Finding("change.none", text, tuple(m.id for m in skills)),)
    return tuple(lines.values())


def other_raters(case: Case, change: Change) -> Finding:
    """Whether the same groups stand behind both rounds."""
    _ = case.words._
    if change.same_cells and not change.first_same_cells:
        text = _(
            "The same groups answered as last time, though not always the same people; in the "
            "round before, other groups did. Small moves may come from who answered."
        )
        return Finding("change.other_groups_first", text)
    if change.same_cells:
        text = _(
            "The same groups answered both times, though not always the same people. "
            "Small moves may come from who answered."
        )
        return Finding("change.same_groups", text)
    text = _(
        "Other groups answered than last time, so a move may come from who answered rather than "
        "from what you did."
    )
    return Finding("change.other_groups", text)
