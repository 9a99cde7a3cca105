"""How often somebody may try: passwords, codes, and what writes mail to an address that anyone can
type. All rules stand in the table below; `limits` counts, in Redis where there is one (REDIS_URL).

Staff's passwords are counted for account and source together, for the source, and for the account:
one guesser can neither go through many accounts, nor lock others out of theirs, nor come from many
places for long. Flask-Limiter's hooks cost every page a sixth of its time, also those without any
limit; so only the few views that have one are wrapped.
"""

import hashlib
import logging
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Flask, make_response, request, session
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from survey.accounts import address_of
from survey.errors import BadInput
from survey.settings import Settings

View = Callable[..., Any]

_log = logging.getLogger("survey.web")
_PATIENCE = 2
"""Seconds to wait for Redis."""


@dataclass(frozen=True)
class Rule:
    """Not more than `rate` from what `key` tells apart; of `only_failed`, what was right is free.

    Only what sends something is counted, never a look.
    """

    rate: str
    key: Callable[[], str]
    only_failed: bool = False


def _source() -> str:
    return request.remote_addr or "nobody"


def _address() -> str:
    """As accounts compare it, without storing it anywhere readable; a form may come as JSON too."""
    sent: Any = request.get_json(silent=True) if request.is_json else request.form
    typed = str(sent.get("email", "")) if isinstance(sent, Mapping) else ""
    try:
        typed = address_of(typed)
    except BadInput:
        typed = typed.strip().lower()
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()


def _address_and_source() -> str:
    return f"{_address()} {_source()}"


def _half_signed_in() -> str:
    """Whoever gave the password and now the code; or is signed in."""
    return str(session.get("tf_user_id") or session.get("_user_id") or _source())


_CODES = (
    Rule("10 per 15 minutes", _half_signed_in, only_failed=True),
    Rule("30 per 15 minutes", _source, only_failed=True),
)
_OWN_PASSWORD = (Rule("10 per 15 minutes", _half_signed_in, only_failed=True),)
_LINK_MAILS = (Rule("3 per hour", _address), Rule("20 per hour", _source))

RULES: dict[str, tuple[Rule, ...]] = {
    # A whole office may start behind one address, and no more.
    "answer.start": (Rule("60 per minute", _source),),
    # Something secret with many bits.
    "answer.enter_code": (Rule("30 per minute", _source), Rule("1000 per day", _source)),
    "keying.open_form": (Rule("30 per minute", _source), Rule("1000 per day", _source)),
    "keying.answers": (Rule("60 per minute", _source), Rule("4000 per day", _source)),
    "receipts.check": (Rule("30 per minute", _source), Rule("1000 per day", _source)),
    "receipts.take_back": (Rule("30 per minute", _source), Rule("1000 per day", _source)),
    "security.login": (
        Rule("5 per 15 minutes", _address_and_source, only_failed=True),
        Rule("30 per 15 minutes", _source, only_failed=True),
        Rule("50 per hour", _address, only_failed=True),
    ),
    "security.wan_signin_response": (Rule("60 per 15 minutes", _source),),
    "security.two_factor_token_validation": _CODES,
    "security.mf_recovery": _CODES,
    "security.two_factor_setup": (Rule("10 per 15 minutes", _half_signed_in),),
    "security.change_password": _OWN_PASSWORD,
    "security.verify": _OWN_PASSWORD,
    "people.mail_link": _LINK_MAILS,
    "home.mail_me": _LINK_MAILS,
    # Writes to up to forty people, without an account; a seminar may do so in one room.
    "nominate.ask": (Rule("60 per hour", _source),),
    "mails.send_test": (Rule("20 per hour", _half_signed_in),),
}
"""By endpoint."""


def init_app(app: Flask, settings: Settings) -> None:
    """After all pages are registered."""
    counts = _Counts(settings.redis_url)
    for endpoint, rules in RULES.items():
        if endpoint in app.view_functions:  # an application of tests has not all of them
            view = app.view_functions[endpoint]
            app.view_functions[endpoint] = _limited(view, endpoint, rules, counts)


def _limited(view: View, endpoint: str, rules: tuple[Rule, ...], counts: "_Counts") -> View:
    found = [(one, parse(one.rate)) for one in rules]

    @wraps(view)
    def limited(*args: Any, **kwargs: Any) -> Any:
        if request.method in {"GET", "HEAD", "OPTIONS"}:
            return view(*args, **kwargs)
        # Before the view, which may change the session.
        tries = [(one.only_failed, rate, (endpoint, one.key())) for one, rate in found]
        room = [
            counts.has_room(rate, key) if only_failed else counts.add(rate, key)
            for only_failed, rate, key in tries  # each one is counted, whatever the others say
        ]
        if not all(room):
            raise TooManyRequests
        answer = make_response(view(*args, **kwargs))
        if _failed(answer):
            for only_failed, rate, key in tries:
                if only_failed:
                    counts.add(rate, key)
        return answer

    return limited


def _failed(answer: Response) -> bool:
    """A password or a code that was right leads on; a wrong one shows the form again."""
    return not 300 <= answer.status_code < 400


class _Counts:
    """Counts that cannot be kept in Redis are kept here meanwhile: nobody is locked out, and
    nobody may guess without end."""

    def __init__(self, redis_url: str | None) -> None:
        self._here = MovingWindowRateLimiter(storage_from_string("memory://"))
        self._shared = self._here
        if redis_url:
            address = re.sub("^unix:", "redis+unix:", redis_url)
            waits = {"socket_timeout": _PATIENCE, "socket_connect_timeout": _PATIENCE}
            self._shared = MovingWindowRateLimiter(storage_from_string(address, **waits))

    def has_room(self, rate: RateLimitItem, key: tuple[str, ...]) -> bool:
        return self._ask(lambda counter: counter.test(rate, *key))

    def add(self, rate: RateLimitItem, key: tuple[str, ...]) -> bool:
        """Whether there was room for it."""
        return self._ask(lambda counter: counter.hit(rate, *key))

    def _ask(self, question: Callable[[MovingWindowRateLimiter], bool]) -> bool:
        if self._shared is not self._here:
            try:
                return question(self._shared)
            except Exception as error:
                _log.error("cannot count tries in Redis: %s", type(error).__name__)
        return question(self._here)
