"""In which languages a draft is ready, and what of it can be published meanwhile."""

from collections.abc import Collection, Mapping

from survey.errors import NotFound
from survey.questionnaire.edit import operations, translating
from survey.questionnaire.edit.fields import fields
from survey.questionnaire.edit.translating import Translation
from survey.questionnaire.problems import Problems
from survey.store import questionnaires, translated
from survey.store.database import Tx
from survey.store.questionnaires import Draft

Files = Mapping[str, bytes]


def say_translated(tx: Tx, questionnaire: str, language: str, right: Collection[str]) -> None:
    """These places of the draft are right in this language, whatever changed in the original."""
    files = questionnaires.get(tx, questionnaire).files
    made = translated.get(tx, questionnaire)
    made[language] = translating.made_now(files, language, made.get(language, {}), right)
    translated.keep(tx, questionnaire, made)


def untranslated(tx: Tx, draft: Draft) -> dict[str, list[Translation]]:
    """By language: texts that are missing or stale. Raises Problems: a file cannot be read."""
    made = translated.get(tx, draft.id)
    found = {
        language: [
            one
            for one in translating.translations(draft.files, language, made.get(language, {}))
            if one.state != "done"
        ]
        for language in translating.others(draft.files)
    }
    return {language: open_ for language, open_ in found.items() if open_}


def note(tx: Tx, questionnaire: str, files: Files, *, all_right: bool = False) -> None:
    """While a file cannot be read, what was noted stays. A questionnaire that begins from files
    is taken to be translated."""
    made = translated.get(tx, questionnaire)
    try:
        right = set(fields(files)) if all_right else ()
        places = {name.rpartition(".")[0] for name in right}
        translated.keep(
            tx,
            questionnaire,
            {
                language: translating.made_now(files, language, made.get(language, {}), places)
                for language in translating.others(files)
            },
        )
    except Problems:
        return


def ready(files: Files, open_: Collection[str]) -> Files:
    """The files without the languages that are not ready; as they are where that cannot be done."""
    try:
        for language in open_:
            files = operations.remove_language(files, language)
    except (Problems, NotFound):
        return files
    return files
