"""One file of a folder as the checks see it: its entries, and where to note what is wrong."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from survey.questionnaire.document import Document, Path
from survey.questionnaire.problems import Message, Place, Remarks


@dataclass(frozen=True)
class Source:
    """One file that could be read. What has the wrong shape is passed over: `shape` names it."""

    document: Document
    remarks: Remarks

    @property
    def file(self) -> str:
        return self.remarks.file

    @property
    def top(self) -> "Entry":
        plain = self.document.plain
        return Entry(self, (), plain if isinstance(plain, dict) else {})

    def entries(self, *keys: str | int) -> list["Entry"]:
        """The maps in the list at this key."""
        found = self.document.at(keys)
        listed = enumerate(found if isinstance(found, list) else [])
        return [Entry(self, (*keys, at), it) for at, it in listed if isinstance(it, dict)]

    def ids(self, *keys: str | int) -> set[str]:
        """The ids of the maps in the list at this key."""
        return {entry.word("id") for entry in self.entries(*keys)} - {""}


@dataclass(frozen=True)
class Entry:
    """One map in a file: an item, a group, or the whole file."""

    source: Source
    path: Path
    fields: Mapping[str, Any]

    def word(self, key: str, default: str = "") -> str:
        """The text at a key; `default` if there is none."""
        value = self.fields.get(key, default)
        return value.strip() if isinstance(value, str) else default

    def listed(self, key: str) -> Iterator[tuple[Path, Any]]:
        """The values of the list at a key, each with its path."""
        value = self.fields.get(key)
        for at, one in enumerate(value if isinstance(value, list) else []):
            yield (*self.path, key, at), one

    def words(self, key: str) -> list[tuple[Path, str]]:
        """The texts of the list at a key, each with its path."""
        return [(path, word.strip()) for path, word in self.listed(key) if isinstance(word, str)]

    def place(self, *keys: str | int) -> Place:
        return self.source.document.place((*self.path, *keys))

    def note(
        self, name: Message, place: Place, suggestion: str = "", /, **values: str | int
    ) -> None:
        self.source.remarks.add(name, place, suggestion, **values)


def by_language(value: object) -> dict[str, str]:
    """The texts of a text by language ("" if it is written once for all)."""
    texts = value if isinstance(value, dict) else {"": value}
    return {code: text.strip() for code, text in texts.items() if isinstance(text, str)}
