"""What the buttons of the form view do to a draft's files, after all that was typed is saved.

A button's value is the deed and what it is about: `up:instrument.groups.peers`.
"""

import re
from collections.abc import Callable

from flask_babel import gettext
from werkzeug.datastructures import MultiDict

from survey.authoring import editing
from survey.authoring.editing import Act, Files
from survey.errors import NotFound, NotNow
from survey.questionnaire.edit import additions, entries, operations
from survey.questionnaire.edit.fields import YES, fields, is_language, languages, plain_of
from survey.questionnaire.edit.merging import mark, read_marks
from survey.questionnaire.edit.rewriting import meaning
from survey.questionnaire.loader import INSTRUMENT
from survey.questionnaire.words import clean_text

Sending = MultiDict[str, str]
Made = Callable[[Sending, str, str], Act]
"""Of the form sent, what the button is about, and the skill whose page it is, or ""."""


def act_of(form: Sending, here: str) -> Act | None:
    """What the button pressed does; None for "save"."""
    go, _, what = form.get("go", "").partition(":")
    return _ACTS[go](form, what, here) if go in _ACTS else None


def back_to(form: Sending) -> str:
    """Where on the page the button stood: its part is open again, and what was moved in sight."""
    go, _, what = form.get("go", "").partition(":")
    if go not in ("up", "down", "drop", "add") or not re.fullmatch(r"[\w.]+", what):
        return ""
    names = what.split(".")
    query = f"?open={names[1] if len(names) > 1 else what}" if names[0] != "items" else ""
    return query + (f"#{what}" if go in ("up", "down") else "")


def _step(way: int) -> Made:
    def made(form: Sending, place: str, _here: str) -> Act:
        def done(files: Files) -> Files:
            _refuse_if_another(files, form, place)
            return entries.shift(files, place, way)

        return done

    return made


def _drop(form: Sending, place: str, _here: str) -> Act:
    """An entry goes; a column and a group take along what names them."""

    def done(files: Files) -> Files:
        _refuse_if_another(files, form, place)
        names = place.split(".")
        if names[:2] == ["instrument", "responsibilities"]:
            return entries.without_responsibility(files, names[-1], form.get(f"to.{place}", ""))
        if names[:2] == ["instrument", "groups"]:
            return entries.without_group(files, names[-1])
        if names[:2] == ["instrument", "open_questions"] and len(names) == 3:
            return operations.ask_no_more(files, names[-1])
        return entries.drop(files, place)

    return done


def _refuse_if_another(files: Files, form: Sending, place: str) -> None:
    """An entry without an id goes by its number: is it the one whose button was pressed?"""
    if not place.rpartition(".")[2].isdecimal():
        return
    there = fields(files)
    for name, was in read_marks(form.get("seen", "")).items():
        if name == place or name.startswith(f"{place}."):
            now = there[name].words if name in there else ""
            if mark(now) not in (was, mark(form.get(name, now))):
                raise NotNow("Somebody else has changed this list meanwhile. Please look at it "
                             "once more.")  # fmt: skip


def _retire(_form: Sending, item: str, _here: str) -> Act:
    return lambda files: operations.retire(files, item)


def _add(form: Sending, what: str, here: str) -> Act:
    """A new part from the fields below the others of its sort."""

    def done(files: Files) -> Files:
        new = _New(form, f"new.{what}", languages(plain_of(files)))
        if what.endswith(".options"):
            return additions.option(files, what.removesuffix(".options"), new.words("name"))
        if what not in _ADDED:
            raise NotFound("nothing of this sort is added")
        return _ADDED[what](files, new, here)

    return done


