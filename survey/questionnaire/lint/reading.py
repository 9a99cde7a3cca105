"""How many years of school a text asks for, by a published formula of its language.

English: Flesch-Kincaid (Kincaid, Fishburne, Rogers & Chissom 1975, Navy Research Branch Report
8-75): 0.39 words/sentence + 11.8 syllables/word - 15.59.
German: first Wiener Sachtextformel (Bamberger & Vanecek 1984): 0.1935 MS + 0.1672 SL + 0.1297 IW
- 0.0327 ES - 0.875; MS, IW and ES are the percentages of words with three or more syllables, with
more than six letters and with one syllable, SL is words/sentence.
Syllables are counted as groups of vowels. On one short sentence both formulas are rough.
"""

import re
from collections.abc import Callable, Mapping, Sequence

WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_EN_SILENT = re.compile(
    r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeioutd])ed$|(?<=[^aeiousxzcghl])es$|"
    r"(?<=[^aeiou])e(?=(?:ment|ful|less|ly|ness)s?$)|(?<=q)u"
)
_EN_VOWELS = re.compile(r"[aeiouy]+")
_EN_APART = re.compile(  # two vowels that are spoken apart
    r"i(?:a|o(?!us|n)|ing|um)|(?<=r)io(?=us)|(?<=[dr])ea(?=s?$)|[aeouy]ing|ie(?=t$|ty|r$)|"
    r"ea(?=te)|ua(?=t|l)|eo(?=s?$)"
)
_DE_VOWELS = re.compile(r"äu|au|ei|eu|ie|ai|aa|ee|oo|ey|[aeiouyäöü]")


def words(text: str) -> list[str]:
    return WORD.findall(text)


def sentences(text: str) -> int:
    """How many; at least one."""
    return max(1, len([part for part in re.split(r"[.?!]+(?:\s|$)", text) if part.strip()]))


def syllables(word: str, language: str) -> int:
    """Of one word, at least one. KeyError: no rule for this language."""
    return max(1, _SYLLABLES[language](word.lower()))


def grade(text: str, language: str) -> float | None:
    """School grade; None for a language without a formula, or for no words."""
    formula, found = _FORMULAS.get(language.partition("_")[0]), words(text)
    return formula(found, sentences(text)) if formula and found else None


def _english_syllables(word: str) -> int:
    bare = re.sub(r"['’]s?$", "", word)
    return sum(
        len(_EN_VOWELS.findall(spoken)) + len(_EN_APART.findall(spoken))
        for spoken in (_EN_SILENT.sub("", part) for part in bare.split("-"))
    )


def _german_syllables(word: str) -> int:
    return len(_DE_VOWELS.findall(word))


def _flesch_kincaid(found: Sequence[str], count: int) -> float:
    spoken = sum(syllables(word, "en") for word in found)
    return 0.39 * len(found) / count + 11.8 * spoken / len(found) - 15.59


def _wiener(found: Sequence[str], count: int) -> float:
    spoken = [syllables(word, "de") for word in found]
    percent = 100 / len(found)
    many = percent * sum(number >= 3 for number in spoken)
    long = percent * sum(len(word) > 6 for word in found)
    one = percent * sum(number == 1 for number in spoken)
    return 0.1935 * many + 0.1672 * len(found) / count + 0.1297 * long - 0.0327 * one - 0.875


_SYLLABLES: Mapping[str, Callable[[str], int]] = {
    "en": _english_syllables,
    "de": _german_syllables,
}
_FORMULAS: Mapping[str, Callable[[Sequence[str], int], float]] = {
    "en": _flesch_kincaid,
    "de": _wiener,
}
