"""What became of each part of a questionnaire from one version to another."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from pydantic import BaseModel

from survey.questionnaire.model import Item, Questionnaire, Skill, Text

Fate = Literal["kept", "reworded", "rescored", "retired", "added"]
"""kept: asked and counted as before. reworded: other words, and the author says whether they mean
the same. rescored: it counts differently now. retired, added: it is in one version only."""

_WORDS = {"self", "other"}
_NO_MATTER = {"seed", "hard_to_see_for", "core"}
"""Keys of an item that change neither what it asks nor how an answer counts."""


@dataclass(frozen=True)
class ItemChange:
    """One item. `skill` is where it is now, or was if it is retired."""

    id: str
    skill: str
    fate: Fate
    languages: tuple[str, ...] = ()
    """Those in which other words stand, whatever the fate."""
    counts_by: tuple[str, ...] = ()
    """Of a rescored one: the keys that differ. "skill" and "responsibility" are its cell, "page" is
    who is asked the whole skill."""


@dataclass(frozen=True)
class PartChange:
    """Ids of parts of one sort: groups, skills, responsibilities, forms or open questions."""

    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.gone or self.changed)


@dataclass(frozen=True)
class Changes:
    """All that differs. Items in the order of the new version, then those that are retired."""

    items: tuple[ItemChange, ...]
    points: bool
    """The scale has other numbers: nothing can be compared any more."""
    labels: bool
    """Words of the scale differ: labels, "not observed", or the question above the items."""
    reordered: bool
    """The items that are in both come in another order, or at random where they did not."""
    groups: PartChange
    skills: PartChange
    responsibilities: PartChange
    forms: PartChange
    questions: PartChange
    languages: PartChange
    texts: int
    """Of all other texts, how many differ: titles, introductions, advice."""

    def of(self, fate: Fate) -> tuple[ItemChange, ...]:
        return tuple(item for item in self.items if item.fate == fate)

    @property
    def nothing(self) -> bool:
        parts = (self.groups, self.skills, self.responsibilities, self.forms, self.questions)
        only_kept = all(item.fate == "kept" for item in self.items)
        rest = self.points or self.labels or self.reordered or self.texts or self.languages
        return only_kept and not any(parts) and not rest


class _Named(Protocol):
    id: str


def compare(old: Questionnaire, new: Questionnaire) -> Changes:
    """From `old` to `new`; items, groups and the other parts are the same by their id.

    Words are compared in the languages that both have.
    """
    before, after = old.instrument, new.instrument
    shared = [each for each in before.languages if each in after.languages]
    return Changes(
        items=_items(old, new, shared),
        points=list(before.scale.values) != list(after.scale.values),
        labels=_labels(old, shared) != _labels(new, shared),
        reordered=_order(old, new) != _order(new, old) or before.random_order != after.random_order,
        groups=_parts(before.groups, after.groups, shared),
        skills=_parts(_heads(old), _heads(new), ()),
        responsibilities=_parts(before.responsibilities, after.responsibilities, ()),
        forms=_forms(old, new, shared),
        questions=_parts(before.questions, after.questions, shared),
        languages=PartChange(
            tuple(each for each in after.languages if each not in before.languages),
            tuple(each for each in before.languages if each not in after.languages),
        ),
        texts=_other_texts(old, new, shared),
    )


def _placed(questionnaire: Questionnaire) -> dict[str, tuple[Skill, Item]]:
    """Skill and item, by the item's id."""
    return {item.id: (skill, item) for skill in questionnaire.skills for item in skill.items}


def _items(old: Questionnaire, new: Questionnaire, shared: Sequence[str]) -> tuple[ItemChange, ...]:
    before, after = _placed(old), _placed(new)
    found = [
        _item(before[id_], after[id_], shared)
        if id_ in before
        else ItemChange(id_, skill.id, "added")
        for id_, (skill, _) in after.items()
    ]
    gone = [ItemChange(i, s.id, "retired") for i, (s, _) in before.items() if i not in after]
    return (*found, *gone)


