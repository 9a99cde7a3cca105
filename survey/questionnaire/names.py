"""Checks of ids and names over a whole folder: nothing is called as something else is called."""

from collections.abc import Iterable, Mapping

from survey.questionnaire.problems import Message, Place, shown
from survey.questionnaire.source import Entry, Source, by_language
from survey.questionnaire.types import of_kind

MISSING_WORDS = frozenset({"na", "nan", "null", "none"})
"""Words that spreadsheets and tables read as "no value"."""
RESERVED = MISSING_WORDS | {"combined", "all_others"}
RESERVED_GROUPS = RESERVED | {"self", "hidden", "overall"}
"""What the scoring rules call the cells of raters; "self" is free for the self group."""
RESERVED_SKILLS = RESERVED | {"instrument", "first", "words", "check"}
"""The file beside the skills' files, and the steps of answering beside the skills'."""


def check(instrument: Source, skills: Mapping[str, Source]) -> None:
    """Note ids that are taken, reserved or not the file's, and names that stand twice."""
    for key, kind in (("responsibilities", "responsibility"), ("forms", "form")):
        _check_taken(instrument.entries(key), kind)
        _check_reserved(instrument.entries(key), RESERVED)
    _check_groups(instrument.entries("groups"))
    _check_skills(instrument.top, skills)
    items = [item for skill in skills.values() for item in skill.entries("items")]
    _check_reserved(items, RESERVED)
    _check_questions(instrument, items)
    for key in ("responsibilities", "groups", "forms"):
        _check_names(instrument.entries(key))
    _check_names([skill.top for skill in skills.values()])
    _check_labels(instrument.top)
    _check_listed(instrument.top, "languages", "language")


def _check_groups(groups: list[Entry]) -> None:
    _check_taken(groups, "group")
    for group in groups:
        own = {"self"} if group.word("kind") == "self" else set()
        _check_reserved([group], RESERVED_GROUPS - own)


def _check_skills(top: Entry, skills: Mapping[str, Source]) -> None:
    _check_listed(top, "skills", "skill")
    for path, skill in top.words("skills"):
        if skill in RESERVED_SKILLS:
            top.note(Message.RESERVED_ID, top.place(*path), id=shown(skill))
    for expected, source in skills.items():
        own = source.top.word("id")
        if own and own != expected:
            source.top.note(
                Message.FILE_NAME_NOT_ID,
                source.top.place("id"),
                id=shown(own),
                expected=shown(expected),
            )


def _check_questions(instrument: Source, items: list[Entry]) -> None:
    questions = [*instrument.entries("first_questions"), *instrument.entries("open_questions")]
    skills = {skill for _, skill in instrument.top.words("skills")}
    _check_taken(questions, "question")
    _check_reserved(questions, RESERVED)
    for question in questions:
        if question.word("id") in skills:
            place = question.place("id")
            question.note(Message.COMMENTS_CLASH, place, id=shown(question.word("id")))
    # What is chosen is kept beside the answers to items.
    chosen = [one for one in questions if one.word("type") in of_kind("options")]
    _check_taken([*items, *chosen], "item")
    for question in questions:
        options = question.source.entries(*question.path, "options")
        _check_taken(options, "option")
        _check_reserved(options, MISSING_WORDS)
        _check_names(options)


def _check_listed(top: Entry, key: str, kind: str) -> None:
    seen: dict[str, Place] = {}
    for path, word in top.words(key):
        if word in seen:
            _note_taken(top, top.place(*path), (kind, word), (top.source.file, seen[word]))
        seen.setdefault(word, top.place(*path))


def _check_taken(entries: Iterable[Entry], kind: str) -> None:
    seen: dict[str, Entry] = {}
    for entry in entries:
        own = entry.word("id")
        if own and own in seen:
            first = seen[own]
            taken_in = first.source.file, first.place("id")
            _note_taken(entry, entry.place("id"), (kind, own), taken_in)
        seen.setdefault(own, entry)


def _note_taken(
    entry: Entry, place: Place, what: tuple[str, str], taken_in: tuple[str, Place]
) -> None:
    (kind, own), (file, first) = what, taken_in
    line = first.line
    entry.note(Message.TAKEN_ID, place, kind=kind, id=shown(own), file=file, line=line)


def _check_reserved(entries: Iterable[Entry], reserved: Iterable[str]) -> None:
    for entry in entries:
        if (own := entry.word("id")) in reserved:
            entry.note(Message.RESERVED_ID, entry.place("id"), id=shown(own))


def _check_names(entries: list[Entry]) -> None:
    for key in ("name", "short"):
        seen: set[tuple[str, str]] = set()
        for entry in entries:
            _check_seen(entry, (*entry.path, key), entry.fields.get(key), seen)


def _check_labels(top: Entry) -> None:
    scale = top.fields.get("scale")
    if not isinstance(scale, dict):
        return
    seen: set[tuple[str, str]] = set()
    for path, label in Entry(top.source, ("scale",), scale).listed("labels"):
        _check_seen(top, path, label, seen)
    _check_seen(top, ("scale", "not_observed"), scale.get("not_observed"), seen)


def _check_seen(
    entry: Entry, path: tuple[str | int, ...], text: object, seen: set[tuple[str, str]]
) -> None:
    """Note the text if one of `seen` reads the same in one language; add it."""
    for code, words in by_language(text).items():
        if words and (code, words.casefold()) in seen:
            place = entry.source.document.place((*path, code) if code else path)
            entry.note(Message.SAME_NAME, place, value=shown(words))
        seen.add((code, words.casefold()))
