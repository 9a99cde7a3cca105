"""What is said while something is made, beside how far it is: that it waits behind others, or that
whoever made it fell silent. Nothing is lost then; a sweep finds it."""

from flask_babel import gettext

from survey.web.house import house

MANY = 5
"""Jobs that wait, from which on it is told that they do."""
SILENT = 20
"""Seconds without a sign of life, which comes each ten, until it is told."""


def told(state: str, heartbeat: int) -> str:
    """ "" where all goes its way. `heartbeat`: the last sign of life, in seconds since 1970."""
    shop = house().shop
    if state == "queued":
        waiting = shop.queue.waiting()
        if waiting <= MANY:
            return ""
        return str(gettext("%(n)s jobs are waiting, so it may take some minutes.", n=waiting))
    if heartbeat > shop.clock() - SILENT:
        return ""
    return str(
        gettext("It takes longer than usual. It is taken up again by itself; nothing is lost.")
    )
