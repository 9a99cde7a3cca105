"""HTML -> PDF. The only file that imports WeasyPrint.

Nothing is fetched: pictures come from memory by name (`asset:NAME.svg`), fonts from our folder, and
every other address is refused. Fonts and stylesheet are set up once a process (a new set-up for
each report leaks memory), and the same input gives the same bytes.
"""

import gc
import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from reports.charts.style import css, sign_files
from reports.faults import CURE, AssetMissing, PdfUnavailable
from reports.finishing import finish
from reports.fitting import tightened
from reports.fonts import CUTS, FIELD, OTHERS, Cut, font_face
from reports.fonts.coverage import beyond
from reports.html import STATIC, in_pdf
from reports.hyphens import be_careful
from reports.spelling import spell_out

try:
    import weasyprint
    from weasyprint.text.ffi import pango
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse
except OSError as error:  # Pango is a system library; pip cannot bring it
    _missing: OSError | None = error
    weasyprint = URLFetcherResponse = FontConfiguration = None
    URLFetcher = object
else:
    _missing = None
try:
    from reports.engraving import Engraver
    from reports.shortcuts import matching, shortcuts
except (ImportError, AttributeError, TypeError, OSError):  # another WeasyPrint, or none
    _knows_short_ways = False
else:
    _knows_short_ways = True

# A font used in form fields loses its ligatures' text in WeasyPrint 70 (its ToUnicode map is made
# anew from single characters), so fields have one of their own, cut from the same file. It stands
# in the PDF whole, ready for what will be typed: that is why it is a small cut. It has no Arabic,
# which viewers shape in fonts of their own rather than in a field's, and no Chinese, which is 5 MB.
FIELD_FACE = '@font-face { font-family: "Plumb Field"; src: url("asset:PlumbSans-Field.ttf"); }\n'
FIELD_FONT = '.field input, .field textarea { font-family: "Plumb Field" !important; }\n'
LOG = logging.getLogger(__name__)
KINDS = {".svg": "image/svg+xml", ".css": "text/css", ".ttf": "font/ttf", ".otf": "font/otf",
         ".png": "image/png"}  # fmt: skip
OURS = re.compile(r'"Plumb (?:Sans|Serif|Field)"')
RTL = re.compile(r'<html[^>]* dir="rtl"')


class _Memory(URLFetcher):  # type: ignore[misc,unused-ignore]
    """Serves `asset:` names from memory and refuses all else, local files too."""

    def __init__(self, files: Mapping[str, bytes | str]) -> None:
        super().__init__(allowed_protocols=("asset",), allow_redirects=False)
        self._files = files
        self.missing: list[str] = []

    def fetch(self, url: str, headers: Any = None) -> Any:
        scheme, _, name = url.partition(":")
        if scheme != "asset":
            raise ValueError(f"refused: {url[:80]}")
        if name not in self._files:
            self.missing.append(name)
            raise ValueError(f"no such asset: {name[:80]}")
        kind = KINDS.get(PurePosixPath(name).suffix, "application/octet-stream")
        return URLFetcherResponse(url, self._files[name], {"Content-Type": kind})

    def open(self, *_: Any, **__: Any) -> Any:
        raise ValueError("refused: nothing is opened")


class _Press(NamedTuple):
    """What every document shares."""

    sheet: Any
    mirrored: Any
    fonts: Any
    files: Mapping[str, bytes | str]
    engraver: "Engraver | None"
    pictures: Mapping[str, Any]


@cache
def _press() -> _Press:
    if _missing is not None:
        raise PdfUnavailable(CURE) from _missing
    be_careful()
    files: dict[str, bytes | str] = {f"{cut.stem}.ttf": cut.path.read_bytes() for cut in CUTS}
    files[FIELD.name] = FIELD.read_bytes()
    files |= sign_files()
    files |= {path.name: path.read_bytes() for path in sorted(STATIC.glob("*.svg"))}
    fonts = FontConfiguration()
    faces = font_face("asset:", "") + FIELD_FACE
    sheet = _sheet(faces + _styles(FIELD_FONT + css(in_pdf) + _file("report.css")), files, fonts)
    mirrored = _sheet(_styles(_file("mirrored.css")), files, fonts)
    if _knows_short_ways:
        matching.remember(sheet)
        matching.remember(mirrored)
    engraver = Engraver(fonts) if _knows_short_ways else None
    pictures = engraver.pictures(files) if engraver else {}
    return _Press(sheet, mirrored, fonts, files, engraver, pictures)


