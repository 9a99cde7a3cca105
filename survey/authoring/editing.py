"""Saving a draft that others may be saving, too: what each has changed is kept, or asked about."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from survey.authoring import publishing
from survey.errors import BadInput, NotFound, NotNow
from survey.questionnaire import loader
from survey.questionnaire.edit import operations
from survey.questionnaire.edit.fields import Field, fields, is_id, put
from survey.questionnaire.edit.merging import Clash, mark, merge, merge_lines
from survey.questionnaire.edit.rewriting import meaning, newline_of
from survey.questionnaire.loader import ENDING, INSTRUMENT
from survey.store import log, questionnaires
from survey.store.database import Tx

READY = Path(__file__).parent.parent.parent / "questionnaires"
"""Folders of questionnaires to begin from."""

Files = Mapping[str, bytes]
Act = Callable[[Files], Files]


@dataclass(frozen=True)
class Sent:
    """What one form sends: the values shown on it, and marks of what they were when it was made."""

    revision: int
    seen: Mapping[str, str]
    values: Mapping[str, str]


@dataclass(frozen=True)
class Saved:
    """With `clashes` nothing was saved. `elsewhere`: somebody saved since the form was made."""

    revision: int
    clashes: tuple[Clash, ...] = ()
    elsewhere: bool = False


def ready(more: Path) -> dict[str, Files]:
    """Questionnaires that can be begun from, by their ids: those of the product, and the one in
    the folder `more`, which the installation asks by itself."""
    found: dict[str, Files] = {}
    for folder in (more, *sorted(READY.iterdir())):
        if (folder / INSTRUMENT).is_file():
            files = loader.bytes_of(folder)
            if not loader.problems_of(files):
                found.setdefault(loader.of_files(files).instrument.id, files)
    return found


def begin(tx: Tx, organisation: str, name: str, files: Files, account: str) -> str:
    """A draft of these files under the id `name`. Raises NotNow (taken, no id), BadInput."""
    if not is_id(name):
        raise NotNow("%(id)s is not an id: small letters, digits and single _, a letter first.",
                     id=name)  # fmt: skip
    plain = meaning(INSTRUMENT, files.get(INSTRUMENT, b""))
    if isinstance(plain, dict) and plain.get("id") != name:
        files = operations.change(files, INSTRUMENT, {**plain, "id": name})
    made = publishing.begin(tx, organisation, name, files, account)
    log.write(tx, "questionnaire.begun", organisation=organisation, account=account,
              target=f"questionnaire:{made}")  # fmt: skip
    return made


def id_of(files: Files) -> str:
    """As the instrument's file says. Raises Problems, BadInput."""
    if INSTRUMENT not in files:
        raise BadInput("there is no instrument.yaml among these files")
    plain = meaning(INSTRUMENT, files[INSTRUMENT])
    found = plain.get("id") if isinstance(plain, dict) else None
    if not is_id(found):
        raise BadInput("the id in instrument.yaml cannot be read", INSTRUMENT)
    return str(found)


def save_fields(
    tx: Tx, questionnaire: str, sent: Sent, account: str, act: Act | None = None
) -> Saved:
    """The values of a form, then what its button does (`act`).

    Raises Problems (a file cannot be read, or could not with these words), NotFound (what the
    button is about is gone) and CannotEdit; then nothing is saved.
    """
    draft = questionnaires.get(tx, questionnaire)
    there = fields(draft.files)
    now = {name: field.words for name, field in there.items()}
    merged = merge(sent.seen, sent.values, now)
    elsewhere = draft.revision != sent.revision
    if merged.clashes:
        return Saved(draft.revision, merged.clashes, elsewhere)
    files: Files = draft.files
    for name, words in sorted(merged.mine.items(), key=lambda one: _last(there[one[0]])):
        files = put(files, name, words)
    if act:
        files = act(files)
    return _kept(tx, draft, files, account, elsewhere)


def save_file(
    tx: Tx, questionnaire: str, name: str, sent: Sent, account: str, *, base: str = ""
) -> Saved:
    """One file as text, under the name "text".

    With the text that its author began from as `base`, lines that others changed meanwhile are put
    together with the author's; a clash has in `mine` those of theirs that the author left alone.
    Raises NotFound (no such file), BadInput.
    """
    draft = questionnaires.get(tx, questionnaire)
    if name not in draft.files:
        raise NotFound("no such file")
    old = draft.files[name].decode()
    merged = merge(sent.seen, sent.values, {"text": old})
    elsewhere = draft.revision != sent.revision
    text = sent.values.get("text", "")
    if merged.clashes and mark(base) == sent.seen["text"]:
        text, clean = merge_lines(base, text, old)
        if not clean:
            return Saved(draft.revision, (Clash("text", text, old),), elsewhere)
    elif merged.clashes:
        return Saved(draft.revision, merged.clashes, elsewhere)
    elif not merged.mine:
        return Saved(draft.revision, (), elsewhere)
    text = text.replace("\r\n", "\n").replace("\n", newline_of(old))
    files = {**draft.files, name: text.encode("utf-8", "replace")}
    return _kept(tx, draft, files, account, elsewhere)


def add_skill(files: Files, skill: str, like: str) -> Files:
    """A new skill with the texts of another one, to be rewritten; its items get ids of its own.

    Raises NotNow: no id, or taken; NotFound: no skill `like`.
    """
    if not is_id(skill):
        raise NotNow("%(id)s is not an id: small letters, digits and single _, a letter first.",
                     id=skill)  # fmt: skip
    if skill + ENDING in files:
        raise NotNow("There is a skill %(id)s already.", id=skill)
    if like + ENDING not in files:
        raise NotFound("no such skill")
    plain = meaning(like + ENDING, files[like + ENDING])
    items = [{**one, "id": f"{skill}_{n}"} for n, one in enumerate(plain["items"], start=1)]
    files = {**files, skill + ENDING: files[like + ENDING]}
    files = operations.change(files, skill + ENDING, {**plain, "id": skill, "items": items})
    top = meaning(INSTRUMENT, files[INSTRUMENT])
    return operations.change(files, INSTRUMENT, {**top, "skills": [*top["skills"], skill]})


def drop_skill(files: Files, skill: str) -> Files:
    """The skill is asked no more. Raises NotFound."""
    top = meaning(INSTRUMENT, files[INSTRUMENT])
    if skill not in top["skills"] or skill + ENDING not in files:
        raise NotFound("no such skill")
    left = [one for one in top["skills"] if one != skill]
    files = operations.change(files, INSTRUMENT, {**top, "skills": left})
    return {name: data for name, data in files.items() if name != skill + ENDING}


def free_id(files: Files, skill: str) -> str:
    """For a new item of the skill: its id and the next number that no item ever had here."""
    text = b"\n".join(files.values()).decode("utf-8", "replace")
    number = 1
    while f"{skill}_{number}" in text:
        number += 1
    return f"{skill}_{number}"


def _last(field: Field) -> int:
    """A move comes after what is written where the item was."""
    return int(field.kind == "cell")


def _kept(
    tx: Tx, draft: questionnaires.Draft, files: Files, account: str, elsewhere: bool
) -> Saved:
    if dict(files) == dict(draft.files):
        return Saved(draft.revision, (), elsewhere)
    revision = publishing.save(tx, draft.id, files, draft.revision, account)
    return Saved(revision, (), elsewhere)
