"""How often one address may try what could be guessed or flooded. Counted in memory, or in Redis
where several web processes share one count (REDIS_URL).

Flask-Limiter's own hooks cost every page a sixth of its time, also those without any limit; so its
engine, `limits`, is asked by the few views that have one.
"""

import logging
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, cast

from flask import Flask, current_app, request
from limits import parse_many
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter
from werkzeug.exceptions import TooManyRequests

from survey.settings import Settings

log = logging.getLogger("survey.web")

GUESSES = "30 per minute; 1000 per day"
"""Of something secret with many bits: a printed code."""
STARTS = "60 per minute"
"""Forms begun at the first page: a whole office behind one address, and no more."""

_EXTENSION = "throttle"

View = Callable[..., Any]


class Limiter:
    """`@limiter.limit(GUESSES)` under the route. What only looks (GET) is not counted."""

    def limit(self, rates: str) -> Callable[[View], View]:
        """`rates` such as "10 per minute; 200 per day", for each address and view."""
        limits = parse_many(rates)

        def decorate(view: View) -> View:
            @wraps(view)
            def limited(*args: Any, **kwargs: Any) -> Any:
                if request.method not in ("GET", "HEAD", "OPTIONS"):
                    _count(view.__name__, limits)
                return view(*args, **kwargs)

            return limited

        return decorate


limiter = Limiter()


def init_app(app: Flask, settings: Settings) -> None:
    address = settings.redis_url or "memory://"
    storage = storage_from_string(re.sub("^unix:", "redis+unix:", address))
    app.extensions[_EXTENSION] = FixedWindowRateLimiter(storage)


def _count(view: str, limits: Any) -> None:
    """Raises TooManyRequests."""
    strategy = cast(FixedWindowRateLimiter, current_app.extensions[_EXTENSION])
    visitor = request.remote_addr or "nobody"
    try:
        tries = [strategy.hit(one, view, visitor) for one in limits]  # each one counts it
    except Exception as error:  # counts that cannot be kept must not lock anybody out
        log.error("cannot count tries: %s", type(error).__name__)
        return
    if not all(tries):
        raise TooManyRequests
