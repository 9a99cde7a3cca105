"""Checks that everything a questionnaire points to is there: groups, cells, types, languages."""

from collections.abc import Mapping

from survey.questionnaire.document import Path
from survey.questionnaire.problems import Message, nearest, shown
from survey.questionnaire.source import Entry, Source
from survey.questionnaire.types import of_kind
from survey.questionnaire.types.question_type import Kind

MOST_ITEMS = 200
"""Items of one questionnaire, over all skills; pages, tables and reports are tested up to it."""


def check(instrument: Source, skills: Mapping[str, Source]) -> None:
    """Note what is pointed to and not there, and what is there and not enough."""
    _check_groups(instrument)
    for question in [*instrument.entries("first_questions"), *instrument.entries("open_questions")]:
        _check_type(question, "text", "words", "options")
        _check_groups_known(question, "only_for", instrument)
    for skill in skills.values():
        for item in skill.entries("items"):
            _check_responsibility(item, instrument)
            _check_type(item, "rating", "numbers")
            _check_groups_known(item, "hard_to_see_for", instrument)
            _check_groups_known(item, "only_for", instrument)
        for idea in skill.entries("ideas"):
            _check_responsibility(idea, instrument)
        _check_cells(skill, instrument)
    _check_number([item for skill in skills.values() for item in skill.entries("items")])


def _check_number(items: list[Entry]) -> None:
    if len(items) > MOST_ITEMS:
        first_too_many = items[MOST_ITEMS]
        first_too_many.note(
            Message.TOO_MANY_ITEMS, first_too_many.place(), count=len(items), limit=MOST_ITEMS
        )


def _check_groups(instrument: Source) -> None:
    groups = instrument.entries("groups")
    kinds = [group.word("kind") for group in groups]
    if groups and kinds.count("self") != 1:
        place = instrument.top.place("groups")
        instrument.top.note(Message.NOT_ONE_SELF_GROUP, place, count=kinds.count("self"))
    anonymous = [group for group in groups if group.word("kind") == "anonymous"]
    _check_different(anonymous, "merge_order", 0, Message.SAME_MERGE_ORDER)
    _check_different(groups, "sign", None, Message.SAME_SIGN)


def _check_different(groups: list[Entry], key: str, default: int | None, message: Message) -> None:
    seen: dict[object, Entry] = {}
    for group in groups:
        value = group.fields.get(key, default)
        if not isinstance(value, str | int):
            continue
        if value in seen:
            first = shown(seen[value].word("id"))
            group.note(message, group.place(key), value=shown(value), id=first)
        seen.setdefault(value, group)


def _check_responsibility(entry: Entry, instrument: Source) -> None:
    wanted = entry.word("responsibility")
    path = (*entry.path, "responsibility")
    known = instrument.ids("responsibilities")
    _check_known(entry, path, wanted, known, Message.UNKNOWN_RESPONSIBILITY)


def _check_groups_known(asked: Entry, key: str, instrument: Source) -> None:
    for path, group in asked.words(key):
        _check_known(asked, path, group, instrument.ids("groups"), Message.UNKNOWN_GROUP)


def _check_known(entry: Entry, path: Path, wanted: str, known: set[str], message: Message) -> None:
    # Without any known id the list itself is wrong, and that is said where it stands.
    if wanted and known and wanted not in known:
        place = entry.source.document.place(path)
        suggestion = "" if entry.source.remarks.full else nearest(wanted, known)
        entry.note(message, place, suggestion, id=shown(wanted))


def _check_type(entry: Entry, default: str, *kinds: Kind) -> None:
    wanted, known = entry.word("type", default), of_kind(*kinds)
    if wanted not in known:
        suggestion = nearest(wanted, known)
        choices = ", ".join(sorted(known))
        place = entry.place("type")
        entry.note(Message.UNKNOWN_TYPE, place, suggestion, type=shown(wanted), choices=choices)


def _check_cells(skill: Source, instrument: Source) -> None:
    """Every responsibility is asked about in every skill, in the shortest form too."""
    items, known = skill.entries("items"), instrument.ids("responsibilities")
    forms = instrument.entries("forms")
    core_only = [form for form in forms if form.word("items") == "core"]
    for item in items:
        if item.word("responsibility") not in known or not isinstance(
            item.fields.get("core"), bool
        ):
            return  # its cell is not known, so neither is which cells are empty
    asked = [item for item in items if item.fields["core"] or not core_only]
    form = shown((core_only or forms)[0].word("id")) if forms else "''"
    place = skill.top.place("items")
    if items and not asked:
        skill.top.note(Message.NO_CORE_ITEM, place, form=form)
        return
    for empty in sorted(known - {item.word("responsibility") for item in asked}):
        if items:
            skill.top.note(Message.EMPTY_CELL, place, responsibility=shown(empty), form=form)
