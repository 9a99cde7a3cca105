"""A YAML file that is to mean something else, with only those lines changed that must be.

`rewrite` compares what the file says with what it shall say, and changes the text where the two
differ: comments, order, quotes, indentation and line ends elsewhere stay byte for byte. What comes
out is read again before it is given back, so that an edit never means anything but itself.
"""

import json
import re
from collections.abc import Mapping
from copy import deepcopy
from functools import lru_cache
from typing import Any

from survey.errors import NotNow
from survey.questionnaire import document, guard
from survey.questionnaire.edit import pieces, tree, writing
from survey.questionnaire.edit.pieces import Carried, Edit
from survey.questionnaire.edit.tree import Node
from survey.questionnaire.problems import Problems, Remarks

_MARK = "\ufeff"


class CannotEdit(NotNow):
    """The file is written in a way that this change does not fit into."""

    def __init__(self, file: str) -> None:
        super().__init__("This cannot be changed here without touching the rest of %(file)s; "
                         "please change it in the text.", file=file)  # fmt: skip


def meaning(name: str, data: bytes) -> Any:
    """What the file says, as plain values of your own. Raises Problems if it cannot be read."""
    return deepcopy(_read(name, data)[0])


def carried(name: str, data: bytes, path: document.Path) -> Carried:
    """An entry of a list with its lines, to be put into another list. KeyError: no such entry."""
    plain, text, node = _read(name, data)
    for step in path[:-1]:
        node = node.inner[step] if isinstance(step, int) else node.at(step)
        plain = plain[step]
    at = int(path[-1])
    start, end = pieces.of_list(text, node)[at]
    return Carried(deepcopy(plain[at]), text[start:end], pieces.column_of(text, start))


def rewrite(name: str, data: bytes, wanted: Any) -> bytes:
    """The file, saying `wanted`. Raises CannotEdit, and Problems where it cannot be read, before
    or (for a text with forbidden characters) afterwards."""
    plain, text, node = _read(name, data)
    mark = _MARK if data.startswith(_MARK.encode()) else ""
    for careful in (False, True):
        try:
            edits = _Rewriter(text, careful).become(node, plain, wanted, 0)
            out = (mark + pieces.applied(text, edits)).encode()
            if _same(meaning(name, out), _plain(wanted)):
                return out
        except Problems:
            if careful:
                raise
        except ValueError:
            continue  # once more, with every new text in quotes
    raise CannotEdit(name)


def with_comment(name: str, data: bytes, path: document.Path, comment: str) -> bytes:
    """The file with a comment line above a key of the file or an entry of one of its lists.

    Raises Problems, KeyError (no such place) and CannotEdit (it does not begin a line).
    """
    plain, text, node = _read(name, data)
    if len(path) > 1:
        start, _ = pieces.of_list(text, node.at(str(path[0])))[int(path[1])]
    else:
        start = next(key.start for key in node.keys if key.word == path[0])
    indent = " " * pieces.column_of(text, start)
    if text[start - len(indent) : start] != indent:
        raise CannotEdit(name)
    edit = Edit(start, start, comment + newline_of(text) + indent)
    mark = _MARK if data.startswith(_MARK.encode()) else ""
    out = (mark + pieces.applied(text, [edit])).encode()
    if not _same(meaning(name, out), plain):
        raise CannotEdit(name)
    return out


def newline_of(text: str) -> str:
    found = re.search(r"\r\n|\r|\n", text)
    return found.group() if found else "\n"


@lru_cache(maxsize=64)
def _read(name: str, data: bytes) -> tuple[Any, str, Node]:
    remarks = Remarks(name)
    events = guard.read(data, remarks)
    if events is None or remarks.listed():
        raise Problems(remarks.listed())
    text = data.decode("utf-8-sig")
    return document.composed(events, name).plain, text, tree.read(text, events)


def _plain(value: Any) -> Any:
    """Plain values without what they were carried in."""
    if isinstance(value, Carried):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list | tuple) else value


def _same(one: Any, other: Any) -> bool:
    """Whether two values mean the same: blanks around a text are formatting."""
    return json.dumps(_bare(one), sort_keys=True) == json.dumps(_bare(other), sort_keys=True)


