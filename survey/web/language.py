"""Which language a page is in: the one chosen in this browser; else what its reader reads, as far
as a link or a sign-in tells; else the browser's first wish that we have a catalogue for."""

from collections.abc import Sequence
from pathlib import Path

from babel import Locale
from flask import Flask, current_app, g, request
from flask_babel import Babel, get_locale, gettext, refresh
from werkzeug.wrappers import Response

from survey.store.erasing import ERASED
from survey.web.days import written
from survey.web.house import house

TRANSLATIONS = Path(__file__).parent / "translations"
SOURCE = "en"
STAY = "in-"
"""Buttons of a question page send this and a language: save, and show this page in it."""
_YEAR = 365 * 24 * 3600


def available(folder: Path) -> tuple[str, ...]:
    """Languages that pages can be shown in; the language of the sources comes first."""
    found = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.mo"))
    return (SOURCE, *(language for language in found if language != SOURCE))


def init_app(app: Flask) -> None:
    """Wire Flask-Babel. More folders of catalogues may stand in BABEL_TRANSLATION_DIRECTORIES.

    A language is offered where every folder has it: a page is not to be half in another one.
    """
    folders = app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS)).split(";")
    known = [available(Path(folder)) for folder in folders]
    languages = [one for one in known[0] if all(one in others for others in known)]
    app.config["LANGUAGES"] = tuple(languages)

    def language() -> str:
        if "language" not in g:
            g.language = _best(languages)
        return str(g.language)

    Babel(app, locale_selector=language)
    app.add_template_filter(written)
    app.jinja_env.finalize = _told
    app.after_request(_remember)
    app.extensions["language"] = language
    app.context_processor(lambda: _for_templates(str(get_locale()), languages))


def _told(value: object) -> object:
    """What the store puts in place of an erased name is ours to say, in any language."""
    return gettext("(erased)") if value == ERASED else value


def is_open() -> bool:
    """Whether it matters what the visitor reads: there is a choice, and none was made here."""
    languages = current_app.config["LANGUAGES"]
    return len(languages) > 1 and request.cookies.get(cookie_name()) not in languages


def reads(language: str) -> None:
    """From now on, in what whoever visits reads, if nothing else was chosen in this browser."""
    g.reads = language
    g.pop("language", None)
    refresh()


def choose(language: str) -> bool:
    """From now on in this browser. Whether there is such a language."""
    if language not in current_app.config["LANGUAGES"]:
        return False
    g.language = g.chosen_language = language
    refresh()
    return True


def cookie_name() -> str:
    return "__Host-language" if house().settings.secure else "language"


def _best(languages: Sequence[str]) -> str:
    if len(languages) == 1:
        return SOURCE
    read = str(g.get("reads", ""))
    for wish in (request.cookies.get(cookie_name()), read, read.partition("_")[0]):
        if wish in languages:
            return str(wish)
    # Not best_match: it takes English, a second wish, before German for somebody from Austria.
    for wish, quality in request.accept_languages:
        for one in (wish.replace("-", "_"), wish.partition("-")[0]):
            if quality and one in languages:
                return one
    return SOURCE


def _remember(response: Response) -> Response:
    if "chosen_language" in g:
        response.set_cookie(
            cookie_name(),
            g.chosen_language,
            max_age=_YEAR,
            path="/",
            secure=house().settings.secure,
            httponly=True,
            samesite="Lax",
        )
    return response


def _for_templates(language: str, languages: Sequence[str]) -> dict[str, object]:
    """`others`: what a page can also be shown in, by its own name. A page that answers a form has
    none: what it shows once, such as a receipt, would be gone."""
    locale = Locale.parse(language)
    others = [(one.replace("_", "-"), one, _own_name(one)) for one in languages if one != language]
    return {
        "language": language.replace("_", "-"),
        "direction": locale.text_direction,
        "other_languages": others if request.method in ("GET", "HEAD") else [],
        "stay": STAY,
    }


def _own_name(language: str) -> str:
    name = Locale.parse(language).get_display_name(language) or language
    return name[0].upper() + name[1:]
