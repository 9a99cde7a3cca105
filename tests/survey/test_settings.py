"""Settings: what is by default, what is refused, and with which words."""

from pathlib import Path

import pytest

from survey.errors import BadInput
from survey.settings import from_env

ROOT = Path("/srv/plumbline")
PRODUCTION = {"PLUMBLINE_PRODUCTION": "1", "PLUMBLINE_BASE_URL": "https://feedback.example.org/"}


def test_nothing_needs_to_be_set():
    settings = from_env({}, ROOT)
    assert settings.instance == ROOT / "instance"
    assert settings.questionnaires == ROOT / "questionnaires" / "leadership"
    assert settings.database_url == "sqlite:////srv/plumbline/instance/plumbline.sqlite3"
    assert settings.base_url == "http://127.0.0.1:5000"
    assert (settings.redis_url, settings.smtp_url) == (None, None)
    assert (settings.production, settings.demo, settings.secure) == (False, False, False)
    assert settings.product_name == "Plumbline"


def test_everything_can_be_set():
    settings = from_env(
        PRODUCTION
        | {
            "PLUMBLINE_INSTANCE": "/var/lib/plumbline",
            "PLUMBLINE_QUESTIONNAIRES": "mine",
            "PLUMBLINE_HOST": "::1",
            "PLUMBLINE_PORT": "8080",
            "PLUMBLINE_MAIL_FROM": "Feedback <feedback@example.org>",
            "PLUMBLINE_PRODUCT_NAME": "Spirit Level",
            "DATABASE_URL": "postgres://alice:x@db/plumbline",
            "REDIS_URL": "redis://cache:6379/1",
            "SMTP_URL": "smtps://alice:x@mail.example.org",
            "PATH": "/usr/bin",
        },
        ROOT,
    )
    assert settings.instance == Path("/var/lib/plumbline")
    assert settings.keys == Path("/var/lib/plumbline/keys")
    assert settings.questionnaires == ROOT / "mine"
    assert settings.database_url == "postgresql://alice:x@db/plumbline"
    assert settings.base_url == "https://feedback.example.org"
    assert settings.secure
    assert settings.production
    assert settings.mail_from == "Feedback <feedback@example.org>"


def test_an_address_of_six_groups_is_written_in_brackets():
    assert from_env({"PLUMBLINE_HOST": "::1"}, ROOT).base_url == "http://[::1]:5000"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"PLUMBLINE_BASE_URL": ""}, "PLUMBLINE_BASE_URL: production needs .*https://"),
        ({"PLUMBLINE_BASE_URL": "http://feedback.example.org"}, "production needs"),
        ({"PLUMBLINE_DEMO": "yes"}, "PLUMBLINE_DEMO: the demo .*cannot run in production"),
    ],
)
def test_production_refuses_what_is_only_fit_for_trying_out(change, words):
    with pytest.raises(BadInput, match=words):
        from_env(PRODUCTION | change, ROOT)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("PLUMBLINE_PROXY", "nginx", "is not an address such as"),
        ("PLUMBLINE_PORT", "http", "is not a port; give a number"),
        ("PLUMBLINE_PORT", "70000", "is not a port"),
        ("PLUMBLINE_PORT", "٣", "is not a port"),
        ("PLUMBLINE_PRODUCTION", "maybe", "give 1 or 0"),
        ("PLUMBLINE_PRODUCTOIN", "1", "did you mean PLUMBLINE_PRODUCTION"),
        ("PLUMBLINE_COLOUR_OF_THE_SKY", "blue", "no such setting; take it out"),
        ("PLUMBLINE_BASE_URL", "feedback.example.org", "is not a web address"),
        ("PLUMBLINE_BASE_URL", "https://", "is not a web address"),
        ("PLUMBLINE_BASE_URL", "https://x.example:port", "is not an address"),
        ("PLUMBLINE_MAIL_FROM", "nobody", "is not a sender"),
        ("PLUMBLINE_MAIL_FROM", "a@b\r\nBcc: c@d", "is not a sender"),
        ("DATABASE_URL", "mysql://alice:hunter2@db", "must start with sqlite://"),
        ("REDIS_URL", "http://cache", "must start with redis://"),
        ("SMTP_URL", "mail.example.org", "must start with smtp://"),
    ],
)
def test_a_wrong_setting_is_named_with_its_cure(name, value, words):
    with pytest.raises(BadInput, match=words) as problem:
        from_env({name: value}, ROOT)
    assert problem.value.where == name
    assert "hunter2" not in str(problem.value)
