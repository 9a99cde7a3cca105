"""What an installation decides for itself. This is the only reader of the environment.

PLUMBLINE_INSTANCE        folder of database, keys, queue and outbox   (default: instance)
PLUMBLINE_QUESTIONNAIRES  folder of the instrument        (default: questionnaires/leadership)
PLUMBLINE_BASE_URL        address that stands in links         (default: http://HOST:PORT)
PLUMBLINE_HOST, _PORT     where the web server listens         (default: 127.0.0.1, 5000)
PLUMBLINE_PROXY           address of the web server in front, which says who calls
PLUMBLINE_PRODUCTION      1: refuse everything that is only fit for trying out
PLUMBLINE_DEMO            1: load and show the demo
PLUMBLINE_URN             1: sent answers reach the others only in shuffled batches (answers/urn.py)
PLUMBLINE_MAIL_FROM       sender of all mail, "Name <address>" or an address
PLUMBLINE_PRODUCT_NAME    instead of "Plumbline"
DATABASE_URL, REDIS_URL, SMTP_URL   move store, queue and mail to real servers
"""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from email.headerregistry import Address
from email.utils import parseaddr
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from survey.errors import BadInput

_PREFIX = "PLUMBLINE_"
_YES = {"1", "true", "yes", "on"}
_NO = {"", "0", "false", "no", "off"}


@dataclass(frozen=True)
class Settings:
    """All settings, checked. Paths are absolute; `base_url` has no slash at its end."""

    instance: Path
    questionnaires: Path
    database_url: str
    redis_url: str | None
    smtp_url: str | None
    base_url: str
    host: str
    port: int
    production: bool
    demo: bool
    mail_from: str
    product_name: str
    urn: bool = False
    """The stricter mode of sending."""
    proxy: str | None = None
    """Believed about visitors' addresses; anybody else who claims one is not."""

    @property
    def keys(self) -> Path:
        """Folder of the key files; never part of a database backup (decision 8)."""
        return self.instance / "keys"

    @property
    def outbox(self) -> Path:
        """Folder that mail goes to while no SMTP server is configured."""
        return self.instance / "outbox"

    @property
    def queue_file(self) -> Path:
        return self.instance / "queue.sqlite3"

    @property
    def secure(self) -> bool:
        """Whether visitors come by https: cookies are Secure then (decision 23)."""
        return self.base_url.startswith("https:")


def from_env(environment: Mapping[str, str], root: Path) -> Settings:
    """Settings of `environment` (usually `os.environ`); relative folders stand below `root`.

    Raises BadInput with one sentence that names the setting and says the cure.
    """
    _refuse_unknown(environment)
    root = root.resolve()
    instance = _folder(environment, "INSTANCE", root, "instance")
    host = environment.get("PLUMBLINE_HOST", "") or "127.0.0.1"
    port = _port(environment.get("PLUMBLINE_PORT", "") or "5000")
    settings = Settings(
        instance=instance,
        questionnaires=_folder(environment, "QUESTIONNAIRES", root, "questionnaires/leadership"),
        database_url=_database(environment, instance),
        redis_url=_url(environment, "REDIS_URL", ("redis", "rediss", "unix")),
        smtp_url=_url(environment, "SMTP_URL", ("smtp", "smtps")),
        base_url=_base_url(environment, host, port),
        host=host,
        port=port,
        production=_switch(environment, "PLUMBLINE_PRODUCTION"),
        demo=_switch(environment, "PLUMBLINE_DEMO"),
        mail_from=_sender(environment),
        product_name=environment.get("PLUMBLINE_PRODUCT_NAME", "").strip() or "Plumbline",
        urn=_switch(environment, "PLUMBLINE_URN"),
        proxy=_proxy(environment.get("PLUMBLINE_PROXY", "").strip()),
    )
    return _fit_for_production(settings) if settings.production else settings


