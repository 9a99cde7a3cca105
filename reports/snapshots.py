"""A report as it is kept: JSON that any later version opens.

The policy. A snapshot never changes. What later versions add to it, they add with a default: fields
of the model have theirs in the class, what templates read has its own in `LATER`, in this file and
nowhere else. So a snapshot of any age reads like one of today, and the templates of sections that
are not made any more stay. `SCHEMA` grows only when a program of before could not read what is kept
now; a program that meets a newer one says so and shows nothing. tests/golden/snapshots holds one
snapshot of each schema, which must open for good.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from reports.model import Report, Section
from survey.errors import NotNow

SCHEMA = 1
"""0, without a number: before this was counted. The same as 1."""

LATER: Mapping[str, Mapping[str, Any]] = {
    "at_a_glance": {"ends": (), "note": "", "try": None},
    "change": {"compared": [], "rows.first": [], "rows.part": ""},
    "five_skills": {"columns.head": ""},
    "guess": {"ends": ()},
    "highest_lowest": {"notes": {"highest": [], "lowest": [], "differing": []}},
    "ideas": {"blocks.note": ""},
    "skill": {"ends": ()},
    "views": {
        "note": "",
        "notes": {"higher": [], "lower": []},
        "titles": {"higher": "", "lower": ""},
    },
}
"""Section id -> {what its template reads: what stands for it in a snapshot that was made before}.
Dots lead into what is within, through each entry of a list: {"blocks.rows.note": ""}."""


class TooNew(NotNow):
    """The snapshot was made by a later version of the program than this one."""

    def __init__(self, schema: int) -> None:
        super().__init__(
            "This report was made by a later version of the program: its schema is %(schema)s, and "
            "this version reads up to %(known)s. It can be read again after the next update.",
            schema=schema,
            known=SCHEMA,
        )


def to_text(report: Report) -> str:
    """The snapshot: the same report gives the same text."""
    plain = {"schema": SCHEMA, **report.as_plain()}
    return json.dumps(plain, ensure_ascii=False, sort_keys=True)


def content_of(text: str) -> str:
    """The snapshot's content id, printed in each PDF that is made of it: SHA-256, hex."""
    return hashlib.sha256(text.encode()).hexdigest()


def from_text(text: str) -> Report:
    """The report, whichever version made the snapshot. Raises TooNew."""
    plain: dict[str, Any] = json.loads(text)
    schema = plain.pop("schema", 0)
    if schema > SCHEMA:
        raise TooNew(schema)
    report = Report.from_plain(_known(plain))
    return replace(report, sections=tuple(_completed(each) for each in report.sections))


def _known(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Without fields that a later version of the same schema added, and that this one can do
    without."""
    kept = {field.name for field in fields(Report)}
    known = {name: value for name, value in plain.items() if name in kept}
    inner = {field.name for field in fields(Section)}
    known["sections"] = [
        {name: value for name, value in each.items() if name in inner} for each in plain["sections"]
    ]
    return known


def _completed(section: Section) -> Section:
    content = dict(section.content)
    for path, value in LATER.get(section.id, {}).items():
        _complete([content], path.split("."), value)
    return replace(section, content=content)


def _complete(places: Iterable[Any], path: list[str], value: Any) -> None:
    name, *rest = path
    for place in places:
        if not rest:
            place.setdefault(name, value)
        elif isinstance(place.get(name), list):
            _complete(place[name], rest, value)
        elif isinstance(place.get(name), dict):
            _complete([place[name]], rest, value)