def _bare(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _bare(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_bare(one) for one in value]
    return value.strip() if isinstance(value, str) else value


class _Rewriter:
    """Finds the edits. `careful`: new texts stand in quotes, whatever the old ones were."""

    def __init__(self, text: str, careful: bool) -> None:
        self._text = text
        self._careful = careful
        self._newline = newline_of(text)

    def become(
        self, node: Node, old: Any, new: Any, indent: int, *, flow: bool = False
    ) -> list[Edit]:
        """Edits after which `node`, under a key or dash at column `indent`, means `new`."""
        if _same(old, _plain(new)):
            return []
        flow = flow or node.flow
        if node.sort == "map" and isinstance(new, Mapping) and any(key in old for key in new):
            return self._map(node, old, new, flow=flow)
        if node.sort == "list" and isinstance(new, list) and node.inner and new:
            return self._list(node, old, new, flow=flow)
        if node.sort == "text" and not isinstance(new, Mapping | list):
            return [Edit(node.start, node.end, self._word(node, new, indent, flow=flow))]
        return [self._instead(node, new, indent, flow=flow)]

    def _map(
        self, node: Node, old: Mapping[str, Any], new: Mapping[str, Any], *, flow: bool
    ) -> list[Edit]:
        column = node.keys[0].column
        edits = [
            edit
            for key, value in zip(node.keys, node.inner, strict=True)
            if key.word in new
            for edit in self.become(value, old[key.word], new[key.word], key.column, flow=flow)
        ]
        if old.keys() == new.keys():
            return edits
        order: list[int | str] = [at for at, key in enumerate(node.keys) if key.word in new]
        for key in (key for key in new if key not in old):
            pair = self._fresh({key: _plain(new[key])}, column, flow=flow)
            order.insert(self._after(node, new, key, order), pair[1:-1] if flow else pair)
        default = ", " if flow else self._newline + " " * column
        spans = pieces.of_map(self._text, node)
        return [pieces.rebuilt(self._text, spans, order, default, edits)]

    @staticmethod
    def _after(node: Node, new: Mapping[str, Any], key: str, order: list[int | str]) -> int:
        """Where a new key goes: behind those that stand before it, else to the end."""
        before = list(new)[: list(new).index(key)]
        places = [at for at, one in enumerate(order)
                  if isinstance(one, str) or node.keys[one].word in before]  # fmt: skip
        return places[-1] + 1 if places else len(order)

    def _list(self, node: Node, old: list[Any], new: list[Any], *, flow: bool) -> list[Edit]:
        meant = matched(old, new)
        edits = [
            edit
            for value, at in zip(new, meant, strict=True)
            if at is not None
            for edit in self.become(node.inner[at], old[at], value, node.column, flow=flow)
        ]
        if meant == list(range(len(old))):
            return edits
        spans = pieces.of_list(self._text, node)
        default = ", " if flow else self._newline + " " * node.column
        order = [
            self._entry(node, value, flow=flow) if at is None else at
            for value, at in zip(new, meant, strict=True)
        ]
        return [pieces.rebuilt(self._text, spans, order, default, edits)]

    def _entry(self, node: Node, value: Any, *, flow: bool) -> str:
        """A new entry of a list, its dash as far from it as those of the others."""
        if isinstance(value, Carried) and not flow and value.text.lstrip("#").strip():
            return value.at(node.column, self._newline)
        if flow:
            return self._fresh(_plain(value), 0, flow=True)
        first = node.inner[0]
        beside = self._text.rfind("-", 0, first.start) if first.sort == "map" else -1
        apart = first.start - beside if beside >= 0 and first.column > node.column else 2
        apart = apart if apart <= 8 and "\n" not in self._text[beside : first.start] else 2
        return "-".ljust(apart) + self._fresh(_plain(value), node.column + apart, flow=False)

    def _fresh(self, value: Any, indent: int, *, flow: bool) -> str:
        if flow:
            return writing.inline(value)
        return self._newline.join(writing.lines(value, indent))

    def _word(self, node: Node, new: Any, indent: int, *, flow: bool) -> str:
        blank = " " if node.start and self._text[node.start - 1] in ":-" else ""
        if not isinstance(new, str):
            return blank + writing.inline(new)
        new = new.strip()
        if self._careful:
            return blank + writing.quoted(new)
        if node.style in (">", "|"):
            return blank + (self._block(node, new) or writing.quoted(new))
        in_single = writing.single(new) if node.style == "'" else None
        if in_single is not None:
            return blank + in_single
        if node.style == '"' or not writing.is_plain(new, flow=flow):
            return blank + writing.quoted(new)
        return blank + self._bare_words(node, new, indent, flow=flow)

    def _bare_words(self, node: Node, new: str, indent: int, *, flow: bool) -> str:
        rest = self._text[node.end : pieces.line_end(self._text, node.end)]
        if flow or rest.strip() or node.column + len(new) <= writing.WIDTH:
            return new
        wrapped = writing.folded(new, writing.WIDTH - indent - 2)
        if wrapped is None or len(wrapped) < 2:
            return new
        return self._newline.join([">-", *(" " * (indent + 2) + line for line in wrapped)])

    def _block(self, node: Node, new: str) -> str | None:
        """A text over several lines, in the style that it has; lines that stay, stay."""
        head, *body = re.split(r"\r\n|\r|\n", self._text[node.start : node.end])
        first = next((line for line in body if line.strip()), "")
        indent = first[: len(first) - len(first.lstrip(" "))]
        old = [line.removeprefix(indent).rstrip() for line in body]
        if not indent:
            return None
        found = new.split("\n") if node.style == "|" else _refolded(old, new)
        if found is None:
            return None
        return self._newline.join([head, *(indent + line if line else "" for line in found)])

    def _instead(self, node: Node, new: Any, indent: int, *, flow: bool) -> Edit:
        """A value of another kind in the place of the old one."""
        new = _plain(new)
        before = self._text[: node.start].rstrip(" ")
        short = writing.inline(new, flow=flow or not isinstance(new, str))
        if flow or (len(short) + node.column <= writing.WIDTH and writing.is_small(new)):
            blank = " " if node.start and self._text[node.start - 1] == ":" else ""
            return Edit(node.start, node.end, blank + short)
        if not before.endswith(":"):
            inner = writing.lines(new, indent + 2)
            return Edit(node.start, node.end, self._newline.join(inner))
        first, *more = writing.lines(new, indent + 2)
        top = " " * (indent + 2) + first
        return Edit(len(before), node.end, self._newline.join(["", top, *more]))


def _refolded(old: list[str], new: str) -> list[str] | None:
    """The lines of a folded text: those at its beginning and end that need not change stay."""
    width = max(60, *map(len, old))
    if not all(old) or any(line.startswith(" ") for line in old) or "\n" in new:
        return writing.folded(new, width)
    head = 0
    while head < len(old) and (new + " ").startswith(" ".join(old[: head + 1]) + " "):
        head += 1
    rest = new[len(" ".join(old[:head])) :].removeprefix(" ")
    tail = 0
    while tail < len(old) - head and (" " + rest).endswith(" " + " ".join(old[-tail - 1 :])):
        tail += 1
    kept = " ".join(old[len(old) - tail :])
    middle = rest[: len(rest) - len(kept)].removesuffix(" ")
    written = writing.folded(middle, width) if middle else []
    return None if written is None else [*old[:head], *written, *old[len(old) - tail :]]


def matched(old: list[Any], new: list[Any]) -> list[int | None]:
    """For each new entry which old one it continues: by id, else by content, else by position."""
    names = [_name(one) for one in old]
    found: list[int | None] = [None] * len(new)
    free = list(range(len(old)))
    for at, value in enumerate(new):
        if isinstance(value, Carried):
            continue
        same = [each for each in free if names[each] == _name(value)]
        if same:
            chosen = at if at in same else same[0]
            found[at] = chosen
            free.remove(chosen)
    open_ = [
        at for at, value in enumerate(new)
        if found[at] is None and not isinstance(value, Carried) and not _has_id(value)
    ]  # fmt: skip
    free = [at for at in free if not _has_id(old[at])]
    if len(open_) == len(free):
        for at, each in zip(open_, free, strict=True):
            found[at] = each
        return found
    for at in open_:
        found[at] = at if at in free else None
    return found


def _has_id(value: Any) -> bool:
    return isinstance(value, Mapping) and isinstance(value.get("id"), str)


def _name(value: Any) -> str:
    """What makes an entry the same one: its id, else all that it says."""
    return json.dumps(value["id"] if _has_id(value) else _bare(_plain(value)), sort_keys=True)
