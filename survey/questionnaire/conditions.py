"""Checks of what is asked of some only: options, groups, and what hangs on an earlier answer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey.questionnaire.problems import Message, nearest, shown
from survey.questionnaire.source import Entry, Source
from survey.questionnaire.types import of_kind

_TESTS = ("equals", "at_least", "one_of")


@dataclass(frozen=True)
class _Asked:
    """A statement, a question or (with its `show_if` only) a whole skill, and its page."""

    entry: Entry
    page: int
    is_item: bool = False

    @property
    def type(self) -> str:
        return self.entry.word("type", "rating" if self.is_item else "text")


def check(instrument: Source, skills: Mapping[str, Source]) -> None:
    """Note options and conditions that cannot work, and groups that a page asks nothing."""
    asked = list(_in_order(instrument, skills))
    known = {one.entry.word("id"): one for one in asked}
    for one in asked:
        if not one.is_item:
            _check_options(one.entry, one.type)
        _check_condition(one, known, instrument)
    for page, skill in enumerate(skills.values(), start=1):
        _check_condition(_Asked(skill.top, page), known, instrument)
        _check_everybody_is_asked(skill, instrument)


def _in_order(instrument: Source, skills: Mapping[str, Source]) -> Iterator[_Asked]:
    for question in instrument.entries("first_questions"):
        yield _Asked(question, 0)
    for page, skill in enumerate(skills.values(), start=1):
        for item in skill.entries("items"):
            yield _Asked(item, page, is_item=True)
    for question in instrument.entries("open_questions"):
        yield _Asked(question, len(skills) + 1)


def _check_options(question: Entry, type_: str) -> None:
    options = question.source.entries(*question.path, "options")
    chosen = of_kind("options")
    if type_ in chosen and len(options) < 2:
        question.note(Message.TOO_FEW_OPTIONS, question.place("options"), type=shown(type_))
    if type_ not in chosen and options:
        place, types = question.place("options"), " and ".join(sorted(chosen))
        question.note(Message.OPTIONS_IN_VAIN, place, key="options", types=types)
    pick = question.fields.get("pick")
    if not isinstance(pick, int):
        return
    if type_ != "ranking":
        place = question.place("pick")
        question.note(Message.OPTIONS_IN_VAIN, place, key="pick", types="ranking")
    elif 2 <= len(options) <= pick:
        place = question.place("pick")
        question.note(Message.PICK_TOO_MANY, place, count=pick, many=len(options))


def _check_condition(one: _Asked, known: Mapping[str, _Asked], instrument: Source) -> None:
    fields = one.entry.fields.get("show_if")
    if not isinstance(fields, dict):
        return
    rule = Entry(one.entry.source, (*one.entry.path, "show_if"), fields)
    tests = [test for test in _TESTS if fields.get(test) not in (None, [])]
    if len(tests) != 1:
        rule.note(Message.NOT_ONE_CONDITION, rule.place(), count=len(tests))
    wanted = rule.word("question")
    if not wanted:
        return  # its shape is wrong, and that is said elsewhere
    place = rule.place("question")
    earlier = known.get(wanted)
    if earlier is None:
        rule.note(Message.UNKNOWN_QUESTION, place, nearest(wanted, set(known)), id=shown(wanted))
    elif earlier.type in of_kind("words"):
        rule.note(Message.NO_CONDITION_ON_WORDS, place, id=shown(wanted))
    elif earlier.page >= one.page:
        rule.note(Message.NOT_EARLIER, place, id=shown(wanted))
    else:
        for test in tests:
            _check_test(rule, test, earlier, instrument)
        _check_asked_of_all(rule, one, earlier, instrument)


def _check_test(rule: Entry, test: str, earlier: _Asked, instrument: Source) -> None:
    is_number = earlier.type in of_kind("numbers")
    name = shown(earlier.entry.word("id"))
    if is_number != (test != "one_of"):
        message = Message.CONDITION_FOR_OPTIONS if is_number else Message.CONDITION_FOR_NUMBERS
        rule.note(message, rule.place(test), id=name)
    elif is_number:
        _check_on_scale(rule, test, instrument)
    else:
        options = earlier.entry.source.ids(*earlier.entry.path, "options")
        for path, option in rule.words("one_of"):
            if options and option not in options:
                place = rule.source.document.place(path)
                hint = nearest(option, options)
                rule.note(Message.UNKNOWN_OPTION, place, hint, question=name, id=shown(option))


def _check_on_scale(rule: Entry, test: str, instrument: Source) -> None:
    scale = instrument.top.fields.get("scale")
    labels = scale.get("labels") if isinstance(scale, dict) else None
    lowest = scale.get("min", 1) if isinstance(scale, dict) else None
    value = rule.fields[test]
    if not isinstance(labels, list) or not isinstance(lowest, int) or not isinstance(value, int):
        return
    highest = lowest + len(labels) - 1
    if not lowest <= value <= highest:
        place = rule.place(test)
        rule.note(Message.OFF_THE_SCALE, place, value=value, min=lowest, max=highest)


def _check_asked_of_all(rule: Entry, one: _Asked, earlier: _Asked, instrument: Source) -> None:
    """A condition on what somebody is never asked would hide this for good."""
    here, there = _groups(one.entry, instrument), _groups(earlier.entry, instrument)
    missing = [f"group {group}" for group in sorted(here - there)]
    core_form = next(
        (f.word("id") for f in instrument.entries("forms") if f.word("items") == "core"), ""
    )
    in_core = not one.is_item or one.entry.fields.get("core") is True
    if core_form and earlier.is_item and earlier.entry.fields.get("core") is False and in_core:
        missing.append(f"form {core_form}")
    if missing:
        name, where = shown(earlier.entry.word("id")), shown(", ".join(missing), quote="")
        rule.note(Message.NOT_ASKED_OF_ALL, rule.place("question"), id=name, where=where)


def _groups(asked: Entry, instrument: Source) -> set[str]:
    every = instrument.ids("groups")
    chosen = {group for _, group in asked.words("only_for")} & every
    return chosen or every


def _check_everybody_is_asked(skill: Source, instrument: Source) -> None:
    """On every page each group finds a statement, whatever was answered before."""
    forms = instrument.entries("forms")
    core_form = next((form for form in forms if form.word("items") == "core"), None)
    asked = [one for one in skill.entries("items") if core_form is None or one.fields.get("core")]
    if not asked or not forms:
        return  # said elsewhere
    sure = [_groups(one, instrument) for one in asked if one.fields.get("show_if") is None]
    left_out = instrument.ids("groups") - set().union(*sure)
    if left_out:
        place, form = skill.top.place("items"), shown((core_form or forms[0]).word("id"))
        names = ", ".join(shown(group) for group in sorted(left_out))
        skill.top.note(Message.NOTHING_ASKED, place, groups=names, form=form)
