"""New parts of a questionnaire, right from the beginning: all that its author did not say is set so
that it works, and can be changed afterwards.

Words are as they stand in a file: a string, or a map by language. All raise as the operations do.
"""

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from survey.errors import NotFound, NotNow
from survey.questionnaire.edit import entries, operations
from survey.questionnaire.edit.operations import Words
from survey.questionnaire.edit.rewriting import meaning
from survey.questionnaire.loader import INSTRUMENT
from survey.questionnaire.model import Sign
from survey.questionnaire.types import of_kind

Files = Mapping[str, bytes]
MINIMUM, RECOMMENDED = 3, 5
"""Of a new group's raters: no number is about fewer than three."""
MINUTES = 5
"""Of a new form, until somebody has timed it."""


def group(files: Files, name: Words, rater: Words) -> Files:
    """An anonymous group behind the others. Raises NotNow: all signs of the charts are taken."""
    there = [one for one in _top(files).get("groups", []) if isinstance(one, dict)]
    taken = [one.get("sign") for one in there]
    free = [sign for sign in get_args(Sign) if sign not in taken]
    if not free:
        raise NotNow("Each group has its own sign in the charts, and all %(count)s are taken.",
                     count=len(taken))  # fmt: skip
    orders = [one.get("merge_order", 0) for one in there]
    made = {
        "id": _id(files, name, "group"),
        "kind": "anonymous",
        "name": name,
        "rater": rater,
        "minimum": MINIMUM,
        "recommended": RECOMMENDED,
        "sign": free[0],
        "merge_order": max([0, *(one for one in orders if isinstance(one, int))]) + 1,
    }
    return entries.add(files, "instrument.groups", made)


def responsibility(files: Files, name: Words, short: Words, definition: Words) -> Files:
    """A column of the matrix; every skill needs a statement there before it can be published."""
    made = {"id": _id(files, name, "part"), "name": name, "short": short, "definition": definition}
    return entries.add(files, "instrument.responsibilities", made)


def form(files: Files, name: Words, items: str) -> Files:
    """A length of the questionnaire: with the `core` statements, or `all`."""
    made = {"id": _id(files, name, "form"), "name": name, "items": items, "minutes": MINUTES}
    return entries.add(files, "instrument.forms", made)


def question(
    files: Files, key: str, own: Words, other: Words, *, sort: str, options: Sequence[Words]
) -> Files:
    """Behind the others of `first_questions` or `open_questions`. NotNow: nothing to choose from.

    `sort` is a type of question; of those to be chosen from, `options` are the answers.
    """
    made: dict[str, Any] = {"id": _id(files, other, "question"), "self": own, "other": other}
    if sort in of_kind("options"):
        if len(options) < 2:
            raise NotNow("Please write at least two options to choose from, one on each line.")
        made = {"id": made.pop("id"), "type": sort, **made, "options": []}
        for words in options:
            taken = {one["id"] for one in made["options"]}
            made["options"].append({"id": entries.id_for(_first(words), taken, "option"),
                                    "name": words})  # fmt: skip
    if key == "open_questions":
        return operations.ask(files, made)
    return entries.add(files, f"instrument.{key}", made)


def option(files: Files, question_: str, name: Words) -> Files:
    """One more answer to choose from, at the place of the question."""
    file, path = entries.where(files, question_)
    asked = meaning(file, files[file])
    for step in path:
        asked = asked[step]
    if not isinstance(asked, dict) or "id" not in asked:
        raise NotFound(f"no question {question_}")
    taken = {str(one.get("id")) for one in asked.get("options", []) if isinstance(one, dict)}
    made = {"id": entries.id_for(_first(name), taken, "option"), "name": name}
    return entries.add(files, f"{question_}.options", made)


def idea(files: Files, skill: str, about: str, words: Mapping[str, Words]) -> Files:
    """Something to try, behind the others of the skill; words for when, do and know."""
    made = {"responsibility": about, **words}
    return entries.add(files, f"{skill}.ideas", made)


def _id(files: Files, words: Words, otherwise: str) -> str:
    return entries.id_for(_first(words), entries.ids(files), otherwise)


def _first(words: Words) -> str:
    return words if isinstance(words, str) else next(iter(words.values()))


def _top(files: Files) -> dict[str, Any]:
    found = meaning(INSTRUMENT, files[INSTRUMENT])
    return found if isinstance(found, dict) else {}
