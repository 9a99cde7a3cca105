"""Every word of ours is in the catalogue, and what is in the catalogue reaches the page."""

from io import BytesIO

import pytest
from babel.messages.mofile import write_mo

from survey.web.catalogue import POT, as_text, collect
from survey.web.language import available
from tests.answering import answers, to_the_check_page
from tests.client import Visitor, text_of
from tests.web_app import make_world, shipped

START, END = "⟦", "⟧"


def pseudo(message: str) -> str:
    return f"{START}{message}{END}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A catalogue in which every message is bracketed, as Esperanto."""
    folder = tmp_path_factory.mktemp("translations")
    catalog = collect()
    catalog.locale = "eo"
    for message in catalog:
        if message.id:
            plural = message.pluralizable
            message.string = tuple(map(pseudo, message.id)) if plural else pseudo(message.id)
    out = BytesIO()
    write_mo(out, catalog)
    place = folder / "eo" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "messages.mo").write_bytes(out.getvalue())
    return folder


@pytest.fixture
def ana(tmp_path, folder):
    """Ana reads Esperanto."""
    world = make_world(tmp_path, translations=folder)
    yield Visitor(world.app, **{"Accept-Language": "eo, en;q=0.5"})
    world.shop.close()


def test_the_template_for_translators_is_up_to_date():
    wanted = as_text(collect())
    assert POT.read_text(encoding="utf-8") == wanted, "run: python -m survey.web.catalogue"


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


def untranslated(page) -> list[str]:
    """What is left of the page's words without catalogue, questionnaire, product and numbers."""
    ours = content() | {"Plumbline", "Mara", "mara@example.org", "Tab"}
    left = []
    for element in page.root.iter():
        if element.tag in ("script", "style", "kbd"):
            continue
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


def assert_all_ours(page):
    left = [words for words in untranslated(page) if not made_of_content(words)]
    assert left == [], text_of(page.one("main"))


def made_of_content(words: str) -> bool:
    """Such as "1 Communication", "– Plumbline" or an error's reference."""
    for known in sorted(content() | {"Plumbline"}, key=len, reverse=True):
        words = words.replace(known, "")
    return not any(c.isalpha() for c in words)


@pytest.mark.parametrize("path", ["/", "/about", "/privacy", "/limits"])
def test_no_word_of_a_page_is_left_untranslated(ana, path):
    page = ana.get(path)
    assert page.one("html").get("lang") == "eo"
    assert_all_ours(page)


def test_no_word_of_answering_is_left_untranslated(ana):
    page = ana.submit(ana.get("/"), {"name": "Mara"})
    assert_all_ours(page)
    assert_all_ours(ana.submit(page, {"a_comm_visi_1": "9"}, status=422))
    assert_all_ours(ana.submit(page, {"t_communication": "9" * 5000}, status=422))
    assert_all_ours(ana.submit(page, answers(page, 2) | {"go": "later"}))
    page = ana.get(page.one("form").get("action"))
    while page.all("input", type="radio") or page.all("textarea"):
        page = ana.submit(page, answers(page, 2) | {"go": "next"})
        assert_all_ours(page)
    refused = ana.submit(page, {"name": "", "email": "x"}, status=422)
    assert_all_ours(refused)


def test_no_word_of_the_thanks_is_left_untranslated(ana):
    page = ana.submit(ana.get("/"), {"name": "Mara"})
    while page.all("input", type="radio") or page.all("textarea"):
        page = ana.submit(page, answers(page) | {"go": "next"})
    assert_all_ours(ana.submit(page, {}))


def test_an_error_page_is_translated(ana):
    assert_all_ours(ana.get("/nowhere", status=404))


def test_pages_compiled_for_one_language_stay_in_it(tmp_path, folder):
    world = make_world(tmp_path, translations=folder)
    ana = Visitor(world.app, **{"Accept-Language": "eo"})
    mara = Visitor(world.app, **{"Accept-Language": "en"})
    assert START in ana.submit(ana.get("/"), {}).text
    assert START not in mara.submit(mara.get("/"), {}).text
    world.shop.close()


def test_an_unknown_language_gets_the_sources(mara):
    mara.headers["Accept-Language"] = "tlh"
    assert mara.get("/").one("html").get("lang") == "en"


def test_languages_are_those_with_a_catalogue(folder):
    assert available(folder) == ("en", "eo")


def test_the_check_page_is_found_in_any_language(mara, first_page):
    assert to_the_check_page(mara, first_page).h1 == "Check your answers"