def _sheet(text: str, files: Mapping[str, bytes | str], fonts: Any) -> Any:
    return weasyprint.CSS(string=text, url_fetcher=_Memory(files), font_config=fonts)


def _file(name: str) -> str:
    return (STATIC / name).read_text(encoding="utf-8").replace('url("./', 'url("asset:')


def _styles(text: str) -> str:
    """Behind each of our families those of other scripts: before any font of the machine."""
    others = ", ".join(dict.fromkeys(f'"{cut.family}"' for cut in OTHERS))
    return OURS.sub(rf"\g<0>, {others}", text)


@cache
def _load(cut: Cut, fonts: Any) -> None:
    """Another script's letters, when the first document needs them: one of these is large."""
    _sheet(font_face("asset:", "", [cut]), {cut.file: cut.path.read_bytes()}, fonts)


def write(html: str, assets: Mapping[str, str | bytes]) -> bytes:
    """A tagged PDF (PDF/UA-1) with form fields.

    `assets` are the drawn figures and "figures.css" by name. Raises PdfUnavailable without Pango
    and AssetMissing when the document names an asset that is not there.
    """
    return write_all([html], assets)


def write_all(
    documents: Iterable[str],
    assets: Mapping[str, str | bytes],
    progress: Callable[[int], None] = lambda _done: None,
) -> bytes:
    """Several documents of one title in one PDF, each with pages counted from 1; see `write`.

    `progress` hears how many are laid out. ValueError: no document.
    """
    press = _press()
    texts = [spell_out(html) for html in documents]
    if not texts:
        raise ValueError("nothing to print")
    assets = {name: spell_out(one) if isinstance(one, str) else one for name, one in assets.items()}
    for cut in beyond("".join((*texts, *(one for one in assets.values() if isinstance(one, str))))):
        _load(cut, press.fonts)
    with _collector_resting():
        if press.engraver:
            try:
                pictures = {**press.pictures, **press.engraver.pictures(assets)}
                with shortcuts():
                    return _printed(press, texts, assets, pictures, progress)
            except AssetMissing:
                raise
            except Exception:
                LOG.exception("no short way to this report: it is printed the plain way")
        return _printed(press, texts, assets, {}, progress)


def _printed(
    press: _Press,
    texts: Sequence[str],
    assets: Mapping[str, str | bytes],
    pictures: Mapping[str, Any],
    progress: Callable[[int], None],
) -> bytes:
    fetcher, named = _Memory({**press.files, **assets}), hashlib.sha256()
    laid_out: list[Any] = []
    for html in texts:
        named.update(html.encode())
        document = _laid_out(press, html, fetcher, pictures)
        tight = tightened(html, _starts(document), len(document.pages))
        if tight != html:
            document = _laid_out(press, tight, fetcher, pictures)
        laid_out.append(document)
        progress(len(laid_out))
    pages = [page for document in laid_out for page in document.pages]
    pdf: bytes = (
        laid_out[0]
        .copy(pages)
        .write_pdf(
            finisher=finish,
            pdf_variant="pdf/ua-1",
            pdf_forms=True,
            pdf_identifier=named.hexdigest()[:32].encode(),
        )
    )
    if fetcher.missing:
        raise AssetMissing(", ".join(sorted(set(fetcher.missing))))
    return pdf


def _laid_out(press: _Press, html: str, fetcher: _Memory, pictures: Mapping[str, Any]) -> Any:
    document = weasyprint.HTML(string=html, base_url="asset:", url_fetcher=fetcher)
    return document.render(
        stylesheets=[press.sheet, press.mirrored] if RTL.search(html) else [press.sheet],
        font_config=press.fonts,
        cache=dict(pictures),
        pdf_variant="pdf/ua-1",
        pdf_forms=True,
    )


def _starts(document: Any) -> dict[str, int]:
    """The page on which each element with an id begins, from 0."""
    found: dict[str, int] = {}
    for number, sheet in enumerate(document.pages):
        for name in sheet.anchors:
            found.setdefault(name, number)
    return found


def pango_version() -> str:
    """Of the system's library, such as "1.56.3". Raises PdfUnavailable."""
    if _missing is not None:
        raise PdfUnavailable(CURE) from _missing
    whole = int(pango.pango_version())
    return f"{whole // 10000}.{whole // 100 % 100}.{whole % 100}"


class _collector_resting:  # noqa: N801  reads as a word in `with`
    """The garbage collector off for a while: a layout is one large web of live objects."""

    def __enter__(self) -> None:
        self._was = gc.isenabled()
        gc.disable()

    def __exit__(self, *_: object) -> None:
        if self._was:
            gc.enable()
