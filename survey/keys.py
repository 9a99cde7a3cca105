"""The keys of an installation: files made on the first run, readable by nobody else.

The link key stands outside database and backups: who holds both could make every link anew
(decision 8; the privacy page says so).
"""

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from survey.errors import BadInput

_LENGTH = 32  # bytes


@dataclass(frozen=True, repr=False)
class Keys:
    """`session` signs cookies and forms; `link` makes the secrets in links; `record` signs what
    was erased, and hides who was. 32 bytes each."""

    session: bytes
    link: bytes
    record: bytes

    @property
    def urn(self) -> bytes:
        """What seals answers in the urn (survey.answers.urn); lost with the link key."""
        return HKDF(SHA256(), length=_LENGTH, salt=None, info=b"plumbline urn 1").derive(self.link)


def load(folder: Path) -> Keys:
    """The keys in `folder`; missing ones are made. Several processes may start at once.

    Raises BadInput: a file can be read by others, or is damaged.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    names = ("session", "link", "record")
    return Keys(**{name: _key(folder / f"{name}.key") for name in names})


def _key(path: Path) -> bytes:
    if not path.exists():
        _make(path)
    mode = stat.S_IMODE(path.stat().st_mode)
    if mode & 0o077:
        raise BadInput(
            f"others can read this key (mode {mode:04o}); run: chmod 600 '{path}'", path.name
        )
    try:
        key = bytes.fromhex(path.read_text("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _LENGTH:
        raise BadInput(
            f"this key file is damaged; put back your copy of {path}, "
            "or delete it and every link that was sent stops working",
            path.name,
        )
    return key


def _make(path: Path) -> None:
    """Written elsewhere first and linked into place: a second process never reads half a key."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_hex(_LENGTH) + "\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            return  # the other process was first; its key counts
    finally:
        draft.unlink()
    directory = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
