"""Pages of a finished PDF as pictures and as words; which section begins on which page."""

import io
from dataclasses import dataclass
from threading import Lock

import pypdfium2

_ONE_AT_A_TIME = Lock()
"""PDFium is not made for threads."""
_SCALE = 1.75
"""Of 72 dots per inch: sharp at the width of the coach's desk on a dense screen."""


@dataclass(frozen=True)
class Leaves:
    count: int
    """How many pages."""
    places: tuple[tuple[str, int], ...]
    """Title and first page of each section, from 1."""


def leaves(pdf: bytes) -> Leaves | None:
    """None: this is no PDF that can be shown."""
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return None
        places = []
        for mark in document.get_toc():
            target = mark.get_dest() if mark.level == 0 else None
            page = target.get_index() if target else None
            if page is not None:
                places.append((mark.get_title(), page + 1))
        found = Leaves(len(document), tuple(places))
        document.close()
    return found


@dataclass(frozen=True)
class Words:
    """What a PDF says: its keywords, and the text of each page. Not what fields hold."""

    keywords: str
    pages: tuple[str, ...]


def words_of(pdf: bytes, most: int | None = None, letters: int = -1) -> Words | None:
    """None: this is no PDF that can be read, or it has more than `most` pages. Of each page at most
    so many letters."""
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return None
        found = None
        if most is None or len(document) <= most:
            texts = (_text(page) for page in document)
            pages = tuple(text if letters < 0 else text[:letters] for text in texts)
            found = Words(document.get_metadata_value("Keywords"), pages)
        document.close()
    return found


def _text(page: pypdfium2.PdfPage) -> str:
    """All of it, marks too, which take no room of their own; a hyphen that ends a line is \\x02."""
    return str(page.get_textpage().get_text_range()).replace("\ufffe", "\x02")


def picture(pdf: bytes, number: int, scale: float = _SCALE) -> bytes | None:
    """Page `number`, from 1, as PNG, `scale` pixels a point; None: there is no such page."""
    with _ONE_AT_A_TIME:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return None
        drawn = None
        if 0 < number <= len(document):
            out = io.BytesIO()
            document[number - 1].render(scale=scale).to_pil().save(out, "PNG")
            drawn = out.getvalue()
        document.close()
    return drawn
