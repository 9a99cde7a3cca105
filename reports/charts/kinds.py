"""Figure -> SVG: who draws which kind."""

from collections.abc import Callable
from types import MappingProxyType

from reports.charts import change, line_example, matrix, profile, strip, views
from reports.model import Figure

KINDS: MappingProxyType[str, Callable[[Figure], str]] = MappingProxyType(
    {
        "profile": profile.draw,
        "matrix": matrix.draw,
        "views": views.draw,
        "change": change.draw,
        "line_example": line_example.draw,
        "strip": strip.strip,
        "distribution": strip.distribution,
        "share": strip.share,
    }
)


def draw(figure: Figure) -> str:
    """SVG text of a figure; raises KeyError for a kind that nobody draws."""
    return KINDS[figure.kind](figure)
