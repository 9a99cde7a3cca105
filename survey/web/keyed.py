"""What is wrong with a typed form, in words: place and cure."""

from collections.abc import Sequence

from babel.lists import format_list
from flask_babel import get_locale, gettext

from survey.paper.form import Asking, Line, lines
from survey.paper.typed import NOT_ASKED, Entry, Typed, differing


def problems(asking: Asking, entry: Entry) -> dict[str, str]:
    """By name of the line."""
    every = {one.name: one for one in lines(asking)}
    return {name: _problem(every[name], msgid) for name, msgid in entry.wrong.items()}


def _problem(line: Line, msgid: str) -> str:
    said = str(gettext(msgid))
    if msgid == NOT_ASKED or not line.keys:
        return said
    keys = format_list(list(line.keys), style="or", locale=get_locale())
    cure = gettext("Type %(keys)s, or leave it empty.", keys=keys)
    return f"{said} {cure}"


def differences(asking: Asking, typed: Typed, earlier: Sequence[Typed]) -> dict[str, str]:
    """Both typings of what was not typed alike twice."""
    before, empty = earlier[-1], str(gettext("nothing"))
    return {
        name: str(
            gettext(
                "Typed first: %(first)s. Typed then: %(second)s. Look at the paper and type it "
                "once more.",
                first=before.get(name, "").strip() or empty,
                second=typed.get(name, "").strip() or empty,
            )
        )
        for name in differing(asking, typed, earlier)
    }


def span(line: Line) -> str:
    """The keys of a line, briefly: "1–5, N"."""
    numbers = [key for key in line.keys if key.isdigit()]
    others = [key for key in line.keys if not key.isdigit()]
    return ", ".join([f"{numbers[0]}–{numbers[-1]}", *others])
