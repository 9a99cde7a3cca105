"""Passkeys: Flask-Security asks and checks, in our words.

A passkey that checks who holds it (by PIN, finger or face) is both factors at once, so it signs in
without a password. It always checks, it knows whose it is, and any kind of device may hold it.
"""

from datetime import timedelta
from typing import Any

from flask import flash
from flask_babel import gettext
from flask_security.webauthn import (
    WebAuthnDeleteForm,
    WebAuthnRegisterForm,
    WebAuthnRegisterResponseForm,
    WebAuthnSigninResponseForm,
)
from flask_security.webauthn_util import WebauthnUtil
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from survey.settings import Settings
from survey.web.house import house

_ANSWERED_WITHIN = timedelta(minutes=5)
_LONGEST_NAME = 64


class Ceremony(WebauthnUtil):
    """What we ask of a passkey."""

    def origin(self) -> str:
        """As browsers see us, whatever stands between."""
        return house().settings.base_url.rstrip("/")

    def authenticator_selection(self, user: Any, usage: str) -> AuthenticatorSelectionCriteria:
        return AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED,
            user_verification=UserVerificationRequirement.REQUIRED,
        )

    def user_verification(self, user: Any, usage: list[str]) -> UserVerificationRequirement:
        return UserVerificationRequirement.REQUIRED

    def name_svn(self, value: str) -> tuple[str | None, str | None]:
        """Any name that can be read: it is never markup."""
        name = " ".join(value.split())
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            return gettext("Give it a name of up to 64 characters"), None
        return None, name


class NewPasskey(WebAuthnRegisterForm):
    def validate(self, **kwargs: Any) -> bool:
        good = bool(super().validate(**kwargs))
        self.usage.data = "first"
        if self.name.errors:
            self.name.errors = [gettext("Give it a name of its own, of up to 64 characters")]
        return good


class NewPasskeyAnswer(WebAuthnRegisterResponseForm):
    def validate(self, **kwargs: Any) -> bool:
        good = bool(super().validate(**kwargs))
        if good:
            flash(gettext("The passkey “%(name)s” opens your account now.", name=self.name))
        else:
            flash(gettext("This passkey could not be added. Nothing was changed; try again."),
                  "warn")  # fmt: skip
        return good


class SignInAnswer(WebAuthnSigninResponseForm):
    def validate(self, **kwargs: Any) -> bool:
        good = bool(super().validate(**kwargs))
        # The library notes that an account is switched off, and signs in all the same.
        if good and self.user is not None and self.user.is_active:
            return True
        flash(gettext("This passkey opens no account here. It may have been removed; sign in with "
                      "your password instead."), "warn")  # fmt: skip
        return False


class FormerPasskey(WebAuthnDeleteForm):
    def validate(self, **kwargs: Any) -> bool:
        good = bool(super().validate(**kwargs))
        if good:
            flash(gettext("The passkey “%(name)s” no longer opens your account.",
                          name=self.clean_name))  # fmt: skip
        return good


FORMS: dict[str, Any] = {
    "wan_register_form": NewPasskey,
    "wan_register_response_form": NewPasskeyAnswer,
    "wan_signin_response_form": SignInAnswer,
    "wan_delete_form": FormerPasskey,
}
"""By the library's names."""


def configuration(settings: Settings) -> dict[str, Any]:
    """The library's settings about passkeys, without their prefix."""
    return {
        "WEBAUTHN": True,
        "WAN_RP_NAME": settings.product_name,
        "WAN_ALLOW_AS_FIRST_FACTOR": True,
        "WAN_ALLOW_AS_MULTI_FACTOR": True,
        "WAN_ALLOW_USER_HINTS": False,  # or one could ask who has an account
        "WAN_ALLOW_AS_VERIFY": None,
        "WAN_REGISTER_URL": "/account/passkeys",
        "WAN_DELETE_URL": "/account/passkeys/remove",
        "WAN_SIGNIN_URL": "/login/passkey",
        "WAN_REGISTER_WITHIN": _ANSWERED_WITHIN,
        "WAN_SIGNIN_WITHIN": _ANSWERED_WITHIN,
    }
