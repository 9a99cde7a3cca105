"""The parts that a questionnaire has in common, as its form offers them: the matrix of skills and
responsibilities, the groups, and what something new is chosen from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from survey.questionnaire.edit.fields import in_order, items, plain_of
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.web.editor_frame import words_of
from survey.web.editor_words import choice, key


def matrix(files: Mapping[str, bytes], language: str) -> tuple[list[str], list[Any]]:
    """Names of the responsibilities; of each skill (id, name, counts by responsibility).

    Raises Problems.
    """
    plain = plain_of(files)
    columns = responsibilities(plain, language)
    rows = []
    for name in (one for one in _ordered(plain) if isinstance(plain[one], dict)):
        cells = [one.get("responsibility") for one in items(plain[name])]
        counts = [cells.count(id_) for id_, _ in columns]
        skill = name.removesuffix(ENDING)
        rows.append((skill, words_of(plain[name].get("name"), language) or skill, counts))
    return [name for _, name in columns], rows


@dataclass(frozen=True)
class More:
    """What the fields of something new are chosen from."""

    responsibilities: list[tuple[str, str]]
    standing: Mapping[str, tuple[int, int]]
    """By responsibility: how many statements and ideas stand there."""
    question_types: list[tuple[str, str]]
    form_items: list[tuple[str, str]]

    @staticmethod
    def words(name: str) -> str:
        return key(name)


def more_of(files: Mapping[str, bytes], language: str) -> More:
    """Raises Problems."""
    plain = plain_of(files)
    columns = responsibilities(plain, language)
    skills = [plain[name] for name in _ordered(plain) if isinstance(plain[name], dict)]
    asked = [one.get("responsibility") for skill in skills for one in items(skill)]
    tried = [one.get("responsibility") for skill in skills for one in skill.get("ideas") or []
             if isinstance(one, dict)]  # fmt: skip
    return More(
        columns,
        {id_: (asked.count(id_), tried.count(id_)) for id_, _ in columns},
        [(one, choice("type", one)) for one in ("text", "choice", "ranking")],
        [(one, choice("items", one)) for one in ("all", "core")],
    )


def responsibilities(plain: Mapping[str, Any], language: str) -> list[tuple[str, str]]:
    """(id, short name) as far as they can be read."""
    return named(plain, "responsibilities", "short", language)


def named(plain: Mapping[str, Any], key_: str, name: str, language: str) -> list[tuple[str, str]]:
    """(id, name) of the entries of a list of the instrument, as far as they can be read."""
    top = plain.get(INSTRUMENT)
    listed = top.get(key_) if isinstance(top, dict) else None
    return [
        (str(one["id"]), words_of(one.get(name), language) or str(one["id"]))
        for one in (listed if isinstance(listed, list) else [])
        if isinstance(one, dict) and "id" in one
    ]


def cells(files: Mapping[str, bytes], language: str) -> list[tuple[str, str]]:
    """Where an item may be: (skill/responsibility, names)."""
    plain = plain_of(files)
    return [
        (f"{name.removesuffix(ENDING)}/{id_}", f"{_name(plain[name], name, language)} / {column}")
        for name in _ordered(plain)
        for id_, column in responsibilities(plain, language)
    ]


def _name(plain: Any, name: str, language: str) -> str:
    own = words_of(plain.get("short"), language) if isinstance(plain, dict) else ""
    return own or name.removesuffix(ENDING)


def _ordered(plain: Mapping[str, Any]) -> list[str]:
    return [name for name in in_order(plain) if name != INSTRUMENT]
