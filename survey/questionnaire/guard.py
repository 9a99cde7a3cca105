"""What may stand in a YAML file at all, checked over parser events before anything is composed.

YAML is data here: scalars, lists and maps. Aliases and merge keys let 800 bytes grow to gigabytes,
tags name Python objects, deep nesting exhausts stacks; none of them is needed to write questions.
ruamel's pure-Python parser is a state machine without recursion that yields events one by one,
so the limits below end the work early (the C parser crashes at 50 000 brackets).
"""

import re
from dataclasses import dataclass, field

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    CollectionStartEvent,
    DocumentStartEvent,
    Event,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
)

from survey.questionnaire.problems import Message, Place, Remarks, shown

MAX_BYTES = 256 * 1024
MAX_NODES = 20_000
MAX_DEPTH = 12

_LAST_TWO = (0xFFFE, 0xFFFF)  # noncharacters at the end of every plane
FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"  # C0 and C1 but tab and line ends, DEL
    "\u2028\u2029"  # line ends that only some programs see
    "\u202a-\u202e\u2066-\u2069"  # overrides that make text read otherwise than it is stored
    "\ufeff\ufdd0-\ufdef\ud800-\udfff"  # byte order mark inside, noncharacters, surrogates
    + "".join(chr(plane + last) for plane in range(0, 0x110000, 0x10000) for last in _LAST_TWO)
    + "]"
)
"""Characters that no text of a questionnaire may hold, written out or escaped."""

TAGGED = (ScalarEvent, CollectionStartEvent)

_CURES = {
    "found character '\\t'": "indent with spaces, not with tabs",
    "that cannot start any token": "put the text in quotes",
    "mapping values are not allowed": "put a text with ': ' in quotes, or mend the indentation",
    "unexpected end of stream": "close the quote",
    "unknown escape character": "double the backslash, or use single quotes",
    "expected <block end>": "mend the indentation, or a quote inside the text",
    "expected ',' or": "close the bracket of line $line, or put the text in quotes",
    "could not find expected ':'": "put a colon and a space after the key",
}


def read(data: bytes, remarks: Remarks) -> list[Event] | None:
    """The events of a file's only document, or None if it cannot be read to its end.

    All that is not plain data is noted in `remarks`; what remains can be composed safely.
    """
    text = _decode(data, remarks)
    return None if text is None else _parse(text, remarks)


def place_of(event: Event) -> Place:
    return Place(event.start_mark.line + 1, event.start_mark.column + 1)


def _decode(data: bytes, remarks: Remarks) -> str | None:
    if len(data) > MAX_BYTES:
        remarks.add(Message.FILE_TOO_LARGE, Place(), limit=MAX_BYTES)
        return None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = data[: error.start].decode("utf-8-sig", errors="replace")
        remarks.add(Message.NOT_UTF8, _place_after(before))
        return None
    for found in FORBIDDEN.finditer(text):
        remarks.add(
            Message.FORBIDDEN_CHARACTER,
            _place_after(text[: found.start()]),
            character=_code(found.group()),
        )
        if remarks.full:
            return None
    # A stand-in of the same width keeps the columns, and the parser goes on to find the rest.
    return FORBIDDEN.sub("\ufffd", text)


def _place_after(text: str) -> Place:
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    return Place(lines.count("\n") + 1, len(lines) - lines.rfind("\n"))


def _code(character: str) -> str:
    return f"U+{ord(character):04X}"


def _parse(text: str, remarks: Remarks) -> list[Event] | None:
    watch = _Watch(remarks)
    events: list[Event] = []
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            if not watch.allows(event):
                break
            events.append(event)
    except MarkedYAMLError as error:
        _note_syntax(error, remarks)
        return None
    except (ArithmeticError, LookupError, ValueError) as error:
        # ruamel turns escapes and version numbers into numbers without asking how large.
        place = place_of(events[-1]) if events else Place()
        remarks.add(Message.SYNTAX, place, reason=shown(error, quote=""), cure="mend this line")
        return None
    return None if watch.gave_up else events


