"""What an author does to a questionnaire, as changes of its files: no line changes that need not.

Each takes the files of a folder (name to bytes) and gives them back changed. Nothing is checked but
that the edit means what it says; whether the outcome is a questionnaire, the loader tells. Texts
are a string or a map by language, as in the files.

All raise NotFound (what is to be changed is not there), Problems (a file that cannot be read) and
CannotEdit.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from survey.errors import NotFound
from survey.questionnaire.document import Path
from survey.questionnaire.edit import texts
from survey.questionnaire.edit.rewriting import carried, meaning, rewrite
from survey.questionnaire.loader import ENDING, INSTRUMENT

Files = Mapping[str, bytes]
Words = str | Mapping[str, str]
"""A text as it stands in a file."""


def change(files: Files, name: str, wanted: Any) -> Files:
    """The file with this name says `wanted`: what the other operations are made of."""
    if name not in files:
        raise NotFound(f"no file {name}")
    return {**files, name: rewrite(name, files[name], wanted)}


def add_item(files: Files, skill: str, item: Mapping[str, Any], at: int | None = None) -> Files:
    """At this position (0 is the first), by default at the end. `item` has the keys of the file."""
    name = skill + ENDING
    return _with(files, name, lambda plain: _insert(plain["items"], at, dict(item)))


def reword(files: Files, item: str, language: str, own: str = "", other: str = "") -> Files:
    """New words of an item in one language; an empty one stays as it is."""
    name, at = find(files, item)
    for key, words in (("self", own), ("other", other)):
        if words.strip():
            files = write(files, name, ("items", at, key), language, words)
    return files


def reorder(files: Files, item: str, at: int) -> Files:
    """The item comes to this position of its skill."""
    name, here = find(files, item)
    return _with(files, name, lambda plain: _insert(plain["items"], at, plain["items"].pop(here)))


def move(files: Files, item: str, skill: str, responsibility: str, at: int | None = None) -> Files:
    """The item comes to another cell, with its comments; position as in `add_item`."""
    name, here = find(files, item)
    files = _with(
        files, name, lambda plain: plain["items"][here].update(responsibility=responsibility)
    )
    if name == skill + ENDING:
        return files if at is None else reorder(files, item, at)
    taken = carried(name, files[name], ("items", here))
    files = _with(files, skill + ENDING, lambda plain: _insert(plain["items"], at, taken))
    return _with(files, name, lambda plain: plain["items"].pop(here))


def retire(files: Files, item: str) -> Files:
    """The item is asked no more. Its id should never be used again."""
    name, here = find(files, item)
    return _with(files, name, lambda plain: plain["items"].pop(here))


def relabel(files: Files, labels: Sequence[Words], not_observed: Words | None = None) -> Files:
    """The labels of the scale, lowest first; more or fewer of them make another scale."""

    def done(plain: Any) -> None:
        plain["scale"]["labels"] = list(labels)
        if not_observed is not None:
            plain["scale"]["not_observed"] = not_observed

    return _with(files, INSTRUMENT, done)


def ask(files: Files, question: Mapping[str, Any], at: int | None = None) -> Files:
    """An open question, new or (by its id) instead of the one that is there."""

    def done(plain: Any) -> None:
        asked = plain.setdefault("open_questions", [])
        here = next((n for n, one in enumerate(asked) if one.get("id") == question["id"]), None)
        if here is not None:
            asked.pop(here)
        _insert(asked, here if at is None else at, dict(question))

    return _with(files, INSTRUMENT, done)


def ask_no_more(files: Files, question: str) -> Files:
    """An open question is left out; the last one takes the key along."""

    def done(plain: Any) -> None:
        left = [one for one in plain.get("open_questions", []) if one.get("id") != question]
        if len(left) == len(plain.get("open_questions", [])):
            raise NotFound("no such question")
        plain["open_questions"] = left
        if not left:
            del plain["open_questions"]

    return _with(files, INSTRUMENT, done)


def write(files: Files, name: str, path: Path, language: str, words: str) -> Files:
    """Any text of any file in one language: what the translation desk and the form fill in."""

    several = len(languages(files)) > 1

    def done(plain: Any) -> None:
        around, key = _at(plain, path[:-1]), path[-1]
        now = around.get(key) if isinstance(around, dict) else around[key]
        if isinstance(now, dict):
            now[language] = words
        elif now is None and several:
            around[key] = {language: words}
        else:
            around[key] = words

    return _with(files, name, done)


def languages(files: Files) -> list[str]:
    """As declared, in order."""
    return list(_plain(files, INSTRUMENT)["languages"])


def add_language(files: Files, language: str) -> Files:
    """Every text gets one more language, for the present a copy of the first one's words.

    So the folder stays a questionnaire; the copies are what is to be translated (`untranslated`).
    """
    first = languages(files)[0]
    if language in languages(files):
        return files

    def done(plain: Any, name: str) -> None:
        for path in list(texts.paths(plain, texts.model_of(name))):
            around = _at(plain, path[:-1])
            now = around[path[-1]]
            by_language = dict(now) if isinstance(now, dict) else {first: now}
            around[path[-1]] = {**by_language, language: by_language.get(first, "")}
        if name == INSTRUMENT:
            plain["languages"].append(language)

    return _everywhere(files, done)


def remove_language(files: Files, language: str) -> Files:
    """Every text loses this language. NotFound: it is none of them, or the only one."""
    if language not in languages(files) or len(languages(files)) == 1:
        raise NotFound("no such language beside another one")

    def done(plain: Any, name: str) -> None:
        for path in list(texts.paths(plain, texts.model_of(name))):
            words = _at(plain, path)
            if isinstance(words, dict):
                words.pop(language, None)
        if name == INSTRUMENT:
            plain["languages"].remove(language)

    return _everywhere(files, done)


def untranslated(files: Files, language: str) -> list[tuple[str, Path]]:
    """File and path of each text that is missing in this language, or still the first one's."""
    first = languages(files)[0]
    found = []
    for name in files:
        plain = _plain(files, name)
        for path in texts.paths(plain, texts.model_of(name)):
            words = _at(plain, path)
            own = words.get(language, "") if isinstance(words, dict) else ""
            if language != first and (not own or own == words.get(first)):
                found.append((name, path))
    return found


def find(files: Files, item: str) -> tuple[str, int]:
    """The file that has the item, and its position there."""
    for name in files:
        if name != INSTRUMENT:
            for at, one in enumerate(_plain(files, name).get("items") or []):
                if isinstance(one, dict) and one.get("id") == item:
                    return name, at
    raise NotFound(f"no item {item}")


def _plain(files: Files, name: str) -> Any:
    if name not in files:
        raise NotFound(f"no file {name}")
    return meaning(name, files[name])


def _with(files: Files, name: str, done: Callable[[Any], object]) -> Files:
    wanted = _plain(files, name)
    try:
        done(wanted)
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise NotFound(f"{name} has no such place") from error
    return change(files, name, wanted)


def _everywhere(files: Files, done: Callable[[Any, str], None]) -> Files:
    for name in files:
        files = _with(files, name, lambda plain, name=name: done(plain, name))  # type: ignore[misc]
    return files


def _insert(entries: list[Any], at: int | None, entry: Any) -> None:
    entries.insert(len(entries) if at is None else at, entry)


def _at(plain: Any, path: Path) -> Any:
    for step in path:
        plain = plain[step]
    return plain
