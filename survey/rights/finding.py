"""The scan: whether a text stands anywhere in the installation, in whatever spelling.

Looked through are every column of the store, the files of store and queue as they lie on the disk
(also what was erased in them and not overwritten), mail that lies in a folder, and whatever else is
in the instance folder but the keys. What is packed (a PDF, a ZIP) is unpacked.
"""

import email
import email.policy
import html
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

from survey.settings import Settings
from survey.store import copies
from survey.store.database import Tx

_PIECE = 4 * 1024 * 1024  # bytes of a file at a time
_MOST = 64 * 1024 * 1024  # bytes that something packed may unpack to
_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.S)


def in_store(tx: Tx, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """("table.column", word) for each place in which a word stands."""
    wanted = spellings(words)
    for place, content in copies.contents(tx):
        for word in _in(content, wanted):
            yield place, word


def in_files(settings: Settings, words: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(file, word), each once."""
    wanted = spellings(words)
    for file in sorted(settings.instance.rglob("*")):
        if file.is_file() and settings.keys not in file.parents:
            for word in sorted(set(_in_file(file, wanted))):
                yield str(file.relative_to(settings.instance)), word


def letters(folder: Path, words: Iterable[str]) -> list[Path]:
    """Mail in a folder in which any of the words stands."""
    wanted = spellings(words)
    there = sorted(folder.glob("*.eml")) if folder.is_dir() else []
    return [file for file in there if _in(_letter(file.read_bytes()), wanted)]


def spellings(words: Iterable[str]) -> dict[str, list[bytes]]:
    """By word: how its bytes may look, in small letters. Too short a word is in everything."""
    found = {}
    for word in words:
        small = word.strip().lower()
        forms = {small, json.dumps(small)[1:-1], html.escape(small), quote(small).lower()}
        forms |= {word.strip().upper(), word.strip().title(), word.strip()}
        found[word] = sorted({form.encode() for form in forms if len(small) > 1})
        found[word] += [small.encode("utf-16-le"), small.encode("utf-16-be")]
    return found


def _in(content: bytes, wanted: dict[str, list[bytes]]) -> set[str]:
    found: set[str] = set()
    for piece in (content, *_unpacked(content)):
        small = piece.lower()  # only ASCII; other letters stand in several spellings
        found |= {
            word
            for word, forms in wanted.items()
            if any(form in small or form in piece for form in forms)
        }
    return found


def _in_file(file: Path, wanted: dict[str, list[bytes]]) -> Iterator[str]:
    if file.suffix == ".eml":
        yield from _in(_letter(file.read_bytes()), wanted)
    overlap = max((len(form) for forms in wanted.values() for form in forms), default=0)
    with file.open("rb") as stream:
        before = b""
        while piece := stream.read(_PIECE):
            yield from _in(before + piece, wanted)
            before = piece[-overlap:] if overlap else b""


def _letter(content: bytes) -> bytes:
    """Headers and parts of a mail as they are read."""
    message = email.message_from_bytes(content, policy=email.policy.default)
    headers = [f"{name}: {value}" for name, value in message.items()]
    parts = [part.get_content() for part in message.walk() if part.get_content_type() in _TEXTS]
    return "\n".join([*headers, *parts]).encode()


_TEXTS = {"text/plain", "text/html"}


def _unpacked(content: bytes) -> Iterator[bytes]:
    if content.startswith(b"%PDF"):
        for stream in _STREAM.findall(content):
            try:
                yield zlib.decompressobj().decompress(stream, _MOST)
            except zlib.error:
                continue
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            for entry in packed.infolist():
                yield entry.filename.encode()
                with packed.open(entry) as stream:
                    inner = stream.read(_MOST)
                yield inner
                yield from _unpacked(inner)