def _note_syntax(error: MarkedYAMLError, remarks: Remarks) -> None:
    mark = error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place()
    reason = str(error.problem or error.context or "it cannot be read")
    context = str(error.context or "")
    cures = (cure for part, cure in _CURES.items() if part in repr(reason) or part in reason)
    if "quoted scalar" in context and "end of stream" in reason and error.context_mark:
        place = Place(error.context_mark.line + 1, error.context_mark.column + 1)
    cure = next(cures, "mend this line or the one before")
    opened = error.context_mark.line + 1 if error.context_mark else place.line
    cure = cure.replace("$line", str(opened))
    remarks.add(Message.SYNTAX, place, reason=shown(reason, quote=""), cure=cure)


@dataclass
class _Open:
    """A list or map that has begun; for a map the keys so far and whether a key comes next."""

    is_map: bool
    keys: dict[str, int] = field(default_factory=dict)
    key_next: bool = True


class _Watch:
    """Sees every event once and says whether parsing may go on."""

    def __init__(self, remarks: Remarks) -> None:
        self._remarks = remarks
        self._open: list[_Open] = []
        self._nodes = 0
        self._documents = 0
        self.gave_up = False

    def allows(self, event: Event) -> bool:
        if isinstance(event, DocumentStartEvent):
            return self._document(event)
        if isinstance(event, CollectionEndEvent):
            self._open.pop()
        elif isinstance(event, NodeEvent):
            self._node(event)
        return not self.gave_up

    def _document(self, event: DocumentStartEvent) -> bool:
        self._documents += 1
        if event.version or event.tags:
            self._remarks.add(Message.DIRECTIVE, Place())
            self.gave_up = True  # under other rules the rest would read otherwise
        if self._documents > 1:
            self._remarks.add(Message.SECOND_DOCUMENT, place_of(event))
            self.gave_up = True
        return not self.gave_up

    def _node(self, event: NodeEvent) -> None:
        self._nodes += 1
        if self._nodes > MAX_NODES:
            self._give_up(Message.TOO_MANY_NODES, event, MAX_NODES)
        self._refuse_more_than_data(event)
        self.gave_up = self.gave_up or self._remarks.full
        if self._open and self._open[-1].is_map:
            self._key_or_value(self._open[-1], event)
        if isinstance(event, CollectionStartEvent):
            self._open.append(_Open(isinstance(event, MappingStartEvent)))
            if len(self._open) > MAX_DEPTH:
                self._give_up(Message.TOO_DEEP, event, MAX_DEPTH)

    def _give_up(self, message: Message, event: NodeEvent, limit: int) -> None:
        self._remarks.add(message, place_of(event), limit=limit)
        self.gave_up = True

    def _refuse_more_than_data(self, event: NodeEvent) -> None:
        place = place_of(event)
        if isinstance(event, AliasEvent):
            self._remarks.add(Message.ALIAS, place, name=shown(event.anchor, quote=""))
            return
        if event.anchor is not None:
            self._remarks.add(Message.ANCHOR, place, name=shown(event.anchor, quote=""))
        if isinstance(event, TAGGED) and event.tag is not None:
            self._remarks.add(Message.TAG, place, tag=shown(event.tag))
        if isinstance(event, ScalarEvent) and FORBIDDEN.search(event.value):
            found = dict.fromkeys(map(_code, FORBIDDEN.findall(event.value)))
            character = shown(", ".join(found), quote="")
            self._remarks.add(Message.FORBIDDEN_CHARACTER, place, character=character)

    def _key_or_value(self, parent: _Open, event: NodeEvent) -> None:
        if parent.key_next:
            self._key(parent, event)
        parent.key_next = not parent.key_next

    def _key(self, parent: _Open, event: NodeEvent) -> None:
        place = place_of(event)
        if not isinstance(event, ScalarEvent):
            self._remarks.add(Message.KEY_NOT_TEXT, place)
        elif event.value == "<<":
            self._remarks.add(Message.MERGE_KEY, place)
        elif event.value in parent.keys:
            self._remarks.add(
                Message.DUPLICATE_KEY,
                place,
                key=shown(event.value),
                line=parent.keys[event.value],
            )
        else:
            parent.keys[event.value] = place.line
