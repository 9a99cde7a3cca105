"""A language in which every message is bracketed: what is not, is in no catalogue."""

import re
from pathlib import Path

from babel.messages.mofile import write_mo

from survey.web.catalogue import Room, collect
from tests.client import text_of
from tests.web_app import shipped

LANGUAGE = "eo"
DATE = re.compile(r"\d{4}-[A-Z][a-z]+-\d+")
"""As Esperanto has it."""

START, END = "⟦", "⟧"


def pseudo(message: str) -> str:
    return f"{START}{message}{END}"


def write_pseudo(room: Room, folder: Path):
    """A catalogue in which every message of the room is bracketed, as Esperanto."""
    catalog = collect(room)
    catalog.locale = LANGUAGE
    for message in catalog:
        if message.id:
            plural = message.pluralizable
            message.string = tuple(map(pseudo, message.id)) if plural else pseudo(message.id)
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    with (place / "messages.mo").open("wb") as file:
        write_mo(file, catalog)


def content() -> set[str]:
    """Texts of the questionnaire, which are translated in YAML."""
    found: set[str] = set()

    def walk(value):
        if isinstance(value, str):
            found.add(" ".join(value.split()))
        elif isinstance(value, dict):
            for one in value.values():
                walk(one)
        elif isinstance(value, list | tuple):
            for one in value:
                walk(one)

    walk(shipped().model_dump(mode="json"))
    return found


def parts(element, leaving_out: set[str]):
    """The elements with words for people. In figures, names of the questionnaire are broken up."""
    if str(element.tag).rpartition("}")[2] in ("script", "style", "kbd", "svg"):
        return
    if leaving_out & set(element.get("class", "").split()):
        return
    yield element
    for child in element:
        yield from parts(child, leaving_out)


def untranslated(page, leaving_out: set[str]) -> list[str]:
    """What is left of the page's words without catalogue, questionnaire, product and numbers."""
    ours = content() | {"Plumbline", "Mara", "mara@example.org", "Tab", "English"}
    ours |= {shipped().version[:12]}
    left = []
    for element in parts(page.root, leaving_out):
        whole = text_of(element)
        if whole.startswith(START) and whole.endswith(END) and whole.count(START) == 1:
            continue  # one message with elements in it
        for text in (element.text, *(child.tail for child in element)):
            words = " ".join((text or "").split())
            if words and words not in ours and START not in words and END not in words:
                left.append(words)
        for name in ("aria-label", "title", "placeholder", "data-not-saved", "data-done"):
            value = element.get(name)
            if value and START not in value:
                left.append(value)
    return [one for one in left if any(c.isalpha() for c in one) and not is_code(one)]


def is_code(words: str) -> bool:
    return words.count("-") == 4 and words.upper() == words


def assert_all_ours(page, leaving_out: set[str] | None = None):
    """`leaving_out`: classes of elements whose words are somebody's own."""
    left = [
        words
        for words in untranslated(page, {"code"} | (leaving_out or set()))
        if not made_of_content(words)
    ]
    assert left == [], left


def made_of_content(words: str) -> bool:
    """Such as "1 Communication", "– Plumbline" or an error's reference."""
    words = DATE.sub("", words)
    for known in sorted(content() | {"Plumbline"}, key=len, reverse=True):
        words = words.replace(known, "")
    return not any(c.isalpha() for c in words)
