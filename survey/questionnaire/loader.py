"""From a folder of YAML to a `Questionnaire`, or to the list of all that is wrong with it.

`load` is the only door: what it returns has been checked in every respect, and what is wrong in
any of the files is found in one run.
"""

import re
import stat
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from survey.questionnaire import canonical, conditions, document, guard, names, references, shape
from survey.questionnaire.model import ID, LANGUAGE, Instrument, Questionnaire, Skill
from survey.questionnaire.problems import Message, Place, Problem, Problems, Remarks, nearest, shown
from survey.questionnaire.source import Source

INSTRUMENT = "instrument.yaml"
ENDING = ".yaml"
MAX_FILES = 40
"""YAML files of a folder that are looked at: the instrument, 20 skills, and some to be sorted."""

Files = tuple[tuple[str, bytes | Message], ...]
"""Name and content of every YAML file of a folder, or why there is no content."""
Reading = tuple[Questionnaire | None, tuple[Problem, ...]]


def load(folder: Path) -> Questionnaire:
    """Read and check a folder. Raises `Problems` with everything that is wrong.

    Unchanged files are not parsed again: the answer is kept by content.
    """
    questionnaire, problems = _reading(folder)
    if questionnaire is None:
        raise Problems(problems)
    return questionnaire


def of_files(files: Mapping[str, bytes]) -> Questionnaire:
    """The questionnaire that files make which lie in no folder. Raises `Problems`.

    Only the YAML files among them are looked at, as in a folder.
    """
    questionnaire, problems = _of_files(files)
    if questionnaire is None:
        raise Problems(problems)
    return questionnaire


def problems_of(files: Mapping[str, bytes]) -> list[Problem]:
    """All that is wrong with these files, as `find_problems` lists it."""
    return list(_of_files(files)[1])


def bytes_of(folder: Path) -> dict[str, bytes]:
    """The YAML files of a folder as they are, to be edited or packed. Raises Problems.

    Raises it for a file that cannot be read, too; what is in the files is not checked.
    """
    found: dict[str, bytes] = {}
    try:
        paths = _files(folder)
    except OSError:
        raise Problems(_nothing(folder, Message.UNREADABLE_FOLDER)[1]) from None
    if paths is None:
        raise Problems(_nothing(folder, Message.NO_FOLDER)[1])
    for path in paths[: MAX_FILES + 1]:
        content = _content(path, folder)
        if isinstance(content, Message):
            raise Problems(_nothing(path, content)[1])
        found[path.name] = content
    return found


def _of_files(files: Mapping[str, bytes]) -> Reading:
    found = sorted((name, data) for name, data in files.items() if name.endswith((ENDING, ".yml")))
    if len(found) > MAX_FILES:
        return _nothing(Path("."), Message.TOO_MANY_FILES, limit=MAX_FILES)
    return _read(tuple((name, data[: guard.MAX_BYTES + 1]) for name, data in found))


def find_problems(folder: Path) -> list[Problem]:
    """All that is wrong with a folder, file by file in the order of the lines; [] if nothing."""
    return list(_reading(folder)[1])


def _reading(folder: Path) -> Reading:
    try:
        found = _files(folder)
    except OSError:
        return _nothing(folder, Message.UNREADABLE_FOLDER)
    if found is None:
        return _nothing(folder, Message.NO_FOLDER)
    if len(found) > MAX_FILES:
        return _nothing(folder, Message.TOO_MANY_FILES, limit=MAX_FILES)
    return _read(tuple((path.name, _content(path, folder)) for path in found))


def _files(folder: Path) -> list[Path] | None:
    """The YAML files of the folder, in order; None if there is no folder. Raises OSError."""
    if not folder.is_dir():
        return None
    return sorted(
        path
        for path in folder.iterdir()
        if path.suffix in (ENDING, ".yml") and not path.name.startswith(".")
    )


def _nothing(folder: Path, why: Message, **values: int) -> Reading:
    remarks = Remarks(str(folder))
    remarks.add(why, Place(0, 0), **values)
    return None, tuple(remarks.listed())


