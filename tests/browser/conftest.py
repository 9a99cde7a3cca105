"""A real Chromium in front of a real server."""

import contextlib
import re
import socket
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import waitress.server
from playwright.sync_api import Browser, Page, sync_playwright

from tests.web_app import World, make_world

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
CHROMIUM = [Path("/usr/bin/chromium"), Path("/usr/bin/chromium-browser")]
EXPECTED = re.compile(r"Failed to load resource|net::ERR")
"""Console messages of a server that says no or is gone; what our own code prints is an error."""


class Site:
    """A server that can be stopped and started again on the same port."""

    def __init__(self, folder: Path, name: str = "127.0.0.1"):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url = f"http://{name}:{self.port}"
        self.world: World = make_world(folder, base_url=self.url)

    def start(self) -> None:
        self.server = waitress.server.create_server(
            self.world.app, host="127.0.0.1", port=self.port, threads=4
        )
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()

    def stop(self) -> None:
        self.server.task_dispatcher.shutdown()
        for one in list(self.server._map.values()):
            one.close()  # the listening socket, and connections that a browser keeps open
        self.thread.join(timeout=10)

    def _run(self) -> None:
        with contextlib.suppress(OSError):  # its sockets are closed under it: that stops it
            self.server.run()


@pytest.fixture
def site(tmp_path, request) -> Iterator[Site]:
    """A test's parameter is the host's name."""
    site = Site(tmp_path, getattr(request, "param", "127.0.0.1"))
    site.start()
    yield site
    site.stop()
    site.world.shop.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    found = next((path for path in CHROMIUM if path.exists()), None)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(found) if found else None, args=ARGUMENTS
        )
        yield browser
        browser.close()


@pytest.fixture
def open_tab(chromium, site) -> Iterator[Callable[..., Page]]:
    """Open a browser window of a given width. Errors of our script fail the test at its end."""
    contexts = []
    complaints: list[str] = []

    def opened(width: int = 1280, height: int = 900, **options: object) -> Page:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, base_url=site.url, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: said.type == "error" and complaints.append(said.text))
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [one for one in complaints if not EXPECTED.search(one)] == []
