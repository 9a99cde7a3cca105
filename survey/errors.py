"""One tree of errors. `survey.web.errors` maps it to pages once; no view catches anything.

PlumblineError
├── NotFound          nothing here by that name, or nothing that this visitor may see
│   └── ReportAway    … any more: a report that was taken back, or that a newer one replaced
├── LinkUnknown       a link that never was
│   └── NewerLink     … or was replaced by a newer one
├── Withdrawn         the request was taken back; nothing is asked any more
├── RoundClosed       the round does not take answers now
├── Declined          this invitation was turned down
├── AlreadySent       answers that were sent are final
├── Stale             somebody else (often: another tab) saved in between
│   └── SettingsChanged   … and what they saved are the settings of a round
├── CannotOpen        a sealed draft that this link's secret does not open
├── Incomplete        too few answers to send
├── Unproven          the auditor cannot vouch for what would leave: it stays
├── NoRoom            the store cannot write: the disk is full, or cannot be written
├── NotNow            the thing is there, but not in a state in which this can be done
└── BadInput          what came in cannot be used; says where and how to mend it
    └── TooOften      asked for more often than is good for somebody's inbox
"""

from datetime import date


class PlumblineError(Exception):
    """Root of all errors that a user can cause or meet."""


class NotFound(PlumblineError):
    """Nothing here by that name, or nothing that this visitor may see."""


class ReportAway(NotFound):
    """A report that the person it is about cannot read now: its coach has taken it back, or a newer
    one has taken its place."""


class LinkUnknown(PlumblineError):
    """A link that never was, or was replaced by a newer one."""


class NewerLink(LinkUnknown):
    """A link that a newer one has replaced (decision 8)."""


class Withdrawn(PlumblineError):
    """The invitation was taken back; nothing is asked any more."""


class RoundClosed(PlumblineError):
    """The round does not take answers: not open yet, or closed. A day is given where it is set:
    `opens_on` lies ahead, `closed_on` was the last one."""

    def __init__(
        self, message: str = "", opens_on: date | None = None, closed_on: date | None = None
    ) -> None:
        super().__init__(message or "the round does not take answers now")
        self.opens_on = opens_on
        self.closed_on = closed_on


class Declined(PlumblineError):
    """The rater said that they do not know this person well enough."""


class AlreadySent(PlumblineError):
    """Answers that were sent are final (decision 9)."""


class Stale(PlumblineError):
    """The draft was saved elsewhere since this page was opened."""


class SettingsChanged(Stale):
    """Another admin changed the settings of the round meanwhile."""


class CannotOpen(PlumblineError):
    """A sealed draft that this secret does not open."""


class Incomplete(PlumblineError):
    """Too few answers to send (decision 5). `skills` are the ids of those that lack some."""

    def __init__(self, skills: tuple[str, ...] = ()) -> None:
        super().__init__(f"too few answers in: {', '.join(skills)}")
        self.skills = skills


class Unproven(PlumblineError):
    """Numbers that, with all that left before, would tell of fewer raters than was promised, or of
    which nobody can say whom they are about. They do not leave."""


class NoRoom(PlumblineError):
    """The store takes nothing now: its disk is full, or cannot be written. Nothing was changed."""


class StoreAway(PlumblineError):
    """The store does not answer: its server is down, or its file cannot be opened."""


class NotNow(PlumblineError):
    """It cannot be done in the present state; the message says which, and what would help.

    `message` is translated where it is shown, with %(name)s for `values`.
    """

    def __init__(self, message: str, **values: object) -> None:
        super().__init__(message % values if values else message)
        self.message = message
        self.values = values


class BadInput(PlumblineError):
    """Input that cannot be used. `where` is a place such as "row 7"; the message says the cure."""

    def __init__(self, message: str, where: str = "") -> None:
        super().__init__(f"{where}: {message}" if where else message)
        self.where = where
        self.message = message


class TooOften(BadInput):
    """Asked for more often than is good for somebody's inbox."""
