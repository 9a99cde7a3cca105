"""From the line of a problem back to what stands there: so it is told where it was made."""

from collections.abc import Iterable, Mapping

from survey.questionnaire import document
from survey.questionnaire.document import Document, Path
from survey.questionnaire.problems import Problem, Remarks

Files = Mapping[str, bytes]


def around(files: Files, problems: Iterable[Problem]) -> list[tuple[Path, Problem]]:
    """Each problem with the way to what it is about in its file; () if that cannot be told."""
    read: dict[str, Document | None] = {}
    found = []
    for problem in problems:
        if problem.file not in read:
            data = files.get(problem.file)
            read[problem.file] = document.read(data, Remarks(problem.file)) if data else None
        found.append((_path(read[problem.file], problem), problem))
    return found


def _path(read: Document | None, problem: Problem) -> Path:
    """Of the key or value that begins last before the problem."""
    if read is None or not problem.line:
        return ()
    here = (problem.line, problem.column)
    places = [(place, path) for path, place in (*read.values.items(), *read.keys.items())]
    before = [(place.line, place.column, len(path), path) for place, path in places
              if (place.line, place.column) <= here]  # fmt: skip
    return max(before, key=lambda one: one[:3])[3] if before else ()
