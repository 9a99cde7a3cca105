"""Who else is at work on a draft: told on every page, and asked again while one is open."""

from datetime import timedelta

from flask_babel import format_timedelta, gettext

from survey.store import authors
from survey.store.authors import Author
from survey.store.database import Tx
from survey.store.questionnaires import Draft
from survey.web.house import house
from survey.web.visit import account

HERE = 60
"""Seconds without a sign from a page after which nobody sits before it."""
LATELY = 30 * 60
"""Seconds for which it is told that somebody saved; without scripts that is the only sign."""


def note_here(tx: Tx, draft: Draft) -> None:
    """This visitor has a page of it open."""
    authors.note(tx, draft.id, account().id, _now())


def note_saved(tx: Tx, draft: Draft) -> None:
    """This visitor has just saved it."""
    authors.note(tx, draft.id, account().id, _now(), saved=True)


def company(tx: Tx, draft: Draft) -> list[str]:
    """A sentence about each of the others."""
    now, me = _now(), account().id
    found = (_told(one, now) for one in authors.of(tx, draft.id) if one.account != me)
    return [told for told in found if told]


def _told(one: Author, now: int) -> str:
    lately = one.saved is not None and now - one.saved < LATELY
    ago = format_timedelta(timedelta(seconds=(one.saved or now) - now), add_direction=True)
    if now - one.seen < HERE and one.saved is not None:
        told = gettext("%(name)s is editing this, last saved %(ago)s.", name=one.name, ago=ago)
    elif now - one.seen < HERE:
        told = gettext("%(name)s has this open, too, and has saved nothing yet.", name=one.name)
    elif lately:
        told = gettext("%(name)s saved this %(ago)s and may still be at it.",
                       name=one.name, ago=ago)  # fmt: skip
    else:
        told = ""
    return str(told)


def _now() -> int:
    return int(house().shop.clock())
