"""Where a name stands among names: as somebody looks for it in a list, not as computers count.

Pure. One order for all languages, so that lists are the same for whoever looks: letters with marks
stand beside those without, and case does not matter.
"""

import unicodedata

_BESIDE = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th"})
"""Letters that are not a letter with a mark, and are looked for there nevertheless."""


def order(name: str) -> tuple[str, str]:
    """Key to sort by. Names that differ by marks only stand in the same order each time."""
    parts = unicodedata.normalize("NFKD", name.casefold())
    plain = "".join(one for one in parts if not unicodedata.combining(one))
    return plain.translate(_BESIDE), name
