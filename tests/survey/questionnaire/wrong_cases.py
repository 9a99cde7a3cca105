"""Reads `tests/questionnaires/wrong/*.txt`: what to spoil in `tiny/`, and the problems that follow.

The first lines say why it is wrong. Then, one after the other:

    @ replace FILE      lines "- old" and "+ new" (first occurrence)
    @ write FILE        the lines of a new file
    @ remove FILE
    @ problems          one a line: name in the catalogue, then what `check` prints
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).parents[2] / "questionnaires"


@dataclass(frozen=True)
class Case:
    name: str
    steps: tuple[tuple[str, str, tuple[str, ...]], ...]
    problems: tuple[str, ...]

    def spoil(self, folder: Path) -> Path:
        """A copy of tiny in `folder` with this case's mistakes."""
        shutil.copytree(DATA / "tiny", folder)
        for verb, name, lines in self.steps:
            file = folder / name
            if verb == "remove":
                file.unlink()
            elif verb == "write":
                file.write_text("\n".join(lines) + "\n", encoding="utf-8")
            else:
                old = "\n".join(line[2:] for line in lines if line.startswith("- "))
                new = "\n".join(line[2:] for line in lines if line.startswith("+ "))
                text = file.read_text(encoding="utf-8")
                assert old in text, f"{self.name}: {name} does not hold {old!r}"
                file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return folder


def read(path: Path) -> Case:
    steps: list[tuple[str, str, tuple[str, ...]]] = []
    for section in path.read_text(encoding="utf-8").split("\n@ ")[1:]:
        head, *lines = section.rstrip("\n").split("\n")
        verb, _, name = head.partition(" ")
        steps.append((verb, name, tuple(lines)))
    problems = [line for verb, _, lines in steps if verb == "problems" for line in lines]
    return Case(path.stem, tuple(s for s in steps if s[0] != "problems"), tuple(problems))


CASES = [read(path) for path in sorted((DATA / "wrong").glob("*.txt"))]
