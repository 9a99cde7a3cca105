"""One YAML file as plain values, with the place of every key and value."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ruamel.yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from survey.questionnaire import guard
from survey.questionnaire.problems import Place, Remarks

Path = tuple[str | int, ...]
"""The way to a value: keys of maps and positions in lists, from the top of the file."""

_WHOLE_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})", re.ASCII)
_WORDS = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True)
class Document:
    """A file's values: dict, list, str, int, bool or None, and where each of them stands."""

    file: str
    plain: Any
    keys: Mapping[Path, Place]
    values: Mapping[Path, Place]

    def place(self, path: Path, *, key: bool = False) -> Place:
        """Place of the value at `path` (of its key with `key`), or of the nearest one around it."""
        if key and path in self.keys:
            return self.keys[path]
        while path and path not in self.values:
            path = path[:-1]
        return self.values.get(path, Place())

    def at(self, path: Path) -> Any:
        """The value at `path`; None if the way does not lead to one."""
        value = self.plain
        for step in path:
            try:
                value = value[step]
            except (KeyError, IndexError, TypeError):
                return None
        return value


def read(data: bytes, remarks: Remarks) -> Document | None:
    """Read one file. None if it cannot be read to its end; `remarks` says why."""
    events = guard.read(data, remarks)
    return None if events is None else composed(events, remarks.file)


def composed(events: Iterable[Event], file: str) -> Document:
    """What the guard has let through, as plain values with their places."""
    composer = _Composer(event for event in events if isinstance(event, _RELEVANT))
    return Document(file, composer.compose(), composer.keys, composer.values)


_RELEVANT = (NodeEvent, CollectionEndEvent)


class _Composer:
    """Events to plain values; depth is bounded by the guard, so it may recurse.

    What the guard has refused is left out or read as plain, so that the rest can be checked.
    """

    def __init__(self, events: Iterator[Event]) -> None:
        self._events = events
        self.keys: dict[Path, Place] = {}
        self.values: dict[Path, Place] = {}

    def compose(self) -> Any:
        event = next(self._events, None)
        return None if event is None else self._value(event, ())

    def _value(self, event: Event, path: Path) -> Any:
        self.values[path] = guard.place_of(event)
        if isinstance(event, MappingStartEvent):
            return self._map(path)
        if isinstance(event, CollectionStartEvent):
            return self._list(path)
        return _scalar(event)

    def _list(self, path: Path) -> list[Any]:
        return [
            self._value(event, (*path, position)) for position, event in enumerate(self._inside())
        ]

    def _map(self, path: Path) -> dict[str, Any]:
        entries: dict[str, Any] = {}
        for event in self._inside():
            if not isinstance(event, ScalarEvent) or event.value in {"<<", *entries}:
                self._skip(event)
                self._skip(next(self._events))
                continue
            here = (*path, event.value)
            self.keys[here] = guard.place_of(event)
            entries[event.value] = self._value(next(self._events), here)
        return entries

    def _inside(self) -> Iterator[Event]:
        """The next events up to the end of the list or map that has just begun."""
        return iter(self._next_inside, None)

    def _next_inside(self) -> Event | None:
        event = next(self._events)
        return None if isinstance(event, CollectionEndEvent) else event

    def _skip(self, event: Event) -> None:
        if isinstance(event, CollectionStartEvent):
            for inner in self._inside():
                self._skip(inner)


def _scalar(event: Event) -> str | int | bool | None:
    """Only whole numbers, true, false and null are not text: `no`, 1:30 and 012 stay as written."""
    if not isinstance(event, ScalarEvent):
        return None  # an alias; the guard has refused it
    text = str(event.value)
    return plain_value(text) if event.implicit[0] and event.tag is None else text


def plain_value(text: str) -> str | int | bool | None:
    """What a text without quotes stands for."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _WHOLE_NUMBER.fullmatch(text) else text