def _fit_for_production(settings: Settings) -> Settings:
    if not settings.secure:
        raise BadInput(
            f"production needs an address that starts with https://, not {settings.base_url!r}; "
            "set it to the address that people will type",
            "PLUMBLINE_BASE_URL",
        )
    if settings.demo:
        raise BadInput(
            "the demo has invented people that anyone may look at and cannot run in production; "
            "leave it out, or leave out PLUMBLINE_PRODUCTION",
            "PLUMBLINE_DEMO",
        )
    return settings


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    """A misspelt setting must not be silently ignored."""
    known = {
        field.name.upper()
        for field in fields(Settings)
        if field.name not in {"database_url", "redis_url", "smtp_url"}
    }
    for name in sorted(environment):
        setting = name.removeprefix(_PREFIX)
        if name.startswith(_PREFIX) and setting not in known:
            near = difflib.get_close_matches(setting, known, n=1)
            hint = f"; did you mean {_PREFIX}{near[0]}?" if near else "; take it out"
            raise BadInput(f"there is no such setting{hint}", name)


def _folder(environment: Mapping[str, str], name: str, root: Path, default: str) -> Path:
    return (root / (environment.get(_PREFIX + name, "") or default)).expanduser().resolve()


def _switch(environment: Mapping[str, str], name: str) -> bool:
    value = environment.get(name, "").strip().lower()
    if value not in _YES | _NO:
        raise BadInput(f"{value!r} is neither yes nor no; give 1 or 0", name)
    return value in _YES


def _port(text: str) -> int:
    if not (text.isascii() and text.isdigit() and 1 <= int(text) <= 65535):
        raise BadInput(f"{text!r} is not a port; give a number from 1 to 65535", "PLUMBLINE_PORT")
    return int(text)


def _proxy(text: str) -> str | None:
    try:
        return str(ip_address(text)) if text else None
    except ValueError:
        raise BadInput(f"{text!r} is not an address such as 127.0.0.1", "PLUMBLINE_PROXY") from None


def _url(environment: Mapping[str, str], name: str, schemes: tuple[str, ...]) -> str | None:
    text = environment.get(name, "").strip()
    if not text:
        return None
    if _split(text, name).scheme not in schemes:
        # The value itself is not repeated: it may hold a password.
        raise BadInput(f"it must start with {' or '.join(s + '://' for s in schemes)}", name)
    return text


def _split(text: str, name: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        _ = parts.port
    except ValueError as error:
        raise BadInput(f"it is not an address ({error}); write scheme://host:port", name) from None
    return parts


def _database(environment: Mapping[str, str], instance: Path) -> str:
    schemes = ("sqlite", "postgresql", "postgresql+psycopg", "postgres")
    text = _url(environment, "DATABASE_URL", schemes)
    if text is None:
        return f"sqlite:///{instance / 'plumbline.sqlite3'}"
    # Hosting providers still hand out the old spelling.
    return text.replace("postgres://", "postgresql://", 1) if text[:11] == "postgres://" else text


def _base_url(environment: Mapping[str, str], host: str, port: int) -> str:
    text = environment.get("PLUMBLINE_BASE_URL", "").strip().rstrip("/")
    if not text:
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"
    parts = _split(text, "PLUMBLINE_BASE_URL")
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.query or parts.fragment:
        raise BadInput(
            f"{text!r} is not a web address; write it like https://feedback.example.org",
            "PLUMBLINE_BASE_URL",
        )
    return text


def _sender(environment: Mapping[str, str]) -> str:
    text = environment.get("PLUMBLINE_MAIL_FROM", "").strip()
    if not text:
        return "Plumbline <plumbline@localhost>"
    name, address = parseaddr(text)
    try:
        usable = address and text.isprintable()
        return str(Address(display_name=name, addr_spec=address)) if usable else _bad_sender(text)
    except (ValueError, IndexError):
        return _bad_sender(text)


def _bad_sender(text: str) -> str:
    raise BadInput(
        f"{text!r} is not a sender; write it like Feedback <feedback@example.org>",
        "PLUMBLINE_MAIL_FROM",
    )
