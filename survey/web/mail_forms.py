"""The form for a mail's text, and what went wrong with a message in words."""

from flask_babel import gettext, lazy_gettext
from wtforms import Field, Form, StringField, TextAreaField, ValidationError

from survey.mailing import texts
from survey.mailing.bounces import Why
from survey.mailing.texts import Text
from survey.questionnaire.words import TooLong, clean_text

_LONGEST_SUBJECT = 150
_LONGEST_BODY = 4000


def good_subject(_form: Form, field: Field) -> None:
    subject = " ".join((field.data or "").split())
    if not subject or len(subject) > _LONGEST_SUBJECT or not subject.isprintable():
        raise ValidationError(gettext("Write one line of up to 150 characters"))
    if texts.names_somebody(subject):
        raise ValidationError(
            gettext("A subject names nobody, because others may see it: take the name out")
        )
    field.data = subject


def good_body(form: Form, field: Field) -> None:
    try:
        field.data = clean_text(field.data or "", _LONGEST_BODY)
    except TooLong:
        raise ValidationError(gettext("Shorten it to 4,000 characters")) from None
    missing = texts.missing(form.kind, Text("", field.data))
    if missing:
        tags = ", ".join(f"{{{tag}}}" for tag in missing)
        raise ValidationError(
            gettext("Something is missing that must be said: %(tags)s", tags=tags)
        )


class TextForm(Form):  # type: ignore[misc]  # WTForms has no types
    """`kind`: of the mail; some tags must not be missing in it."""

    kind = ""
    subject = StringField(lazy_gettext("Subject"), [good_subject])
    body = TextAreaField(lazy_gettext("Text"), [good_body])


def problem_words(why: Why) -> tuple[str, str]:
    """What happened, and what to do about it."""
    words = {
        "no_such_address": (
            gettext("The address does not exist"),
            gettext("Correct it under raters or participants; the mail goes out again."),
        ),
        "full": (
            gettext("The mailbox is full"),
            gettext("Tell the person by another way, then remind."),
        ),
        "refused": (
            gettext("The receiving server refuses our mail"),
            gettext("Ask its IT to let mail from our sender's address pass."),
        ),
        "waiting": (
            gettext("The receiving server asks us to wait"),
            gettext("Nothing to do: we try again for two days."),
        ),
        "no_server": (
            gettext("Our mail server does not answer"),
            gettext("Whoever runs this site should look at it. We try again for two days."),
        ),
        "no_address": (
            gettext("There is no address"),
            gettext("Add one under raters or participants, or print a slip."),
        ),
        "unusable": (
            gettext("The name or the address cannot stand in a mail"),
            gettext("Correct it under raters or participants."),
        ),
        "other": (
            gettext("It could not be sent"),
            gettext("We try again for two days. If that fails, ask whoever runs this site."),
        ),
    }
    return words[why]
