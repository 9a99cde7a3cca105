"""Days as pages write them: 3 October 2026."""

from datetime import date

from babel.dates import format_date
from flask_babel import get_locale

_SPOKEN = {"en": "en_GB"}  # the order of day and month that we write for, as in reports


def written(day: date) -> str:
    language = str(get_locale())
    return str(format_date(day, "long", locale=_SPOKEN.get(language, language)))
