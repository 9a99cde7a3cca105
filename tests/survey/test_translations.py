"""From a translator's file to the words on the page, without a step by hand."""

import gettext
import os

import pytest

import app as plumbline
from reports import words
from survey.errors import BadInput
from survey.translations import compile_new
from tests.client import Visitor
from tests.whole_house import open_house

HEAD = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'


def translate(folder, **told):
    """A translator's file for Esperanto."""
    place = folder / "eo" / "LC_MESSAGES"
    place.mkdir(parents=True, exist_ok=True)
    texts = "\n\n".join(f'msgid "{text}"\nmsgstr "{said}"' for text, said in told.items())
    (place / "messages.po").write_text(HEAD + texts, encoding="utf-8")
    return place / "messages.mo"


def said(folder, text):
    # Past gettext's own memory, which lasts as long as a process.
    with (folder / "eo" / "LC_MESSAGES" / "messages.mo").open("rb") as file:
        return gettext.GNUTranslations(file).gettext(text)


def test_a_translation_is_there_after_the_next_start(tmp_path, monkeypatch):
    of_pages, of_reports = tmp_path / "pages", tmp_path / "reports"
    translate(of_pages, Privacy="Privateco")
    translate(of_reports, **{"In words": "Per vortoj"})
    monkeypatch.setattr(plumbline, "CATALOGUES", (of_pages, of_reports))
    monkeypatch.setattr(words, "TRANSLATIONS", of_reports)
    house = open_house(tmp_path / "instance")
    page = Visitor(house.app, **{"Accept-Language": "eo"}).get("/")
    assert "Privateco" in page.links()
    assert words.Words("eo").gettext("In words") == "Per vortoj"
    house.shop.close()


def test_an_edited_translation_is_made_anew_and_another_left_alone(tmp_path):
    made = translate(tmp_path, Privacy="Privateco")
    compile_new(tmp_path)
    before = made.stat().st_mtime_ns
    compile_new(tmp_path)
    assert made.stat().st_mtime_ns == before
    translate(tmp_path, Privacy="Via privateco")
    # Of an update, whose files may be older than this installation.
    os.utime(made.with_suffix(".po"), ns=(before - 10**9, before - 10**9))
    compile_new(tmp_path)
    assert said(tmp_path, "Privacy") == "Via privateco"
    assert [path.name for path in made.parent.iterdir() if path.name.startswith(".")] == []


def test_a_translation_that_would_fail_on_the_page_is_refused_with_its_place(tmp_path):
    translate(tmp_path, **{"%(answered)s of %(shown)s": "%(respondita)s el %(shown)s"})
    with pytest.raises(BadInput, match=r"messages\.po: .*answered"):
        compile_new(tmp_path)


def test_what_is_no_catalogue_is_refused_with_its_place(tmp_path):
    translate(tmp_path).with_suffix(".po").write_text("no catalogue at all")
    with pytest.raises(BadInput, match=r"messages\.po: this is no catalogue"):
        compile_new(tmp_path)


def test_there_may_be_no_translation_at_all(tmp_path):
    compile_new(tmp_path / "nowhere")


def test_code_that_cannot_be_written_still_starts_and_the_log_says_what_is_missing(
    tmp_path, monkeypatch, caplog
):
    """Root writes anywhere, so the disk itself refuses here."""
    made = translate(tmp_path, Privacy="Privateco")
    monkeypatch.setattr(os, "replace", lambda *_: (_ for _ in ()).throw(PermissionError("no")))
    compile_new(tmp_path)
    assert not made.exists()
    assert "messages.mo cannot be made" in caplog.text
    assert [path.name for path in made.parent.iterdir()] == ["messages.po"]
