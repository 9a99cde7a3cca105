"""What runs over its page gets less air, and is laid out once more.

Most pages end in lines to write on, which the layout leaves out where there is no room (`if-room`
in report.css). What must be said may still be too much, in a language of long words or on a lower
paper: such a section gets the class "tight". Pure: the same document, the same pages.
"""

import re
from collections.abc import Mapping

SECTION = re.compile(r'(?P<head><section class="page page-\w+)(?P<more>[^"]*)" id="(?P<id>[^"]+)"')
GOES_ON = "goes-on"
"""Class of a section that may take several pages, as what people wrote does."""


def tightened(html: str, starts: Mapping[str, int], pages: int) -> str:
    """`html` with less air in each section that takes more than a page; the same, if none does.

    `starts` has the first page of each section by its id, `pages` how many there are.
    """
    found = list(SECTION.finditer(html))
    after = [starts.get(one["id"], 0) for one in found[1:]] + [pages]
    over = {
        one["id"]
        for one, end in zip(found, after, strict=False)
        if end - starts.get(one["id"], end) > 1 and GOES_ON not in one["more"]
    }

    def fitted(one: re.Match[str]) -> str:
        return one[0].replace(one["head"], one["head"] + " tight" * (one["id"] in over), 1)

    return SECTION.sub(fitted, html)