def _content(path: Path, folder: Path) -> bytes | Message:
    """The bytes of an ordinary file inside the folder, never more than just over the limit."""
    try:
        real = path.resolve(strict=True)
        if not real.is_relative_to(folder.resolve()) or not stat.S_ISREG(real.stat().st_mode):
            return Message.OUTSIDE_FOLDER
        with real.open("rb") as file:
            return file.read(guard.MAX_BYTES + 1)
    except (OSError, RuntimeError):  # RuntimeError: links in a circle, before Python 3.13
        return Message.UNREADABLE_FILE


@lru_cache(maxsize=8)
def _read(files: Files) -> Reading:
    folder = _Folder(files)
    if folder.instrument is None:
        folder.check_skills_alone()
        return None, folder.problems()
    return folder.questionnaire(folder.instrument), folder.problems()


class _Folder:
    """One run over the files of a folder: what could be read, and what is wrong with each."""

    def __init__(self, files: Files) -> None:
        self._remarks = {name: Remarks(name) for name in (INSTRUMENT, *dict(files))}
        self._sources: dict[str, Source] = {}
        for name, content in files:
            self._open(name, content)
        if INSTRUMENT not in dict(files):
            self._remarks[INSTRUMENT].add(Message.NO_INSTRUMENT, Place(0, 0))
        self.instrument = self._sources.pop(INSTRUMENT, None)
        self._order: list[str] = []

    def _open(self, name: str, content: bytes | Message) -> None:
        remarks = self._remarks[name]
        if isinstance(content, Message):
            remarks.add(content, Place())
        elif (read := document.read(content, remarks)) is not None:
            self._sources[name] = Source(read, remarks)

    def problems(self) -> tuple[Problem, ...]:
        """All that was noted: the instrument first, then the skills in their order."""
        first = [INSTRUMENT, *(name for name in self._order if name in self._remarks)]
        order = [*first, *(name for name in self._remarks if name not in first)]
        return tuple(problem for name in order for problem in self._remarks[name].listed())

    def questionnaire(self, source: Source) -> Questionnaire | None:
        """The whole folder as one; None if anything at all was noted."""
        languages = _languages(source)
        instrument = shape.read(source.document, Instrument, source.remarks, languages)
        skills = self._skills_in_order(source)
        read = _skill_models(skills, languages)
        names.check(source, skills)
        references.check(source, skills)
        conditions.check(source, skills)
        if instrument is None or self.problems():
            return None
        return canonical.assemble(instrument, tuple(read))

    def check_skills_alone(self) -> None:
        """Without an instrument the skills can still be checked each for itself."""
        _skill_models(self._sources, ())

    def _skills_in_order(self, source: Source) -> dict[str, Source]:
        """The readable skill files by id; notes those that are missing and those left over."""
        wanted = {
            skill: path for path, skill in source.top.words("skills") if re.fullmatch(ID, skill)
        }
        self._order = [skill + ENDING for skill in wanted]
        strays = [name for name in self._remarks if name not in (INSTRUMENT, *self._order)]
        for skill, path in wanted.items():
            if skill + ENDING not in self._remarks:
                hint = nearest(skill + ENDING, set(strays))
                file = shown(skill + ENDING)
                source.remarks.add(
                    Message.NO_SKILL_FILE, source.document.place(path), hint, file=file
                )
        for name in strays if wanted else []:
            hint = nearest(name.rpartition(".")[0], set(wanted))
            self._remarks[name].add(Message.STRAY_FILE, Place(), hint)
        return {
            skill: self._sources[skill + ENDING]
            for skill in wanted
            if skill + ENDING in self._sources
        }


def _languages(instrument: Source) -> tuple[str, ...]:
    """The declared languages; () if they are not well declared, and then none is asked for."""
    listed = [language for _, language in instrument.top.words("languages")]
    return tuple(listed) if all(re.fullmatch(LANGUAGE, each) for each in listed) else ()


def _skill_models(skills: Mapping[str, Source], languages: tuple[str, ...]) -> list[Skill]:
    models = (
        shape.read(skill.document, Skill, skill.remarks, languages) for skill in skills.values()
    )
    return [model for model in models if model is not None]