def _item(old: tuple[Skill, Item], new: tuple[Skill, Item], shared: Sequence[str]) -> ItemChange:
    (_, was), (skill, item) = old, new
    languages = tuple(
        each for each in shared
        if any(getattr(was, key).to(each) != getattr(item, key).to(each) for key in _WORDS)
    )  # fmt: skip
    before, after = _counted(*old), _counted(*new)
    keys = tuple(key for key in after if before[key] != after[key])
    fate: Fate = "rescored" if keys else "reworded" if languages else "kept"
    return ItemChange(item.id, skill.id, fate, languages, keys)


def _counted(skill: Skill, item: Item) -> dict[str, Any]:
    """All that decides who is asked the item and how an answer counts, but for its words."""
    own = item.model_dump(exclude=_WORDS | _NO_MATTER)
    return {**own, "skill": skill.id, "page": skill.show_if and skill.show_if.model_dump()}


def _labels(questionnaire: Questionnaire, shared: Sequence[str]) -> object:
    return _said(questionnaire.instrument.scale, shared, {"min"})


def _order(one: Questionnaire, other: Questionnaire) -> list[str]:
    there = _placed(other)
    return [id_ for id_ in _placed(one) if id_ in there]


def _heads(questionnaire: Questionnaire) -> list[_Named]:
    return list(questionnaire.skills)


def _forms(old: Questionnaire, new: Questionnaire, shared: Sequence[str]) -> PartChange:
    """A form is another one too where it asks for other items that are in both versions."""
    found = _parts(old.instrument.forms, new.instrument.forms, shared)
    both = [form.id for form in new.instrument.forms
            if form.id not in (*found.added, *found.changed)]  # fmt: skip
    kept = set(_order(old, new))
    moved = [
        form for form in both
        if {i.id for i in old.items(form)} & kept != {i.id for i in new.items(form)} & kept
    ]  # fmt: skip
    return PartChange(found.added, found.gone, (*found.changed, *moved))


def _parts(old: Iterable[_Named], new: Iterable[_Named], shared: Sequence[str]) -> PartChange:
    """With `shared` languages also those parts that say or are something else."""
    before, after = ({part.id: part for part in parts} for parts in (old, new))
    return PartChange(
        added=tuple(id_ for id_ in after if id_ not in before),
        gone=tuple(id_ for id_ in before if id_ not in after),
        changed=tuple(
            id_ for id_, part in after.items()
            if shared and id_ in before and _said(before[id_], shared) != _said(part, shared)
        ),
    )  # fmt: skip


def _other_texts(old: Questionnaire, new: Questionnaire, shared: Sequence[str]) -> int:
    """Texts that are neither words of items nor of the scale, groups, forms and open questions."""
    before, after = _texts(old, new), _texts(new, old)
    both = (
        before.get(key) is None or after.get(key) is None
        or any(before[key].to(each) != after[key].to(each) for each in shared)
        for key in {**before, **after}
    )  # fmt: skip
    return sum(both)


def _texts(questionnaire: Questionnaire, other: Questionnaire) -> dict[str, Text]:
    """By their way; of skills and responsibilities only those that the other one has, too."""
    instrument = questionnaire.instrument
    found = {"title": instrument.title}
    found |= dict(_walk(instrument.intro, "intro"))
    theirs = {part.id for part in other.instrument.responsibilities}
    for part in instrument.responsibilities:
        found |= dict(_walk(part, part.id)) if part.id in theirs else {}
    for skill in questionnaire.skills:
        bare = skill.model_copy(update={"items": ()})
        found |= dict(_walk(bare, f"{skill.id}.")) if skill.id in other.instrument.skills else {}
    return found


def _walk(part: Any, way: str) -> Iterable[tuple[str, Text]]:
    if isinstance(part, Text):
        yield way, part
    elif isinstance(part, BaseModel):
        for name in type(part).model_fields:
            yield from _walk(getattr(part, name), f"{way}/{name}")
    elif isinstance(part, tuple):
        for at, one in enumerate(part):
            yield from _walk(one, f"{way}/{at}")


def _said(part: Any, shared: Sequence[str], but: Iterable[str] = ()) -> Any:
    """A part with its texts in these languages, to be compared with another one."""
    if isinstance(part, Text):
        return [part.to(each) for each in shared]
    if isinstance(part, BaseModel):
        fields: Mapping[str, Any] = type(part).model_fields
        return {name: _said(getattr(part, name), shared) for name in fields if name not in but}
    return [_said(one, shared) for one in part] if isinstance(part, tuple) else part
