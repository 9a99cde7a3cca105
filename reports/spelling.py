"""Pictograms that our fonts lack, spelt out for print: "[party popper]" instead of an empty box.

Pure. Letters are left alone: those of other scripts come from the machine's own fonts, and a log
line says so, since without such a font they would come out as boxes.
"""

import logging
import re
import unicodedata

LOG = logging.getLogger(__name__)
OURS = "\u2190-\u2199"  # arrows: our fonts have them
PICTOGRAMS = re.compile(
    rf"(?:(?![{OURS}])[\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff]"
    r"|[\U0001f000-\U0001faff])[\ufe0e\ufe0f\u200d\U0001f3fb-\U0001f3ff]*"
)
KEYCAPS = re.compile(r"[\ufe0e\ufe0f]?\u20e3")
OTHER_SCRIPTS = re.compile(r"[\u0530-\u1dff\u2c00-\ufaff\ufb07-\ufdff\ufe70-\uffef"
                           r"\U00010000-\U0001efff\U00020000-\U0003ffff]")  # fmt: skip


def spell_out(text: str) -> str:
    """`text` with every pictogram as its Unicode name in brackets; skin tones and joiners go."""
    if OTHER_SCRIPTS.search(text):
        LOG.warning("the report holds letters beyond Latin, Greek and Cyrillic: they are printed "
                    "in a font of this machine, or as boxes where it has none")  # fmt: skip
    return PICTOGRAMS.sub(_name, KEYCAPS.sub("", text))


def _name(found: "re.Match[str]") -> str:
    name = unicodedata.name(found[0][0], "pictogram").lower()
    return f"[{name}]"
