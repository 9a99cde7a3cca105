"""Everything a report says in a language: translated texts, numbers, dates, lists.

Pure. Texts come from the catalogue in reports/translations (domain "messages"); where it has none
the source text stands. Numbers are rounded once, half away from zero, to one decimal. Digits are
the European ones in every language: a report's numbers are read beside its scale, 1 to 5.
"""

import gettext
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from babel.numbers import get_decimal_symbol

from reports.published import Value, tenth
from survey.questionnaire.model import Text

MINUS = "\u2212"
LTR_MARK, RTL_MARK, ISOLATE, END = "\u200e", "\u200f", "\u2068", "\u2069"
RTL = frozenset({"ar", "fa", "he", "ur"})
_TURNING = frozenset({"R", "AL", "RLE", "RLO", "LRE", "LRO", "RLI", "LRI", "FSI", "PDF", "PDI"})
TRANSLATIONS = Path(__file__).parent / "translations"
_SPOKEN = {"en": "en_GB"}
"""Where a bare language leaves the order of day and month open, the country we write for."""

_QUOTES = {"de": ("„", "“"), "ar": ("«", "»")}
"""Marks before and after a quotation, where they are not the English ones."""

SOURCE = "en"  # the language that our own sentences are written in


def spoken(languages: Sequence[str], translations: Path = TRANSLATIONS) -> str:
    """The first of these that our own sentences exist in, too; else English.

    A report in two languages at once would also have its decimal signs and dates wrong.
    """
    for language in languages:
        if language.partition("_")[0] == SOURCE or gettext.find(
            "messages", str(translations), [language]
        ):
            return language
    return SOURCE


class Words:
    """The words of one language, such as "en" or "de_AT"."""

    def __init__(self, language: str, catalogue: gettext.NullTranslations | None = None) -> None:
        self.language = language
        self.locale = Locale.parse(_SPOKEN.get(language, language))
        self._catalogue = catalogue or gettext.translation(
            "messages", str(TRANSLATIONS), languages=[language], fallback=True
        )
        self.rtl = self.locale.language in RTL
        self._decimal = get_decimal_symbol(self.locale, numbering_system="latn")

    def _(self, text: str, **names: object) -> str:
        """`text` in this language; %(name)s is filled from `names`."""
        found = self._catalogue.gettext(text)
        return found % self._apart(names) if names else found

    def n_(self, one: str, many: str, n: int, **names: object) -> str:
        """The form that fits `n`; %(n)s and other names are filled in."""
        return self._catalogue.ngettext(one, many, n) % {"n": n, **self._apart(names)}

    def _apart(self, names: Mapping[str, object]) -> dict[str, object]:
        """Names that run against the sentence's direction, kept from turning the words round them.

        Isolates of Unicode's bidirectional algorithm, since the sentence may be a bookmark or an
        alternative text, where no markup is.
        """
        return {key: self.isolated(name) if isinstance(name, str) else name
                for key, name in names.items()}  # fmt: skip

    def isolated(self, name: str) -> str:
        """`name` to stand within a text of this language."""
        kinds = {unicodedata.bidirectional(char) for char in name}
        against = kinds & {"L"} if self.rtl else kinds & _TURNING
        return f"{ISOLATE}{name}{END}" if against else name

    def gettext(self, message: str) -> str:
        """As templates ask for it."""
        return self._catalogue.gettext(message)

    def ngettext(self, singular: str, plural: str, n: int) -> str:
        """As templates ask for it; nothing is filled in."""
        return self._catalogue.ngettext(singular, plural, n)

    def text(self, text: Text) -> str:
        """A text of the questionnaire."""
        return text.to(self.language)

    def one(self, x: float) -> str:
        """One decimal: 3.25 -> "3.3", -0.04 -> "0.0"; the locale's decimal sign."""
        rounded = tenth(x)
        plain = f"{abs(rounded):.1f}".replace(".", self._decimal)
        return f"{self._mark}{MINUS}{plain}" if rounded < 0 else plain

    @property
    def _mark(self) -> str:
        """Without it a sign would follow its number where text runs from the right."""
        return LTR_MARK if self.rtl else ""

    def signed(self, x: float) -> str:
        """As `one`, with "+" or "−" before anything that is not "0.0"."""
        return f"{self._mark}+{self.one(x)}" if tenth(x) > 0 else self.one(x)

    def value(self, value: Value | None) -> str:
        """A published mean: "3.4", "4.8 or more" (decision 13), or "–" where there is none."""
        if value is None:
            return "–"
        if value.bound == "more":
            return self._("%(value)s or more", value=self.one(value.stands))
        if value.bound == "less":
            return self._("%(value)s or less", value=self.one(value.stands))
        return self.one(value.stands)

    def date(self, day: date) -> str:
        """ "3 October 2026", as the language writes it."""
        return format_date(day, "long", locale=self.locale)

    def list_of(self, things: Sequence[str]) -> str:
        """ "a, b and c", as the language writes it."""
        listed = format_list([self.isolated(thing) for thing in things], locale=self.locale)
        if self.locale.language == "ar":  # the "and" clings to a word of its own script only
            listed = listed.replace(f" \u0648{ISOLATE}", f" \u0648\u00a0{ISOLATE}")
        return listed

    def quoted(self, text: str) -> str:
        """ "“text”", between the language's own marks."""
        before, after = _QUOTES.get(self.locale.language, ("“", "”"))
        return f"{before}{text}{after}"

    def points(self, labels: Mapping[int, str]) -> str:
        """ "1 never, 2 seldom and 3 always": a scale's points with their labels.

        Labels that run against the sentence stand after their number, whole and between commas:
        in one piece with it, what came first would be a guess. So do all of a language that runs
        from the right: an Arabic list has "and" before each number, and labels have it too.
        """
        if not self.rtl and all(self.isolated(label) == label for label in labels.values()):
            return self.list_of([f"{value} {label}" for value, label in labels.items()])
        comma, start = self._comma
        points = (f"{value} {self.isolated(label)}" for value, label in labels.items())
        return start + comma.join(point.replace(" ", "\u00a0") for point in points)

    def beside(self, *parts: str) -> str:
        """ "Autumn 2026, 5 October 2026": the parts that there are."""
        comma, start = self._comma
        told = comma.join(self.isolated(part) for part in parts if part)
        return start + told if ISOLATE in told else told

    def lines(self, lines: Iterable[str]) -> str:
        """ "Asking: 3.4; telling: 3.9": lines of a table or a drawing, for whoever hears them."""
        return ("؛ " if self.rtl else "; ").join(lines)

    @property
    def _comma(self) -> tuple[str, str]:
        """What stands between parts, and before the first so that they run as the sentence does:
        parts that are isolated say nothing of that."""
        return ("، ", RTL_MARK) if self.rtl else (", ", "")

    def within(self, name: str) -> str:
        """A name inside a sentence: English takes the capital off ("Providing" -> "providing")."""
        is_plain_word = len(name) > 1 and name[1:2].islower()
        if self.locale.language == "en" and is_plain_word:
            return name[0].lower() + name[1:]
        return name
