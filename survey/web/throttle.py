"""How often somebody may try: passwords, codes, and mails to an address that anyone can type.

Counted for account and source together, for the source, and for the account: one guesser can
neither go through many accounts, nor lock others out of theirs, nor come from many places for long.
"""

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Flask, Response, request, session
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

from survey.settings import Settings

PASSWORDS = ("security.login",)
CODES = ("security.two_factor_token_validation", "security.mf_recovery")
CODE_MAILS = ("security.two_factor_setup",)
LINKS = ("people.forgot",)
"""Endpoints that mail a link to the address in the field `email`."""
OWN_PASSWORD = ("security.change_password", "security.verify")


def init_app(app: Flask, settings: Settings) -> None:
    """After all pages are registered."""
    limiter = Limiter(
        get_remote_address,
        app=app,
        storage_uri=_storage(settings.redis_url),
        strategy="moving-window",
        in_memory_fallback_enabled=settings.redis_url is not None,
        headers_enabled=False,
    )

    def limit(endpoints: tuple[str, ...], rule: str, key: Callable[[], str], failed: bool) -> None:
        for endpoint in endpoints:
            limited = limiter.limit(
                rule, key_func=key, methods=["POST"], deduct_when=_failed if failed else None
            )
            view: Any = limited(app.view_functions[endpoint])
            app.view_functions[endpoint] = view

    limit(PASSWORDS, "5 per 15 minutes", _address_and_source, True)
    limit(PASSWORDS, "30 per 15 minutes", get_remote_address, True)
    limit(PASSWORDS, "50 per hour", _address, True)
    limit(CODES, "10 per 15 minutes", _half_signed_in, True)
    limit(CODES, "30 per 15 minutes", get_remote_address, True)
    limit(CODE_MAILS, "10 per 15 minutes", _half_signed_in, False)
    limit(OWN_PASSWORD, "10 per 15 minutes", _half_signed_in, True)
    limit(LINKS, "3 per hour", _address, False)
    limit(LINKS, "20 per hour", get_remote_address, False)


def _failed(response: Response) -> bool:
    """A password or a code that was right leads on; a wrong one shows the form again."""
    return response.status_code < 300


def _address() -> str:
    """Of the form, without storing it anywhere readable."""
    typed = request.form.get("email", "").strip().lower()
    return hashlib.sha256(typed.encode("utf-8", "replace")).hexdigest()


def _address_and_source() -> str:
    return f"{_address()} {get_remote_address()}"


def _half_signed_in() -> str:
    """Whoever gave the password and now the code; or is signed in."""
    return str(session.get("tf_user_id") or session.get("_user_id") or get_remote_address())


def _storage(redis_url: str | None) -> str:
    if redis_url is None:
        return "memory://"
    return f"redis+{redis_url}" if redis_url.startswith("unix:") else redis_url
