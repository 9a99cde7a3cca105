"""Days as pages write them: 3 October 2026."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date
from flask_babel import get_locale

_SPOKEN = {"en": "en_GB"}  # the order of day and month that we write for, as in reports


def written(day: date) -> str:
    language = str(get_locale())
    return str(format_date(day, "long", locale=_SPOKEN.get(language, language)))


def moment(seconds: int, time_zone: str) -> str:
    """A day and a time of the clock there: Monday 30 November 2026, 14:00."""
    language = str(get_locale())
    at = datetime.fromtimestamp(seconds, ZoneInfo(time_zone))
    pattern = "EEEE d MMMM y" if language == "en" else "full"
    day = format_date(at, pattern, locale=_SPOKEN.get(language, language))
    return f"{day}, {at:%H:%M}"
