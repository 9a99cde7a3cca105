"""The questionnaires that edits are tried on, as they are and as other editors would save them."""

from pathlib import Path

DATA = Path(__file__).parents[3] / "questionnaires"
SHIPPED = DATA.parents[1] / "questionnaires" / "leadership"


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.glob("*.yaml"))}


def saved(files, newline="\n", mark=False, last_line_end=True):
    """The same files with other line ends, a byte order mark, or an open last line."""

    def one(data: bytes) -> bytes:
        text = data.decode().replace("\n", newline)
        text = text if last_line_end else text.rstrip("\r\n")
        return text.encode("utf-8-sig" if mark else "utf-8")

    return {name: one(data) for name, data in files.items()}


UGLY = files_of(DATA / "ugly")
TINY = files_of(DATA / "tiny")
LEADERSHIP = files_of(DATA / "one_language")
"""The leadership questionnaire before it had a second language: texts stand there without one."""
SERVICE_TEAM = files_of(SHIPPED.parent / "service_team")

FOLDERS = {
    "ugly": UGLY,
    "ugly, saved on Windows": saved(UGLY, "\r\n", mark=True),
    "ugly, saved on an old Mac": saved(UGLY, "\r"),
    "ugly, last line open": saved(UGLY, last_line_end=False),
    "tiny": TINY,
    "tiny, saved on Windows": saved(TINY, "\r\n", last_line_end=False),
    "leadership": files_of(SHIPPED),
    "leadership in English": LEADERSHIP,
    "service team": SERVICE_TEAM,
}
