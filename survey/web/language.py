"""Which language a page is in: the visitor's first wish that we have a catalogue for."""

from pathlib import Path

from babel import Locale
from flask import Flask, g, request
from flask_babel import Babel

from survey.web.days import written

TRANSLATIONS = Path(__file__).parent / "translations"
SOURCE = "en"


def available(folder: Path) -> tuple[str, ...]:
    """Languages that pages can be shown in; the language of the sources comes first."""
    found = sorted(path.parent.parent.name for path in folder.glob("*/LC_MESSAGES/messages.mo"))
    return (SOURCE, *(language for language in found if language != SOURCE))


def init_app(app: Flask) -> None:
    """Wire Flask-Babel. More folders of catalogues may stand in BABEL_TRANSLATION_DIRECTORIES."""
    folders = app.config.setdefault("BABEL_TRANSLATION_DIRECTORIES", str(TRANSLATIONS))
    languages: list[str] = []
    for folder in folders.split(";"):
        languages += [one for one in available(Path(folder)) if one not in languages]
    app.config["LANGUAGES"] = tuple(languages)

    def choose() -> str:
        if len(languages) == 1:
            return SOURCE
        return request.accept_languages.best_match(languages) or SOURCE

    def language() -> str:
        if "language" not in g:
            g.language = choose()
        return str(g.language)

    Babel(app, locale_selector=language)
    app.add_template_filter(written)
    app.extensions["language"] = language
    app.context_processor(lambda: _for_templates(language()))


def _for_templates(language: str) -> dict[str, str]:
    locale = Locale.parse(language)
    return {"language": language.replace("_", "-"), "direction": locale.text_direction}
