"""What a person may write for an indicator, a place or a function: its id, its code, its name.

Belongs here: telling the known from the unknown, and what is near to the unknown. What is done with the ids is
the caller's.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

NEAR_SHOWN = 3
BEGUN_SHOWN = 6


class UnknownChoice(ValueError):
    """An id or name that nothing has; the text names the nearest that something has."""


def choose(
    option: str,
    wanted: Sequence[str],
    known: Mapping[str, str],
    near: Mapping[str, str] | None = None,
    *,
    beginnings: bool = False,
) -> list[str]:
    """The ids that `wanted` stands for, each an id of `known` or a name of it (id → name).

    With `beginnings` a text stands too for the one name of `near`, or else of `known`, that it is short for or that
    begins with it.
    Raises UnknownChoice, which names the nearest of `near` (of `known` without it), or all that so begin.
    """
    return [found for text in wanted for found in _choose(option, text, known, near or known, beginnings)]


def _choose(
    option: str, wanted: str, known: Mapping[str, str], near: Mapping[str, str], beginnings: bool
) -> list[str]:
    text = wanted.strip()
    if text in known:
        return [text]
    named = [each for each, name in known.items() if name == text]
    if named:
        return named
    for names in (near, known) if beginnings and text else ():
        begun = {each: name for each, name in names.items() if name.startswith(text)}
        # 南阳 is 南阳市 before it is 南阳高新区: the short name lacks the word for what kind of place it is.
        short = [each for each, name in begun.items() if len(name) == len(text) + 1]
        if len(short) == 1 or len(begun) == 1:
            return short or list(begun)
        if begun:
            raise _ambiguous(option, wanted, begun)
    raise unknown(option, wanted, near)


def _ambiguous(option: str, wanted: str, begun: Mapping[str, str]) -> UnknownChoice:
    some = ", ".join(f"{each} {name}" for each, name in list(begun.items())[:BEGUN_SHOWN])
    more = len(begun) - BEGUN_SHOWN
    return UnknownChoice(
        f"{option} {wanted}: several begin so: {some}" + (f" and {more} more" if more > 0 else "")
    )


def unknown(option: str, wanted: str, near: Mapping[str, str]) -> UnknownChoice:
    """The error for what is not known, with the nearest ids and names."""
    shown = ", ".join(f"{each} {name}" for each, name in nearest(wanted, near))
    return UnknownChoice(f"{option} {wanted}: not known here" + (f"; nearest: {shown}" if shown else ""))


def nearest(wanted: str, known: Mapping[str, str], limit: int = NEAR_SHOWN) -> list[tuple[str, str]]:
    """The ids, with their names, whose id or name is likest to a text; the likest first."""
    from rapidfuzz.fuzz import ratio

    text = wanted.strip().lower()
    return sorted(
        known.items(), key=lambda item: (-max(ratio(text, item[0].lower()), ratio(text, item[1])), item[0])
    )[:limit]
