"""What `./run` starts, used as its user would: a real server, a real worker, a real browser."""

import io
import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_self_assessment import answer, fits, go_on, is_accessible
from tests.web_app import ROOT

pytestmark = pytest.mark.browser

PATIENCE = 120  # seconds until the first start must be ready
READY = re.compile(r"ready: (http://\S+)")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def plumbline(tmp_path_factory):
    """Address of a freshly started demo, with one worker beside it."""
    folder = tmp_path_factory.mktemp("fresh") / "instance"
    environment = {k: v for k, v in os.environ.items() if not k.startswith("PLUMBLINE_")}
    environment |= {"PLUMBLINE_INSTANCE": str(folder), "PLUMBLINE_PORT": str(free_port())}
    with subprocess.Popen(
        [sys.executable, "app.py", "serve"], cwd=ROOT, env=environment, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as server:  # fmt: skip
        yield wait_for_address(server)
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=30) == 0


def wait_for_address(server: "subprocess.Popen[str]") -> str:
    until = time.monotonic() + PATIENCE
    lines = []
    while time.monotonic() < until and (line := server.stdout.readline()):
        lines.append(line)
        if found := READY.search(line):
            return found[1]
    raise AssertionError("".join(lines))


@pytest.fixture
def tab(chromium, plumbline, request):
    """A window of the width and with the script setting that the test asks for."""
    width, script = getattr(request, "param", (1280, True))
    context = chromium.new_context(
        viewport={"width": width, "height": 900}, base_url=plumbline, java_script_enabled=script
    )
    yield context.new_page()
    context.close()


def downloaded(tab: Page, link: str) -> pypdf.PdfReader:
    with tab.expect_download() as waiting:
        tab.get_by_role("link", name=link).click()
    return pypdf.PdfReader(io.BytesIO(Path(waiting.value.path()).read_bytes()))


def text_of(document: pypdf.PdfReader) -> str:
    return " ".join(page.extract_text() for page in document.pages)


@pytest.mark.parametrize(
    "tab",
    [(1280, True), (390, True), (390, False)],
    indirect=True,
    ids=["wide", "phone", "no script"],
)
def test_from_the_first_page_to_the_printed_self_report(tab):
    tab.goto("/")
    fits(tab)
    tab.get_by_label("Your name").fill("Alice Moreau")
    tab.get_by_role("button", name="Start").click()
    for step in range(1, 6):
        for statement in range(1, 6):
            answer(tab, statement, 1 + (statement + step) % 5)
        go_on(tab, step + 1)
    go_on(tab, 7)
    tab.get_by_role("button", name="Send my answers").click()
    sent = time.monotonic()
    tab.get_by_role("link", name="See your report").click()
    expect(tab.get_by_role("heading", name="Development report")).to_be_visible(timeout=20_000)
    print(f"from sending to the result: {time.monotonic() - sent:.1f} s")
    fits(tab)
    if (on_its_way := tab.get_by_role("link", name="The PDF is being printed")).is_visible():
        on_its_way.click()  # a page that tells how far it is, until it is there
    document = downloaded(tab, "Download the PDF")
    assert "Alice Moreau" in document.pages[0].extract_text()
    assert "Building and keeping relationships" in text_of(document)


@pytest.mark.parametrize("tab", [(1280, True), (320, True)], indirect=True, ids=["wide", "narrow"])
def test_her_report_is_one_click_away_and_its_pdf_too(tab):
    tab.goto("/")
    is_accessible(tab)
    fits(tab)
    tab.get_by_role("link", name="Read it here").click()
    expect(tab).to_have_title(re.compile("Mara Lindqvist"))
    fits(tab)
    is_accessible(tab)
    document = downloaded(tab, "Download the PDF")
    assert "In their words" in text_of(document)
    assert document.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_first_statement_is_one_click_away(tab):
    tab.goto("/")
    tab.get_by_role("button", name="Rate yourself now").click()
    expect(tab.locator("fieldset").first).to_be_visible()
