"""A client that checks the house rules on every page it gets, so no page test has to.

Valid HTML; a language, one h1, a title; no id twice; a label for every field; no inline script,
style or handler; nothing from elsewhere; forms with an action and a CSRF token; the headers.
"""

import re
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.test import TestResponse

from survey.web.headers import ALWAYS, FRAMED, WITH_FRAME

HIDDEN = {"hidden", "submit", "button"}
FOOT = "frame languages"
ADDRESSES = ("href", "src", "action", "srcset", "data", "poster", "formaction")


class Page:
    """A response, parsed. Finding things goes by tag and attributes, as a reader would."""

    def __init__(self, response: TestResponse):
        self.response = response
        self.status = response.status_code
        self.html = response.get_data(as_text=True)
        parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
        self.root: Element = parser.parse(self.html)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        wanted = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        found = [
            element
            for element in self.root.iter(tag)
            if all(element.get(name) == value for name, value in wanted.items())
        ]
        if attributes:
            return found
        # The foot's choice of a language stands on every page and is nobody's subject but its own.
        feet = [one for one in self.root.iter() if one.get("class") == FOOT]
        foot = {id(one) for each in feet for one in each.iter()}
        return [one for one in found if id(one) not in foot]

    def one(self, tag: str, **attributes: str) -> Element:
        found = self.all(tag, **attributes)
        assert len(found) == 1, f"{len(found)} of <{tag} {attributes}> in {text_of(self.root)}"
        return found[0]

    def field(self, name: str) -> str:
        return self.all("input", name=name)[0].get("value", "")

    def checked(self) -> dict[str, str]:
        """Chosen answers: field name to value."""
        radios = self.all("input", type="radio")
        return {r.get("name", ""): r.get("value", "") for r in radios if "checked" in r.attrib}

    @property
    def title(self) -> str:
        return text_of(self.one("title"))

    @property
    def h1(self) -> str:
        return text_of(self.one("h1"))

    @property
    def text(self) -> str:
        return text_of(self.one("body"))

    def links(self) -> dict[str, str]:
        """Text to address; the last one of a name counts."""
        return {text_of(a): a.get("href", "") for a in self.all("a")}


class Visitor:
    """A browser without JavaScript that keeps its cookies and fills in forms."""

    def __init__(self, app: Flask, **headers: str):
        self.client = app.test_client()
        self.headers = headers

    def get(self, path: str, status: int = 200) -> Page:
        return self._page(self.client.get(path, headers=self.headers), status)

    def follow(self, path: str) -> Page:
        """Get `path` and where it redirects to."""
        return self._page(self.client.get(path, headers=self.headers, follow_redirects=True), 200)

    def submit(self, page: Page, fields: dict[str, str], status: int = 200, form: int = 0) -> Page:
        """Send a page's form with `fields`, and follow the redirect as a browser does."""
        element = page.all("form")[form]
        data = filled(element) | fields
        action = element.get("action", "")
        response = self.client.post(action, data=data, headers=self.headers, follow_redirects=True)
        return self._page(response, status)

    def save(self, page: Page, fields: dict[str, str], **more: object) -> TestResponse:
        """What answer.js sends."""
        form = page.one("form", autocomplete="off")
        body = {"fields": fields, "revision": int(page.field("revision")), "seconds": 1.5} | more
        headers = {"X-CSRFToken": page.field("csrf_token")} | self.headers
        return self.client.post(form.get("data-save", ""), json=body, headers=headers)

    def _page(self, response: TestResponse, status: int) -> Page:
        page_text = response.get_data(as_text=True)
        assert response.status_code == status, f"{response.status_code}: {page_text[-1500:]}"
        page = Page(response)
        obey_house_rules(page)
        return page


def filled(form: Element) -> dict[str, str | list[str]]:
    """What a browser would send of this form, without its buttons and lists to choose from."""
    data: dict[str, str | list[str]] = {}
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "text")
        if not name:
            continue
        if element.tag == "textarea":
            data[name] = (element.text or "").removeprefix("\r\n").removeprefix("\n")
        elif element.tag == "input" and (
            kind not in {"radio", "checkbox"} or "checked" in element.attrib
        ):
            value, before = element.get("value", ""), data.get(name)
            data[name] = value if before is None else [*before, value] if isinstance(
                before, list) else [before, value]  # fmt: skip
    return data


def obey_house_rules(page: Page) -> None:
    _headers(page.response)
    assert page.one("html").get("lang"), "a language"
    assert page.title.strip(), "a title"
    assert page.h1.strip(), "one h1 with text"
    ids = [element.get("id") for element in page.root.iter() if element.get("id")]
    assert len(ids) == len(set(ids)), f"an id twice: {sorted(ids)}"
    _headings(page)
    _fields(page, set(ids))
    for form in page.all("form"):
        assert form.get("action"), "a form says where it goes"
        if form.get("method", "get").lower() == "post":
            assert any(e.get("name") == "csrf_token" for e in form.iter("input")), "CSRF token"
    for element in page.root.iter():
        _nothing_inline(element)
        _nothing_from_elsewhere(element)


def _headers(response: TestResponse) -> None:
    assert response.content_type == "text/html; charset=utf-8"
    for name, value in ALWAYS.items():
        may_be = {value} | ({FRAMED, WITH_FRAME} if name == "Content-Security-Policy" else set())
        assert response.headers.get(name) in may_be, name
    assert response.headers["Cache-Control"] == "no-store"


def _headings(page: Page) -> None:
    levels = [int(e.tag[1]) for e in page.one("main").iter() if re.fullmatch("h[1-6]", str(e.tag))]
    start = levels.index(1)
    for before, after in zip(levels[start:], levels[start + 1 :], strict=False):
        assert after <= before + 1, f"a heading level left out: {levels}"


def _fields(page: Page, ids: set[str]) -> None:
    labelled = {label.get("for") for label in page.all("label")}
    wrapped = {e for label in page.all("label") for e in label.iter() if e is not label}
    for tag in ("input", "textarea", "select"):
        for field in page.all(tag):
            if field.get("type") in HIDDEN:
                continue
            named = field.get("id") in labelled or field in wrapped or field.get("aria-label")
            assert named, f"no label: {field.attrib}"
            for described in (field.get("aria-describedby") or "").split():
                assert described in ids, f"described by nothing: {described}"
    for group in page.all("fieldset"):
        assert text_of(group.findall("legend")[0]).strip(), "a legend"


def _nothing_inline(element: Element) -> None:
    if not isinstance(element.tag, str):
        return
    assert element.tag != "style", "no inline style sheet"
    if element.tag == "script":
        assert element.get("src"), "no inline script"
        assert not (element.text or "").strip(), "no inline script"
    for name, value in element.attrib.items():
        assert not name.startswith("on"), f"inline {name}"
        assert name != "style", "inline style"
        assert not value.strip().lower().startswith(("javascript:", "data:")), value


def _nothing_from_elsewhere(element: Element) -> None:
    for name in ADDRESSES:
        value = element.attrib.get(name) if isinstance(element.tag, str) else None
        if value is not None:
            assert not urlsplit(value).netloc, f"from elsewhere: {value}"


def text_of(element: Element) -> str:
    """All text in it, spaces folded."""
    return " ".join("".join(element.itertext()).split())
