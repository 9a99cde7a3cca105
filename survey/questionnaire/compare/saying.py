"""A change told in words: what is different, and what follows from it for rounds."""

from collections.abc import Collection
from dataclasses import dataclass

from survey.questionnaire.compare.changes import Changes, PartChange


@dataclass(frozen=True)
class Sentence:
    """Part of a sentence in singular and plural, with %(num)s: where it is shown, it is translated
    by ngettext with `count`, as the web does, or read as it is with `str`."""

    one: str
    many: str
    count: int

    def __str__(self) -> str:
        return (self.one if self.count == 1 else self.many) % {"num": self.count}


def ngettext(one: str, many: str, count: int) -> Sentence:
    """Marks a message with its plural: this is the name by which Babel finds messages."""
    return Sentence(one, many, count)


def in_words(changes: Changes) -> list[Sentence]:
    """What is different, most important first; [] if nothing is."""
    found = [
        ngettext("%(num)s item reworded", "%(num)s items reworded", _n(changes, "reworded")),
        ngettext("%(num)s item counts differently", "%(num)s items count differently",
                 _n(changes, "rescored")),
        ngettext("%(num)s item added", "%(num)s items added", _n(changes, "added")),
        ngettext("%(num)s item retired", "%(num)s items retired", _n(changes, "retired")),
        ngettext("another scale", "another scale", changes.points),
        ngettext("scale labels changed", "scale labels changed",
                 changes.labels and not changes.points),
        ngettext("items in another order", "items in another order", changes.reordered),
        *_of_parts(changes),
        ngettext("%(num)s other text changed", "%(num)s other texts changed", changes.texts),
    ]  # fmt: skip
    return [sentence for sentence in found if sentence.count]


def what_follows(
    changes: Changes, comparable: Collection[str], skills: Collection[str] = ()
) -> list[Sentence]:
    """For the change since last time, when these items can be compared; [] if nothing follows.

    `skills`: those of which too little is left to compare, see `comparable.lost_skills`.
    """
    stay = [item.id for item in changes.items if item.fate in ("kept", "reworded", "rescored")]
    lost = len([id_ for id_ in stay if id_ not in comparable])
    if stay and lost == len(stay):
        sentence = "change since last time will not be shown for any item"
        return [ngettext(sentence, sentence, 1)]
    items = ngettext(
        "change since last time will not be shown for %(num)s item",
        "change since last time will not be shown for %(num)s items",
        lost,
    )
    whole = ngettext(
        "%(num)s skill has too few items left to compare: its change will not be shown at all",
        "%(num)s skills have too few items left to compare: their change will not be shown at all",
        len(skills),
    )
    return [said for said in (items, whole) if said.count]


def one_line(changes: Changes) -> str:
    """In English, for a terminal."""
    return ", ".join(map(str, in_words(changes))) or "nothing has changed"


def _n(changes: Changes, fate: str) -> int:
    return sum(item.fate == fate for item in changes.items)


def _of_parts(changes: Changes) -> list[Sentence]:
    def every(part: PartChange) -> int:
        return len({*part.added, *part.gone, *part.changed})

    return [
        ngettext("%(num)s rater group changed", "%(num)s rater groups changed",
                 every(changes.groups)),
        ngettext("%(num)s skill added", "%(num)s skills added", len(changes.skills.added)),
        ngettext("%(num)s skill left out", "%(num)s skills left out", len(changes.skills.gone)),
        ngettext("%(num)s responsibility changed", "%(num)s responsibilities changed",
                 every(changes.responsibilities)),
        ngettext("%(num)s form changed", "%(num)s forms changed", every(changes.forms)),
        ngettext("%(num)s open question changed", "%(num)s open questions changed",
                 every(changes.questions)),
        ngettext("%(num)s language added", "%(num)s languages added",
                 len(changes.languages.added)),
        ngettext("%(num)s language left out", "%(num)s languages left out",
                 len(changes.languages.gone)),
    ]  # fmt: skip
