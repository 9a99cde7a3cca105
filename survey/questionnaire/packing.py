"""A questionnaire as one ZIP: the YAML files of a folder, packed and unpacked."""

import io
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping

from survey.errors import BadInput
from survey.questionnaire.guard import MAX_BYTES
from survey.questionnaire.loader import ENDING, MAX_FILES
from survey.questionnaire.problems import shown

MAX_PACKED = 4 * 1024 * 1024
"""Bytes of a ZIP that is looked at."""
MAX_ENTRIES = 200
"""Entries of a ZIP, whatever they are: those that are no YAML are passed over."""

_SINCE = (1980, 1, 1, 0, 0, 0)  # the first day of ZIP: equal files make equal bytes


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as a ZIP; the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _SINCE)
            entry.external_attr = 0o644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, files[name])
    return out.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The YAML files of a ZIP, which may lie in one folder within it. Nothing is written.

    Raises BadInput: no ZIP, damaged, encrypted, too large, a name that leads out of it, or files
    in several folders.
    """
    if len(data) > MAX_PACKED:
        raise BadInput(f"the ZIP has more than {MAX_PACKED} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return _placed(dict(_read(packed)))
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, KeyError) as error:
        raise BadInput("this is not a ZIP that can be read: pack the folder anew") from error
    except (NotImplementedError, RuntimeError) as error:
        raise BadInput("the ZIP is encrypted or packed in an unusual way: pack it anew") from error


def _read(packed: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
    entries = packed.infolist()
    if len(entries) > MAX_ENTRIES:
        raise BadInput(f"the ZIP has more than {MAX_ENTRIES} entries")
    wanted = [entry for entry in entries if _is_wanted(entry)]
    if len(wanted) > MAX_FILES:
        raise BadInput(f"the ZIP has more than {MAX_FILES} YAML files")
    seen: set[str] = set()
    for entry in wanted:
        if entry.filename in seen:
            raise BadInput("two files have this name", shown(entry.filename))
        seen.add(entry.filename)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise NotImplementedError
        with packed.open(entry) as file:  # never more than a file may have, whatever it claims
            content = file.read(MAX_BYTES + 1)
        if len(content) > MAX_BYTES:
            raise BadInput(f"the file has more than {MAX_BYTES} bytes", shown(entry.filename))
        yield entry.filename, content


def _is_wanted(entry: zipfile.ZipInfo) -> bool:
    """A YAML file. BadInput: a name or a kind of entry that no honest ZIP has."""
    name, mode = entry.filename, entry.external_attr >> 16
    parts = name.split("/")
    if "\\" in name or ":" in name or name.startswith("/") or ".." in parts or "\0" in name:
        raise BadInput("this name leads out of the ZIP", shown(name))
    if stat.S_ISLNK(mode):
        raise BadInput("links are not taken: put the file itself into the ZIP", shown(name))
    if parts[0] == "__MACOSX" or parts[-1].startswith("."):
        return False
    return not entry.is_dir() and name.endswith((ENDING, ".yml"))


def _placed(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """By their own names, if all of them lie in one folder."""
    folders = {name.rpartition("/")[0] for name in files}
    if not files:
        raise BadInput("the ZIP has no YAML files")
    if len(folders) > 1:
        raise BadInput(f"the YAML files lie in several folders: {shown(', '.join(sorted(folders)))}"
                       "; pack the folder of one questionnaire")  # fmt: skip
    return {name.rpartition("/")[2]: data for name, data in files.items()}
