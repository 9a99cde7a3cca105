"""What a PDF is made with: this program's own files, and every library that shapes its bytes.

The same snapshot and the same versions give the same bytes (decision 19), so they are kept beside
each PDF, and `./run verify` looks whether they still hold.
"""

import hashlib
import platform
import zlib
from collections.abc import Mapping
from functools import cache
from importlib.metadata import version
from pathlib import Path

from reports import pdf

ROOM = Path(__file__).resolve().parent
KINDS = frozenset({".py", ".html", ".css", ".svg", ".ttf", ".po"})
LIBRARIES = (
    "weasyprint",
    "pydyf",
    "tinyhtml5",
    "tinycss2",
    "cssselect2",
    "pyphen",
    "fonttools",
    "pillow",
    "jinja2",
    "babel",
)


@cache
def program() -> str:
    """Hash of the files of this room, hex. Another line of code is another program."""
    found = hashlib.sha256()
    for path in sorted(ROOM.rglob("*")):
        if path.suffix in KINDS and path.is_file():
            found.update(path.relative_to(ROOM).as_posix().encode() + b"\0")
            found.update(path.read_bytes() + b"\0")
    return found.hexdigest()


@cache
def versions() -> Mapping[str, str]:
    """By name. Raises PdfUnavailable without Pango."""
    return {
        "program": program(),
        **{name: version(name) for name in LIBRARIES},
        "pango": pdf.pango_version(),
        "zlib": zlib.ZLIB_RUNTIME_VERSION,
        "python": platform.python_version(),
    }


def in_short(made_with: Mapping[str, str]) -> str:
    """As it is printed in the report: "program 1a2b3c4d, WeasyPrint 70.0, Pango 1.56.3"."""
    return (
        f"program {made_with['program'][:12]}, WeasyPrint {made_with['weasyprint']}, "
        f"Pango {made_with['pango']}"
    )
