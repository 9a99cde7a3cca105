"""Signing in: Flask-Security does it, over our tables and in our words (decision 23).

The only module outside survey.store that knows of SQLAlchemy: the library wants mapped classes.
"""

import hashlib
import hmac
import secrets
import time
from base64 import urlsafe_b64encode
from datetime import timedelta
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, localtime
from typing import Any, cast
from urllib.parse import urlsplit

import segno
from flask import Flask, redirect, request, session, url_for
from flask_babel import gettext, lazy_gettext
from flask_security import (
    MailUtil,
    PasswordUtil,
    RoleMixin,
    Security,
    Totp,
    UserMixin,
    WebAuthnMixin,
)
from flask_security.datastore import SQLAlchemySessionUserDatastore
from flask_security.mail_util import EmailValidateException
from flask_security.signals import user_authenticated, wan_deleted, wan_registered
from flask_security.utils import hash_password, logout_user
from markupsafe import Markup
from sqlalchemy.orm import DeclarativeBase, Mapped, relationship
from werkzeug.wrappers import Response

from survey.accounts import address_of
from survey.errors import BadInput
from survey.keys import Keys
from survey.mailing.mail import PASSKEY_MAIL
from survey.mailing.post import open_post
from survey.settings import Settings
from survey.store import log, objects, outbox, sign_ins, tables
from survey.store.database import Database
from survey.web import passkeys, passwords
from survey.web.house import house
from survey.web.visit import KEY, signed_in_account

REMEMBERED = timedelta(days=30)
BLUEPRINT = "security"
FRESH = timedelta(minutes=15)  # how long ago the password was given, for what matters most


class _Base(DeclarativeBase):
    pass


class Passkey(_Base, WebAuthnMixin):
    """A row of passkeys, as the library wants it."""

    __table__ = tables.passkeys


class Staff(_Base, UserMixin):
    """A row of accounts, as the library wants it."""

    __table__ = tables.accounts
    webauthn: Mapped[list[WebAuthnMixin]] = relationship(Passkey, cascade="all, delete-orphan")


class _Datastore(SQLAlchemySessionUserDatastore):
    def mf_delete_recovery_code(self, user: Any, idx: int) -> bool:
        """A new list: the column does not notice what happens within the old one."""
        left = list(user.mf_recovery_codes or [])
        if idx >= len(left):
            return False
        del left[idx]
        self.mf_set_recovery_codes(user, left)
        return True


class _Mail(MailUtil):
    """Codes and notices: through our post at once, since a code is of no use tomorrow."""

    def send_mail(  # noqa: PLR0917 - as the library calls it
        self,
        template: str,
        subject: str,
        recipient: Any,
        sender: Any,
        body: str | None,
        html: str | None,
        **kwargs: Any,
    ) -> None:
        settings = house().settings
        message = EmailMessage()
        message["Subject"] = str(subject)
        message["From"] = settings.mail_from
        message["To"] = Address(kwargs["user"].name, addr_spec=kwargs["user"].email)
        host = urlsplit(settings.base_url).hostname
        message["Message-ID"] = f"<{secrets.token_hex(16)}@{host}>"
        message["Date"] = format_datetime(localtime())
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(body or "")
        with open_post(settings) as post:
            post.send(message)

    def normalize(self, email: str) -> str:
        try:
            return address_of(email)
        except BadInput:
            raise EmailValidateException(gettext("This is not an address.")) from None

    validate = normalize


class _Passwords(PasswordUtil):
    def validate(
        self, password: str, is_register: bool, **kwargs: Any
    ) -> tuple[list[str] | None, str]:
        plain = self.normalize(password)
        user = kwargs.get("user")
        own = (user.name, user.email) if user else ()
        told = passwords.objection(plain, *own)
        return ([told] if told else None), plain


