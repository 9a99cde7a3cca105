"""Figure -> SVG. One function a kind; signs and colours come from style.py alone.

Larger pictures use matplotlib (ink.py: Figure objects, never pyplot); strips, distributions and
shares are a few lines of SVG. The same figure gives the same bytes.
"""

from importlib import import_module
from types import MappingProxyType

from reports.model import Figure

KINDS = MappingProxyType(
    {
        "profile": "profile:draw",
        "matrix": "matrix:draw",
        "views": "views:draw",
        "change": "change:draw",
        "line_example": "line_example:draw",
        "strip": "strip:strip",
        "distribution": "strip:distribution",
        "share": "strip:share",
    }
)
"""Who draws what. Imported when something is drawn: the press needs colours, and no matplotlib."""


def draw(figure: Figure) -> str:
    """SVG text of a figure; raises KeyError for a kind that nobody draws."""
    module, _, name = KINDS[figure.kind].partition(":")
    drawn: str = getattr(import_module(f"{__name__}.{module}"), name)(figure)
    return drawn
