"""Doubts about the words of a right questionnaire: where, which rule, why, and what was accepted.

A warning is accepted by a comment at the place, with the reason; comments are no part of the
version, and edits keep them:

    # accepted jargon: everybody here says "lean"
    - id: comm_visi_1
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from survey.errors import BadInput, NotFound
from survey.questionnaire import document, loader
from survey.questionnaire.document import Document, Path
from survey.questionnaire.edit.rewriting import with_comment
from survey.questionnaire.lint.rules import OF_WHOLE, OF_WORDING, Doubt
from survey.questionnaire.loader import ENDING
from survey.questionnaire.model import Questionnaire
from survey.questionnaire.problems import Remarks
from survey.questionnaire.types.question_type import N_

WHY: Mapping[str, str] = {
    "double_barrelled": N_("two things in one statement cannot get one answer: %(found)s"),
    "negated": N_("a negation makes low answers a riddle: %(found)s"),
    "jargon": N_("not everyone reads this word alike: %(found)s"),
    "too_long": N_("%(found)s words; up to 16 are understood at the first reading"),
    "hard_to_read": N_("reads at school grade %(found)s; use shorter words and sentences"),
    "out_of_sight": N_("others cannot see or hear this, they can only guess: %(found)s"),
    "near_duplicate": N_("nearly the same as %(found)s: it adds length and nothing else"),
    "empty_cell": N_("no item here for this responsibility and rater group: %(found)s"),
    "missing_translation": N_("in %(found)s this is still the text of the first language"),
    "unseen_by_groups": N_("only %(found)s of the rater groups can see this"),
    "drifted": N_("self and others answer different statements: %(found)s of the words are shared"),
}
"""What is wrong about it, by rule; %(found)s is what the rule saw."""

_ACCEPTED = re.compile(r"#\s*accepted\s+([a-z_]+)\s*:\s*(\S[^\r\n]*)")


@dataclass(frozen=True)
class Finding:
    """One doubt. Line and column count from 1; `reason` is why it was accepted, if it was."""

    rule: str
    file: str
    line: int
    column: int
    path: Path
    found: str
    reason: str = ""

    @property
    def why(self) -> str:
        return WHY[self.rule] % {"found": self.found}

    def __str__(self) -> str:
        accepted = f" (accepted: {self.reason})" if self.reason else ""
        return f"{self.file}:{self.line}:{self.column}: {self.rule}: {self.why}{accepted}"


def lint(files: Mapping[str, bytes]) -> list[Finding]:
    """All doubts, accepted ones too, by file and line. Raises Problems: it is not right yet."""
    questionnaire = loader.of_files(files)
    read = {name: _document(name, data) for name, data in files.items()}
    found = []
    for rule, doubt in doubts(questionnaire):
        name = doubt.skill + ENDING
        place = read[name].place(doubt.path)
        found.append(Finding(rule, name, place.line, place.column, doubt.path, doubt.found))
    accepted = {name: _accepted(data, read[name]) for name, data in files.items()}
    judged = [_judged(one, accepted[one.file]) for one in found]
    return sorted(judged, key=lambda one: (one.file, one.line, one.column, one.rule))


def doubts(questionnaire: Questionnaire) -> Iterator[tuple[str, Doubt]]:
    """Each with the name of its rule."""
    for skill in questionnaire.skills:
        for at, item in enumerate(skill.items):
            for key in ("self", "other"):
                for language in questionnaire.instrument.languages:
                    text = getattr(item, key).to(language)
                    for name, rule in OF_WORDING.items():
                        if said := rule(text, language):
                            path = ("items", at, key, language)
                            yield name, Doubt(skill.id, path, said)
    for name, of_whole in OF_WHOLE.items():
        for doubt in of_whole(questionnaire):
            yield name, doubt


def accept(files: Mapping[str, bytes], finding: Finding, reason: str) -> dict[str, bytes]:
    """The files with a comment at this place that says why.

    Raises BadInput (no reason), NotFound (no such file) and CannotEdit (no line for it).
    """
    said = " ".join(reason.split())
    if not said:
        raise BadInput("say why this is right as it is")
    if finding.file not in files:
        raise NotFound(f"no file {finding.file}")
    comment = f"# accepted {finding.rule}: {said}"
    path = _spot(finding.path)
    return {**files, finding.file: with_comment(finding.file, files[finding.file], path, comment)}


def _document(name: str, data: bytes) -> Document:
    found = document.read(data, Remarks(name))
    if found is None:
        raise NotFound(f"no file {name}")
    return found


def _spot(path: Path) -> Path:
    """What a comment is about: the whole entry of a list, or the whole value of a key."""
    return path[:2] if len(path) > 1 and isinstance(path[1], int) else path[:1]


def _accepted(data: bytes, read: Document) -> list[tuple[Path, str, str]]:
    """Spot, rule and reason of each such comment: it is about what it stands in, or above."""
    found = []
    for number, line in enumerate(_lines(data), start=1):
        if match := _ACCEPTED.search(line):
            found.append((_spot_at(read, number, line), match.group(1), match.group(2).strip()))
    return found


def _spot_at(read: Document, number: int, line: str) -> Path:
    """The spot that begins next below a comment line, or that the line belongs to."""
    column = len(line) - len(line.lstrip()) + 1
    starts = sorted(
        (place.line, place.column, _spot(path))
        for path, place in {**read.values, **read.keys}.items()
        if path
    )
    alone = line.lstrip().startswith("#")
    before = [start for start in starts if start[0] <= number]
    after = [start for start in starts if start[0] > number]
    if alone and after and (not before or _is_above(before, after[0], column)):
        return after[0][2]
    return before[-1][2] if before else ()


def _is_above(
    before: Sequence[tuple[int, int, Path]], below: tuple[int, int, Path], column: int
) -> bool:
    """Whether a comment at `column` stands above the next spot, not within the last one."""
    _, begins, spot = below
    return before[-1][2] == spot or column < begins + (len(spot) == 1)


def _lines(data: bytes) -> list[str]:
    return re.split(r"\r\n|\r|\n", data.decode("utf-8-sig"))


def _judged(finding: Finding, accepted: Iterable[tuple[Path, str, str]]) -> Finding:
    spot = _spot(finding.path)
    for where, rule, reason in accepted:
        if rule == finding.rule and where == spot:
            return Finding(**{**vars(finding), "reason": reason})
    return finding
