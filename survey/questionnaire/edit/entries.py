"""Entries of the lists in a questionnaire's files: one more, one less, one further up or down.

An entry goes by its place, as a form names it (`fields.place_of`): `instrument.groups.peers`,
`communication.ideas.0`, `items.comm_visi_1`. All raise NotFound, Problems and CannotEdit, as the
operations do.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

from survey.errors import NotFound, NotNow
from survey.questionnaire.document import Path
from survey.questionnaire.edit import operations
from survey.questionnaire.edit.rewriting import meaning
from survey.questionnaire.edit.texts import model_of
from survey.questionnaire.loader import ENDING, INSTRUMENT

Files = Mapping[str, bytes]
_LONGEST_ID = 30


def where(files: Files, place: str) -> tuple[str, Path]:
    """The file of an entry or list, and the way to it there."""
    first, *rest = place.split(".")
    if first == "items" and len(rest) == 1:
        name, at = operations.find(files, rest[0])
        return name, ("items", at)
    name, path = first + ENDING, list[str | int]()
    if name not in files:
        raise NotFound(f"no file {name}")
    value = meaning(name, files[name])
    for step in rest:
        key = _position(value, step) if isinstance(value, list) else step
        try:
            value = value[key]
        except (KeyError, IndexError, TypeError) as error:
            raise NotFound(f"no place {place}") from error
        path.append(key)
    return name, tuple(path)


def shift(files: Files, place: str, way: int) -> Files:
    """One further up (-1) or down (1); at the end of its list it stays."""
    name, plain, path = _entry(files, place)
    entries, at = _at(plain, path[:-1]), int(path[-1])
    entries.insert(min(max(at + way, 0), len(entries) - 1), entries.pop(at))
    return operations.change(files, name, plain)


def drop(files: Files, place: str) -> Files:
    """Without the entry; an empty list that may be left out takes its key along.

    Raises NotNow: it is the last one of a list that must not be empty.
    """
    name, plain, path = _entry(files, place)
    entries = _at(plain, path[:-1])
    entries.pop(int(path[-1]))
    if not entries:
        key = str(path[-2])
        if len(path) == 2 and model_of(name).model_fields[key].is_required():
            raise NotNow("The last one of a list cannot be left out.")
        del _at(plain, path[:-2])[key]
    return operations.change(files, name, plain)


def add(files: Files, place: str, entry: Any) -> Files:
    """At the end of the list at this place, which is begun where it is not there."""
    around, _, key = place.rpartition(".")
    name, path = where(files, around)
    plain = meaning(name, files[name])
    holder = _at(plain, path)
    if not isinstance(holder, dict):
        raise NotFound(f"no place {place}")
    listed = holder.setdefault(key, [])
    if not isinstance(listed, list):
        raise NotFound(f"{place} is no list")
    listed.append(entry)
    return operations.change(files, name, plain)


def id_for(words: str, taken: set[str], otherwise: str) -> str:
    """An id from the words of a name, which nobody has yet."""
    plain = unicodedata.normalize("NFKD", words.casefold()).encode("ascii", "ignore").decode()
    found = re.sub(r"[^a-z0-9]+", "_", plain).lstrip("_0123456789")[:_LONGEST_ID].strip("_")
    id_ = first = found or otherwise
    number = 2
    while id_ in taken:
        id_, number = f"{first}_{number}", number + 1
    return id_


def ids(files: Files) -> set[str]:
    """All that any entry of any file has: answers and groups are told apart by them."""
    return {one for name, data in files.items() for one in _ids(meaning(name, data))}


def without_group(files: Files, group: str) -> Files:
    """Nobody rates as this group, and no question names it. What was only for it keeps its name,
    so that its author decides; the loader tells where."""
    files = drop(files, f"instrument.groups.{group}")
    for name in files:
        plain = meaning(name, files[name])
        for entry in _entries(plain):
            for key in ("only_for", "hard_to_see_for"):
                _forget(entry, key, group)
        files = operations.change(files, name, plain)
    return files


def without_responsibility(files: Files, gone: str, to: str = "") -> Files:
    """Its column is left out. Its statements and ideas go to the column `to`; with "" they go, too.

    Raises NotNow: a skill would be left without a statement, or with fewer than two ideas.
    """
    files = drop(files, f"instrument.responsibilities.{gone}")
    for name in files:
        plain = meaning(name, files[name])
        for key, least in (("items", 1), ("ideas", 2)) if name != INSTRUMENT else ():
            entries = [one for one in plain.get(key) or [] if isinstance(one, dict)]
            there = [one for one in entries if one.get("responsibility") == gone]
            for one in there if to else ():
                one["responsibility"] = to
            if there and not to:
                if len(entries) - len(there) < least:
                    raise NotNow("%(skill)s would have too little left; move what stands there "
                                 "to another responsibility.", skill=name)  # fmt: skip
                plain[key] = [one for one in entries if one not in there]
        files = operations.change(files, name, plain)
    return files


def _entry(files: Files, place: str) -> tuple[str, Any, Path]:
    """The file, what it says, and the way to this entry of one of its lists."""
    name, path = where(files, place)
    plain = meaning(name, files[name])
    if len(path) < 2 or not isinstance(_at(plain, path[:-1]), list):
        raise NotFound(f"{place} is no entry of a list")
    return name, plain, path


def _position(entries: list[Any], step: str) -> int:
    """By id, by the id itself (as in `skills`), else by number."""
    for at, one in enumerate(entries):
        if one == step or (isinstance(one, dict) and one.get("id") == step):
            return at
    if step.isascii() and step.isdecimal() and len(step) < 4:
        return int(step)
    raise NotFound(f"no entry {step}")


def _at(plain: Any, path: Path) -> Any:
    for step in path:
        plain = plain[step]
    return plain


def _ids(value: Any) -> Iterator[str]:
    for one in _entries(value):
        if isinstance(one.get("id"), str):
            yield one["id"]


def _entries(value: Any) -> Iterator[dict[str, Any]]:
    """Every map in the value, itself too."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from _entries(one)


def _forget(entry: dict[str, Any], key: str, group: str) -> None:
    listed = entry.get(key)
    if isinstance(listed, list) and group in listed:
        left = [one for one in listed if one != group]
        if left:
            entry[key] = left
        elif key == "hard_to_see_for":
            del entry[key]
