"""Which thing of one list is which of another: by keys, the surest first, and in order among equals.

Without a database, so that reading processes can ask too.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Sequence
from difflib import SequenceMatcher
from typing import Any, TypeVar

T = TypeVar("T")


def key(text: str) -> str:
    """A text as it is compared with another: without line wraps, blanks and the width of its characters."""
    return unicodedata.normalize("NFKC", "".join(text.split()))


def pair_by(
    before: Sequence[T],
    after: Sequence[T],
    keys: Sequence[tuple[Callable[[T], Any], bool]],
    alike: Callable[[T], Hashable] | None = None,
) -> list[tuple[T | None, T | None]]:
    """Pairs of what has the same key; what is left over stands alone, with None at the other side.

    Each key is (function, alone): it is tried on what the keys before it left over; None matches nothing, and
    with `alone` a key counts only where one thing of each list has it. Several things with one key are paired
    in their order; where one list has more of them, `alike` says which are the same.
    """
    old, new = list(range(len(before))), list(range(len(after)))
    found: list[tuple[int, int]] = []
    for key_of, alone in keys:
        groups: dict[Any, tuple[list[int], list[int]]] = {}
        for side, things, left in ((0, before, old), (1, after, new)):
            for index in left:
                value = key_of(things[index])
                if value is not None:
                    groups.setdefault(value, ([], []))[side].append(index)
        for ours, theirs in groups.values():
            if alone and (len(ours), len(theirs)) != (1, 1):
                continue
            found += _pair(ours, theirs, before, after, alike)
        taken_old, taken_new = {i for i, _ in found}, {j for _, j in found}
        old = [i for i in old if i not in taken_old]
        new = [j for j in new if j not in taken_new]
    pairs: list[tuple[T | None, T | None]] = [(before[i], after[j]) for i, j in sorted(found)]
    return [*pairs, *((before[i], None) for i in old), *((None, after[j]) for j in new)]


def either(pair: tuple[T | None, T | None]) -> T:
    """The later thing of a pair, or the earlier one that stands alone. Raises ValueError for a pair of nothing."""
    before, after = pair
    found = before if after is None else after
    if found is None:
        raise ValueError("a pair of nothing")
    return found


def _pair(
    ours: Sequence[int],
    theirs: Sequence[int],
    before: Sequence[T],
    after: Sequence[T],
    alike: Callable[[T], Hashable] | None,
) -> list[tuple[int, int]]:
    """Indices of two groups of equals, paired in order; of the longer one the alike are taken."""
    if len(ours) == len(theirs) or alike is None:
        return list(zip(ours, theirs, strict=False))
    matcher = SequenceMatcher(
        None, [alike(before[i]) for i in ours], [alike(after[j]) for j in theirs], autojunk=False
    )
    pairs: list[tuple[int, int]] = []
    for _, i0, i1, j0, j1 in matcher.get_opcodes():
        pairs += zip(ours[i0:i1], theirs[j0:j1], strict=False)
    return pairs
