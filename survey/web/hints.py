"""Hints on clues in comments, in the visitor's words; and the rules for the visitor's own browser.

What somebody types is looked at in the browser (static/hints.js), by the rules that
`remark_hints` hands out; without JavaScript the check page says the same of what was saved.
"""

import json
from collections.abc import Callable, Mapping

from flask import Response
from flask_babel import get_locale, gettext

from survey.answers.remark_hints import MOST, Kind, find, rules
from survey.web.pages import bp


@bp.get("/remark-hints.json")
def remark_hints() -> Response:
    """The same for everybody who reads this language."""
    told = {
        "most": MOST,
        "lead": lead(),
        "says": {kind: says(kind, "{found}") for kind in _KINDS},
        "rules": [[rule.kind, rule.pattern] for rule in rules(_language())],
    }
    answer = Response(json.dumps(told, ensure_ascii=False), mimetype="application/json")
    answer.headers["Cache-Control"] = "private, max-age=3600"
    answer.vary.add("Accept-Language")
    return answer


def lines(text: str, about: str) -> tuple[str, ...]:
    """A sentence for each clue in `text`, which is about the person called `about`."""
    found = find(text, _language(), frozenset(about.split()))
    return tuple(says(one.kind, one.found) for one in found)


def lead() -> str:
    return str(
        gettext(
            "This may tell who wrote it, or of whom it speaks. You can leave it as it is, or say "
            "it without."
        )
    )


def says(kind: Kind, found: str) -> str:
    return _KINDS[kind](found)


_KINDS: Mapping[Kind, Callable[[str], str]] = {
    "address": lambda found: str(gettext("“%(found)s”: an address", found=found)),
    "phone": lambda found: str(gettext("“%(found)s”: a phone number", found=found)),
    "date": lambda found: str(gettext("“%(found)s”: a day or a date", found=found)),
    "time": lambda found: str(gettext("“%(found)s”: a time of day", found=found)),
    "place": lambda found: str(gettext("“%(found)s”: a place", found=found)),
    "person": lambda found: str(gettext("“%(found)s”: a name", found=found)),
    "writer": lambda found: str(gettext("“%(found)s”: only few can say so", found=found)),
}


def _language() -> str:
    return str(get_locale())
