"""All that is held about one person, as a ZIP to take along: data.json, a page to read, reports.

Never in it: answers of anybody else, and one's own sent answers about others, which nobody can find
by person; of one's own form about oneself they are known by nature, and are there.
"""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from survey.errors import NotFound
from survey.mailing import filling
from survey.store import accounts, held, people, responses, rounds, versions
from survey.store.database import Tx
from survey.store.held import Identity

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # of files in a ZIP: when a copy was made is nobody's business


@dataclass
class Copy:
    """`data` by heading, each a list of rows; `files` by name."""

    data: dict[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, rows: Sequence[Mapping[str, Any]]) -> None:
        self.data[name] = [*self.data.get(name, ()), *rows]


def of(tx: Tx, who: Identity) -> Copy:
    """Of rows of people and an account."""
    copy = Copy()
    for person in who.people:
        of_rater(tx, person, copy)
        of_manager(tx, person, copy)
    if who.account:
        of_staff(tx, who.account, copy)
    return copy


def of_address(tx: Tx, address: str, organisation: str | None = None) -> Copy:
    """Raises NotFound: nobody has it."""
    who = held.by_address(tx, address, organisation)
    if not who:
        raise NotFound("nobody here has this address")
    return of(tx, who)


def of_rater(tx: Tx, person: str, copy: Copy | None = None) -> Copy:
    """What somebody is known by and asked: never what was answered."""
    copy = copy or Copy()
    copy.add("person", held.person(tx, person))
    copy.add("asked", held.asked(tx, person))
    copy.add("asked_later", held.followed_up(tx, person))
    copy.add("mail", held.mail_to(tx, person))
    return copy


def of_manager(tx: Tx, person: str, copy: Copy | None = None) -> Copy:
    """What somebody who is assessed may see, and wrote: reports as they were released."""
    copy = copy or Copy()
    parts = held.taking_part(tx, person)
    copy.add("taking_part", [{k: v for k, v in part.items() if k != "id"} for part in parts])
    for part in parts:
        for name, rows in held.after(tx, part["id"]).items():
            copy.add(name, rows)
        copy.add("own_answers", _own_answers(tx, part["id"]))
        for report in held.released(tx, part["id"]):
            name = f"reports/{len(copy.files) + 1}.pdf"
            copy.files[name] = bytes(report["pdf"])
            row = {"file": name, "day": report["day"], "sha256": report["pdf_hash"]}
            copy.add("reports", [row])
    return copy


def of_staff(tx: Tx, account: str, copy: Copy | None = None) -> Copy:
    """What is known of an account, without what it wrote about others."""
    copy = copy or Copy()
    for name, rows in held.account(tx, account).items():
        copy.add(name, rows)
    copy.add("mail", held.mail_to(tx, account))
    return copy


def _own_answers(tx: Tx, participation: str) -> list[Mapping[str, Any]]:
    """The form about oneself."""
    asked = versions.get(tx, rounds.of(tx, participation).version)
    return [
        {"answers": {**dict(one.answers), **one.picks}, "comments": dict(one.comments)}
        for one in responses.of(tx, [participation])
        if one.group == asked.self_group.id
    ]


def zipped(copy: Copy, language: str) -> bytes:
    """As a ZIP, in whose index.html one can read what is in it."""
    plain = json.dumps(copy.data, ensure_ascii=False, indent=2, default=str)
    files = {"index.html": _page(copy, language).encode(), "data.json": plain.encode()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as into:
        for name, content in {**files, **copy.files}.items():
            into.writestr(zipfile.ZipInfo(name, _EARLIEST), content)
    return packed.getvalue()


def language_of(tx: Tx, who: Identity) -> str:
    if who.people:
        return people.get(tx, who.people[0]).language
    return accounts.get(tx, who.account or "").language


def _page(copy: Copy, language: str) -> str:
    _ = filling.speech(language).gettext
    title = escape(_("What is held about you"))
    said = [escape(text) for text in _explained(_)]
    sections = [
        f"<h2>{escape(_headings(_).get(name, name))}</h2>{_table(rows)}"
        for name, rows in copy.data.items()
        if rows
    ]
    told = "".join(f"<p>{text}</p>" for text in said)
    return (
        f'<!doctype html><html lang="{escape(language.replace("_", "-"))}">'
        f'<head><meta charset="utf-8"><title>{title}</title></head>'
        f"<body><h1>{title}</h1>{told}{''.join(sections)}</body></html>\n"
    )


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(_cell(row.get(name)))}</td>" for name in names) + "</tr>"
        for row in rows
    )
    return f'<table border="1"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'


def _cell(value: Any) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


def _explained(_: Any) -> list[str]:
    return [
        _("The same stands in data.json, for machines. Reports lie beside it as PDF."),
        _(
            "What you answered about others is not here: it was stored without your name, and "
            "nobody can find it by yours. Only a receipt code leads to it, and you alone have it."
        ),
        _("A form that was begun and not sent is sealed with its link; this says only that it is."),
        _("What others answered about you stands in the reports, as it was released."),
    ]


def _headings(_: Any) -> dict[str, str]:
    return {
        "person": _("Who you are"),
        "asked": _("What you were asked"),
        "asked_later": _("Short follow-ups"),
        "mail": _("Mails to you"),
        "taking_part": _("Rounds about you"),
        "plan": _("Your plan"),
        "goals": _("Your goals"),
        "looks_back": _("Your looks back"),
        "thanks": _("Your thanks to raters"),
        "follow_ups": _("What was asked of your raters later"),
        "own_answers": _("What you answered about yourself"),
        "reports": _("Your reports"),
        "account": _("Your account"),
        "roles": _("Your roles"),
        "sign_ins": _("Where you are signed in"),
        "deeds": _("What you did, as the log has it"),
    }
