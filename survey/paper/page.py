"""The paper form as one HTML document, to be printed. Pure but for its own files.

Texts of people and of the questionnaire are escaped; our own sentences come from the catalogue of
the web pages, so that what raters are promised reads alike on both.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Literal

from babel import Locale
from jinja2 import ChoiceLoader, Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup, escape

from survey.paper.form import Asking, sections
from survey.questionnaire import types
from survey.questionnaire.words import fill

HERE = Path(__file__).parent
STYLE = "paper.css"
"""Name of the stylesheet that the document asks for, see `assets`."""
Size = Literal["A4", "Letter"]
SIZES: tuple[Size, ...] = ("A4", "Letter")


@dataclass(frozen=True)
class Handing:
    """How the form comes back. A specimen has none of it."""

    code: str = ""
    """What opens this rater's form."""
    address: str = ""
    """Where the code is typed."""
    last_day: str = ""


@dataclass(frozen=True)
class Paper:
    """One form, ready to be printed."""

    asking: Asking
    product: str
    promise: tuple[str, ...]
    """Who sees what, in sentences; those of the web page."""
    handing: Handing = field(default_factory=Handing)
    size: Size = "A4"


def assets() -> dict[str, str]:
    """What the document asks for by name."""
    files = {STYLE: "form.css", "paper-tick.svg": "tick.svg"}
    return {name: (HERE / file).read_text(encoding="utf-8") for name, file in files.items()}


def render(paper: Paper) -> str:
    """The whole document. KeyError: no such form or group."""
    asking, language = paper.asking, paper.asking.language
    instrument = asking.questionnaire.instrument
    is_own = asking.audience == "self"
    intro = instrument.intro.self if is_own else instrument.intro.other
    scale = instrument.scale
    asks = scale.question_self if is_own else scale.question_other
    return _environment().get_template("form.html").render(
        paper=paper,
        asking=asking,
        sections=sections(asking),
        is_own=is_own,
        title=instrument.title.to(language),
        rater=asking.questionnaire.group(asking.group).rater.to(language),
        purpose=fill(instrument.intro.purpose.to(language), asking.name),
        intro=fill(intro.to(language), asking.name),
        asks=fill(asks.to(language), asking.name),
        scale=scale,
        language=language,
        tag=language.replace("_", "-"),
        direction=Locale.parse(language).text_direction,
        minutes=asking.questionnaire.form(asking.form).minutes,
        style=STYLE,
        **_gettext(asking),
    )  # fmt: skip


def _gettext(asking: Asking) -> dict[str, Callable[..., Markup]]:
    """What templates call; named values are escaped and put in by replacement."""

    def filled(text: str, names: dict[str, object]) -> Markup:
        for name, value in names.items():
            text = text.replace(f"%({name})s", str(escape(value)))
        return Markup(text)  # noqa: S704 - our own catalogue, and escaped values

    def gettext(text: str, **names: object) -> Markup:
        return filled(asking.speech.gettext(text), names)

    def ngettext(one: str, many: str, num: int, **names: object) -> Markup:
        return filled(asking.speech.ngettext(one, many, num), {"num": num, **names})

    return {"_": gettext, "gettext": gettext, "ngettext": ngettext}


@cache
def _environment() -> Environment:
    looks = PrefixLoader({"questions": FileSystemLoader(types.FOLDER)})
    environment = Environment(
        loader=ChoiceLoader([FileSystemLoader(HERE), looks]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return environment
