"""From a draft to a version: what is published never changes, what is running keeps its version."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise

from survey.authoring import speaking
from survey.errors import BadInput, NotFound, NotNow
from survey.questionnaire import loader
from survey.questionnaire.compare import lines, saying
from survey.questionnaire.compare.changes import Changes, compare
from survey.questionnaire.compare.comparable import Declared, comparable, lost_skills, through
from survey.questionnaire.compare.lines import Line
from survey.questionnaire.compare.saying import Sentence
from survey.questionnaire.edit.translating import Translation
from survey.questionnaire.model import Questionnaire
from survey.questionnaire.problems import Problem, Problems
from survey.store import log, questionnaires, rounds, versions
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
    """By language: what is missing or stale. It is published without that language."""
    languages: tuple[str, ...] = ()
    """In which it would be published."""


def begin(tx: Tx, organisation: str, name: str, files: Files, account: str | None = None) -> str:
    """A new questionnaire with these files as its draft; returns its id.

    Raises NotNow: there is one of this name; BadInput: the files cannot be kept.
    """
    if any(one.name == name for one in questionnaires.of(tx, organisation)):
        raise NotNow("There is a questionnaire %(name)s already.", name=name)
    made = questionnaires.add(tx, organisation, name, _kept(files), account)
    speaking.note(tx, made, files, all_right=True)
    return made


def save(tx: Tx, questionnaire: str, files: Files, revision: int, account: str | None) -> int:
    """The draft, right or wrong, over the one of `revision`; returns the new revision.

    Raises Stale: somebody else saved meanwhile, `questionnaires.get` has what they wrote.
    """
    sound = _sound_before(questionnaires.get(tx, questionnaire), files)
    now = questionnaires.save(tx, questionnaire, _kept(files), revision, account, sound=sound)
    speaking.note(tx, questionnaire, files)
    return now


def _sound_before(draft: Draft, files: Files) -> Files | None:
    """While the new files are not right: those that were, so that there is something to look at."""
    if not loader.problems_of(files):
        return None
    return draft.sound if loader.problems_of(draft.files) else draft.files


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
    files, open_ = _ready(tx, draft)
    problems = tuple(loader.problems_of(files))
    if problems:
        return Step(number, problems)
    found = loader.of_files(files)
    spoken = found.instrument.languages
    if not before:
        return Step(number, problems, untranslated=open_, languages=spoken)
    old = versions.get(tx, before[-1].version)
    changes = compare(old, found)
    same = comparable(changes, declared)
    return Step(
        number,
        problems,
        changes,
        tuple(saying.in_words(changes)),
        tuple(saying.what_follows(changes, same, lost_skills(old, found, same))),
        tuple(lines.between(speaking.ready(before[-1].files, open_), files)),
        tuple(_keeping(tx, draft, before)),
        open_,
        spoken,
    )


def _ready(tx: Tx, draft: Draft) -> tuple[Files, Mapping[str, list[Translation]]]:
    """What of the draft can be published, and the languages that are left out of it."""
    try:
        open_ = speaking.untranslated(tx, draft)
    except Problems:
        return draft.files, {}
    return speaking.ready(draft.files, open_), open_


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
    """The draft of this revision becomes the next version, without the languages in which a
    translation is missing or stale; they stay in the draft.

    Raises Problems: it is not right. Stale: it is not at `revision`. NotNow: no note, nothing has
    changed, or the questionnaire has another id now.
    """
    draft = questionnaires.get(tx, questionnaire)
    questionnaires.save(tx, questionnaire, draft.files, revision, account, sound=draft.sound)
    files, open_ = _ready(tx, draft)
    found = loader.of_files(files)
    before = questionnaires.published(tx, questionnaire)
    note = note.strip()
    _refuse(draft, found, note, before[-1] if before else None)
    versions.keep(tx, found)
    made = Publication(
        questionnaire=draft.id,
        number=len(before) + 1,
        version=found.version,
        files=files,
        note=note,
        declared=declared or Declared(),
        account=account,
        day=today,
        left_out=tuple(open_),
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
    speaking.note(tx, questionnaire, old.files, all_right=True)
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
