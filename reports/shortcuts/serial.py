"""Shorter ways from the objects of a PDF to its bytes, the very same ones but for a fiftieth that
is compressed less."""

import zlib
from typing import Any

import pydyf

LEVEL = 7  # of compression, of 9

plain_to_bytes = pydyf._to_bytes


def to_bytes(item: Any) -> Any:
    """Most are of two kinds, which pydyf looks for last and first."""
    kind = type(item)
    if kind is str:
        return item.encode("ascii")
    return item if kind is bytes else plain_to_bytes(item)


plain_page_references = pydyf.PDF.page_references


def page_references(self: Any) -> tuple[bytes, ...]:
    """Each tag asks for the references to all pages, to take one."""
    kids = self.pages["Kids"]
    count, known = self.__dict__.get("known_references", (0, ()))
    if count != len(kids):
        known = plain_page_references.fget(self)
        self.known_references = len(kids), known
    return known  # type: ignore[no-any-return]


references = property(page_references)


class Quick:
    """In pydyf's place of zlib: a fiftieth more bytes in a third of the time."""

    @staticmethod
    def compressobj(level: int) -> Any:
        return zlib.compressobj(min(level, LEVEL))
