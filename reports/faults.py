"""What can go wrong at the press. Light: who asks for a PDF need not be who makes it."""

from survey.errors import PlumblineError

CURE = (
    "PDFs need the library Pango, which is not on this machine. Install it with "
    "`apt install libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0` (Debian, Ubuntu), "
    "`dnf install pango` (Fedora) or `brew install pango` (macOS), then start again."
)


class PdfUnavailable(PlumblineError):
    """This machine cannot make PDFs; the message names the cure."""


class AssetMissing(LookupError):
    """The document names an asset that was not given."""