class _New:
    """The fields in which something new is described."""

    def __init__(self, form: Sending, name: str, codes: list[str]) -> None:
        self._form, self._name, self._codes = form, name, codes

    def words(self, key: str, otherwise: str = "") -> operations.Words:
        """As it stands in a file; what is missing stands in the first language's words.

        Raises NotNow: there are none in the first language, nor under the key `otherwise`.
        """
        said = {code: clean_text(self.chosen(f"{key}.{code}")) for code in self._codes}
        first = said[self._codes[0]]
        if not first and otherwise:
            return self.words(otherwise)
        if not first:
            raise NotNow("Please fill in all that belongs to it, in the first language at least.")
        if len(self._codes) == 1:
            return first
        return {code: words or first for code, words in said.items()}

    def lines(self, key: str) -> list[operations.Words]:
        """Each line as words, the same in every language for the present."""
        found = [clean_text(one) for one in self.chosen(key).splitlines() if one.strip()]
        if len(self._codes) == 1:
            return list(found)
        return [dict.fromkeys(self._codes, one) for one in found]

    def chosen(self, key: str) -> str:
        return self._form.get(f"{self._name}.{key}", "").strip()


def _item(files: Files, new: _New, skill: str) -> Files:
    try:
        own, other = new.words("self"), new.words("other")
    except NotNow:
        raise NotNow("Please write the new statement for the person assessed and for those "
                     "who rate.") from None  # fmt: skip
    made = {
        "id": editing.free_id(files, skill),
        "responsibility": new.chosen("responsibility"),
        "core": new.chosen("core") == YES,
        "self": own,
        "other": other,
        "seed": own,
    }
    return operations.add_item(files, skill, made)


def _question(key: str) -> Callable[[Files, _New, str], Files]:
    return lambda files, new, _here: additions.question(
        files, key, new.words("self"), new.words("other"),
        sort=new.chosen("type"), options=new.lines("options"),
    )  # fmt: skip


_ADDED: dict[str, Callable[[Files, _New, str], Files]] = {
    "items": _item,
    "groups": lambda files, new, _: additions.group(files, new.words("name"), new.words("rater")),
    "responsibilities": lambda files, new, _: additions.responsibility(
        files, new.words("name"), new.words("short", "name"), new.words("definition")
    ),
    "forms": lambda files, new, _: additions.form(
        files, new.words("name"), new.chosen("items") or "all"
    ),
    "first_questions": _question("first_questions"),
    "open_questions": _question("open_questions"),
    "ideas": lambda files, new, here: additions.idea(
        files, here, new.chosen("responsibility"),
        {key: new.words(key) for key in ("when", "do", "know")},
    ),
    "questions": lambda files, new, here: entries.add(
        files, f"{here}.questions", new.words("words")
    ),
}  # fmt: skip


def _label(_form: Sending, what: str, _here: str) -> Act:
    """One more point of the scale, or one less."""

    def done(files: Files) -> Files:
        labels = meaning(INSTRUMENT, files[INSTRUMENT])["scale"]["labels"]
        return operations.relabel(files, [*labels, labels[-1]] if what == "more" else labels[:-1])

    return done


def _language(form: Sending, what: str, _here: str) -> Act:
    def done(files: Files) -> Files:
        if what:
            return operations.remove_language(files, what)
        code = form.get("new_language", "").strip()
        if not is_language(code):
            raise NotNow("%(code)s is not a language code such as en or de_AT.", code=code)
        return operations.add_language(files, code)

    return done


def _new_skill(form: Sending, _what: str, _here: str) -> Act:
    skill, like = form.get("new_skill", "").strip(), form.get("like", "")
    return lambda files: editing.add_skill(files, skill, like)


def _drop_skill(_form: Sending, what: str, _here: str) -> Act:
    return lambda files: editing.drop_skill(files, what)


_ACTS: dict[str, Made] = {
    "up": _step(-1),
    "down": _step(1),
    "drop": _drop,
    "retire": _retire,
    "add": _add,
    "label": _label,
    "language": _language,
    "new_skill": _new_skill,
    "drop_skill": _drop_skill,
}


def told_after(form: Sending, files: Files) -> str:
    """What its author should know after a button; "" for nothing."""
    code = form.get("new_language", "").strip()
    if form.get("go") != "language" or code not in languages(plain_of(files)):
        return ""
    left = len(operations.untranslated(files, code))
    return str(gettext("%(count)s texts are to be translated into %(code)s now; until then they "
                       "stand in the first language's words.", count=left, code=code))  # fmt: skip
