"""Where every value of a YAML file stands in its text, so that one can be changed and no other."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from ruamel.yaml.events import (
    CollectionEndEvent,
    CollectionStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

Sort = Literal["map", "list", "text"]


@dataclass(frozen=True)
class Node:
    """A value: text[start:end], without the comments and blank lines that follow it.

    `style` is of a text: "" plain, a quote, ">" folded or "|" as it stands. `flow`: a map or list
    in brackets. `column` counts from 0.
    """

    sort: Sort
    start: int
    end: int
    column: int
    style: str = ""
    flow: bool = False
    keys: tuple["Node", ...] = ()
    """Of a map, in the order of the file; `inner` has their values."""
    inner: tuple["Node", ...] = ()
    word: str = ""
    """What a text says."""

    def at(self, key: str) -> "Node":
        """The value of a map at this key. KeyError: there is none."""
        return {node.word: value for node, value in zip(self.keys, self.inner, strict=True)}[key]


def read(text: str, events: list[Event]) -> Node:
    """The tree of what the guard has let through: no aliases, no keys that are not words."""
    kept = (event for event in events if isinstance(event, NodeEvent | CollectionEndEvent))
    return _node(text, next(kept), kept)


def _node(text: str, event: Event, rest: Iterator[Event]) -> Node:
    begin = event.start_mark
    if not isinstance(event, CollectionStartEvent):
        return _text(text, event)
    flow = bool(event.flow_style)
    inner: list[Node] = []
    for one in iter(lambda: next(rest), None):
        if isinstance(one, CollectionEndEvent):
            last = one.end_mark.index if flow or not inner else inner[-1].end
            break
        inner.append(_node(text, one, rest))
    if isinstance(event, MappingStartEvent):
        keys = tuple(inner[::2])
        values = tuple(map(_placed, keys, inner[1::2], [text] * len(keys)))
        last = last if flow or not values else values[-1].end
        return Node("map", begin.index, last, begin.column, "", flow, keys, values)
    return Node("list", begin.index, last, begin.column, "", flow, (), tuple(inner))


def _text(text: str, event: Event) -> Node:
    begin, end = event.start_mark, event.end_mark.index
    style = (event.style or "") if isinstance(event, ScalarEvent) else ""
    word = str(event.value) if isinstance(event, ScalarEvent) else ""
    if style in (">", "|"):  # the parser takes the blank lines below along
        end = begin.index + len(text[begin.index : end].rstrip())
    return Node("text", begin.index, end, begin.column, style, word=word)


def _placed(key: Node, value: Node, text: str) -> Node:
    """A key with nothing after it: the parser sees its value at the next key."""
    if value.sort == "text" and not value.style and value.start == value.end:
        after = text.index(":", key.end) + 1
        return replace(value, start=after, end=after)
    return value