class _Codes(Totp):
    """A code serves once, and its picture is drawn into the page: no address of data is loaded."""

    def get_last_counter(self, user: Any) -> int | None:
        return cast(int | None, user.totp_counter)

    def set_last_counter(self, user: Any, tmatch: Any) -> None:
        user.totp_counter = tmatch.counter

    def generate_qrcode(self, username: str, totp: str) -> str:
        drawn = segno.make(self.get_totp_uri(username, totp), error="m")
        return Markup(drawn.svg_inline(scale=5, dark="#000", light="#fff"))  # noqa: S704 - drawn


def init_app(app: Flask, settings: Settings, keys: Keys, db: Database) -> None:
    """After everything else that answers before a view: an ended sign-in is forgotten first."""
    app.config.update(_configuration(settings, keys))
    app.before_request_funcs[BLUEPRINT] += [_forget_ended, _stay_signed_in]
    stored = objects.sessions(db)
    library = Security(
        datastore=_Datastore(stored, Staff, RoleMixin, Passkey),
        mail_util_cls=_Mail,
        password_util_cls=_Passwords,
        totp_cls=_Codes,
        webauthn_util_cls=passkeys.Ceremony,
        **passkeys.FORMS,
    )
    _hooked_only_here(app, library)
    user_authenticated.connect(_signed_in, app)
    wan_registered.connect(_passkey_added, app)
    wan_deleted.connect(_passkey_removed, app)

    @app.teardown_appcontext
    def put_back(_error: BaseException | None) -> None:
        stored.remove()


def _hooked_only_here(app: Flask, library: Security) -> None:
    """The library looks on every page of the site for who is signed in, which raters need not wait
    for: its hooks run before and after its own pages only."""
    kinds: tuple[Any, ...] = (
        app.before_request_funcs,
        app.after_request_funcs,
        app.template_context_processors,
    )
    ours = [list(hooks[None]) for hooks in kinds]
    library.init_app(app)
    for hooks, own in zip(kinds, ours, strict=True):
        hooks[BLUEPRINT] += [hook for hook in hooks[None] if hook not in own]
        hooks[None] = own


def hashed(password: str) -> str:
    """As it stands in the store: argon2id."""
    return str(hash_password(password))


def is_fresh() -> bool:
    """Whether the password was given a short while ago: before what cannot be undone."""
    given = session.get("fs_paa", 0)
    return isinstance(given, int | float) and time.time() - given < FRESH.total_seconds()


def sign_out() -> None:
    """End the sign-in here and on the server: a copy of the cookie is worth nothing."""
    key = session.get(KEY)
    if key:
        with house().db.write() as tx:
            sign_ins.end(tx, key)
    logout_user()
    session.clear()


def _signed_in(_app: Flask, user: Any, **_more: Any) -> None:
    """Both factors were given. Only the second is remembered on a device, never the whole."""
    session.pop("_remember", None)
    with house().db.write() as tx:
        session[KEY] = sign_ins.begin(tx, user.id, int(time.time()))


def _passkey_added(_app: Flask, user: Any, **_more: Any) -> None:
    """Also told by mail: whoever took the account over for a minute could stay in with one."""
    _passkey_logged("staff.passkey_added", user)
    with house().db.write() as tx:
        message = outbox.add(tx, PASSKEY_MAIL, account=user.id)
    house().send_mail(message)


def _passkey_removed(_app: Flask, user: Any, **_more: Any) -> None:
    _passkey_logged("staff.passkey_removed", user)


def _passkey_logged(action: str, user: Any) -> None:
    with house().db.write() as tx:
        log.write(tx, action, account=user.id, target=f"account:{user.id}")


def _forget_ended() -> None:
    """The library would still take the cookie of somebody whose half hour is over."""
    if "_user_id" in session:
        with house().db.read() as tx:
            signed_in_account(tx)


def _stay_signed_in() -> Response | None:
    """The library signs out whoever opens the page for codes without need; a look changes
    nothing."""
    asked = request.endpoint == f"{BLUEPRINT}.two_factor_token_validation"
    if not asked or request.method not in {"GET", "HEAD"} or "_user_id" not in session:
        return None
    awaited = session.get("tf_state") == "validating_profile"
    return None if awaited else redirect(url_for("people.own"), 303)


