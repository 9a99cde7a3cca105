"""A real SMTP server that keeps what it takes, and finds the links in it, as people do."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller

from tests.servers import free_port

_LINK = re.compile(r"https?://\S+")


class Postbox:
    def __init__(self, port: int):
        self.url = f"smtp://127.0.0.1:{port}"
        self.taken: list[EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        self.taken.append(message_from_bytes(envelope.content, policy=default))
        return "250 OK"

    def to(self, address: str, subject: str = "") -> list[EmailMessage]:
        """Oldest first; `subject`: a part of it."""
        return [
            one
            for one in self.taken
            if one["To"].addresses[0].addr_spec == address and subject in one["Subject"]
        ]

    def link(self, address: str, subject: str = "") -> str:
        """Path of the link in the newest such message; the text and the HTML bear the same."""
        found = self.to(address, subject)
        assert found, [(str(one["To"]), one["Subject"]) for one in self.taken]
        text = found[-1].get_body(("plain",)).get_content()
        link = next(one for one in _LINK.findall(text) if "/link/" in one)
        assert link in found[-1].get_body(("html",)).get_content()
        return urlsplit(link).path


@contextmanager
def postbox() -> Iterator[Postbox]:
    port = free_port()
    box = Postbox(port)
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    try:
        yield box
    finally:
        server.stop()
