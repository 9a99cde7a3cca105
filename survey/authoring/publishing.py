"""From a draft to a version: what is published never changes, what is running keeps its version."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from survey.errors import BadInput, NotFound, NotNow
from survey.questionnaire import loader
from survey.questionnaire.compare import lines, saying
from survey.questionnaire.compare.changes import Changes, compare
from survey.questionnaire.compare.comparable import Declared, comparable, lost_skills, through
from survey.questionnaire.compare.lines import Line
from survey.questionnaire.compare.saying import Sentence
from survey.questionnaire.edit import translating
from survey.questionnaire.edit.fields import fields
from survey.questionnaire.edit.translating import Translation
from survey.questionnaire.model import Questionnaire
from survey.questionnaire.problems import Problem, Problems
from survey.store import log, questionnaires, rounds, translated, versions
from survey.store.database import Tx
from survey.store.questionnaires import Draft, Publication

LONGEST_NOTE = 1000
"""Characters of the note of a publication."""
MAX_DRAFT = 2 * 1024 * 1024
"""Bytes of all files of a draft."""

Files = Mapping[str, bytes]


@dataclass(frozen=True)
class Step:
    """What publishing the draft would change. Without `changes` it is the first publication, or
    the draft has `problems` and cannot be published."""

    number: int
    """That the publication would have."""
    problems: tuple[Problem, ...]
    changes: Changes | None = None
    words: tuple[Sentence, ...] = ()
    follows: tuple[Sentence, ...] = ()
    passages: tuple[list[Line], ...] = ()
    keeping: tuple[tuple[str, int], ...] = ()
    """Title of each round that is not closed, and the number of the publication that it keeps."""
    untranslated: Mapping[str, list[Translation]] = field(default_factory=dict)
    """By language: what is missing or stale, and stops the publication in that language."""


def begin(tx: Tx, organisation: str, name: str, files: Files, account: str | None = None) -> str:
    """A new questionnaire with these files as its draft; returns its id.

    Raises NotNow: there is one of this name; BadInput: the files cannot be kept.
    """
    if any(one.name == name for one in questionnaires.of(tx, organisation)):
        raise NotNow("There is a questionnaire %(name)s already.", name=name)
    made = questionnaires.add(tx, organisation, name, _kept(files), account)
    _note_translations(tx, made, files, all_right=True)
    return made


def save(tx: Tx, questionnaire: str, files: Files, revision: int, account: str | None) -> int:
    """The draft, right or wrong, over the one of `revision`; returns the new revision.

    Raises Stale: somebody else saved meanwhile, `questionnaires.get` has what they wrote.
    """
    now = questionnaires.save(tx, questionnaire, _kept(files), revision, account)
    _note_translations(tx, questionnaire, files)
    return now


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


def _note_translations(
    tx: Tx, questionnaire: str, files: Files, *, all_right: bool = False
) -> None:
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


def is_open(tx: Tx, draft: Draft) -> bool:
    """Whether the draft says something that is not published yet."""
    history = questionnaires.published(tx, draft.id)
    return not history or dict(history[-1].files) != dict(draft.files)


def step(tx: Tx, questionnaire: str, declared: Declared | None = None) -> Step:
    """From the last publication to the draft, with what the author declares as comparable."""
    draft, before = (
        questionnaires.get(tx, questionnaire),
        questionnaires.published(tx, questionnaire),
    )
    number = len(before) + 1
    problems = tuple(loader.problems_of(draft.files))
    if problems:
        return Step(number, problems)
    if not before:
        return Step(number, problems, untranslated=untranslated(tx, draft))
    old, new = versions.get(tx, before[-1].version), loader.of_files(draft.files)
    changes = compare(old, new)
    same = comparable(changes, declared)
    return Step(
        number,
        problems,
        changes,
        tuple(saying.in_words(changes)),
        tuple(saying.what_follows(changes, same, lost_skills(old, new, same))),
        tuple(lines.between(before[-1].files, draft.files)),
        tuple(_keeping(tx, draft, before)),
        untranslated(tx, draft),
    )


def publish(
    tx: Tx,
    questionnaire: str,
    revision: int,
    *,
    note: str,
    today: date,
    declared: Declared | None = None,
    account: str | None = None,
) -> Publication:
    """The draft of this revision becomes the next version.

    Raises Problems: it is not right. Stale: it is not at `revision`. NotNow: no note, nothing has
    changed, the questionnaire has another id now, or a translation is missing or stale.
    """
    draft = questionnaires.get(tx, questionnaire)
    questionnaires.save(tx, questionnaire, draft.files, revision, account)
    found = loader.of_files(draft.files)
    before = questionnaires.published(tx, questionnaire)
    note = note.strip()
    _refuse(draft, found, note, before[-1] if before else None)
    for language, open_ in untranslated(tx, draft).items():
        raise NotNow("%(count)s texts are not translated into %(language)s, or were before the "
                     "original changed.", count=len(open_), language=language)  # fmt: skip
    versions.keep(tx, found)
    made = Publication(
        questionnaire=draft.id,
        number=len(before) + 1,
        version=found.version,
        files=draft.files,
        note=note,
        declared=declared or Declared(),
        account=account,
        day=today,
    )
    questionnaires.publish(tx, made)
    log.write(
        tx,
        "questionnaire.published",
        organisation=draft.organisation,
        account=account,
        target=f"questionnaire:{draft.id}",
        detail=f"{made.number}: {note}",
    )
    return made


def _refuse(draft: Draft, found: Questionnaire, note: str, last: Publication | None) -> None:
    if found.instrument.id != draft.name:
        raise NotNow("The id of this questionnaire must stay %(id)s.", id=draft.name)
    if not note:
        raise NotNow("Please say in a note what has changed and why.")
    if len(note) > LONGEST_NOTE:
        raise NotNow("This note has more than %(limit)s characters.", limit=LONGEST_NOTE)
    if last is not None and last.version == found.version:
        raise NotNow("Nothing has changed since version %(number)s.", number=last.number)


def roll_back(
    tx: Tx, questionnaire: str, number: int, *, note: str, today: date, account: str | None = None
) -> Publication:
    """What was published as `number` is published anew; the draft becomes the same.

    Raises NotFound (no such number) and as `publish`.
    """
    history = questionnaires.published(tx, questionnaire)
    old = next((one for one in history if one.number == number), None)
    if old is None:
        raise NotFound("no publication with this number")
    since = [one.declared for one in history if one.number > number]
    # What meant the same on the way there means the same on the way back.
    declared = Declared(
        frozenset.intersection(*(one.items for one in since)) if since else frozenset(),
        all(one.scale for one in since),
    )
    revision = questionnaires.get(tx, questionnaire).revision
    revision = questionnaires.save(tx, questionnaire, old.files, revision, account)
    _note_translations(tx, questionnaire, old.files, all_right=True)
    return publish(
        tx, questionnaire, revision, note=note, today=today, declared=declared, account=account
    )


def comparable_items(tx: Tx, old: str, new: str) -> frozenset[str]:
    """Ids of the items whose answers under the version `old` can be compared with those under
    `new`: unchanged ones, and those that the authors declared comparable at each step between.

    Raises NotFound: no such version.
    """
    direct = comparable(compare(versions.get(tx, old), versions.get(tx, new)))
    return direct | _declared_between(tx, old, new)


def _declared_between(tx: Tx, old: str, new: str) -> frozenset[str]:
    """Along the publications of a questionnaire that has both versions; no items if none has."""
    for publication in questionnaires.with_version(tx, new):
        history = questionnaires.published(tx, publication.questionnaire)
        earlier = [p for p in history if p.version == old and p.number < publication.number]
        if earlier:
            between = history[earlier[-1].number - 1 : publication.number]
            return through(
                comparable(
                    compare(versions.get(tx, one.version), versions.get(tx, two.version)),
                    two.declared,
                )
                for one, two in pairwise(between)
            )
    return frozenset()


def _keeping(tx: Tx, draft: Draft, before: Collection[Publication]) -> list[tuple[str, int]]:
    numbers = {publication.version: publication.number for publication in before}
    return [
        (round_.title, numbers[round_.version])
        for round_ in rounds.of_organisation(tx, draft.organisation)
        if round_.state != "closed" and round_.version in numbers
    ]


def _kept(files: Files) -> Files:
    """Only what can be kept as text, and not too much of it."""
    if len(files) > loader.MAX_FILES or sum(map(len, files.values())) > MAX_DRAFT:
        raise BadInput("these files are too many or too large for one questionnaire")
    for name, data in files.items():
        try:
            text = data.decode()
        except UnicodeDecodeError as error:
            raise BadInput("this file is not UTF-8; save it as UTF-8", name) from error
        if "\0" in text:
            raise BadInput("this file holds the character NUL; take it out", name)
    return dict(files)
