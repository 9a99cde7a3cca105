"""P9: faults on the way of 200 mails each, how many are lost and doubled, and what one costs.

Beside it the floor: the same messages over the same connection, without a store.
"""

import logging
import tempfile
import time
from collections import Counter
from email.message import EmailMessage
from pathlib import Path

from aiosmtpd.controller import Controller

from survey import jobs
from survey.mailing import post
from survey.settings import from_env
from survey.workshop import open_workshop
from tests.servers import free_port
from tests.survey.test_mail_faults import FAULTS, Faulty, send_through

MANY = 200


def main() -> None:
    logging.disable(logging.WARNING)  # each attempt that failed is one
    for fault in ("none", *FAULTS):
        controller = Controller(Faulty(), hostname="127.0.0.1", port=free_port())
        controller.start()
        try:
            _send(controller, fault)
        finally:
            controller.stop()


def _send(controller: Controller, fault: str) -> None:
    address = f"smtp://127.0.0.1:{controller.port}"
    with tempfile.TemporaryDirectory() as folder:
        shop = open_workshop(from_env({"SMTP_URL": address}, Path(folder)), [jobs.TASKS])
        shop.db.migrate()
        began = time.perf_counter()
        messages = send_through(shop, controller.handler, fault, MANY)
        seconds = time.perf_counter() - began
        shop.close()
    arrived: Counter[str] = controller.handler.ids()
    lost = len(set(messages) - set(arrived))
    doubled = sum(n - 1 for n in arrived.values())
    struck = sum(controller.handler.struck.values())
    each = 1000 * seconds / MANY
    print(f"{fault:30} struck {struck:3}  lost {lost}  doubled {doubled:3}  {each:6.1f} ms each")
    if fault == "none":
        print(f"{'floor: SMTP alone':30} {1000 * _floor(address) / MANY:45.1f} ms each")


def _floor(address: str) -> float:
    server = post.Server(address)
    began = time.perf_counter()
    for number in range(MANY):
        message = EmailMessage()
        message["Subject"], message["From"], message["To"] = "x", "a@example.org", "b@example.org"
        message["Message-ID"] = f"<{number}@example.org>"
        message.set_content("x" * 1500)
        server.send(message)
    server.close()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
