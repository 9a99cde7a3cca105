"""Equals stand together or are left out together: a list that holds only so many parts none. Pure.

Equal is what is printed alike. Whoever reads that five statements are listed at 3.8 takes it that
no sixth one has 3.8 too.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True)
class Cut(Generic[T]):
    """What a list shows, and the equals that come next, of which it has room for some only."""

    shown: tuple[T, ...]
    rest: tuple[T, ...] = ()


def cut(ordered: Iterable[T], key: Callable[[T], Any], most: int) -> Cut[T]:
    """The first of `ordered`, at most `most`, to the end of a group with the same `key`.

    `rest` is empty where the list ends by itself: all are shown, or `most` of them are full.
    """
    shown: list[T] = []
    for _, alike in groupby(ordered, key):
        group = tuple(alike)
        if len(shown) + len(group) > most:
            return Cut(tuple(shown), group if len(shown) < most else ())
        shown += group
    return Cut(tuple(shown))


def first(ordered: Iterable[T], key: Callable[[T], Any], most: int) -> Cut[T]:
    """The first group alone, if it has no more than `most`."""
    group = next((tuple(alike) for _, alike in groupby(ordered, key)), ())
    return Cut(group) if len(group) <= most else Cut((), group)