def _configuration(settings: Settings, keys: Keys) -> dict[str, Any]:
    more: dict[str, Any] = {
        "BLUEPRINT_NAME": BLUEPRINT,
        "STATIC_FOLDER": None,
        "CACHE_CONTROL": None,  # ours stands in headers.py
        "API_ENABLED_METHODS": ["session"],
        "RETURN_GENERIC_RESPONSES": True,
        "FLASH_MESSAGES": False,
        "LOGOUT_METHODS": None,  # people.sign_out
        "POST_LOGIN_VIEW": "people.arrive",
        "POST_CHANGE_VIEW": "people.own",
        "CHANGEABLE": True,
        "CHANGE_URL": "/account/password",
        "VERIFY_URL": "/account/verify",
        "FRESHNESS": FRESH,
        "FRESHNESS_GRACE_PERIOD": timedelta(minutes=5),
        # As the library stores them, without its own mixing: a lost session key must not lock out.
        "PASSWORD_HASH": "argon2",
        "PASSWORD_SCHEMES": ["argon2"],
        "DEPRECATED_PASSWORD_SCHEMES": [],
        "PASSWORD_SINGLE_HASH": True,
        "PASSWORD_LENGTH_MIN": passwords.SHORTEST,
        "EMAIL_HTML": False,
        "EMAIL_SUBJECT_TWO_FACTOR": lazy_gettext("Your code for signing in"),
        "EMAIL_SUBJECT_PASSWORD_CHANGE_NOTICE": lazy_gettext("Your password was changed"),
    }
    more |= _second(settings, keys) | passkeys.configuration(settings)
    return {f"SECURITY_{name}": value for name, value in more.items()}


def _second(settings: Settings, keys: Keys) -> dict[str, Any]:
    """The second factor: always asked for, unless this device was told to remember it."""
    prefix = "__Host-" if settings.secure else ""
    return {
        "TWO_FACTOR": True,
        "TWO_FACTOR_REQUIRED": True,
        "TWO_FACTOR_ENABLED_METHODS": ["authenticator", "email"],
        "TWO_FACTOR_ALWAYS_VALIDATE": False,
        "TWO_FACTOR_LOGIN_VALIDITY": REMEMBERED,
        "TWO_FACTOR_VALIDITY_COOKIE": {
            "httponly": True,
            "secure": settings.secure,
            "samesite": "Lax",
            "path": "/",
        },
        "TWO_FACTOR_VALIDITY_COOKIE_NAME": f"{prefix}remembered",
        "TWO_FACTOR_AUTHENTICATOR_VALIDITY": 60,
        "TWO_FACTOR_MAIL_VALIDITY": 600,
        "TWO_FACTOR_RESCUE_EMAIL": False,  # a mailbox alone must not open an account
        "TWO_FACTOR_SETUP_URL": "/two-factor/setup",
        "TWO_FACTOR_TOKEN_VALIDATION_URL": "/two-factor/code",
        "TWO_FACTOR_RESCUE_URL": "/two-factor/rescue",
        "TWO_FACTOR_SELECT_URL": "/two-factor/select",
        "TWO_FACTOR_POST_SETUP_VIEW": "people.own",
        "TOTP_SECRETS": {"1": _derived(keys, "totp").hex()},
        "TOTP_ISSUER": settings.product_name.replace(":", " "),
        "MULTI_FACTOR_RECOVERY_CODES": True,
        "MULTI_FACTOR_RECOVERY_CODES_N": 8,
        "MULTI_FACTOR_RECOVERY_CODES_KEYS": [urlsafe_b64encode(_derived(keys, "recovery"))],
        "MULTI_FACTOR_RECOVERY_CODES_URL": "/account/recovery-codes",
        "MULTI_FACTOR_RECOVERY_URL": "/two-factor/recovery",
    }


def _derived(keys: Keys, purpose: str) -> bytes:
    return hmac.new(keys.session, f"accounts\0{purpose}".encode(), hashlib.sha256).digest()
