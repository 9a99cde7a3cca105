"""Which comments are shown, under whose name, and in which order (decision 14).

Pure. Comments stand word for word. By group from five submitted raters in that group, several
groups together from three, else none; the order inside follows from the texts alone, apart for
each question, so that nothing links a person's comments to one another or to when they came.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from survey.cells import MINIMUM, Group, partition


@dataclass(frozen=True)
class Comment:
    """One rater's words. `question`: id of an open question, or of a skill."""

    group: str
    question: str
    text: str


@dataclass(frozen=True)
class Shown:
    """Comments on one question from one group, or from several counted together."""

    question: str
    groups: tuple[str, ...]
    texts: tuple[str, ...]


def pools(submitted: Mapping[str, int], groups: Sequence[Group]) -> tuple[tuple[str, ...], ...]:
    """The sets of groups under which comments may stand; named groups stand alone.

    `submitted` counts the forms sent by each group, self left out.
    """
    anonymous = [g for g in groups if g.kind == "anonymous" and submitted.get(g.id)]
    cells = partition({g.id: submitted[g.id] for g in anonymous}, anonymous,
                      MINIMUM.comments_by_group)  # fmt: skip
    by_cell: dict[str, list[str]] = {}
    for group in anonymous:
        by_cell.setdefault(cells.get(group.id) or "", []).append(group.id)
    hidden = by_cell.pop("", [])
    if sum(submitted[g] for g in hidden) >= MINIMUM.comments_pooled:
        by_cell["pooled"] = hidden
    named = [(g.id,) for g in groups if g.kind == "named" and submitted.get(g.id)]
    return (*named, *(tuple(members) for members in by_cell.values()))


def publish_comments(
    comments: Iterable[Comment], submitted: Mapping[str, int], groups: Sequence[Group]
) -> tuple[Shown, ...]:
    """What may be shown, question by question in order of first appearance."""
    there = [c for c in comments if c.text.strip()]
    shown = []
    for question in dict.fromkeys(c.question for c in there):
        for members in pools(submitted, groups):
            texts = [c.text for c in there if c.question == question and c.group in members]
            if texts:
                shown.append(Shown(question, members, _shuffled(question, texts)))
    return tuple(shown)


def _shuffled(question: str, texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(texts, key=lambda t: sha256(f"{question}\0{t}".encode()).digest()))
