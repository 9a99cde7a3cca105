"""What our fonts lack, in words: "[party popper]" for a pictogram, "[…]" for letters.

Pure. Nothing of a report is ever drawn with a font of the machine (decision 25), so whatever none
of our fonts has is replaced here, for any text that people can write.
"""

import re
import unicodedata

from reports.fonts.coverage import uncovered

LETTERS = "[…]"
PICTOGRAMS = re.compile(
    r"[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff"
    r"\U0001f000-\U0001faff]"
)
STYLING = re.compile(r"[\u200d\ufe0e\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]+")
STYLED = re.compile(rf"({PICTOGRAMS.pattern}){STYLING.pattern}|\ufe0f?\u20e3")
"""Joiners, variants, skin tones and tags after a pictogram; the frame of a keycap. Between letters
joiners stay."""
PRESENTED = re.compile(r"[\ufb50-\ufd3d\ufd50-\ufdfb\ufe70-\ufefc]+")
"""Arabic letters by their shape, as copied from old files: one may say two letters, which a reader
of the PDF would get in the wrong order."""
SAFE = frozenset(" ()-.,/")  # what a plainer form may hold beside letters: no markup


def spell_out(text: str) -> str:
    """`text` with nothing in it that our fonts lack. It may be markup: none is added or lost."""
    text = PRESENTED.sub(lambda found: unicodedata.normalize("NFKC", found[0]), text)
    if not uncovered().search(text):
        return text
    whole = unicodedata.normalize("NFC", text)  # marks and Korean letters join where they can
    return uncovered().sub(_spelt, STYLED.sub(r"\1", whole))


def _spelt(found: "re.Match[str]") -> str:
    """A run of what we lack; letters side by side are one "[…]"."""
    said = "".join(_name(char) for char in STYLING.sub("", found[0]))
    return re.sub(f"(?:{re.escape(LETTERS)})+", LETTERS, said)


def _name(char: str) -> str:
    plain = unicodedata.normalize("NFKC", char)
    if all(c.isalnum() or c in SAFE for c in plain) and not uncovered().search(plain):
        return plain
    if PICTOGRAMS.match(char) or unicodedata.category(char) in {"So", "Sm", "Sk", "Sc"}:
        return f"[{unicodedata.name(char, 'pictogram').lower()}]"
    return LETTERS
